// Answers as the controls of the page hold them.

const program = JSON.parse(document.getElementById('Program').textContent)
const words = program.words
const main = document.querySelector('main')
const form = main.querySelector('form')
const send = form.querySelector('[type=submit]')
const variables = program.variables
const controls = {}
const slots = {}

variables.forEach((variable, slot) => { slots[variable.id] = slot })

function gather() {
  for (const control of Array.from(form.elements)) {
    if (control.name) (controls[control.name] = controls[control.name] || []).push(control)
  }
}

function isPicked(control) {
  return control.type === 'radio' || control.type === 'checkbox' ? control.checked : control.value !== ''
}

/** Digits and signs as Chinese keyboards write them, made plain. */
function halfWidth(text) {
  return text.replace(/[！-～]/g, c => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/\u2212/g, '-').trim()
}

function numberOf(text, variable) {
  const plain = halfWidth(text)
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return INVALID
  const value = Number(plain)
  const low = variable.min === undefined || value >= variable.min
  const high = variable.max === undefined || value <= variable.max
  return low && high && (!variable.whole || value % 1 === 0) ? finite(value) : INVALID
}

/** Days since 1970-01-01. */
function daysOf(text) {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  const days = found ? Date.parse(text + 'T00:00:00Z') / 864e5 : NaN
  return isFinite(days) && new Date(days * 864e5).toISOString().slice(0, 10) === text ? days : INVALID
}

function coded(variable, picked) {
  const options = program.lists[variable.list]
  const found = []
  let kind = picked.length ? INVALID : SKIPPED
  for (const value of picked) {
    let at = options.indexOf(value)
    // Links may carry the number of an option in place of its name.
    if (at < 0 && variable.values) at = variable.values.indexOf(Number(value))
    if (at >= 0) found.push(at)
    else if (KINDS.indexOf(value) >= 0) kind = MISSING[KINDS.indexOf(value)]
  }
  if (!found.length) return kind
  return variable.type === 'set' ? found.sort((a, b) => a - b) : found[0]
}

/** The answer in the controls of a variable, shown or not. */
function read(variable) {
  const own = controls[variable.id] || []
  if (own[0] && own[0].type === 'checkbox' && variable.type === 'option') return own[0].checked ? 1 : 0
  if (variable.personal) return own[0] && own[0].value.trim() ? (own[0].validity.valid ? 1 : INVALID) : SKIPPED
  if (variable.type === 'option' || variable.type === 'set') {
    return coded(variable, own.filter(isPicked).map(control => control.value))
  }
  const control = own[0]
  if (!control) return SKIPPED
  const text = control.value
  if (control.validity && control.validity.badInput) return INVALID
  if (!text.trim()) return SKIPPED
  if (variable.type === 'number') return numberOf(text, variable)
  return variable.type === 'date' ? daysOf(text) : text
}

/** All answers, and behind them what every response has: when it is sent, its wave (told later), its language. */
function readAll() {
  const now = new Date()
  const answers = variables.map(variable => variable.is === undefined ? read(variable) : SKIPPED)
  return answers.concat(Math.floor(now / 1000) - now.getTimezoneOffset() * 60, SKIPPED, program.language)
}

/** The words of an element without those added for whom it is, and without faults. */
function textOf(of) {
  const copy = of.cloneNode(true)
  for (const extra of Array.from(copy.querySelectorAll('.only, .error, .hidden'))) extra.remove()
  return copy.textContent.trim()
}

/** The words for a value: what a respondent chose or wrote. */
function spoken(slot, value) {
  const variable = variables[slot]
  if (isMissing(value)) return ''
  if (variable.type === 'option' || variable.type === 'set') {
    const names = program.lists[variable.list]
    const label = at => {
      if (variable.labels) return variable.labels[at] || names[at]
      const menu = (controls[variable.id] || [])[0]
      if (menu && menu.options) return Array.from(menu.options).find(one => one.value === names[at]).textContent
      const control = (controls[variable.id] || []).find(one => one.value === names[at] && one.closest('label'))
      return control ? textOf(control.closest('label').querySelector('span')) : names[at]
    }
    return [].concat(value).map(one => label(Number(one))).join(words.join)
  }
  return variable.type === 'date' ? new Date(value * 864e5).toISOString().slice(0, 10) : String(value)
}
