// Kinds of questions that are more than one choice or box: what their parts make together, and easier ways to fill them in.

const SLACK = 1e-6

function boxes(question) {
  return question.slots.map(slot => controls[variables[slot].id][0])
}

/** Ranks used twice and parts that miss the total are no answers; an open part beside others is 0. */
function settle(question) {
  const own = boxes(question).map((box, at) => ({ slot: question.slots[at], on: !box.disabled, value: read(variables[question.slots[at]]) }))
  const given = own.filter(one => one.on && !isMissing(one.value))
  const sum = given.reduce((all, one) => all + one.value, 0)
  question.sum = Math.round(sum * 1e6) / 1e6
  question.off = false
  for (const one of own) {
    const alike = given.filter(other => other.value === one.value).length > 1
    const wrong = question.kind === 'ranking' ? alike : Math.abs(sum - question.total) > SLACK * question.total
    const counts = one.on && given.length
    question.off = question.off || (counts && wrong)
    if (counts && wrong && !isMissing(one.value)) answers[one.slot] = INVALID
    else answers[one.slot] = question.total && counts && !wrong && one.value === SKIPPED ? 0 : one.value
  }
}

function settleAll() {
  for (const question of questions) if (question.kind === 'ranking' || question.kind === 'allocation') settle(question)
}

/** What is read out, and for allocations seen, below the parts. */
function running(question) {
  const body = question.frame.querySelector('.body')
  const note = element('p', { class: 'sum', role: 'status' })
  body.append(note)
  return note
}

function showSum(question) {
  const any = boxes(question).some(isPicked)
  const text = any ? fill(words.sum, { sum: question.sum, total: question.total }) : ''
  if (question.note.textContent !== text) question.note.textContent = text
}

/** Moves a thing by one rank; what holds that rank changes places with it, and what has none comes last. */
function rank(question, box, by) {
  const all = boxes(question).filter(one => !one.disabled)
  const ranked = all.filter(one => one.value).sort((a, b) => a.value - b.value)
  const at = ranked.indexOf(box)
  const to = Math.max(0, at < 0 ? ranked.length : at + by)
  if (at < 0 ? to >= question.most : to >= ranked.length) return
  if (at >= 0) ranked.splice(at, 1)
  ranked.splice(to, 0, box)
  ranked.forEach((one, place) => { one.value = place + 1 })
  const text = rowText(question, slots[box.name])
  question.note.textContent = fill(words.moved, { row: text, n: to + 1, of: ranked.length })
  changed(box)
  saveSoon()
}

function addRanking(question) {
  question.note = running(question)
  question.note.classList.add('hidden')
  boxes(question).forEach((box, at) => {
    const text = rowText(question, question.slots[at])
    const button = (mark, label, by) => {
      // Keys have the menu beside it: two more stops a row would double the way.
      const made = element('button', { type: 'button', class: 'move', tabindex: '-1', 'aria-label': fill(label, { row: text }) }, [mark])
      made.addEventListener('click', () => rank(question, box, by))
      return made
    }
    const group = element('span', { class: 'moves' }, [button('↑', words.up, -1), button('↓', words.down, 1)])
    box.parentNode.insertBefore(group, box.nextSibling)
  })
}

/** A slider above its box. Nobody has answered until it is moved or touched: its place means nothing before. */
function addSlider(question) {
  const range = question.frame.querySelector('.range')
  const box = boxes(question)[0]
  const take = () => {
    box.value = range.value
    changed(box)
    saveSoon()
  }
  range.hidden = false
  range.addEventListener('input', take)
  range.addEventListener('click', take)
  question.follow = () => {
    const open = isMissing(read(variables[question.slots[0]]))
    range.classList.toggle('unset', open)
    range.value = open ? (Number(range.min) + Number(range.max)) / 2 : halfWidth(box.value)
  }
}

/** Says when words become too many; they are kept all the same. */
function addCounter(question) {
  const box = boxes(question)[0]
  const note = element('p', { class: 'sum', role: 'status' })
  box.parentNode.append(note)
  question.follow = () => {
    const over = Array.from(box.value).length - question.most
    const text = over > 0 ? fill(words.over, { n: over }) : ''
    if (note.textContent !== text) note.textContent = text
  }
}

function addKinds() {
  for (const question of questions) {
    if (question.kind === 'ranking') addRanking(question)
    if (question.kind === 'slider') addSlider(question)
    if (question.kind === 'text' && question.most) addCounter(question)
    if (question.kind === 'allocation') {
      question.note = running(question)
      question.follow = () => showSum(question)
    }
  }
}

function follow() {
  for (const question of questions) if (question.follow) question.follow()
}
