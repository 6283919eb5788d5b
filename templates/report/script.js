/* What a report's page can do with a script: tables sort by a column, and one segment is shown alone. It changes what is seen,
   never a figure: everything it works with stands in the page already. */

/* The number a cell begins with, or null. A minus may be a hyphen or a real minus. */
function numberOf(text) {
  var found = text.replace(/\u2212/g, '-').match(/[-+]?\d+(?:\.\d+)?/)
  return found ? parseFloat(found[0]) : null
}

function cellText(row, column) {
  return row.cells[column] ? row.cells[column].textContent.trim() : ''
}

/* Rows that are set in belong to the row above them: such a table keeps its order, and so does one with a sum. */
function sortable(table) {
  var body = table.tBodies[0]
  if (!body || body.rows.length < 3) return false
  return !Array.from(body.rows).some(function (row) { return row.className !== '' })
}

function sortBy(table, column, down) {
  var body = table.tBodies[0]
  var numeric = table.tHead.rows[0].cells[column].classList.contains('num')
  var rows = Array.from(body.rows)
  var place = new Map()
  rows.forEach(function (row, at) { place.set(row, at) })
  rows.sort(function (one, two) {
    var first = cellText(one, column)
    var second = cellText(two, column)
    if (!numeric) {
      var order = first.localeCompare(second, document.documentElement.lang)
      return (down ? -order : order) || place.get(one) - place.get(two)
    }
    var left = numberOf(first)
    var right = numberOf(second)
    /* What has no number comes last, whichever way. */
    if (left === null || right === null) return (left === null) - (right === null) || place.get(one) - place.get(two)
    return (down ? right - left : left - right) || place.get(one) - place.get(two)
  })
  rows.forEach(function (row) { body.appendChild(row) })
}

function makeSortable(table) {
  var heads = table.tHead.rows[0].cells
  Array.from(heads).forEach(function (head, column) {
    if (head.tagName !== 'TH') return
    var button = document.createElement('button')
    button.type = 'button'
    button.className = 'sort'
    while (head.firstChild) button.appendChild(head.firstChild)
    head.appendChild(button)
    button.addEventListener('click', function () {
      var state = head.getAttribute('aria-sort')
      var down = state === null ? head.classList.contains('num') : state === 'ascending'
      Array.from(heads).forEach(function (other) { other.removeAttribute('aria-sort') })
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending')
      sortBy(table, column, down)
    })
  })
}

Array.from(document.querySelectorAll('.table table')).filter(sortable).forEach(makeSortable)

/* Segments: tables by groups carry the segment on their rows; picking one hides the rows of the others. */
function pickSegment(picker, wanted) {
  Array.from(document.querySelectorAll('[data-segment]')).forEach(function (part) {
    part.hidden = wanted !== '' && part.getAttribute('data-segment') !== wanted
  })
}

var picker = document.getElementById('Segment')
if (picker) {
  picker.parentNode.hidden = false
  picker.addEventListener('change', function () { pickSegment(picker, picker.value) })
}
