// Reports as PDF, page by page: what stands on each sheet, read back from the file the browser prints.
//
// Before printing, invisible words mark where figures, tables, rows and headings begin and end; afterwards poppler's
// `pdftotext -bbox` says on which page and where each of them, and every word of the reader's, came to stand.

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { launch, open } from './browser.mjs'
import { ofKind, serve } from './site.mjs'

const point = 72 / 25.4
const margin = { top: 18 * point, right: 16 * point, bottom: 20 * point, left: 16 * point }
const poppler = spawnSync('pdftotext', ['-v']).status === 0

let browser, site, folder
before(async () => {
  [browser, site] = await Promise.all([launch(), serve()])
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'manyi-pdf-'))
})
after(async () => { await browser.close(); await site.stop(); fs.rmSync(folder, { recursive: true }) })

/** Marks the beginning and the end of everything that must stay together, and of headings; gives what was marked. */
const marked = page => page.evaluate(() => {
  const found = []
  const word = (into, text, corner) => {
    const mark = document.createElement('span')
    mark.textContent = text
    Object.assign(mark.style, { position: 'absolute', fontSize: '1px', lineHeight: '1px', left: '0', ...corner })
    into.style.position = 'relative'
    into.append(mark)
  }
  const told = one => one.textContent.trim().replace(/\s+/g, ' ').slice(0, 40)
  // How a heading begins: lines of narrow columns lie among each other on paper.
  const heading = one => (document.createTreeWalker(one, NodeFilter.SHOW_TEXT).nextNode()?.textContent ?? '').replace(/\s/g, '').slice(0, 2)
  const seen = one => one.getClientRects().length > 0
  const mark = (kind, one, into = one, more = {}) => {
    const name = `Zq${found.length}`
    word(into, `${name}a`, { top: '0' })
    word(into, `${name}z`, { bottom: '0' })
    found.push({ name, kind, text: told(one), ...more })
  }
  const whole = 'figure, .card, .table:not(.long), .quotes li, main h2, main h3, .table-title, tbody tr'
  let table = 0
  const tables = new Map()
  for (const one of [...document.querySelectorAll(whole)].filter(seen)) {
    if (one.tagName !== 'TR') {
      const heading = one.matches('h2, h3, .table-title')
      mark(heading ? 'heading' : 'block', one, one, heading ? { id: one.id } : {})
      continue
    }
    const own = one.closest('table')
    if (!tables.has(own)) tables.set(own, { number: table++, head: [...own.querySelectorAll('thead th')].map(heading).filter(Boolean) })
    const { number, head } = tables.get(own)
    mark('row', one, one.cells[0], { table: number, head })
  }
  return found
})

/** The words of a PDF with their pages and places in points from the top left. */
function words(file) {
  const text = execFileSync('pdftotext', ['-bbox', file, '-'], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] })
  const unescaped = word => word.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&')
  return text.split('<page ').slice(1).map(page => ({
    height: Number(/height="([\d.]+)"/.exec(page)[1]),
    width: Number(/width="([\d.]+)"/.exec(page)[1]),
    words: [...page.matchAll(/<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)<\/word>/g)]
      .map(([, left, top, right, bottom, text]) => ({ left: +left, top: +top, right: +right, bottom: +bottom, text: unescaped(text) })),
  }))
}

/** Where each mark came to stand: name to page and height. Marks may touch words beside them. */
function places(pages) {
  const found = new Map()
  pages.forEach((page, at) => page.words.forEach(word => {
    for (const [mark] of word.text.matchAll(/Zq\d+[az]/g)) if (!found.has(mark)) found.set(mark, { page: at, top: word.top })
  }))
  return found
}

const own = page => page.words
  .map(word => ({ ...word, text: word.text.replace(/Zq\d+[az]/g, '') }))
  .filter(word => word.text && word.top >= margin.top - 12 && word.bottom <= page.height - margin.bottom + 2)

/** What is printed above and below the text of a page. */
const edge = (page, isEdge) => page.words.filter(isEdge).map(word => word.text).join(' ')

for (const { name } of ofKind('report')) {
  test(`${name} as PDF, page by page`, { skip: !poppler && 'pdftotext (poppler-utils) is not there' }, async t => {
    const { page, close } = await open(browser, site.base + name, { width: 1280, scheme: 'dark' })
    let marks, title, contents
    const file = path.join(folder, `${name.replaceAll('/', '-')}.pdf`)
    try {
      await page.emulateMedia({ media: 'print' })
      title = await page.evaluate(() => document.title)
      contents = await page.evaluate(() => [...document.querySelectorAll('.contents a')].map(one => one.getAttribute('href').slice(1)))
      marks = await marked(page)
      await page.pdf({ path: file, preferCSSPageSize: true, printBackground: true, tagged: true })
    } finally {
      await close()
    }
    const pages = words(file)
    const at = places(pages)
    const where = mark => [at.get(`${mark.name}a`), at.get(`${mark.name}z`)]

    await t.test('nothing is cut between pages', () => {
      const cut = marks.filter(mark => { const [first, last] = where(mark); return first && last && first.page !== last.page })
      assert.deepEqual(cut.map(mark => `${mark.kind} “${mark.text}”`), [])
      const lost = marks.filter(mark => where(mark).some(one => !one))
      assert.ok(lost.length <= marks.length / 50, `${lost.length} of ${marks.length} marks are not on paper: ${lost.slice(0, 3).map(one => one.text)}`)
    })

    await t.test('no heading stands alone at the foot of a page', () => {
      const alone = marks.filter((mark, place) => {
        const next = marks.slice(place + 1).find(one => one.kind !== 'heading')
        const [here, there] = [at.get(`${mark.name}a`), next && at.get(`${next.name}a`)]
        if (mark.kind !== 'heading' || !here) return false
        const below = own(pages[here.page]).filter(word => word.top > at.get(`${mark.name}z`)?.top + 6)
        return there && there.page !== here.page && below.length === 0
      })
      assert.deepEqual(alone.map(mark => mark.text), [])
    })

    await t.test('every page has its number, and its title from the second on', () => {
      pages.forEach((page, place) => {
        const below = edge(page, word => word.top > page.height - margin.bottom)
        assert.match(below, new RegExp(`${place + 1} ?/ ?${pages.length}`), `page ${place + 1}`)
        const above = edge(page, word => word.bottom < margin.top - 4)
        if (place > 0) assert.ok(above.replaceAll(' ', '').includes(title.replaceAll(' ', '').slice(0, 12)), `page ${place + 1}: “${above}”`)
      })
    })

    await t.test('no page is nearly empty', () => {
      const filled = pages.map(page => {
        const bottom = Math.max(0, ...own(page).map(word => word.bottom))
        return (bottom - margin.top) / (page.height - margin.top - margin.bottom)
      })
      const empty = filled.flatMap((share, place) => (share < 0.25 && place < pages.length - 1 ? [`page ${place + 1}: ${Math.round(share * 100)} %`] : []))
      assert.deepEqual(empty, [])
    })

    await t.test('nothing runs over the edge', () => {
      // Drawings may run over by what one font is wider than another; nothing may leave the sheet's margin.
      const room = 6
      const over = pages.flatMap((page, place) => own(page)
        .filter(word => !/^[\p{P}\p{S}]+$/u.test(word.text))
        .filter(word => word.right > page.width - margin.right + room || word.left < margin.left - room)
        .map(word => `page ${place + 1}: “${word.text}”`))
      assert.deepEqual(over.slice(0, 8), [])
    })

    await t.test('a table that goes on has its head again', () => {
      const rows = marks.filter(mark => mark.kind === 'row' && at.has(`${mark.name}a`))
      const firsts = new Map()
      for (const row of rows) {
        const key = `${row.table} ${at.get(`${row.name}a`).page}`
        if (!firsts.has(key)) firsts.set(key, row)
      }
      const bare = [...firsts.values()].filter(row => {
        const { page: place, top } = at.get(`${row.name}a`)
        const above = own(pages[place]).filter(word => word.top < top + 1 && word.top > top - 90).map(word => word.text).join('')
        return !row.head.every(head => above.includes(head))
      })
      assert.deepEqual(bare.map(row => `page ${at.get(`${row.name}a`).page + 1}, at “${row.text}”: ${row.head}`), [])
    })

    await t.test('the contents lead to the pages of their headings', () => {
      const told = execFileSync('pdfinfo', ['-dests', file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      const page = new Map([...told.matchAll(/^\s*(\d+).*"(.*)"\s*$/gm)].map(([, page, id]) => [decodeURIComponent(id), Number(page)]))
      const headings = new Map(marks.filter(mark => mark.id).map(mark => [mark.id, at.get(`${mark.name}a`)?.page + 1]))
      const wrong = contents.filter(id => !page.has(id) || page.get(id) !== headings.get(id))
      assert.deepEqual(wrong.map(id => `${id}: leads to ${page.get(id)}, stands on ${headings.get(id)}`), [])
    })
  })
}
