// Pictures of README.md and docs/reports.md, taken from a built site: SITE=site node tests/browser/pictures.mjs

import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch } from './browser.mjs'
import { ofKind, serve } from './site.mjs'

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../docs/images')
const named = (kind, part) => ofKind(kind).find(page => page.name.includes(part) && page.lang === 'en').name
const [browser, site] = await Promise.all([launch(), serve()])

async function picture(name, page, { width, height, scale, at, only }) {
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale, colorScheme: 'light' })
  const tab = await context.newPage()
  await tab.goto(site.base + page)
  if (at) {
    await tab.evaluate(at => {
      document.querySelector(at).scrollIntoView()
      window.scrollBy(0, -16)
    }, at)
  }
  const shown = only ? tab.locator(only).first() : tab
  const bytes = await shown.screenshot({ path: path.join(folder, name) })
  if (bytes.length > 250_000) throw new Error(`${name} has ${bytes.length} bytes`)
  await context.close()
}

fs.mkdirSync(folder, { recursive: true })
await picture('form-phone.png', named('form', 'after-sales'), { width: 390, height: 844, scale: 1.5, at: '#overall' })
await picture('report.png', named('report', 'report.en'), { width: 1180, height: 900, scale: 1 })
// The first chart over time, with what happened.
await picture('events.png', named('report', 'report.en'), { width: 1180, height: 900, scale: 1.5, only: 'figure:has(svg)' })
await browser.close()
await site.stop()
