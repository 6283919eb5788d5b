// A long form in parts: one at a time, with the browser's own back and forward.

const PAGE_OF_QUESTIONS = 12
let step = 0
const sendText = send.textContent

function isPaged() {
  return program.pages.length > 1 && questions.filter(one => one.number).length > PAGE_OF_QUESTIONS
}

/** The next part with a question on it, in a direction; undefined behind the last. */
function neighbour(by) {
  for (let at = step + by; at >= 0 && at < program.pages.length; at += by) if (now.pages[at]) return at
  return undefined
}

function showSteps() {
  const paged = isPaged()
  program.pages.forEach((page, at) => {
    page.section.hidden = !now.pages[at] || (paged && at !== step)
  })
  if (!paged) return
  for (const one of Array.from(main.querySelectorAll('.facts, .intro, .privacy'))) one.hidden = neighbour(-1) !== undefined
  back.hidden = neighbour(-1) === undefined
  send.textContent = neighbour(1) === undefined ? sendText : words.next
}

const back = element('button', { type: 'button', class: 'button plain' }, [words.back])

/** Shows a part; `how` says what becomes of the browser's history. */
function go(to, how) {
  const from = step
  step = to
  clearFaults()
  showSteps()
  if (how) remember(how, how === 'push' ? from : undefined)
  const heading = program.pages[step].section.querySelector('h2')
  const progress = heading && heading.querySelector('small')
  document.title = (progress && step ? progress.textContent + ' – ' : '') + title
}

function remember(how, from) {
  // A page opened from the disk may not be allowed a history.
  try {
    history[how + 'State']({ step: step, from: from }, '')
  } catch (refused) { return }
}

/** Shows a part and begins reading at its heading. */
function turn(to, how) {
  go(to, how)
  const heading = program.pages[step].section.querySelector('h2') || main.querySelector('h1')
  heading.setAttribute('tabindex', '-1')
  heading.focus()
  window.scrollTo(0, 0)
}

function startSteps() {
  send.parentNode.insertBefore(back, send)
  back.hidden = true
  back.addEventListener('click', () => {
    const to = neighbour(-1)
    if (history.state && history.state.step === step && history.state.from === to) history.back()
    else turn(to, 'replace')
  })
  window.addEventListener('popstate', event => {
    if (finished || !isPaged()) return
    const to = event.state && event.state.step
    if (typeof to === 'number' && program.pages[to] && now.pages[to]) turn(to)
  })
}
