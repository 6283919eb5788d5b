// Digits choose, but only while the focus is in the question, and only while they are switched on: nobody is surprised by a key.

let digits = true
let typed = ''
let typedIn
let typedAt = 0

/** The options of a question, or of a row, by the code that is printed for them. */
function choicesAt(control) {
  const own = controls[control.name].filter(one => !one.disabled && one.closest('label'))
  return own.map(one => ({ control: one, code: one.closest('label').querySelector('span').getAttribute('data-code') }))
}

/** The control behind this one in the order of the page that belongs to another answer. */
function following(control) {
  const all = Array.from(form.querySelectorAll('input, textarea, select, button[type=submit]')).filter(one => !one.disabled && one.type !== 'hidden' && one.tabIndex >= 0 && one.offsetParent)
  const at = all.indexOf(control)
  return all.slice(at + 1).find(one => one.name !== control.name || !one.name)
}

function onDigit(event) {
  const control = event.target
  const coded = control.type === 'radio' || control.type === 'checkbox'
  if (event.key === 'Enter' && control.tagName === 'INPUT') {
    event.preventDefault()
    const next = following(control)
    if (next) next.focus()
    return
  }
  if (!digits || !coded || event.ctrlKey || event.altKey || event.metaKey || !/^\d$/.test(event.key)) return
  event.preventDefault()
  const now = Date.now()
  typed = typedIn === control.name && now - typedAt < 1200 ? typed + event.key : event.key
  typedIn = control.name
  typedAt = now
  const choices = choicesAt(control)
  const found = choices.find(one => one.code === typed)
  const longer = choices.some(one => one.code !== typed && one.code.indexOf(typed) === 0)
  if (!found) return
  found.control.checked = control.type === 'radio' || !found.control.checked
  found.control.dispatchEvent(new Event('change', { bubbles: true }))
  found.control.focus()
  if (control.type === 'radio' && !longer) {
    typed = ''
    const next = following(found.control)
    if (next) next.focus()
  }
}

/** The switch of the digits, for those whom they disturb. */
function digitSwitch() {
  const box = element('input', { type: 'checkbox', id: 'Digits' })
  box.checked = true
  box.addEventListener('change', () => { digits = box.checked })
  return element('label', { class: 'o' }, [box, element('span', {}, [station.words.digits])])
}

form.addEventListener('keydown', onDigit)
