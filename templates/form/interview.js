// An interviewer asks and writes down: how the contact ended, when to call again, what was changed on the way.

const trail = []
let touched = {}
const CONTACTS = 'manyi.contacts.' + program.survey

function labelled(text, control, id) {
  control.id = id
  return element('p', {}, [element('label', { for: id, class: 'ask' }, [text]), control])
}

const who = element('input', { class: 'box', type: 'text', autocomplete: 'off' })
const contact = element('input', { class: 'box', type: 'text', autocomplete: 'off' })
const outcome = element('select', { class: 'box' }, [element('option', { value: '' }, [station.words.choose])].concat(
  station.outcomes.map(one => element('option', { value: one[0] }, [one[0] + ' ' + one[1]]))))
const note = element('input', { class: 'box', type: 'text', autocomplete: 'off' })
const over = element('button', { type: 'button', class: 'button' }, [station.words.over])
const files = element('div', {}, [])
const told = element('p', { role: 'status' }, [])
const desk = element('section', { class: 'desk', 'aria-labelledby': 'Desk' }, [
  element('h2', { id: 'Desk' }, [station.words.desk]),
  labelled(station.words.who, who, 'Who'), labelled(station.words.contact, contact, 'Contact'),
  digitSwitch(),
  labelled(station.words.outcome, outcome, 'Outcome'), labelled(station.words.note, note, 'Note'),
  element('p', { class: 'buttons' }, [over]), told, files,
])
form.parentNode.insertBefore(desk, form.nextSibling)
who.value = recall('manyi.interviewer') || ''
who.addEventListener('change', () => store('manyi.interviewer', who.value))

/** One line a contact, also of those that gave no answers. */
function contacts() {
  return recall(CONTACTS) || []
}

function quoted(text) {
  const safe = /^[=+\-@\t\r]/.test(text) ? "'" + text : text
  return /[",\n\r]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe
}

async function listFiles() {
  await fetching(files)
  const all = contacts()
  if (!all.length) return
  const button = element('button', { type: 'button', class: 'button plain' }, [fill(station.words.contacts, { n: all.length })])
  button.addEventListener('click', () => {
    const rows = [['contact', 'interviewer', 'begun', 'ended', 'outcome', 'note', 'response_id']].concat(all)
    saveFile(program.survey + '-contacts-' + device() + '.csv', rows.map(row => row.map(quoted).join(',')).join('\r\n') + '\r\n', files)
  })
  files.append(element('p', { class: 'buttons' }, [button]))
}

/** What was answered before and is another now. */
function noteChanges() {
  const fields = {}
  for (const field of given()) (fields[field[0]] = fields[field[0]] || []).push(field[1])
  for (const name of Object.keys(Object.assign({}, touched, fields))) {
    const from = (touched[name] || []).join('|'), to = (fields[name] || []).join('|')
    if (from !== to && touched[name]) trail.push({ at: new Date().toISOString(), field: name, from: from, to: to })
  }
  touched = fields
}
form.addEventListener('change', noteChanges)

async function end(code) {
  const complete = code === station.outcomes[0][0] || code === station.outcomes[1][0]
  const begun = started
  let id = ''
  if (complete) {
    const kept = await takeIn({ outcome: code, interviewer: who.value, note: note.value || undefined, trail: trail.slice() })
    if (!kept) return say(station.words.full)
    id = identity
  }
  store(CONTACTS, contacts().concat([[contact.value, who.value, begun, new Date().toISOString(), code, note.value, id]]))
  trail.length = 0
  touched = {}
  contact.value = note.value = outcome.value = ''
  anew()
  told.textContent = station.words.noted
  await listFiles()
  contact.focus()
}

over.addEventListener('click', () => {
  if (!outcome.value) {
    told.textContent = station.words.need
    return outcome.focus()
  }
  end(outcome.value)
})
// Sending the form is the outcome "complete".
taking = () => end(station.outcomes[0][0])
listFiles()
