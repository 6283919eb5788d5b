// Begins: finds the controls, takes up what was kept, and follows.

const listeners = {}

/** Tells those who build on this script: `manyi.on('sent', …)`. */
function emit(name, detail) {
  for (const listener of listeners[name] || []) listener(detail)
}

/** The fields that go along with the answers. */
function begin() {
  carry('response_id', identity)
  carry('started_at', started)
  if (program.mode) carry('mode', program.mode)
  for (const name of Object.keys(LINKED)) carry(name, LINKED[name])
}

function start() {
  gather()
  prepare()
  form.noValidate = true
  const without = document.querySelector('[data-without]')
  if (without) without.textContent = store(PREFIX + 'try', 1) ? words.kept : words.unkept
  forget(PREFIX + 'try')
  readLink()
  for (const name of Object.keys(LINKED)) carry(name, LINKED[name])
  const handed = new URLSearchParams(location.hash.slice(1)).get('draft')
  let draft = recall(PREFIX + 'draft')
  try {
    draft = draft || JSON.parse(handed)
  } catch (unreadable) { draft = undefined }
  const resumed = takeUp(draft)
  const moving = isMoving() || !!handed
  begin()
  shuffle()
  addKinds()
  put(given())
  settleAll()
  now = route(program, answers)
  step = Math.max(0, program.pages.findIndex((page, at) => now.pages[at]))
  const old = history.state && history.state.step
  const at = typeof old === 'number' ? old : draft && draft.step
  if (resumed && isPaged() && now.pages[at]) step = at
  startSteps()
  refresh()
  if (isPaged()) go(step, typeof old === 'number' && old === step ? undefined : 'replace')
  if (resumed && !moving) offerToBeginAnew()
  form.addEventListener('input', event => { changed(event.target); saveSoon() })
  form.addEventListener('change', event => { changed(event.target); saveSoon() })
  form.addEventListener('submit', submit)
  keepAcrossLanguages()
  followOtherTabs()
  wakeQueue()
  tidy()
  underWay().then(own => {
    if (own) wait(own, true)
    pump(true)
  })
}

if (form && window.Promise && window.URLSearchParams && Array.from) start()

window.manyi = {
  program: program,
  answers: () => answers.map((value, slot) => now.get(slot)),
  given: given,
  queued: queued,
  remove: dequeue,
  reset: reset,
  on: (name, listener) => { (listeners[name] = listeners[name] || []).push(listener) },
}
