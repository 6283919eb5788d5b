// What is asked, given the answers: conditions in the order of the questions, as the import decides them.
//
// `answers` has a value a slot, also where a question is not shown now; what is not asked counts as not asked for every condition
// after it, and calculated values are calculated from what is left.

/** The value of a slot once what is not asked is left out. */
function reader(program, values) {
  const get = slot => {
    const variable = program.variables[slot]
    if (!variable || variable.is === undefined || values[slot] === NOT_ASKED) return values[slot]
    const value = evaluate(variable.is, get)
    // A calculated truth is a choice of no and yes.
    return value === true ? 1 : value === false ? 0 : value
  }
  return get
}

/** What is asked: `pages` and `questions` in order, true or false, and `get`, which gives the value of a slot. */
function route(program, answers) {
  const values = answers.slice()
  const get = reader(program, values)
  const holds = condition => condition === undefined || evaluate(condition, get) === true
  const pages = []
  const questions = []
  for (const page of program.pages) {
    const open = holds(page.if)
    let any = false
    for (const question of page.questions) {
      const asked = open && holds(question.if)
      questions.push(asked)
      any = any || asked
      if (!asked) {
        for (const slot of question.slots.concat(question.words === undefined ? [] : question.words)) values[slot] = NOT_ASKED
      }
    }
    pages.push(any)
  }
  return { pages: pages, questions: questions, get: get }
}
