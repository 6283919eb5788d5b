// Answers stay on this device until somebody fetches them: numbered one by one, so that a file that goes astray is noticed, and gone
// only when whoever fetched them has said that the file is safe.

const NUMBER = 'manyi.counter.' + program.survey
const DEVICE = 'manyi.device'
const station = JSON.parse(document.getElementById('Station').textContent)

/** This device's own name, made once. */
function device() {
  const own = recall(DEVICE) || newId().slice(0, 8)
  store(DEVICE, own)
  return own
}

/** Keeps the answers of the page; true where they are on the device. */
async function takeIn(more) {
  const entry = entryOf()
  const number = (recall(NUMBER) || 0) + 1
  const fields = {}
  for (const field of entry.copy.fields) {
    const sent = ['survey', 'definition', 'language', 'response_id', 'started_at', 'mode', program.trap].indexOf(field[0]) < 0
    if (sent && field[1] !== '') (fields[field[0]] = fields[field[0]] || []).push(field[1])
  }
  entry.record = Object.assign({
    response_id: entry.id,
    submitted: new Date().toISOString(),
    started: started,
    language: program.language,
    definition: program.definition,
    mode: program.mode,
    counter: number,
    fields: fields,
  }, more)
  entry.next = Infinity
  persist()
  const kept = await enqueue(entry)
  if (kept) store(NUMBER, number)
  forget(PREFIX + 'draft')
  return kept
}

/** FNV-1a of 32 bits over the bytes of a text, eight hex digits. */
function checksum(text) {
  let hash = 0x811c9dc5
  for (const byte of Array.from(new TextEncoder().encode(text))) hash = Math.imul(hash ^ byte, 0x01000193)
  return ('0000000' + (hash >>> 0).toString(16)).slice(-8)
}

/** The file of some entries: what it is, a line each, a seal. */
function segment(entries) {
  const lines = [JSON.stringify({ manyi: 'segment', version: 1, survey: program.survey, opened: new Date().toISOString().slice(0, 10), device: device() })]
  entries.sort((a, b) => a.record.counter - b.record.counter)
  for (const entry of entries) lines.push(JSON.stringify(entry.record))
  const text = lines.join('\n') + '\n'
  return text + JSON.stringify({ manyi: 'seal', records: entries.length, fnv1a: checksum(text) }) + '\n'
}

async function held() {
  return (await queued()).filter(entry => entry.record)
}

/** Saves a text as a file; where the browser has no files, the text is there to be copied. */
function saveFile(name, text, place) {
  const link = element('a', { href: URL.createObjectURL(new Blob([text], { type: 'application/json' })), download: name })
  document.body.append(link)
  link.click()
  link.remove()
  const box = element('textarea', { class: 'box', readonly: '', rows: '4', 'aria-label': station.words.copy })
  box.value = text
  place.append(element('details', {}, [element('summary', {}, [station.words.copy]), box]))
}

/** What those who fetch the answers see: how many, save, and only then remove. */
async function fetching(place) {
  const entries = await held()
  const count = element('p', { role: 'status' }, [fill(station.words.held, { n: entries.length, device: device() })])
  const saveButton = element('button', { type: 'button', class: 'button' }, [station.words.save])
  place.replaceChildren(count, element('p', { class: 'buttons' }, [saveButton]))
  saveButton.hidden = !entries.length
  saveButton.addEventListener('click', () => {
    const last = entries[entries.length - 1]
    saveFile(program.survey + '-' + device() + '-' + last.record.counter + '.jsonl', segment(entries), place)
    saveButton.disabled = true
    const sure = element('button', { type: 'button', class: 'button plain' }, [fill(station.words.remove, { n: entries.length })])
    sure.addEventListener('click', async () => {
      for (const entry of entries) await dequeue(entry.id)
      await fetching(place)
      place.querySelector('[role=status]').focus()
    })
    place.append(element('p', {}, [station.words.check]), element('p', { class: 'buttons' }, [sure]))
  })
  count.setAttribute('tabindex', '-1')
}

/** The form as it was, for the next one. */
function anew() {
  if (panel) panel.remove()
  panel = undefined
  for (const one of Array.from(main.children)) one.hidden = false
  for (const old of Array.from(main.querySelectorAll('.note[role=status]'))) old.remove()
  clearFaults()
  reset()
  document.title = title
  window.scrollTo(0, 0)
}

/** A dialog over the page; the rest cannot be reached while it is open. */
function dialog(heading, children) {
  const box = element('div', { class: 'dialog', role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': 'Dialog', tabindex: '-1' },
    [element('h2', { id: 'Dialog' }, [heading])].concat(children))
  const veil = element('div', { class: 'veil' }, [box])
  const before = document.activeElement
  const others = Array.from(document.body.children)
  for (const other of others) other.setAttribute('inert', '')
  document.body.append(veil)
  box.focus()
  return () => {
    veil.remove()
    for (const other of others) other.removeAttribute('inert')
    if (before && before.focus) before.focus()
  }
}
