// The page follows the answers: what is asked is shown, what is not is hidden and left out of what is sent.

let answers = []
let now
const questions = []

function element(tag, attributes, children) {
  const made = document.createElement(tag)
  for (const name of Object.keys(attributes || {})) made.setAttribute(name, attributes[name])
  for (const child of children || []) made.append(child)
  return made
}

/** Text with values in place of `{name}`. */
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (all, name) => name in values ? values[name] : all)
}

/** The frame of an option, and of a row. */
function optionFrames(question) {
  const names = program.lists[variables[question.slots[0]].list]
  const own = controls[variables[question.slots[0]].id]
  if (own[0].options) return names.map(name => Array.from(own[0].options).find(option => option.value === name))
  return names.map(name => own.find(control => control.value === name).closest('.o'))
}

/** Of each row its frames: one, or where a row stands in two tables two. */
function rowFrames(question) {
  return Array.from({ length: question.rows }, (none, row) => {
    const own = question.slots.filter((slot, at) => question.row_of[at] === row)
    const frames = own.map(slot => controls[variables[slot].id][0].closest('tr, .row, .feature'))
    return frames.filter((frame, at) => frames.indexOf(frame) === at)
  })
}

/** The words of the row of a slot. */
function rowText(question, slot) {
  const control = controls[variables[slot].id][0]
  return textOf(control.closest('tr, .row, .feature').querySelector('th, label, legend'))
}

/** Finds the frame of every question; conditions the page can follow need no words any more. */
function prepare() {
  const sections = form.querySelectorAll('section.part')
  program.pages.forEach((page, place) => {
    page.section = sections[place]
    for (const question of page.questions) {
      question.frame = document.getElementById(question.id).closest('.q')
      question.place = place
      if (question.number) question.numbers = Array.from(form.querySelectorAll('[data-number="' + question.number + '"]'))
      questions.push(question)
      if (question.options_if || (question.order && !question.rows)) question.options = optionFrames(question)
      if (question.rows_if || (question.order && question.rows)) question.lines = rowFrames(question)
      if (!question.told) untell(question.id)
      for (const at of Object.keys(question.options_if || {})) untell('', question.options[at])
      for (const at of Object.keys(question.rows_if || {})) for (const frame of question.lines[at]) untell('', frame)
    }
    if (page.if) untell('Part-' + (place + 1))
  })
  // A box for numbers takes full-width digits only as text; what is no number is then said in our words.
  for (const box of Array.from(form.querySelectorAll('[type=number]'))) box.type = 'text'
}

/** Takes away the words for whom something is: the page shows it. */
function untell(id, frame) {
  const told = frame ? frame.querySelector('.only') : document.getElementById(id + '-if')
  if (!told) return
  if (told.id) for (const one of Array.from(form.querySelectorAll('[aria-describedby~="' + told.id + '"]'))) unmark(one, told.id)
  told.remove()
}

/** Adds an id to what describes a control. */
function mark(control, id) {
  const ids = (control.getAttribute('aria-describedby') || '').split(' ').filter(one => one && one !== id)
  control.setAttribute('aria-describedby', ids.concat(id).join(' '))
}

function unmark(control, id) {
  const ids = (control.getAttribute('aria-describedby') || '').split(' ').filter(one => one && one !== id)
  if (ids.length) control.setAttribute('aria-describedby', ids.join(' '))
  else control.removeAttribute('aria-describedby')
}

/** Shows or hides a frame; what is hidden cannot be reached and is not sent, and keeps what was answered. */
function setShown(frame, shown) {
  if (frame.hidden === !shown) return
  frame.hidden = !shown
  if (frame.tagName === 'OPTION') showOption(frame)
  else if (frame.tagName === 'FIELDSET') frame.disabled = !shown
  else for (const control of Array.from(frame.querySelectorAll('input, select, textarea'))) control.disabled = !shown
}

/** A line of a menu, and the group it stands in. */
function showOption(option) {
  option.disabled = option.hidden
  const group = option.parentNode
  if (group.tagName === 'OPTGROUP') group.hidden = group.disabled = Array.from(group.children).every(one => one.hidden)
  const menu = option.closest('select')
  if (option.hidden && menu.value === option.value) menu.value = ''
}

/** The box for the respondent's own words is there when the option that asks for them is chosen. */
function showWords(question) {
  if (question.words === undefined) return
  const own = variables[question.words].id
  const chosen = controls[variables[question.slots[0]].id].some(control => control.checked && control.value === question.other)
  const box = controls[own][0]
  box.closest('.other').hidden = !chosen
  box.disabled = !chosen
}

function refresh() {
  settleAll()
  now = route(program, answers)
  if (show()) {
    // Rows that come or go change what their numbers make together.
    settleAll()
    now = route(program, answers)
    show()
  }
  follow()
  renumber()
  pipe()
  showSteps()
}

/** Shows what the route says; true where rows of numbers came or went. */
function show() {
  let rows = false
  questions.forEach((question, at) => {
    const own = now.questions[at]
    setShown(question.frame, own.asked)
    for (const place of Object.keys(question.options_if || {})) setShown(question.options[place], !own.options[place])
    for (const place of Object.keys(question.rows_if || {})) {
      for (const frame of question.lines[place]) {
        rows = rows || (question.note && frame.hidden !== !!own.rows[place])
        setShown(frame, !own.rows[place])
      }
    }
  })
  return rows
}

/** Numbers what is asked in the order in which it is seen, and so every sentence that names a question by its number. */
function renumber() {
  // Who types paper in follows the numbers on paper.
  if (program.mode === 'entry') return
  let last = 0
  for (const page of program.pages) {
    for (const question of page.sequence || page.questions) {
      if (!question.numbers) continue
      if (!question.frame.hidden && now.pages[question.place]) last += 1
      question.number = Math.max(last, 1)
      for (const at of question.numbers) if (at.textContent !== String(question.number)) at.textContent = question.number
    }
  }
}

/** Puts answers into the texts that ask for them. */
function pipe() {
  for (const place of pipes) {
    const said = spoken(place.slot, now.get(place.slot))
    const text = said || place.fallback
    if (place.at.textContent !== text) place.at.textContent = text
  }
}

const pipes = Array.from(document.querySelectorAll('[data-pipe]')).map(at => ({
  at: at,
  slot: Number(at.getAttribute('data-pipe')),
  fallback: at.textContent,
}))

/** Puts frames into another order, and what is written down as it. */
function reorder(frames, ids, rule, name) {
  const drawn = shuffled(seedOf(identity + '/' + name), frames.length, rule.anchors)
  const marks = frames.map(frame => {
    const mark = document.createComment('')
    frame.parentNode.insertBefore(mark, frame)
    return mark
  })
  // Marks keep the places, whatever order the frames are in now.
  marks.sort((a, b) => a.compareDocumentPosition(b) & 4 ? -1 : 1)
  drawn.forEach((from, to) => marks[to].parentNode.replaceChild(frames[from], marks[to]))
  carry(variables[rule.slot].id, drawn.map(at => ids[at]).join('|'))
  return drawn
}

/** Options, rows and questions that come in random order; the id of the response decides. */
function shuffle() {
  for (const page of program.pages) {
    if (page.order) page.sequence = reorder(page.questions.map(one => one.frame), page.questions.map(one => one.id), page.order, page.id).map(at => page.questions[at])
    for (const question of page.questions) {
      if (!question.order) continue
      const ids = question.lines ? question.row_ids : program.lists[variables[question.slots[0]].list]
      const lines = question.lines || question.options.map(option => [option])
      lines[0].forEach((frame, table) => reorder(lines.map(line => line[table]), ids, question.order, question.id))
    }
  }
}

/** Takes over what has changed in one control. */
function changed(control) {
  const slot = slots[control.name]
  if (slot === undefined) return
  alone(control)
  const question = questions.find(one => one.slots.indexOf(slot) >= 0)
  if (question) showWords(question)
  answers[slot] = read(variables[slot])
  refresh()
}

/** Options that stand alone take the others' marks away, and the others theirs. */
function alone(control) {
  if (control.type !== 'checkbox' || !control.checked) return
  const question = questions.find(one => variables[one.slots[0]] && variables[one.slots[0]].id === control.name)
  const lonely = value => KINDS.indexOf(value) >= 0 || (question.alone || []).indexOf(value) >= 0
  for (const other of controls[control.name]) {
    if (other !== control && (lonely(control.value) || lonely(other.value))) other.checked = false
  }
}
