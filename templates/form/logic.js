// What an expression of the definition says of one respondent: the same as the row evaluator, node for node.
//
// A value is true or false, a number (also: days, seconds, the place of an option or band), a text, a list of places (a multiple
// choice), or one of eight ways of being missing. Whatever depends on a missing value is missing, by the kind of the first.

const KINDS = ['not_asked', 'not_reached', 'skipped', 'dont_know', 'not_applicable', 'refused', 'invalid', 'not_in_version']

function Missing(kind) {
  this.kind = kind
}

const MISSING = KINDS.map((word, kind) => new Missing(kind))
const NOT_ASKED = MISSING[0]
const SKIPPED = MISSING[2]
const INVALID = MISSING[6]

function isMissing(value) {
  return value instanceof Missing
}

function finite(value) {
  return isFinite(value) ? value : INVALID
}

const COMPARE = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

const CALCULATE = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
}

const COMBINE = {
  mean: (a, b) => a + b,
  sum: (a, b) => a + b,
  min: Math.min,
  max: Math.max,
}

/** The place of the first band that holds a number; an open end is null. */
function band(bands, value) {
  const at = bands.findIndex(one => (one[0] === null || one[0] <= value) && (one[1] === null || value <= one[1]))
  return at < 0 ? INVALID : at
}

/** The place of Kano's category; rows how one feels with the feature, 1 to 5, columns without it. */
function kano(value, other) {
  const at = ['52221', '43330', '43330', '43330', '44445'].map(row => row[other - 1])[value - 1]
  return at === undefined ? INVALID : Number(at)
}

/** `decides` false is `and`, true is `or`: one part that decides is enough; else an unknown part leaves it unknown. */
function kleene(node, get, decides) {
  let result = !decides
  for (let at = 1; at < node.length; at += 1) {
    const value = evaluate(node[at], get)
    if (value === decides) return decides
    if (isMissing(value) && !isMissing(result)) result = value
  }
  return result
}

/** The valid values combined in the order written; with too few of them missing, by the kind of the first that is. */
function aggregate(node, get) {
  let result, first, valid = 0
  for (let at = 2; at < node.length; at += 1) {
    const value = evaluate(node[at], get)
    if (isMissing(value)) first = first || value
    else {
      result = valid ? COMBINE[node[0]](result, value) : value
      valid += 1
    }
  }
  if (!valid || valid < node[1]) return first || INVALID
  return finite(node[0] === 'mean' ? result / valid : result)
}

/** The value of a node; `get` gives that of a slot. What is no list is a value itself. */
function evaluate(node, get) {
  if (!Array.isArray(node)) return node
  const op = node[0]
  switch (op) {
    case '$': return get(node[1])
    case '&': return kleene(node, get, false)
    case '|': return kleene(node, get, true)
    case 'answered': return !isMissing(get(node[1]))
    case 'is': return get(node[1]) === MISSING[node[2]]
    case 'count': return node.filter((slot, at) => at && !isMissing(get(slot))).length
    case 'mean': case 'sum': case 'min': case 'max': return aggregate(node, get)
  }
  const value = op === 'has' || op === 'options' ? get(node[1]) : evaluate(node[1], get)
  if (isMissing(value)) return value
  switch (op) {
    case '!': return !value
    case 'neg': return -value
    case 'has': return value.indexOf(node[2]) >= 0
    case 'options': return value.length
    case 'in': return node[2].indexOf(value) >= 0
    case 'points': return node[2][value] === undefined ? INVALID : finite(node[2][value])
    case 'day': return Math.max(-2147483648, Math.min(2147483647, Math.floor(value / 86400)))
    case 'length': return Array.from(value).length
    case 'band': return band(node[2], value)
  }
  const other = evaluate(node[2], get)
  if (isMissing(other)) return other
  if (op === 'kano') return kano(value, other)
  return COMPARE[op] ? COMPARE[op](value, other) : finite(CALCULATE[op](value, other))
}
