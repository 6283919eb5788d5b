// What a form says: answers put into every kind of text, numbers without gaps, menus and rows that follow; and a whole form in a
// language that manyi does not speak itself, from right to left.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import { launch, open, sideways, violations } from './browser.mjs'
import { serve } from './site.mjs'
import { built, definition } from './workspace.mjs'

let browser, made, site
before(async () => {
  made = built(Object.fromEntries(['piped', 'follow', 'arabic'].map(name => [name, definition(name)])))
  ;[browser, site] = await Promise.all([launch(), serve(made.site)])
})
after(async () => { await browser.close(); await site.stop(); made.clear() })

const start = (name, options = {}) => open(browser, `${site.base}forms/${name}.html${options.rest ?? ''}`, options)
const press = page => page.locator('.send button[type=submit]').click()
const check = (page, name, value) => page.locator(`input[name="${name}"][value="${value}"]`).check()
const numbers = page => page.evaluate(() => [...document.querySelectorAll('section.part .q')].filter(q => !q.hidden && !q.closest('[hidden]:not(.part)'))
  .map(q => q.querySelector('legend [data-number], .ask [data-number]')?.textContent).filter(Boolean).map(Number))

test('answers and values of the link stand in every kind of text, and what is missing in its own words', async () => {
  const { page, faults, close } = await start('piped.en', { rest: '?guest=Ms%20Li' })
  try {
    const said = selector => page.locator(selector).first().textContent().then(text => text.replace(/\s+/g, ' ').trim())
    assert.match(await said('.privacy'), /Dear Ms Li,.*We, for Ms Li/)
    const texts = async () => Promise.all(['[for=spent]', '.ends span:last-child', '.feature legend', '.feature .half', '.feature [role=radiogroup]:last-child .half', '.purpose'].map(said))
    assert.deepEqual((await texts()).map(text => text.replace(/^\d+\. /, '')), ['How much did you spend in the shop?', '10 – Warm like home', 'Delivery from the shop',
      'If the shop delivers?', 'If the shop does not deliver?', 'So that the shop can write to you.'])
    await page.fill('#shopname', 'Harbour <b>&')
    assert.deepEqual((await texts()).map(text => text.replace(/^\d+\. /, '')), ['How much did you spend in Harbour <b>&?', '10 – Warm like Harbour <b>&', 'Delivery from Harbour <b>&',
      'If Harbour <b>& delivers?', 'If Harbour <b>& does not deliver?', 'So that Harbour <b>& can write to you.'])
    await page.fill('#limit', '30')
    await press(page)
    await page.fill('#spent', '40')
    await press(page)
    assert.deepEqual(await page.locator('.errors a').allInnerTexts(), ['Not more than 30, please.'])
    assert.match(await page.locator('#spent-hint').textContent(), /Not more than 30, please\./)
    assert.deepEqual(await violations(page), [])
    assert.deepEqual(faults, [])
  } finally {
    await close()
  }
})

test('numbers run from 1 without gaps in a drawn order, and go with what is hidden; without script they are those on paper', async () => {
  const { page, close } = await start('piped.en')
  try {
    const run = count => Array.from({ length: count }, (none, at) => at + 1)
    const before = await numbers(page)
    assert.deepEqual(before, run(before.length))
    await check(page, 'fair', 'n')
    assert.deepEqual(await numbers(page), run(before.length + 1), 'one question more')
    await check(page, 'used', 'app')
    const after = await numbers(page)
    assert.deepEqual(after, run(after.length))
    assert.ok(after.length > before.length + 1)
    const [used, hint] = await page.evaluate(() => [document.querySelector('#used legend [data-number]').textContent, document.querySelector('#ranks-hint').textContent])
    assert.ok(hint.includes(`“${used}. Which have you used?”`), `${hint} does not name question ${used}`)
  } finally {
    await close()
  }
  const plain = await start('follow.en')
  try {
    await check(plain.page, 'tried', 'none')
    await press(plain.page)
    await plain.page.fill('#visits', 'many')
    await press(plain.page)
    assert.deepEqual(await plain.page.locator('.errors a').allInnerTexts(), ['Question 3: A whole number from 0 to 50.'], 'the number that is seen')
    assert.match(await plain.page.locator('[for=visits]').innerText(), /^3\. /)
  } finally {
    await plain.close()
  }
  const without = await start('follow.en', { script: false })
  try {
    assert.match(await without.page.locator('[for=visits]').innerText(), /^7\. /)
    assert.match(await without.page.locator('#bought-if').innerText(), /“7\. How many visits last year\?”/)
  } finally {
    await without.close()
  }
})

test('a menu offers what stands under the answer above it, and forgets what does not', async () => {
  const { page, close } = await start('piped.en')
  try {
    await press(page)
    const cities = () => page.locator('select[name="area.city"] option').evaluateAll(all => all.filter(one => !one.hidden).map(one => one.textContent))
    assert.equal(await page.locator('select[name="area.city"]').isVisible(), false, 'no city without a country')
    await page.locator('select[name="area.country"]').selectOption('cn')
    assert.deepEqual(await cities(), ['Please choose', 'Beijing', 'Shanghai'])
    await page.locator('select[name="area.city"]').selectOption('sh')
    await page.locator('select[name="area.country"]').selectOption('de')
    assert.deepEqual(await cities(), ['Please choose', 'Berlin', 'Hamburg'])
    assert.equal(await page.locator('select[name="area.city"]').inputValue(), '')
  } finally {
    await close()
  }
})

test('options and rows follow an earlier choice in every kind that has rows; a drawn order of rows is written down', async () => {
  const { page, close } = await start('piped.en')
  try {
    await check(page, 'used', 'web')
    await check(page, 'used', 'shop')
    await press(page)
    await page.fill('#spent', '')
    await press(page)
    const shown = selector => page.locator(`${selector}:visible`).evaluateAll(all => all.map(one => one.textContent.trim()))
    const sorted = async selector => (await shown(selector)).sort()
    assert.deepEqual(await shown('#best label.o'), ['Website', 'Shop'])
    assert.deepEqual(await sorted('#ranks .row label'), ['Shop', 'Website'])
    assert.deepEqual(await shown('#points .row label'), ['Website', 'Shop'])
    assert.deepEqual(await shown('#both tbody th'), ['Website', 'Shop', 'Website', 'Shop'])
    assert.deepEqual(await shown('#lack .feature legend'), ['Website', 'Shop'])
    const order = await page.locator('input[name="ranks.order"]').inputValue()
    assert.equal(order.split('|').sort().join(), 'app,shop,web')
    const seen = await page.locator('#ranks select').evaluateAll(all => all.map(one => one.name.split('.')[1]))
    assert.equal(order, seen.join('|'), 'what is written down is what is seen')
    await page.fill('input[name="points.web"]', '4')
    await page.fill('input[name="points.shop"]', '6')
    site.posted.length = 0
    await press(page)
    await page.waitForFunction(() => /Thank you/.test(document.title), undefined, { timeout: 5000 })
    const sent = site.posted[0].fields.map(([name]) => name)
    for (const name of ['ranks.app', 'points.app', 'both.app', 'lack.app.with']) assert.ok(!sent.includes(name), `${name} was not asked`)
    assert.ok(sent.includes('points.shop'))
  } finally {
    await close()
  }
})

test('drafts of versions that are gone are forgotten after 30 days, answers on their way never', async () => {
  const { page, close } = await start('follow.en')
  try {
    const [left, asked] = await page.evaluate(async () => {
      const day = 864e5, at = days => JSON.stringify({ id: 'x', at: Date.now() - days * day, fields: [] })
      localStorage.setItem('manyi.follow.0000.draft', at(31))
      localStorage.setItem('manyi.follow.0000.sent', at(31))
      localStorage.setItem('manyi.follow.1111.draft', at(29))
      localStorage.setItem('manyi.follow.2222.draft', JSON.stringify({ id: 'x', started: new Date(Date.now() - 40 * day).toISOString(), fields: [] }))
      localStorage.setItem('manyi.other.0000.draft', at(99))
      localStorage.setItem('manyi.queue.y', JSON.stringify({ id: 'y', survey: 'other', at: Date.now() - 99 * day }))
      return [Object.keys(localStorage).length, typeof navigator.storage.persist]
    })
    assert.deepEqual([left, asked], [6, 'function'])
    await page.addInitScript(() => { window.persisted = 0; navigator.storage.persist = () => { window.persisted += 1; return Promise.resolve(true) } })
    site.answer = ({ response }) => { response.writeHead(503); response.end() }
    await page.reload()
    assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).sort()), ['manyi.follow.1111.draft', 'manyi.other.0000.draft', 'manyi.queue.y'])
    await check(page, 'tried', 'none')
    for (let at = 0; at < 4; at += 1) await press(page)
    await page.waitForFunction(() => window.persisted === 1, undefined, { timeout: 5000 })
    await page.locator('.buttons .button').first().click()
    await page.waitForTimeout(300)
    assert.equal(await page.evaluate(() => window.persisted), 1, 'it is asked once')
  } finally {
    site.answer = undefined
    await close()
  }
})

/** Words in Latin letters that a reader of Arabic sees; names of other languages and the version apart. */
const latin = page => page.evaluate(() => {
  const found = []
  const walk = document.createTreeWalker(document.querySelector('.form'), NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const at = walk.currentNode.parentElement
    if (at.closest('.languages, .foot, script, template, noscript, .buttons + textarea')) continue
    if (/[A-Za-z]{2}/.test(walk.currentNode.textContent)) found.push(walk.currentNode.textContent.trim())
  }
  for (const one of document.querySelectorAll('.form [aria-label]')) if (!one.closest('.languages') && /[A-Za-z]{2}/.test(one.ariaLabel)) found.push(one.ariaLabel)
  return found
})

test('a form in Arabic lacks no word', () => {
  const run = (...args) => execFileSync(made.manyi, [...args, '--workspace', made.folder], { encoding: 'utf8', env: { ...process.env, MANYI_LANG: 'en' } })
  const rows = JSON.parse(run('check', '--languages', '--format', 'json')).rows.filter(row => row.survey === 'arabic' && row.language === 'ar')
  assert.ok(rows.some(row => row.part === 'words.form') && rows.some(row => row.part === 'words.script'), JSON.stringify(rows))
  assert.deepEqual(rows.filter(row => row.missing).map(row => `${row.part} ${row.missing}`), [])
})

for (const script of [false, true]) {
  test(`a form in Arabic runs from right to left and says nothing in English, ${script ? 'with' : 'without'} the script`, async () => {
    for (const look of [{ width: 360, scheme: 'dark' }, { width: 1280, scheme: 'light' }]) {
      const { page, faults, close } = await start('arabic.ar', { ...look, script })
      try {
        assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
        assert.ok(await sideways(page) <= 0)
        const whole = await page.locator('main').evaluate(one => one.getBoundingClientRect().right)
        const heading = await page.locator('h1').evaluate(one => { const range = document.createRange(); range.selectNodeContents(one); return range.getBoundingClientRect().right })
        assert.ok(whole - heading < 40, 'the heading begins at the right')
        if (!script) {
          assert.ok(await page.locator('.if, .only').count() >= 2)
          assert.deepEqual(await latin(page), [])
          continue
        }
        assert.deepEqual(await latin(page), [])
        await press(page)
        assert.deepEqual(await latin(page), [], 'errors')
        assert.match(await page.title(), /^خطأ: /)
        assert.deepEqual(await violations(page), [])
        await check(page, 'overall', 'satisfied')
        await check(page, 'channels', 'phone')
        for (const row of ['speed', 'staff']) await check(page, `parts.${row}`, 'satisfied')
        site.answer = ({ response }) => { response.writeHead(503); response.end() }
        await press(page)
        await page.waitForFunction(() => /\d/.test(document.querySelector('main > div:last-child [role=status]')?.textContent), undefined, { timeout: 5000 })
        assert.deepEqual(await latin(page), [], 'waiting')
        site.answer = undefined
        await page.locator('.buttons .button').first().click()
        await page.waitForFunction(() => document.querySelector('.receipt') && !document.querySelector('.buttons'), undefined, { timeout: 5000 })
        assert.match(await page.title(), /شكرًا لك/)
        assert.deepEqual((await latin(page)).filter(text => !/R-[0-9a-f]{8}/.test(text)), [], 'thanks')
        assert.deepEqual(faults.filter(fault => !/503/.test(fault)), [])
      } finally {
        site.answer = undefined
        await close()
      }
    }
  })
}
