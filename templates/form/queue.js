// What is sent stands in a queue first: in IndexedDB, and a second copy in localStorage. An entry leaves only on a receipt that names
// it. Whatever else comes back, a page, a redirect, nothing, the entry stays and is sent again, later and later.

const QUEUE = 'manyi.queue.'
const FIRST = 1000
const LONGEST = 15 * 60 * 1000
const PATIENCE = 30000
/** Some browsers never say whether a database opens; the copies in localStorage serve then. */
const OPENING = 3000
let database
let busy = false
let alarm
const unstored = {}

function open() {
  database = database || new Promise(done => {
    setTimeout(() => done(undefined), OPENING)
    try {
      const asked = indexedDB.open('manyi', 1)
      asked.onupgradeneeded = () => asked.result.createObjectStore('queue', { keyPath: 'id' })
      asked.onsuccess = () => done(asked.result)
      asked.onerror = asked.onblocked = () => done(undefined)
    } catch (refused) { done(undefined) }
  })
  return database
}

/** Does something with the store; undefined where it could not be done. */
function within(mode, act) {
  return open().then(opened => new Promise(done => {
    try {
      const change = opened.transaction('queue', mode)
      const asked = act(change.objectStore('queue'))
      change.oncomplete = () => done(asked.result || true)
      change.onerror = change.onabort = () => done(undefined)
    } catch (refused) { done(undefined) }
  }))
}

/** Keeps an entry; true where at least one copy is on the device. */
async function enqueue(entry) {
  const copy = store(QUEUE + entry.id, entry)
  const stored = await within('readwrite', all => all.put(entry))
  if (!copy && !stored) unstored[entry.id] = entry
  return copy || !!stored
}

async function dequeue(id) {
  delete unstored[id]
  forget(QUEUE + id)
  await within('readwrite', all => all.delete(id))
}

/** The entries of this survey, of earlier versions of it too. */
async function queued() {
  const found = Object.assign({}, unstored)
  const stored = await within('readonly', all => all.getAll())
  for (const entry of Array.isArray(stored) ? stored : []) found[entry.id] = entry
  try {
    for (const name of Object.keys(localStorage)) {
      const entry = name.indexOf(QUEUE) === 0 && recall(name)
      if (entry && !found[entry.id]) found[entry.id] = entry
    }
  } catch (refused) { /* Then the database has all there is. */ }
  return Object.keys(found).map(id => found[id]).filter(entry => entry.survey === program.survey)
}

/** The entry of the answers at hand, where they are on their way. */
const underWay = () => queued().then(all => all.find(entry => entry.id === identity))

/** What an answer says: the collector gives a receipt, a service a field that is true or no more than a status. */
function understood(entry, reply) {
  if (!entry.success) return reply.json()
  const taken = { response_id: entry.id, receipt: '' }
  // Whoever is led elsewhere is asked to log in, most often.
  const led = reply.redirected && new URL(reply.url).origin !== location.origin
  if (!reply.ok || led) return undefined
  return entry.success === 'status' ? taken : reply.json().then(said => said[entry.success] === true ? taken : undefined)
}

/** What the collector says to an entry; undefined where nothing can be understood. */
async function ask(entry) {
  const stop = window.AbortController && new AbortController()
  const late = new Promise(done => setTimeout(done, PATIENCE))
  const answer = fetch(entry.to, {
    method: 'POST',
    body: entry.body,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
    credentials: 'omit',
    cache: 'no-store',
    signal: stop ? stop.signal : undefined,
  }).then(reply => understood(entry, reply))
  try {
    return await Promise.race([answer, late])
  } catch (failed) {
    return undefined
  } finally {
    if (stop) stop.abort()
  }
}

/** Sends one entry once; its receipt, where one came. */
async function attempt(entry) {
  entry.state = 'sending'
  tell(entry)
  const reply = await ask(entry)
  const named = reply && reply.response_id === entry.id
  if (named && reply.aside === true) {
    // It is on the disk there, and counts no more than before when it is sent again.
    await dequeue(entry.id)
    if (entry.id === identity) turnedAway(words[reply.error] || reply.en)
    return
  }
  if (named && typeof reply.receipt === 'string') {
    // First what is done at once: who closes the page before the database is through sends this entry once more, and nothing
    // else under its name.
    const draft = recall(PREFIX + 'draft')
    if (draft && draft.id === entry.id) forget(PREFIX + 'draft')
    store(PREFIX + 'sent', { id: entry.id, receipt: reply.receipt, at: Date.now() })
    await dequeue(entry.id)
    if (entry.id === identity) thank(reply.receipt)
    return
  }
  persist()
  entry.tries += 1
  entry.state = 'queued'
  entry.next = Date.now() + Math.min(LONGEST, FIRST * Math.pow(2, entry.tries - 1)) * (1 + Math.random() / 5)
  const left = await queued()
  // Another tab may have sent it meanwhile.
  if (left.some(one => one.id === entry.id)) await enqueue(entry)
  tell(entry)
}

/** Sends what is due, and sets the clock for the rest. */
async function pump(all) {
  if (busy || !window.fetch || !program.to) return
  busy = true
  clearTimeout(alarm)
  try {
    for (const entry of await queued()) if (all || entry.next <= Date.now()) await attempt(entry)
    const left = await queued()
    const next = Math.min.apply(null, left.map(entry => entry.next))
    if (left.length) alarm = setTimeout(pump, Math.max(0, next - Date.now()))
  } finally {
    busy = false
  }
}

function wakeQueue() {
  window.addEventListener('online', () => pump(true))
  window.addEventListener('pageshow', () => pump(true))
  document.addEventListener('visibilitychange', () => document.hidden ? waiting && save() : pump(true))
  window.addEventListener('pagehide', () => waiting && save())
}
