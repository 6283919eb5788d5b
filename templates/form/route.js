// What is asked, given the answers: one pass over the questions, since conditions look back only.
//
// `answers` has a value a slot, also where a question is not shown now. What is not asked counts as not asked for every condition
// after it, an option that is not offered is taken out of its answer, and calculated values are calculated from what is left.

/** Gives the value of a slot once what is not asked is left out. */
function reader(program, values) {
  const get = slot => {
    const variable = program.variables[slot]
    return variable && variable.is !== undefined ? evaluate(variable.is, get) : values[slot]
  }
  return get
}

/** An answer without options that were not offered. */
function offered(value, hidden) {
  if (isMissing(value)) return value
  if (!Array.isArray(value)) return hidden[value] ? SKIPPED : value
  const left = value.filter(at => !hidden[at])
  return left.length ? left : SKIPPED
}

/** What is put: `pages`, and `questions` in order, each with the places of its hidden `options` and `rows`; `get` gives values. */
function route(program, answers) {
  const values = answers.slice()
  const get = reader(program, values)
  const holds = condition => condition === undefined || evaluate(condition, get) === true
  const hiddenOf = conditions => {
    const hidden = {}
    for (const at of Object.keys(conditions || {})) if (!holds(conditions[at])) hidden[at] = true
    return hidden
  }
  const left = (hidden, count) => Object.keys(hidden).length < count
  const pages = []
  const questions = []
  for (const page of program.pages) {
    const open = holds(page.if)
    let any = false
    for (const question of page.questions) {
      let asked = open && holds(question.if)
      const options = asked ? hiddenOf(question.options_if) : {}
      const rows = asked ? hiddenOf(question.rows_if) : {}
      asked = asked && (!question.options_if || left(options, question.count)) && (!question.rows_if || left(rows, question.rows))
      question.slots.forEach((slot, at) => {
        if (!asked || (question.row_of && rows[question.row_of[at]])) values[slot] = NOT_ASKED
        else if (question.options_if) values[slot] = offered(values[slot], options)
      })
      if (question.words !== undefined) {
        const place = program.lists[program.variables[question.slots[0]].list].indexOf(question.other)
        if (!asked || options[place]) values[question.words] = NOT_ASKED
      }
      questions.push({ asked: asked, options: options, rows: rows })
      any = any || asked
    }
    pages.push(any)
  }
  return { pages: pages, questions: questions, get: get }
}

/** The 32-bit FNV-1a hash of a text. */
function seedOf(text) {
  let hash = 0x811c9dc5
  for (const letter of unescape(encodeURIComponent(text))) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
  return hash
}

/** Places `0..count` in random order, anchors kept: Fisher and Yates from the end, numbers by mulberry32. */
function shuffled(seed, count, anchors) {
  const all = Array.from({ length: count }, (none, at) => at)
  const places = all.filter(at => anchors.indexOf(at) < 0)
  const drawn = places.slice()
  let state = seed
  for (let last = drawn.length - 1; last > 0; last -= 1) {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    const chosen = Math.floor(((mixed ^ (mixed >>> 14)) >>> 0) * (last + 1) / 4294967296)
    const taken = drawn[last]
    drawn[last] = drawn[chosen]
    drawn[chosen] = taken
  }
  places.forEach((place, at) => { all[place] = drawn[at] })
  return all
}
