// What has to be mended before answers are sent: a summary that leads to each place, and the same words at the place.

const title = document.title

/** What the definition says of an answer that is refused, answers put into it. */
function messageOf(question) {
  return (question.message || []).map(piece => Array.isArray(piece) ? spoken(piece[0], now.get(piece[0])) || piece[1] : piece).join('')
}

/** The faults of one question: the slot and the words for it. */
function faultsOf(question) {
  const found = []
  const say = (slot, text) => found.push({ question: question, slot: slot, text: text })
  const need = question.required !== undefined && evaluate(question.required, now.get) === true
  const values = { n: question.number, rule: question.rule, row: '' }
  if (question.off) return [{ question: question, slot: question.slots[0], whole: true, text: fill(question.total ? words.wrong_sum : words.tied, { n: question.number, sum: question.sum, total: question.total }) }]
  if (question.kind === 'ranking' || question.kind === 'allocation') {
    const given = question.slots.filter(slot => !isMissing(now.get(slot))).length
    const wanted = question.total ? 1 : Math.min(question.most, question.slots.filter(slot => now.get(slot) !== NOT_ASKED).length)
    if (need && given < wanted) return [{ question: question, slot: question.slots[0], whole: true, text: fill(words.rule, values) }]
  }
  if (question.kind === 'consent' && need && now.get(question.slots[0]) === 0) say(question.slots[0], fill(words.consent, values))
  for (const slot of question.slots) {
    const value = now.get(slot)
    const row = question.rows ? rowText(question, slot) : ''
    values.row = row
    if (value === NOT_ASKED) continue
    if (value === SKIPPED && need && !question.note) say(slot, fill(row ? words.row : words[question.kind] || words.write, values))
    if (value === INVALID) say(slot, fill(question.rule ? words.rule : words.unreadable, values))
    if (variables[slot].type === 'set' && !isMissing(value)) {
      const lonely = value.some(at => question.alone.indexOf(program.lists[variables[slot].list][at]) >= 0)
      const few = question.min !== undefined && value.length < question.min && !lonely
      if (few || (question.max !== undefined && value.length > question.max)) say(slot, fill(words.rule, values))
    }
  }
  if (!found.length && question.valid !== undefined && evaluate(question.valid, now.get) === false) {
    say(question.slots[0], messageOf(question) || fill(words.invalid, values))
  }
  return found
}

/** The faults of what is asked on a page, or on all. */
function faults(place) {
  const asked = questions.filter((question, at) => now.questions[at].asked && (place === undefined || question.place === place))
  return asked.reduce((all, question) => all.concat(question.slots.length ? faultsOf(question) : []), [])
}

function clearFaults() {
  for (const old of Array.from(document.querySelectorAll('.errors, .error'))) old.remove()
  for (const one of Array.from(form.querySelectorAll('[aria-invalid]'))) one.removeAttribute('aria-invalid')
  for (const question of questions) {
    for (const one of Array.from(form.querySelectorAll('[aria-describedby~="' + question.id + '-error"]'))) unmark(one, question.id + '-error')
  }
  document.title = document.title.replace(words.error, '')
}

/** The control a fault leads to: the first of its question, or of its row. */
function target(fault) {
  return controls[variables[fault.slot].id].filter(one => one.type !== 'hidden')[0]
}

function atPlace(fault) {
  const frame = fault.question.frame
  const control = target(fault)
  const row = !fault.whole && fault.question.rows && control.closest('tr, [role=radiogroup]')
  const id = fault.question.id + '-error'
  const text = [element('span', { class: 'hidden' }, [words.error]), fault.text]
  if (row) {
    row.querySelector('th, .half').append(element('span', { class: 'error' }, text))
  } else {
    const note = element('p', { class: 'error', id: id }, text)
    const body = frame.querySelector('.body') || control
    body.parentNode.insertBefore(note, body)
    mark(frame.tagName === 'FIELDSET' ? frame : control, id)
  }
  const wrong = fault.whole ? boxes(fault.question) : controls[control.name]
  for (const one of wrong) one.setAttribute('aria-invalid', 'true')
}

/** Shows what is wrong; the summary is read out and takes the focus. */
function showFaults(list) {
  clearFaults()
  const links = list.map(fault => {
    atPlace(fault)
    const control = target(fault)
    control.id = control.id || 'Control-' + fault.slot
    const link = element('a', { href: '#' + control.id }, [fault.text])
    link.addEventListener('click', event => {
      event.preventDefault()
      control.focus()
      fault.question.frame.scrollIntoView()
    })
    return element('li', {}, [link])
  })
  const summary = element('div', { class: 'errors', role: 'alert', tabindex: '-1', 'aria-labelledby': 'Errors' }, [
    element('h2', { id: 'Errors' }, [words.problem]),
    element('ul', {}, links),
  ])
  main.insertBefore(summary, main.firstChild)
  document.title = words.error + document.title
  summary.focus()
}
