// Forms without their script: walked by keyboard, sent by the browser alone, stacked on a phone, announced in words. What the
// script adds is in script.test.mjs and queue.test.mjs.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { announced, launch, open } from './browser.mjs'
import { ofKind, serve } from './site.mjs'

let browser, site
before(async () => { [browser, site] = await Promise.all([launch(), serve()]) })
after(async () => { await browser.close(); await site.stop() })

/** Name and value of every control as the page has them now, the way a form is sent. */
const filled = page => page.evaluate(() => [...new FormData(document.forms[0])].map(([name, value]) => [name, String(value)]))

/** What stands at the focus, and whether that can be seen. */
const focused = page => page.evaluate(() => {
  const at = document.activeElement
  const frame = at.nextElementSibling ? getComputedStyle(at.nextElementSibling, '::before') : null
  const ring = [getComputedStyle(at), frame].some(style => style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
  return { tag: at.tagName, type: at.type, name: at.name, min: at.min, id: at.id, ring, shown: at.getBoundingClientRect().left > -100 }
})

async function answerWithKeys(page, at) {
  const keys = page.keyboard
  if (at.type === 'radio') {
    await keys.press('Space')
    await keys.press('ArrowDown')
  } else if (at.type === 'checkbox') {
    await keys.press('Space')
  } else if (at.type === 'number') {
    await keys.type(String(Math.max(Number(at.min) || 0, 1)))
  } else if (at.type === 'date') {
    await keys.type('01022026')
  } else {
    await keys.type('都好 fine & <b>"good"</b>')
  }
}

/** Nothing is chosen or filled in by anybody but the respondent. */
async function unanswered(page) {
  assert.equal(await page.locator('input:checked').count(), 0)
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('.box')].filter(box => box.value).map(box => box.id)), [])
}

async function largeEnough(page) {
  const small = await page.evaluate(() => [...document.querySelectorAll('label.o, .box, .button')]
    .map(one => ({ box: one.getBoundingClientRect(), what: `${one.querySelector('input')?.name ?? one.id} ${one.textContent.trim().slice(0, 24)}` }))
    .filter(({ box }) => box.height < 43.5 || box.width < 43.5)
    .map(({ box, what }) => `${what}: ${Math.round(box.width)} × ${Math.round(box.height)}`))
  assert.deepEqual(small, [])
}

async function uncut(page) {
  const cut = await page.evaluate(() => [...document.querySelectorAll('main legend, main .ask, main label.o > span, main th, main p, main .hint')]
    .filter(one => !one.closest('.hidden, .trap, thead') && one.offsetParent)
    .filter(one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).fontSize !== '0px' && getComputedStyle(one).display !== 'inline')
    .map(one => `${one.tagName} ${one.textContent.trim().slice(0, 30)}: ${one.scrollWidth} > ${one.clientWidth}`))
  assert.deepEqual(cut, [])
}

/** A battery is a table at a desk and a stack of cards on a phone. */
async function battery(page, width) {
  const rows = await page.evaluate(() => [...document.querySelectorAll('.matrix tbody tr')].map(row => {
    const place = one => { const box = one.getBoundingClientRect(); return [Math.round(box.left), Math.round(box.top)] }
    return { row: row.textContent.trim().slice(0, 20), head: place(row.querySelector('th')), cells: [...row.querySelectorAll('td')].map(place), digits: !!row.closest('.digits') }
  }))
  for (const row of rows) {
    const lines = new Set(row.cells.map(cell => cell[1])).size
    if (width === 1280) {
      assert.equal(lines, 1, `${row.row}: answers are not in one line`)
      continue
    }
    assert.ok(row.cells.every(cell => cell[1] > row.head[1]), `${row.row}: answers stand beside the item`)
    if (!row.digits) assert.equal(lines, row.cells.length, `${row.row}: answers are not under each other`)
  }
}

async function saysItsQuestion(page) {
  const words = (selector, of) => page.$$eval(selector, (all, of) => all.map(one => {
    const text = node => node?.textContent.replace(/\s+/g, ' ').trim() ?? ''
    if (of === 'legend') return [text(one.querySelector('legend'))]
    const cell = one.closest('td')
    const row = cell.parentElement
    const column = row.closest('table').querySelector('thead tr').children[[...row.children].indexOf(cell)]
    return [text(row.querySelector('th')), text(column)]
  }), of)
  const plain = text => text.replace(/\s+/g, '')
  const cells = await announced(page, '.matrix input')
  for (const [at, parts] of (await words('.matrix input', 'cell')).entries()) {
    for (const part of parts) assert.ok(plain(cells[at].name).includes(plain(part)), `“${cells[at].name}” does not say “${part}”`)
  }
  const groups = await announced(page, 'fieldset')
  for (const [at, [legend]] of (await words('fieldset', 'legend')).entries()) {
    assert.ok(['group', 'radiogroup'].includes(groups[at].role), groups[at].role)
    assert.ok(plain(groups[at].name).startsWith(plain(legend).slice(0, 10)), `“${groups[at].name}” is not “${legend}”`)
  }
  const nameless = (await announced(page, 'form input:not([type=hidden]):not([tabindex]), form textarea, form button')).filter(one => !one.name)
  assert.deepEqual(nameless, [])
}

for (const { name, lang, gzip, text } of ofKind('form')) {
  test(`${name}: a whole form is answered and sent with the keyboard alone, without a script`, async () => {
    const { page, faults, close } = await open(browser, site.base + name, { script: false })
    try {
      const controls = await page.evaluate(() => [...document.forms[0].elements]
        .filter(one => one.name && one.type !== 'hidden' && one.tabIndex >= 0)
        .map(one => ({ name: one.name, box: one.type === 'checkbox' })))
      const left = new Set(controls.map(one => one.name))
      const dark = [], trapped = []
      let at
      for (let step = 0; step < 400; step += 1) {
        await page.keyboard.press('Tab')
        at = await focused(page)
        if (!at.shown) trapped.push(at.id || at.name)
        // The inner fields of a date show their own focus once one is inside.
        const inside = at.type === 'date' && !left.has(at.name)
        if (!at.ring && !inside) dark.push(at.id || at.name || at.tag)
        if (at.tag === 'BUTTON') break
        if (!['INPUT', 'TEXTAREA'].includes(at.tag) || inside) continue
        await answerWithKeys(page, at)
        left.delete(at.name)
      }
      assert.equal(at.tag, 'BUTTON', 'the send button was never reached')
      assert.deepEqual(trapped, [], 'the field for robots can be reached')
      assert.deepEqual(dark, [], 'the focus cannot be seen')
      assert.deepEqual([...left], [], 'not reached')
      const expected = await filled(page)
      site.posted.length = 0
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
      assert.equal(site.posted.length, 1, 'nothing was sent')
      const [sent] = site.posted
      assert.equal(sent.type, 'application/x-www-form-urlencoded')
      // A browser sends line breaks as CR LF; there are none in these answers.
      assert.deepEqual(sent.fields, expected)
      const answered = new Set(sent.fields.filter(([, value]) => value !== '').map(([field]) => field))
      assert.deepEqual([...new Set(controls.map(one => one.name))].filter(one => !answered.has(one)), [], 'answered but not sent')
      const single = sent.fields.map(([field]) => field).filter(field => !controls.some(one => one.box && one.name === field))
      assert.equal(new Set(single).size, single.length, 'a question with one answer was sent twice')
      assert.deepEqual(faults, [])
    } finally {
      await close()
    }
  })

  test(`${name} works without JavaScript`, async () => {
    const { page, faults, close } = await open(browser, site.base + name, { width: 390, script: false })
    try {
      const survey = await page.locator('form').getAttribute('action')
      const groups = await page.evaluate(() => {
        const radios = [...document.querySelectorAll('fieldset input[type=radio]')]
        const names = [...new Set(radios.map(one => one.name))]
        for (const name of names) radios.find(one => one.name === name).closest('label').click()
        return names
      })
      site.posted.length = 0
      await Promise.all([page.waitForNavigation(), page.locator('button[type=submit]').click()])
      const [sent] = site.posted
      assert.ok(sent, 'nothing was sent')
      assert.equal(sent.path, new URL(survey, site.base + name).pathname)
      const fields = new Map(sent.fields)
      for (const group of groups) assert.ok(fields.get(group), `${group} is missing`)
      assert.deepEqual(faults, [])
    } finally {
      await close()
    }
  })

  // One page for all widths: it is loaded once, and nothing of it depends on the width it was loaded at.
  test(`${name} as it stands without its script`, async t => {
    const { page, faults, close } = await open(browser, site.base + name, { width: 320, script: false })
    try {
      await t.test('nothing is chosen beforehand', () => unanswered(page))
      for (const width of [320, 390, 768, 1280]) {
        await page.setViewportSize({ width, height: 900 })
        await t.test(`targets are at least 44 px at ${width} px`, () => largeEnough(page))
        await t.test(`no words are cut off or covered at ${width} px`, () => uncut(page))
        if (![390, 1280].includes(width)) continue
        await t.test(`a battery is ${width === 390 ? 'a stack of cards' : 'a table'} at ${width} px`, () => battery(page, width))
        await t.test(`every control is announced with its question at ${width} px`, () => saysItsQuestion(page))
      }
      await t.test('a required question that is left out is said by the browser before anything is sent', async () => {
        if (!/ required/.test(text)) return
        site.posted.length = 0
        await page.locator('button[type=submit]').click()
        assert.ok(await page.evaluate(() => document.querySelector(':focus:invalid') !== null), 'no control is pointed out')
        assert.equal(site.posted.length, 0)
      })
      assert.deepEqual(faults, [])
    } finally {
      await close()
    }
  })

  test(`${name}: the language can be changed and back`, async () => {
    const { page, faults, close } = await open(browser, site.base + name)
    try {
      await unanswered(page)
      const other = lang === 'zh' ? 'en' : 'zh'
      await page.locator(`nav a[hreflang="${other}"]`).click()
      assert.equal(await page.locator('html').getAttribute('lang'), other)
      await page.locator(`nav a[hreflang="${lang}"]`).click()
      assert.equal(await page.locator('html').getAttribute('lang'), lang)
      assert.ok(page.url().endsWith(`/${name}`), page.url())
      assert.deepEqual(faults, [])
    } finally {
      await close()
    }
  })

  test(`${name} weighs at most 25 KB for twenty questions`, () => {
    const questions = (text.match(/<legend|class="ask"/g) ?? []).length
    const room = 25 * 1024 * Math.max(1, questions / 20)
    assert.ok(gzip <= room, `${gzip} bytes gzip for ${questions} questions`)
  })
}
