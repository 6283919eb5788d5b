// Draws the orders of a file with the form's script and compares.
//
//   node tests/script/orders.mjs FILE      one order a line: text, count, anchors, order

import fs from 'node:fs'
import { pieces } from './pieces.mjs'

const { shuffled, seedOf } = pieces(['route.js'], ['shuffled', 'seedOf'])
const lines = fs.readFileSync(process.argv[2], 'utf8').trim().split('\n').map(line => JSON.parse(line))
const wrong = lines.filter(one => String(shuffled(seedOf(one.text), one.count, one.anchors)) !== String(one.order))
if (wrong.length) {
  console.log(`${wrong.length} of ${lines.length} orders differ, first ${JSON.stringify(wrong[0])}`)
  process.exit(1)
}
console.log(`${lines.length} cases agree`)
