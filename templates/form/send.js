// Sending, and what is shown meanwhile and after.

let finished = false
// Who takes the answers where there is no collector.
let taking
let isTaking = false
let panel
const status = element('p', { class: 'quiet', role: 'status' })

function say(text) {
  if (!status.parentNode) send.parentNode.append(status)
  status.textContent = text
}

/** Shows something in place of the form. */
function replaceForm(heading, children) {
  clearFaults()
  for (const one of Array.from(main.children)) one.hidden = true
  if (panel) panel.remove()
  const head = element('h1', { tabindex: '-1' }, [heading])
  panel = element('div', {}, [head].concat(children))
  main.append(panel)
  document.title = heading + ' – ' + title
  head.focus()
  window.scrollTo(0, 0)
}

/** The words of the thank-you page, with the receipt. */
function thank(receipt) {
  finished = true
  clearTimeout(waiting)
  const said = document.importNode(document.getElementById('Thanks').content, true)
  const heading = said.querySelector('h1')
  const place = said.querySelector('.receipt')
  if (receipt) place.textContent = fill(place.textContent, { code: receipt })
  else place.remove()
  heading.remove()
  replaceForm(heading.textContent, [said])
  emit('sent', receipt)
}

/** Whether another tab has sent these answers; then they are not sent again. */
function isSent() {
  const sent = recall(PREFIX + 'sent')
  if (!sent || sent.id !== identity) return false
  thank(sent.receipt)
  return true
}

/** How it stands with an entry of this page. */
function tell(entry) {
  if (entry.id !== identity || !panel || finished) return
  const seconds = Math.max(1, Math.round((entry.next - Date.now()) / 1000))
  const later = fill(seconds < 90 ? words.seconds : words.minutes, { n: seconds < 90 ? seconds : Math.round(seconds / 60) })
  status.textContent = entry.state === 'sending' ? words.sending : words.failed + ' ' + later
}

function wait(entry, kept) {
  const again = element('button', { type: 'button', class: 'button' }, [words.again])
  const copy = element('button', { type: 'button', class: 'button plain' }, [words.copy])
  again.addEventListener('click', () => pump(true))
  copy.addEventListener('click', () => saveCopy(entry))
  replaceForm(kept ? words.kept_title : words.unsent_title, [
    element('p', {}, [kept ? words.waits : words.unkept_waits]), status, element('p', { class: 'buttons' }, [again, copy]),
  ])
}

/** The answers as a file or, where a browser has no files, as text to be copied. */
function saveCopy(entry) {
  const text = JSON.stringify(entry.copy) + '\n'
  const isWeChat = /MicroMessenger/i.test(navigator.userAgent)
  if (!isWeChat) {
    const link = element('a', { href: URL.createObjectURL(new Blob([text], { type: 'application/json' })), download: program.survey + '-' + entry.id + '.jsonl' })
    document.body.append(link)
    link.click()
    link.remove()
  }
  const old = document.getElementById('Copy')
  if (old) old.parentNode.remove()
  const box = element('textarea', { class: 'box', id: 'Copy', readonly: '', rows: '6' })
  box.value = text
  panel.append(element('div', {}, [element('label', { for: 'Copy' }, [isWeChat ? words.wechat : words.copied]), box]))
  box.focus()
  box.select()
}

/** The answers were taken, and are not counted: why. */
function turnedAway(text) {
  finished = true
  replaceForm(title, [element('p', { role: 'status' }, [text])])
}

/** Answers without a collector: they leave by hand. */
function handOver(entry) {
  const copy = element('button', { type: 'button', class: 'button' }, [words.copy])
  copy.addEventListener('click', () => saveCopy(entry))
  replaceForm(words.file_title, [element('p', {}, [words.file]), element('p', { class: 'buttons' }, [copy])])
}

function entryOf() {
  begin()
  const fields = Array.from(new FormData(form)).map(field => [field[0], String(field[1])])
  const body = new URLSearchParams()
  for (const field of fields) body.append(field[0], field[1])
  return {
    id: identity,
    survey: program.survey,
    definition: program.definition,
    to: new URL(program.to, location.href).href,
    body: String(body),
    success: program.success,
    copy: { response_id: identity, survey: program.survey, definition: program.definition, submitted: new Date().toISOString(), fields: fields },
    state: 'queued',
    tries: 0,
    next: 0,
  }
}

async function submit(event) {
  const next = isPaged() ? neighbour(1) : undefined
  if (next !== undefined) {
    event.preventDefault()
    const wrong = faults(step)
    if (wrong.length) showFaults(wrong)
    else turn(next, 'push')
    save()
    return
  }
  const wrong = faults()
  if (wrong.length) {
    event.preventDefault()
    const place = wrong[0].question.place
    if (isPaged() && place !== step) go(place, 'push')
    showFaults(isPaged() ? wrong.filter(fault => fault.question.place === place) : wrong)
    return
  }
  // A browser without `fetch` sends the form by itself.
  if (!taking && !window.fetch && location.protocol !== 'file:') return
  event.preventDefault()
  save()
  if (taking) {
    if (isTaking) return
    isTaking = true
    taking().then(() => { isTaking = false })
    return
  }
  if (isSent()) return
  const entry = entryOf()
  if (location.protocol === 'file:' && entry.to.indexOf('file:') === 0) {
    handOver(entry)
    return
  }
  // The page looks for answers on their way when it begins; whoever is faster than that finds them here, and sends no others.
  const before = await underWay()
  wait(before || entry, before ? true : await enqueue(entry))
  pump(true)
}
