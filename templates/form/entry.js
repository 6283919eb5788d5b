// Answers on paper are typed in: number of the sheet, codes, Enter. A second person types them again; where both differ, both are shown.

const sheet = element('input', { class: 'box', type: 'text', inputmode: 'numeric', autocomplete: 'off', required: '' })
const typist = element('input', { class: 'box', type: 'text', autocomplete: 'off' })
const first = element('input', { class: 'box', type: 'file', accept: '.jsonl' })
const shown = element('div', { role: 'status' }, [])
const taken = element('div', {}, [])
const before = {}
let pass = 1

function field(text, control, id) {
  control.id = id
  return element('p', {}, [element('label', { for: id, class: 'ask' }, [text]), control])
}

const desk = element('section', { class: 'desk', 'aria-labelledby': 'Desk' }, [
  element('h2', { id: 'Desk' }, [station.words.desk]),
  field(station.words.typist, typist, 'Typist'), field(station.words.first, first, 'First'), digitSwitch(),
  field(station.words.sheet, sheet, 'Sheet'),
])
form.parentNode.insertBefore(desk, form)
form.parentNode.insertBefore(shown, form.nextSibling)
form.parentNode.insertBefore(taken, shown.nextSibling)
typist.value = recall('manyi.typist') || ''
typist.addEventListener('change', () => store('manyi.typist', typist.value))

/** The first pass, from its file. */
first.addEventListener('change', () => {
  const file = first.files[0]
  if (!file) return
  const reader = new FileReader()
  reader.onload = () => {
    for (const line of String(reader.result).split('\n')) {
      try {
        const record = JSON.parse(line)
        if (record.response_id) before[record.response_id] = record.fields
      } catch (unreadable) { continue }
    }
    pass = 2
    shown.textContent = fill(station.words.loaded, { n: Object.keys(before).length })
  }
  reader.readAsText(file)
})

function differences(id) {
  const fields = {}
  for (const one of given()) (fields[one[0]] = fields[one[0]] || []).push(one[1])
  const old = before[id] || {}
  const names = Object.keys(Object.assign({}, old, fields)).filter(name => slots[name] !== undefined)
  return names.map(name => [name, [].concat(old[name] || []).join(' | '), (fields[name] || []).join(' | ')]).filter(row => row[1] !== row[2])
}

async function keep(id) {
  identity = id
  const kept = await takeIn({ operator: typist.value, pass: pass })
  if (!kept) return say(station.words.full)
  anew()
  shown.textContent = fill(station.words.noted, { id: id })
  sheet.value = ''
  await fetching(taken)
  sheet.focus()
}

taking = async () => {
  const number = halfWidth(sheet.value).replace(/[^\w-]/g, '')
  if (!number) {
    shown.textContent = station.words.need
    return sheet.focus()
  }
  const id = 'paper-' + number
  if ((await held()).some(entry => entry.id === id)) {
    shown.textContent = fill(station.words.twice, { id: number })
    return sheet.focus()
  }
  const rows = pass === 2 && before[id] ? differences(id) : []
  if (!rows.length) return keep(id)
  const mend = element('button', { type: 'button', class: 'button' }, [station.words.mend])
  const mine = element('button', { type: 'button', class: 'button plain' }, [station.words.mine])
  const head = element('tr', {}, [station.words.field, station.words.one, station.words.two].map(text => element('th', { scope: 'col' }, [text])))
  const table = element('table', {}, [element('thead', {}, [head]), element('tbody', {}, rows.map(row => element('tr', {}, row.map(cell => element('td', {}, [cell])))))])
  const close = dialog(fill(station.words.differ, { n: rows.length }), [table, element('p', { class: 'buttons' }, [mend, mine])])
  mend.addEventListener('click', () => {
    close()
    controls[rows[0][0]][0].focus()
  })
  mine.addEventListener('click', () => { close(); keep(id) })
}

anew()
fetching(taken).then(() => sheet.focus())
