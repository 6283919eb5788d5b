// Reports: their tables sort, one segment can be shown alone, and without a script the page says the same.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, open } from './browser.mjs'
import { ofKind, serve } from './site.mjs'

let browser, site
before(async () => { [browser, site] = await Promise.all([launch(), serve()]) })
after(async () => { await browser.close(); await site.stop() })

const report = ofKind('report').find(page => /after-sales\/.*report\.en\.html$/.test(page.name))

test('a table sorts by a column of numbers, down first, and back', async () => {
  const { page, faults, close } = await open(browser, site.base + report.name, { width: 1280 })
  try {
    await page.evaluate(() => document.querySelectorAll('details').forEach(one => { one.open = true }))
    const table = page.locator('.table:has(th.num button.sort)').first()
    const head = table.locator('th.num').first()
    const column = await head.evaluate(cell => cell.cellIndex)
    const values = () => table.locator('tbody tr').evaluateAll((rows, at) =>
      rows.map(row => parseFloat(row.cells[at].textContent.replace('\u2212', '-').replace(/[^-\d.]/g, ''))), column)
    const before = await values()
    await head.locator('button').click()
    assert.equal(await head.getAttribute('aria-sort'), 'descending')
    const sorted = [...before].sort((a, b) => b - a)
    assert.deepEqual(await values(), sorted)
    await head.locator('button').click()
    assert.deepEqual(await values(), sorted.reverse())
    assert.deepEqual(faults, [])
  } finally {
    await close()
  }
})

test('picking a segment hides the groups of the others and nothing else', async () => {
  const { page, close } = await open(browser, site.base + report.name, { width: 1280 })
  try {
    const rows = () => page.locator('[data-segment]').evaluateAll(all =>
      [...new Set(all.filter(row => !row.hidden).map(row => row.dataset.segment))])
    const all = await rows()
    assert.ok(all.length > 1, 'one segment only')
    await page.locator('#Segment').selectOption(all[0])
    assert.deepEqual(await rows(), [all[0]])
    await page.locator('#Segment').selectOption('')
    assert.deepEqual(await rows(), all)
  } finally {
    await close()
  }
})

test('without a script there is no picker, and every row is there', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(site.base + report.name)
  assert.equal(await page.locator('#Segment').isVisible(), false)
  assert.equal(await page.locator('button.sort').count(), 0)
  assert.ok(await page.locator('[data-segment]').count() > 2)
  await context.close()
})
