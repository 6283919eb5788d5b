// Answers are kept on the device while they are given: 300 ms after each change, by the hash of the definition, so that a form that
// has changed meanwhile begins anew. The id of the response is made here, before anything is sent.

const PREFIX = 'manyi.' + program.survey + '.' + program.definition.slice(0, 16) + '.'
const LINKED = {}
let identity = newId()
let started = new Date().toISOString()
let waiting
let unkept = false

function newId() {
  if (window.crypto && crypto.randomUUID) return crypto.randomUUID()
  const bytes = new Uint8Array(16)
  if (window.crypto) crypto.getRandomValues(bytes)
  else bytes.forEach((zero, at) => { bytes[at] = Math.random() * 256 })
  bytes[6] = bytes[6] & 15 | 64
  bytes[8] = bytes[8] & 63 | 128
  const hex = Array.from(bytes).map(byte => (byte + 256).toString(16).slice(1)).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** What is stored under a name; undefined where there is nothing, or no store. */
function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) || undefined
  } catch (refused) { return undefined }
}

/** Whether it could be stored. */
function store(name, value) {
  try {
    localStorage.setItem(name, JSON.stringify(value))
    return true
  } catch (full) { return false }
}

function forget(name) {
  try {
    localStorage.removeItem(name)
  } catch (refused) { return }
}

/** Name and value of every answer, of those not shown now too. */
function given() {
  const fields = []
  for (const name of Object.keys(controls)) {
    for (const control of controls[name]) {
      if (control.type !== 'hidden' && name !== program.trap && isPicked(control)) fields.push([name, control.value])
    }
  }
  return fields
}

function put(fields) {
  const values = {}
  for (const field of fields) (values[field[0]] = values[field[0]] || []).push(field[1])
  for (const name of Object.keys(controls)) {
    const own = values[name] || []
    for (const control of controls[name]) {
      if (control.type === 'radio' || control.type === 'checkbox') control.checked = own.indexOf(control.value) >= 0
      else if (control.type !== 'hidden' && name !== program.trap) control.value = own[0] || ''
    }
  }
  questions.forEach(showWords)
  answers = readAll()
}

function save() {
  clearTimeout(waiting)
  waiting = undefined
  if (finished) return
  const fields = given()
  const kept = fields.length ? store(PREFIX + 'draft', { id: identity, started: started, at: Date.now(), step: step, fields: fields }) : true
  if (!fields.length) forget(PREFIX + 'draft')
  if (!kept && !unkept) say(words.unkept)
  unkept = !kept
}

function saveSoon() {
  clearTimeout(waiting)
  waiting = setTimeout(save, 300)
}

/** Drafts and receipts of versions of this form that are gone are forgotten after 30 days; what waits to be sent never is. */
function tidy() {
  const first = 'manyi.' + program.survey + '.'
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.indexOf(first) || !name.indexOf(PREFIX) || !/\.(draft|sent)$/.test(name)) continue
      const kept = recall(name)
      const at = kept && (kept.at || Date.parse(kept.started))
      if (!(Date.now() - at < 30 * 864e5)) forget(name)
    }
  } catch (refused) { return }
}

/** Asks the browser, once, not to clear away answers that have to wait. */
function persist() {
  if (recall('manyi.persist') || !navigator.storage || !navigator.storage.persist) return
  store('manyi.persist', 1)
  navigator.storage.persist().catch(() => undefined)
}

/** Takes up a draft; true where there is one. */
function takeUp(draft) {
  if (!draft || !draft.id || !Array.isArray(draft.fields)) return false
  identity = draft.id
  started = draft.started || started
  put(draft.fields)
  return true
}

/** What came with the link: `?region=east`, `#region=east`, the token `#t=…`; only what the survey asks for. */
function readLink() {
  for (const part of [location.search, location.hash]) {
    for (const pair of Array.from(new URLSearchParams(part.slice(1)))) {
      const name = pair[0] === 't' ? 'token' : pair[0]
      if (name === 'token' || program.hidden.indexOf(name) >= 0) LINKED[name] = pair[1]
    }
  }
}

/** A field that is sent along. */
function carry(name, value) {
  let field = (controls[name] || [])[0]
  if (!field) {
    field = element('input', { type: 'hidden', name: name })
    form.insertBefore(field, form.firstChild)
    controls[name] = [field]
  }
  field.value = value
}

/** Another language takes over the link's values, and the answers where the device keeps none. */
function keepAcrossLanguages() {
  for (const link of Array.from(document.querySelectorAll('.languages a'))) {
    link.addEventListener('click', () => {
      save()
      const hash = new URLSearchParams(location.hash.slice(1))
      if (unkept) hash.set('draft', JSON.stringify({ id: identity, started: started, step: step, fields: given() }))
      link.href = link.href.split(/[?#]/)[0] + location.search + (String(hash) && '#' + hash)
      try {
        sessionStorage.setItem(PREFIX + 'moving', '1')
      } catch (refused) { return }
    })
  }
}

function isMoving() {
  try {
    const moving = sessionStorage.getItem(PREFIX + 'moving')
    sessionStorage.removeItem(PREFIX + 'moving')
    return !!moving
  } catch (refused) { return false }
}

/** Begins anew: nothing given, another id. */
function reset() {
  forget(PREFIX + 'draft')
  identity = newId()
  started = new Date().toISOString()
  finished = false
  begin()
  shuffle()
  put([])
  refresh()
  if (isPaged()) go(program.pages.findIndex((page, at) => now.pages[at]), 'replace')
}

function offerToBeginAnew() {
  const button = element('button', { type: 'button', class: 'button plain' }, [words.anew])
  const note = element('div', { class: 'note', role: 'status' }, [element('p', {}, [words.resumed]), button])
  button.addEventListener('click', () => {
    reset()
    note.remove()
    main.querySelector('h1').focus()
  })
  main.insertBefore(note, main.querySelector('h1').nextSibling)
}

/** Two tabs with one form show the same answers: the later change is taken over. */
function followOtherTabs() {
  window.addEventListener('storage', event => {
    if (finished) return
    if (event.key === PREFIX + 'sent' && isSent()) return
    const draft = event.key === PREFIX + 'draft' && recall(PREFIX + 'draft')
    if (draft && (draft.id === identity || !given().length) && takeUp(draft)) refresh()
  })
}
