// Stations, opened from the disk: a kiosk forgets each person and hands its answers out once; an interviewer notes how contacts end;
// paper is typed in twice and what differs is shown.

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { launch, open, sideways, violations } from './browser.mjs'

const { WORKSPACE, MANYI } = process.env
const skip = WORKSPACE && MANYI ? false : 'needs a workspace to build: leave SITE unset'
let browser, folder
const file = (mode, lang = 'en') => pathToFileURL(path.join(folder, `site/${mode}/support-csat.${lang}.html`)).href

before(async () => {
  browser = await launch()
  if (skip) return
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'stations-'))
  fs.cpSync(WORKSPACE, folder, { recursive: true })
  const settings = path.join(folder, 'manyi.toml')
  fs.writeFileSync(settings, fs.readFileSync(settings, 'utf8').replace(/\n\[site\]\nmodes = .*\n/, '\n') + '\n[site]\nmodes = ["kiosk", "interview", "entry"]\npin = "2468"\nidle = 6\n')
  execFileSync(MANYI, ['build', '--local', '--workspace', folder], { stdio: 'pipe' })
})
after(async () => {
  await browser.close()
  if (folder) fs.rmSync(folder, { recursive: true })
})

/** Answers every question with its first option, and what has to be written with a word or a one. */
const answer = page => page.evaluate(() => {
  const done = new Set()
  for (const one of document.querySelectorAll('main form input, main form textarea')) {
    if (!one.name || one.type === 'hidden' || one.disabled || done.has(one.name) || one.name === 'web-site') continue
    done.add(one.name)
    if (one.type === 'radio' || one.type === 'checkbox') one.click()
    else if (one.type === 'number') one.value = one.min || '1'
    else if (one.type !== 'date') one.value = 'fine'
    one.dispatchEvent(new Event('change', { bubbles: true }))
  }
})
const send = page => page.evaluate(() => { for (let at = 0; at < 9; at += 1) { const button = [...document.querySelectorAll('main form [type=submit]')].find(one => one.offsetParent); if (button) button.click() } })

/** FNV-1a of 32 bits, apart from the page's own. */
function fnv(text) {
  let hash = 0x811c9dc5n
  for (const byte of Buffer.from(text, 'utf8')) hash = ((hash ^ BigInt(byte)) * 0x01000193n) & 0xffffffffn
  return hash.toString(16).padStart(8, '0')
}

function sealed(text) {
  const lines = text.trimEnd().split('\n')
  const seal = JSON.parse(lines.at(-1))
  assert.equal(seal.manyi, 'seal')
  assert.equal(seal.records, lines.length - 2)
  assert.equal(seal.fnv1a, fnv(lines.slice(0, -1).join('\n') + '\n'), 'the checksum is of all bytes before the seal')
  return { head: JSON.parse(lines[0]), records: lines.slice(1, -1).map(line => JSON.parse(line)) }
}

test('a kiosk takes answers, forgets them, and hands them to the staff once', { skip }, async () => {
  const { page, faults, close } = await open(browser, file('kiosk'), { width: 768 })
  try {
    for (let person = 1; person <= 2; person += 1) {
      await answer(page)
      await send(page)
      await page.getByRole('button', { name: 'Begin anew' }).click()
      const left = await page.evaluate(() => window.manyi.given())
      assert.deepEqual(left, [], 'the next person sees answers of the last one')
    }
    assert.equal(await page.evaluate(() => Object.keys(localStorage).filter(name => name.includes('draft')).length), 0)
    await page.getByRole('button', { name: 'Staff' }).click()
    await page.getByLabel('Staff number').fill('1111')
    await page.getByRole('button', { name: 'Open' }).click()
    assert.ok(await page.getByText('That is not the number.').isVisible())
    await page.getByLabel('Staff number').fill('2468')
    await page.getByRole('button', { name: 'Open' }).click()
    await page.getByText('2 answers wait').waitFor()
    assert.deepEqual(await violations(page), [])
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save them as a file' }).click()])
    const text = fs.readFileSync(await download.path(), 'utf8')
    const { head, records } = sealed(text)
    assert.equal(head.survey, 'support-csat')
    assert.deepEqual(records.map(one => one.counter), [1, 2])
    assert.ok(records.every(one => one.mode === 'kiosk' && Object.keys(one.fields).length > 3 && one.definition.length === 64), JSON.stringify(records[0]))
    assert.equal(new Set(records.map(one => one.response_id)).size, 2)
    await page.getByRole('button', { name: /The file is safe/ }).click()
    await page.getByText('0 answers wait').waitFor()
    assert.equal((await page.evaluate(() => window.manyi.queued())).length, 0)
    assert.deepEqual(faults, [])
  } finally {
    await close()
  }
})

test('files of a kiosk are imported: every answer once, a file that is missing is told, a changed one refused', { skip }, async () => {
  const { page, faults, close } = await open(browser, file('kiosk'), { width: 768 })
  const run = (...args) => {
    const done = spawnSync(MANYI, [...args, '--workspace', folder], { encoding: 'utf8', env: { ...process.env, MANYI_LANG: 'en' } })
    return { code: done.status, said: done.stdout + done.stderr }
  }
  const responses = () => JSON.parse(run('responses', 'support-csat', '--format', 'json').said).rows.reduce((sum, row) => sum + row.responses, 0)
  const saved = async people => {
    for (let person = 0; person < people; person += 1) {
      await answer(page)
      await send(page)
      await page.getByRole('button', { name: 'Begin anew' }).click()
    }
    await page.getByRole('button', { name: 'Staff' }).click()
    await page.getByLabel('Staff number').fill('2468')
    await page.getByRole('button', { name: 'Open' }).click()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save them as a file' }).click()])
    const text = fs.readFileSync(await download.path(), 'utf8')
    await page.getByRole('button', { name: /The file is safe/ }).click()
    await page.getByText('0 answers wait').waitFor()
    await page.getByRole('button', { name: 'Close' }).click()
    return { name: download.suggestedFilename(), text }
  }
  try {
    const before = responses()
    const [first, second, third] = [await saved(2), await saved(1), await saved(1)]
    assert.deepEqual([first, second, third].map(one => sealed(one.text).records.map(record => record.counter)), [[1, 2], [3], [4]])
    const device = sealed(first.text).head.device
    const inbox = path.join(folder, 'inbox/support-csat')
    fs.mkdirSync(inbox, { recursive: true })
    const put = one => fs.writeFileSync(path.join(inbox, one.name), one.text)
    put(first)
    put(third)
    const gap = run('import', 'support-csat')
    assert.ok(gap.said.includes(`device \`${device}\` took 1 answers that no file holds: 3`), gap.said)
    assert.equal(responses(), before + 3)
    put(second)
    const whole = run('import', 'support-csat')
    assert.doesNotMatch(whole.said, /no file holds/)
    assert.equal(responses(), before + 4)
    assert.equal(run('import', 'support-csat').code, 0)
    assert.equal(responses(), before + 4, 'the same files again change nothing')
    const changed = path.join(folder, 'changed.jsonl')
    fs.writeFileSync(changed, first.text.replace('"counter":2', '"counter":9'))
    const refused = run('import', 'support-csat', changed)
    assert.notEqual(refused.code, 0)
    assert.match(refused.said, /changed after it was complete/)
    assert.equal(responses(), before + 4)
    assert.deepEqual(faults, [])
  } finally {
    await close()
  }
})

test('a kiosk asks who has gone, waits when asked to, and else begins anew', { skip }, async () => {
  const { page, close } = await open(browser, file('kiosk'), { width: 390 })
  try {
    await answer(page)
    await page.getByText('Are you still there?').waitFor({ timeout: 6000 })
    await page.getByRole('button', { name: 'Go on' }).click()
    assert.ok((await page.evaluate(() => window.manyi.given())).length > 3, 'answers stay for who is still there')
    await page.getByText('Are you still there?').waitFor({ timeout: 6000 })
    await page.waitForFunction(() => window.manyi.given().length === 0, undefined, { timeout: 8000 })
    assert.equal(await page.locator('.veil').count(), 0)
    assert.equal((await page.evaluate(() => window.manyi.queued())).length, 0, 'what was broken off is no answer')
  } finally {
    await close()
  }
})

test('fingers find targets of 56 px on a kiosk', { skip }, async () => {
  const { page, close } = await open(browser, file('kiosk'), { width: 768 })
  try {
    const small = await page.evaluate(() => [...document.querySelectorAll('.o, .button:not(.small), .box')]
      .filter(one => one.offsetParent && one.getBoundingClientRect().height < 56 && !one.closest('.matrix')).map(one => one.textContent.trim().slice(0, 20)))
    assert.deepEqual(small, [])
  } finally {
    await close()
  }
})

test('an interviewer chooses by digits, notes an outcome, and changes leave a trail', { skip }, async () => {
  const { page, faults, close } = await open(browser, file('interview'), { width: 1280 })
  try {
    await page.getByLabel('Your name or number').fill('i7')
    const first = page.locator('main form input[type=radio]').first()
    const name = await first.getAttribute('name')
    const value = digit => page.evaluate(([name, digit]) => {
      const all = [...document.querySelectorAll(`[name="${name}"]`)]
      return [all.find(one => one.checked)?.closest('label').querySelector('span').dataset.code, digit]
    }, [name, digit])
    await first.focus()
    await page.keyboard.press('2')
    assert.deepEqual(await value('2'), ['2', '2'])
    await page.getByLabel('Digit keys choose').uncheck()
    await first.focus()
    await page.keyboard.press('1')
    assert.deepEqual(await value('2'), ['2', '2'], 'switched off, a digit does nothing')
    await page.getByLabel('Digit keys choose').check()
    await first.focus()
    await page.keyboard.press('1')
    await answer(page)
    await page.getByLabel('How the contact ended').selectOption('1.2')
    await page.getByRole('button', { name: 'Note the outcome' }).click()
    await page.getByText('1 answers wait').waitFor()
    await page.getByLabel('Contact (number').fill('s-17')
    await page.getByLabel('How the contact ended').selectOption('3.13')
    await page.getByLabel('Note, such as').fill('=after six')
    await page.getByRole('button', { name: 'Note the outcome' }).click()
    await page.getByRole('button', { name: /list of 2 contacts/ }).waitFor()
    const entries = await page.evaluate(() => window.manyi.queued())
    assert.equal(entries.length, 1, 'nobody answered the second')
    const { outcome, interviewer, trail } = entries[0].record
    assert.deepEqual([outcome, interviewer], ['1.2', 'i7'])
    assert.ok(trail.some(one => one.field === name), JSON.stringify(trail))
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /list of 2 contacts/ }).click()])
    const list = fs.readFileSync(await download.path(), 'utf8').trimEnd().split('\r\n')
    assert.equal(list.length, 3)
    assert.ok(/^s-17,i7,.*,3\.13,'=after six,$/.test(list[2]), list[2])
    assert.deepEqual(faults, [])
  } finally {
    await close()
  }
})

test('what is typed in a second time is held against the first', { skip }, async () => {
  const { page, close } = await open(browser, file('entry'), { width: 1280 })
  try {
    await page.getByLabel('Questionnaire no.').fill('12')
    await answer(page)
    await send(page)
    await page.getByText('paper-12 is taken in.').waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save them as a file' }).click()])
    const text = fs.readFileSync(await download.path(), 'utf8')
    const { records } = sealed(text)
    assert.equal(records[0].response_id, 'paper-12')
    await page.getByRole('button', { name: /The file is safe/ }).click()
    const other = records[0]
    const name = Object.keys(other.fields).find(one => !one.includes('.') && other.fields[one][0] !== 'fine')
    const changed = path.join(folder, 'first.jsonl')
    fs.writeFileSync(changed, text.replace(JSON.stringify(other.fields[name]), '["something_else"]'))
    await page.getByLabel('Second pass').setInputFiles(changed)
    await page.getByText('1 questionnaires of the first pass').waitFor()
    await page.getByLabel('Questionnaire no.').fill('12')
    await answer(page)
    await send(page)
    await page.getByText('1 answers differ from the first pass').waitFor()
    assert.ok(await page.locator('.dialog td', { hasText: 'something_else' }).isVisible())
    assert.deepEqual(await violations(page), [])
    await page.getByRole('button', { name: 'The paper says what I typed' }).click()
    await page.getByText('paper-12 is taken in.').waitFor()
  } finally {
    await close()
  }
})

for (const mode of ['kiosk', 'interview', 'entry']) for (const lang of ['zh', 'en']) for (const scheme of ['light', 'dark']) {
  test(`${mode} in ${lang}, ${scheme}: no violation, nothing sideways`, { skip }, async () => {
    const { page, faults, close } = await open(browser, file(mode, lang), { width: 390, scheme })
    try {
      assert.deepEqual(await violations(page), [])
      assert.ok(await sideways(page) <= 0)
      assert.deepEqual(faults, [])
    } finally {
      await close()
    }
  })
}
