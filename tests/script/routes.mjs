// Takes the respondents of a file through their surveys with the form's script and compares with what the survey's own route says.
//
//   node tests/script/routes.mjs FILE      one survey a line: program, people (given, asked, options, rows, left)

import fs from 'node:fs'
import readline from 'node:readline'
import { pieces } from './pieces.mjs'

const { route, isMissing, MISSING } = pieces(['logic.js', 'route.js'], ['route', 'isMissing', 'MISSING'])
const given = value => value !== null && typeof value === 'object' && 'missing' in value ? MISSING[value.missing] : value
const told = value => isMissing(value) ? { missing: value.kind } : value
const places = of => Object.keys(of).map(Number).sort((a, b) => a - b)

let cases = 0
const wrong = []
for await (const line of readline.createInterface({ input: fs.createReadStream(process.argv[2]) })) {
  const { program, people } = JSON.parse(line)
  for (const person of people) {
    const found = route(program, person.given.map(given).concat(MISSING[2], MISSING[2], program.language))
    const asked = found.questions.filter(one => one.asked)
    const mine = {
      asked: found.questions.map(one => one.asked),
      options: found.questions.map(one => one.asked ? places(one.options) : []),
      rows: found.questions.map(one => one.asked ? places(one.rows) : []),
      left: person.given.map((_, slot) => told(found.get(slot))),
    }
    cases += 1
    for (const part of Object.keys(mine)) {
      if (JSON.stringify(mine[part]) === JSON.stringify(person[part])) continue
      wrong.push(`${part} of ${asked.length} asked:\n  ${JSON.stringify(person[part])}\n  ${JSON.stringify(mine[part])}\n  given ${JSON.stringify(person.given)}\n  program ${JSON.stringify(program.pages)}`)
    }
  }
}
if (wrong.length) {
  console.log(`${wrong.length} of ${cases} cases differ:\n${wrong.slice(0, 3).join('\n')}`)
  process.exit(1)
}
console.log(`${cases} cases agree`)
