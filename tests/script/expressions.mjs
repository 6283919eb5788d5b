// Evaluates the cases of a file with the evaluator of the form's script and compares with what the row evaluator said.
//
//   node tests/script/expressions.mjs FILE      one case a line: text, node, answers, says

import fs from 'node:fs'
import readline from 'node:readline'
import { pieces } from './pieces.mjs'

const { evaluate, MISSING } = pieces(['logic.js'], ['evaluate', 'MISSING'])
const given = value => value !== null && typeof value === 'object' && 'missing' in value ? MISSING[value.missing] : value
const same = (a, b) => Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((one, at) => one === b[at]) : a === b

let cases = 0
const wrong = []
for await (const line of readline.createInterface({ input: fs.createReadStream(process.argv[2]) })) {
  const { text, node, answers, says } = JSON.parse(line)
  const values = answers.map(given)
  const said = evaluate(node, slot => values[slot])
  cases += 1
  if (!same(said, given(says))) wrong.push(`${text}\n  answers ${JSON.stringify(answers)}\n  row ${JSON.stringify(says)}, script ${JSON.stringify(said)}`)
}
if (wrong.length) {
  console.log(`${wrong.length} of ${cases} cases differ:\n${wrong.slice(0, 10).join('\n')}`)
  process.exit(1)
}
console.log(`${cases} cases agree`)
