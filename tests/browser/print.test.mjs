// On paper: nothing cut, nothing wider than the sheet. And what a report weighs.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, open } from './browser.mjs'
import { ofKind, pages, serve } from './site.mjs'

let browser, site
before(async () => { [browser, site] = await Promise.all([launch(), serve()]) })
after(async () => { await browser.close(); await site.stop() })

/** CSS pixels of the printed part of a sheet, in whole pixels: 96 to the inch. */
const sheets = {
  A4: { width: Math.floor((210 - 32) / 25.4 * 96), height: Math.floor((297 - 38) / 25.4 * 96) },
  Letter: { width: Math.floor((215.9 - 32) / 25.4 * 96), height: Math.floor((279.4 - 38) / 25.4 * 96) },
}

/** Nothing is wider than the sheet, higher than a page, or dark. */
async function fits(page, format, sheet) {
  await page.setViewportSize(sheet)
  const wide = await page.evaluate(room => [...document.querySelectorAll('main *')]
    .filter(one => one.offsetParent && !one.closest('.hidden, .trap') && one.getBoundingClientRect().right > room + 1)
    .map(one => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 30)}`).slice(0, 5), sheet.width)
  assert.deepEqual(wide, [], 'wider than the sheet')
  const whole = await page.evaluate(() => [...document.querySelectorAll('figure, .card, .q:not(:has(.feature)), .feature, .table:not(.long)')]
    .map(one => ({ height: one.getBoundingClientRect().height, kept: getComputedStyle(one).breakInside, what: `${one.className || one.tagName} ${one.textContent.trim().slice(0, 40)}` })))
  assert.deepEqual(whole.filter(one => one.kept !== 'avoid').map(one => one.what), [], 'may be cut between pages')
  assert.deepEqual(whole.filter(one => one.height > sheet.height).map(one => `${one.what}: ${Math.round(one.height)} px`), [], 'higher than a page, so that it is cut')
  const paper = await page.evaluate(() => [getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color])
  assert.deepEqual(paper, ['rgb(255, 255, 255)', 'rgb(0, 0, 0)'], 'dark mode on paper')
  const pdf = await page.pdf({ format, preferCSSPageSize: false, printBackground: true })
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
  const count = (pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? []).length
  assert.ok(count >= 1 && count <= 60, `${count} pages`)
}

async function readable(page, least) {
  const faults = await page.evaluate(least => [...document.querySelectorAll('svg text')].flatMap(text => {
    const drawing = text.ownerSVGElement.getBoundingClientRect()
    const box = text.getBoundingClientRect()
    if (!drawing.width || !box.width || text.closest('.spark')) return []
    const scale = drawing.width / (text.ownerSVGElement.viewBox.baseVal.width || drawing.width)
    const size = parseFloat(getComputedStyle(text).fontSize) * scale
    const words = text.textContent.slice(0, 24)
    // Drawings may run over into the page's margin by what one font is wider than another; further, words would be lost.
    const cut = box.left < Math.max(0, drawing.left - 8) || box.right > Math.min(innerWidth, drawing.right + 8)
    return [...(size < least ? [`“${words}” is ${size.toFixed(1)} px`] : []), ...(cut ? [`“${words}” leaves its drawing`] : [])]
  }).slice(0, 8), least)
  assert.deepEqual(faults, [])
}

for (const { name, kind, bytes } of pages.filter(page => page.kind !== 'index')) {
  test(`${name} fits on paper`, async t => {
    const { page, faults, close } = await open(browser, site.base + name, { ...sheets.A4, scheme: 'dark' })
    try {
      await page.emulateMedia({ media: 'print' })
      for (const [format, sheet] of Object.entries(sheets)) await t.test(format, () => fits(page, format, sheet))
      assert.deepEqual(faults, [])
    } finally {
      await close()
    }
  })

  if (kind === 'report') {
    test(`${name} weighs at most 500 KB`, () => assert.ok(bytes <= 500 * 1024, `${bytes} bytes`))
  }
}

for (const { name } of ofKind('report')) {
  test(`${name}: every chart has a name, a sentence and its table`, async () => {
    const { page, close } = await open(browser, site.base + name)
    try {
      const poor = await page.evaluate(() => [...document.querySelectorAll('figure')].flatMap(figure => {
        const drawing = [...figure.querySelectorAll('svg')].find(one => one.getBoundingClientRect().width > 0)
        const lacks = []
        if (!drawing) lacks.push('drawing')
        if (drawing && !drawing.querySelector('title')?.textContent.trim()) lacks.push('title')
        if (drawing && !drawing.querySelector('desc')?.textContent.trim()) lacks.push('desc')
        // The table of a league stands open below its funnel.
        const below = figure.nextElementSibling?.matches('.table')
        if (!below && !figure.querySelector('details table')) lacks.push('table')
        return lacks.length ? [`${figure.id || figure.textContent.trim().slice(0, 30)} lacks ${lacks.join(', ')}`] : []
      }))
      assert.deepEqual(poor, [])
    } finally {
      await close()
    }
  })

  test(`${name}: words in charts can be read and none leaves its drawing`, async t => {
    const { page, close } = await open(browser, site.base + name, { width: 320 })
    try {
      // 360 px is the narrowest phone; 320 px is a desk at 400 % zoom, where everything is four times as large.
      for (const [width, least] of [[320, 9.5], [360, 10.9], [390, 10.9], [768, 10.9], [1280, 10.9]]) {
        await page.setViewportSize({ width, height: 900 })
        await t.test(`at ${width} px`, () => readable(page, least))
      }
    } finally {
      await close()
    }
  })
}
