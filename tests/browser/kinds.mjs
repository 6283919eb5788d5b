// Pictures of the kinds of questions in docs/surveys.md, from a built site of docs/samples: SITE=site node tests/browser/kinds.mjs

import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch } from './browser.mjs'
import { serve } from './site.mjs'

const here = path.dirname(fileURLToPath(import.meta.url))
const samples = path.resolve(here, '../../docs/samples')
const folder = path.resolve(here, '../../docs/images/kinds')
const MOST = 40_000

/** Where a picture ends: of features, and of copies of a page, one is enough. */
const tallest = { kano: 312, loop: 520 }

const tick = (page, name, value) => page.locator(`[name="${name}"][value="${value}"]`).check()
/** What somebody does before the picture is taken. */
const before = {
  carry: async page => {
    await tick(page, 'tried', 'tea')
    await tick(page, 'tried', 'coffee')
  },
  derived: async page => {
    await page.locator('[name=overall]').first().check()
    await page.locator('[name=food]').first().check()
  },
  loop: async page => {
    await tick(page, 'used', 'app')
    await tick(page, 'used', 'shop')
  },
  piping: page => tick(page, 'name_of_dish', 'noodles'),
}

const [browser, site] = await Promise.all([launch(), serve()])
fs.mkdirSync(folder, { recursive: true })
for (const file of fs.readdirSync(samples).filter(name => name.endsWith('.yaml')).sort()) {
  const name = path.basename(file, '.yaml')
  const context = await browser.newContext({ viewport: { width: 640, height: 900 }, colorScheme: 'light', reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(`${site.base}forms/${name}.en.html`)
  await before[name]?.(page)
  await page.evaluate(() => document.activeElement?.blur())
  await page.mouse.move(0, 0)
  // All questions of the page but the first, which every sample has.
  const clip = await page.evaluate(most => {
    const first = document.getElementById('overall')
    const parts = [...document.querySelectorAll('.part')].filter(part => part.getClientRects().length)
    const shown = parts.flatMap(part => [...part.children]).filter(one => first.compareDocumentPosition(one) === Node.DOCUMENT_POSITION_FOLLOWING)
    const boxes = shown.map(one => one.getBoundingClientRect()).filter(box => box.height > 0)
    const edge = (of, pick) => pick(...boxes.map(of))
    const top = edge(box => box.top, Math.min) + window.scrollY
    return { x: 0, y: top - 12, width: 640, height: Math.min(most, edge(box => box.bottom, Math.max) + window.scrollY - top + 24) }
  }, tallest[name] ?? 700)
  const bytes = await page.screenshot({ path: path.join(folder, `${name}.png`), clip, fullPage: true })
  if (bytes.length > MOST) throw new Error(`${name}.png has ${bytes.length} bytes`)
  console.log(`${name}.png ${bytes.length}`)
  await context.close()
}
await browser.close()
await site.stop()
