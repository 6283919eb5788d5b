// A device that many people use one after the other: it forgets each of them, by itself too when nobody is there any more.

const IDLE = station.idle * 1000
const WARNED = Math.min(20000, IDLE / 2)
const AFTER = 10000
let idle
let ending
let closeWarning

taking = async () => {
  const kept = await takeIn()
  clearTimeout(idle)
  if (!kept) return say(station.words.full)
  thank('')
  const next = element('button', { type: 'button', class: 'button' }, [station.words.next])
  next.addEventListener('click', leave)
  panel.append(element('p', { class: 'buttons' }, [next]))
  for (const one of Array.from(panel.querySelectorAll('.quiet'))) one.remove()
  ending = setTimeout(leave, AFTER)
}

/** The next person sees nothing of the last one. */
function leave() {
  clearTimeout(ending)
  clearTimeout(idle)
  if (closeWarning) closeWarning()
  closeWarning = undefined
  anew()
  main.querySelector('h1').setAttribute('tabindex', '-1')
  main.querySelector('h1').focus()
}

function isTouched() {
  return given().length > 0 || (isPaged() && neighbour(-1) !== undefined) || !!main.querySelector('.errors')
}

/** Somebody is there. */
function stay() {
  clearTimeout(idle)
  if (!closeWarning && !finished && isTouched()) idle = setTimeout(warn, IDLE - WARNED)
}

function warn() {
  if (finished || document.querySelector('.veil')) return stay()
  let left = Math.round(WARNED / 1000)
  const count = element('p', { role: 'timer' }, [fill(station.words.leaving, { n: left })])
  const go = element('button', { type: 'button', class: 'button' }, [station.words.stay])
  const end = element('button', { type: 'button', class: 'button plain' }, [station.words.leave])
  const close = dialog(station.words.there, [count, element('p', { class: 'buttons' }, [go, end])])
  const clock = setInterval(() => {
    left -= 1
    count.textContent = fill(station.words.leaving, { n: left })
    if (left <= 0) leave()
  }, 1000)
  closeWarning = () => {
    clearInterval(clock)
    closeWarning = undefined
    close()
  }
  go.addEventListener('click', () => { closeWarning(); stay() })
  end.addEventListener('click', leave)
  go.focus()
}

/** Behind the staff's number: how many answers wait, and the file of them. */
function staff() {
  const number = element('input', { class: 'box', id: 'Pin', type: 'password', inputmode: 'numeric', autocomplete: 'off' })
  const enter = element('button', { type: 'submit', class: 'button' }, [station.words.open])
  const leaveIt = element('button', { type: 'button', class: 'button plain' }, [station.words.close])
  const wrong = element('p', { role: 'status' }, [])
  const ask = element('form', {}, [element('label', { for: 'Pin' }, [station.words.pin]), number, wrong, element('p', { class: 'buttons' }, [enter, leaveIt])])
  const close = dialog(station.words.staff, [ask])
  leaveIt.addEventListener('click', close)
  ask.addEventListener('submit', event => {
    event.preventDefault()
    if (checksum(program.survey + '/' + number.value) !== station.pin) {
      wrong.textContent = station.words.wrong
      number.value = ''
      return number.focus()
    }
    const place = element('div', {}, [])
    ask.replaceWith(place)
    fetching(place).then(() => place.after(element('p', { class: 'buttons' }, [leaveIt])))
  })
  number.focus()
}

const door = element('button', { type: 'button', class: 'button plain small' }, [station.words.staff])
door.addEventListener('click', staff)
document.querySelector('.foot').append(door)
for (const name of ['pointerdown', 'keydown', 'input', 'scroll', 'touchstart']) document.addEventListener(name, stay, { passive: true })
anew()
