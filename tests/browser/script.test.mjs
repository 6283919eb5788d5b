// What the script of a form does: it follows the answers, keeps them, shows what is wrong, goes back and forth, and sends.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import { after, before, test } from 'node:test'
import { parse } from 'acorn'
import { launch, open, sideways, violations } from './browser.mjs'
import { serve } from './site.mjs'
import { built, definition } from './workspace.mjs'

let browser, made, site
before(async () => {
  made = built({ follow: definition('follow') })
  ;[browser, site] = await Promise.all([launch(), serve(made.site)])
})
after(async () => { await browser.close(); await site.stop(); made.clear() })

const address = (lang = 'en', rest = '') => `${site.base}forms/follow.${lang}.html${rest}`
const start = (options = {}) => open(browser, address(options.lang, options.rest), options)
const press = page => page.locator('.send button[type=submit]').click()
const pick = (page, name, value) => page.locator(`input[name="${name}"][value="${value}"]`).check()
const shown = page => page.evaluate(() => [...document.querySelectorAll('.q')].filter(q => q.offsetParent)
  .map(q => q.id || q.querySelector('.box').id))
const fields = () => new Map(site.posted.at(-1).fields)
const until = (page, test, argument) => page.waitForFunction(test, argument, { timeout: 5000 })

/** Walks the whole form as someone with a bad experience. */
async function walk(page) {
  await pick(page, 'tried', 'app')
  await pick(page, 'tried', 'shop')
  await pick(page, 'best', 'app')
  await pick(page, 'overall', 'dissatisfied')
  await press(page)
  await page.fill('#why', 'late')
  for (const row of ['speed', 'staff', 'price']) await pick(page, `parts.${row}`, 'dissatisfied')
  await press(page)
  await page.fill('#visits', '２')
  await page.fill('#bought', '1')
  await page.fill('#last', '2026-02-01')
  await press(page)
  await pick(page, 'mixed', 'c')
  await press(page)
  await page.fill('#free', 'nothing')
}

test('questions, options and rows come and go with the answers', async () => {
  const { page, faults, close } = await start()
  try {
    assert.deepEqual(await shown(page), ['tried', 'channel'])
    await pick(page, 'tried', 'app')
    assert.deepEqual(await shown(page), ['tried', 'best', 'overall', 'channel'])
    assert.deepEqual(await page.locator('#best label.o:visible').allInnerTexts(), ['App'])
    await pick(page, 'tried', 'shop')
    assert.deepEqual(await page.locator('#best label.o:visible').allInnerTexts(), ['App', 'Shop'])
    await pick(page, 'tried', 'none')
    assert.deepEqual(await page.locator('#tried input:checked').evaluateAll(all => all.map(one => one.value)), ['none'], 'an option that stands alone')
    assert.deepEqual(await shown(page), ['tried', 'channel'])
    await pick(page, 'tried', 'web')
    assert.deepEqual(await page.locator('#tried input:checked').evaluateAll(all => all.map(one => one.value)), ['web'])
    assert.equal(await page.locator('[name="channel.other"]').isVisible(), false)
    await pick(page, 'channel', 'other')
    assert.equal(await page.locator('[name="channel.other"]').isVisible(), true)
    assert.equal(await page.locator('.if:visible').count(), 0, 'words say what the script does')
    assert.deepEqual(faults, [])
  } finally {
    await close()
  }
})

test('a form in parts is walked to its end, sent once, and thanks with the receipt', async () => {
  const { page, faults, close } = await start({ rest: '?region=east&unknown=1#t=abc' })
  try {
    assert.match(await page.locator('section.part:visible h2').innerText(), /Part 1 of 5/)
    site.posted.length = 0
    await walk(page)
    assert.equal(await page.locator('#east').isVisible(), true, 'the link says where one is from')
    await page.fill('#east', 'yes')
    assert.equal(await page.locator('.send button[type=submit]').innerText(), 'Send answers')
    await press(page)
    await until(page, () => /Thank you/.test(document.querySelector('main h1:not([hidden])')?.textContent))
    assert.equal(site.posted.length, 1)
    const sent = fields()
    assert.match(sent.get('response_id'), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    assert.match(sent.get('started_at'), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/)
    assert.equal(sent.get('token'), 'abc')
    assert.equal(sent.get('region'), 'east')
    assert.equal(sent.get('survey'), 'follow')
    assert.equal(sent.has('unknown'), false)
    assert.deepEqual(site.posted[0].fields.filter(([name]) => name === 'tried').map(field => field[1]), ['app', 'shop'])
    assert.equal(sent.get('parts.staff'), 'dissatisfied')
    assert.equal(sent.get('mixed_order')?.split('|').length ?? sent.get('mixed.order').split('|').length, 6)
    assert.match(await page.locator('.receipt').innerText(), new RegExp(`R-${sent.get('response_id').slice(0, 8)}`))
    assert.match(await page.locator('main').innerText(), /We publish the results next month/)
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Thank you')
    assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter(key => !/\.sent$/.test(key))), [], 'something is left on the device')
    await page.reload()
    assert.deepEqual(await page.locator('input:checked').count(), 0)
    assert.deepEqual(faults, [])
  } finally {
    await close()
  }
})

test('what is hidden is not sent, and comes back as it was', async () => {
  const { page, close } = await start()
  try {
    await walk(page)
    for (const part of [4, 3, 2, 1]) {
      await page.locator('.send button.plain').click()
      await until(page, part => [...document.querySelectorAll('section.part')].findIndex(one => !one.hidden) === part - 1, part)
    }
    await pick(page, 'overall', 'satisfied')
    await page.locator('input[name=tried][value=shop]').uncheck()
    assert.equal(await page.locator('#best label.o:visible').count(), 1)
    for (let at = 0; at < 3; at += 1) await press(page)
    site.posted.length = 0
    await press(page)
    await until(page, () => /Thank you/.test(document.title))
    const sent = fields()
    for (const name of ['why', 'parts.speed', 'parts.staff', 'east']) assert.equal(sent.has(name), false, name)
    assert.equal(sent.get('bought'), '1')
  } finally {
    await close()
  }
})

test('errors: a summary that is announced, leads to each place, and repeats the words there', async () => {
  const { page, close } = await start()
  try {
    site.posted.length = 0
    await press(page)
    const summary = page.locator('.errors')
    assert.equal(await summary.getAttribute('role'), 'alert')
    assert.equal(await page.evaluate(() => document.activeElement.className), 'errors')
    assert.equal(await summary.locator('h2').innerText(), 'There is a problem')
    assert.deepEqual(await summary.locator('a').allInnerTexts(), ['Choose at least one answer to question 1'])
    assert.match(await page.title(), /^Error: /)
    await summary.locator('a').click()
    assert.equal(await page.evaluate(() => document.activeElement.name), 'tried')
    assert.equal(await page.locator('#tried input[value=app]').getAttribute('aria-invalid'), 'true')
    const described = await page.locator('#tried').getAttribute('aria-describedby')
    assert.ok(described.split(' ').includes('tried-error'))
    assert.equal(await page.locator('#tried-error').textContent(), 'Error: Choose at least one answer to question 1')
    await pick(page, 'tried', 'app')
    await pick(page, 'tried', 'web')
    await pick(page, 'tried', 'shop')
    await pick(page, 'overall', 'very_dissatisfied')
    await press(page)
    assert.deepEqual(await page.locator('.errors a').allInnerTexts(), ['Question 1: Choose up to 2.'])
    await page.locator('input[name=tried][value=web]').uncheck()
    await press(page)
    assert.equal(await page.locator('.errors').count(), 0)
    assert.doesNotMatch(await page.title(), /Error/)
    await pick(page, 'parts.speed', 'satisfied')
    await press(page)
    assert.deepEqual(await page.locator('.errors a').allInnerTexts(),
      ['Answer question 5', 'Question 6: choose an answer for “Staff”', 'Question 6: choose an answer for “Price”'])
    await page.locator('.errors a').nth(2).click()
    assert.equal(await page.evaluate(() => document.activeElement.name), 'parts.price')
    await page.fill('#why', 'x')
    for (const row of ['staff', 'price']) await pick(page, `parts.${row}`, 'satisfied')
    await press(page)
    await page.fill('#visits', '3.5')
    await press(page)
    assert.deepEqual(await page.locator('.errors a').allInnerTexts(), ['Question 7: A whole number from 0 to 50.'])
    await page.fill('#visits', '3')
    await page.fill('#bought', '9')
    await press(page)
    assert.deepEqual(await page.locator('.errors a').allInnerTexts(), ['You cannot have bought more often than you came.', 'Answer question 9'])
    assert.equal(site.posted.length, 0)
  } finally {
    await close()
  }
})

test('back and forward keep the answers and the place', async () => {
  const { page, close } = await start()
  try {
    await pick(page, 'tried', 'app')
    await pick(page, 'overall', 'satisfied')
    await press(page)
    assert.match(await page.locator('section.part:visible h2').innerText(), /Part 3 of 5/, 'a part without a question is passed over')
    assert.match(await page.title(), /^Part 3 of 5/)
    await page.fill('#visits', '4')
    await page.fill('#last', '2026-02-01')
    await press(page)
    assert.match(await page.locator('section.part:visible h2').innerText(), /Part 4 of 5/)
    await page.goBack()
    assert.equal(await page.inputValue('#visits'), '4')
    await page.goBack()
    assert.match(await page.locator('section.part:visible h2').innerText(), /Part 1 of 5/)
    assert.equal(await page.locator('input[name=tried][value=app]').isChecked(), true)
    await page.goForward()
    await page.goForward()
    assert.match(await page.locator('section.part:visible h2').innerText(), /Part 4 of 5/)
    await page.locator('.send button.plain').click()
    assert.match(await page.locator('section.part:visible h2').innerText(), /Part 3 of 5/)
  } finally {
    await close()
  }
})

test('a reload takes the answers up, says so, and can begin anew', async () => {
  const { page, close } = await start()
  try {
    await walk(page)
    await page.waitForTimeout(400)
    const id = await page.inputValue('input[name=response_id]')
    await page.reload()
    assert.match(await page.locator('section.part:visible h2').innerText(), /Part 5 of 5/)
    assert.equal(await page.inputValue('input[name=response_id]'), id)
    assert.equal(await page.inputValue('#free'), 'nothing')
    assert.match(await page.locator('.note').innerText(), /gave earlier/)
    await page.locator('.note button').click()
    assert.match(await page.locator('section.part:visible h2').innerText(), /Part 1 of 5/)
    assert.equal(await page.locator('input:checked').count(), 0)
    assert.notEqual(await page.inputValue('input[name=response_id]'), id)
    await page.reload()
    assert.equal(await page.locator('.note').count(), 0)
  } finally {
    await close()
  }
})

test('a change of language keeps the answers and what the link said', async () => {
  const { page, close } = await start({ rest: '?region=east' })
  try {
    await pick(page, 'tried', 'app')
    await pick(page, 'overall', 'satisfied')
    await press(page)
    await page.fill('#visits', '7')
    await page.locator('nav a[hreflang=zh]').click()
    await page.waitForURL(/follow\.zh\.html/)
    assert.match(page.url(), /region=east/)
    assert.equal(await page.inputValue('#visits'), '7')
    assert.match(await page.locator('section.part:visible h2').innerText(), /第 3 部分/)
    assert.equal(await page.locator('.note').count(), 0, 'a respondent is told what they did themselves')
  } finally {
    await close()
  }
})

test('options in random order: the same for one response, another for the next, anchors at their place', async () => {
  const orders = new Set()
  for (let round = 0; round < 4; round += 1) {
    const { page, close } = await start()
    const order = () => page.locator('#mixed input').evaluateAll(all => all.map(one => one.value).join('|'))
    const first = await order()
    assert.ok(first.endsWith('|rest'), first)
    assert.equal(first.split('|').sort().join(), 'a,b,c,d,e,rest')
    await pick(page, 'tried', 'app')
    await page.waitForTimeout(400)
    await page.reload()
    assert.equal(await order(), first)
    orders.add(first)
    await close()
  }
  assert.ok(orders.size > 1, [...orders].join(' '))
})

test('without storage the answers still go out, and the respondent is told', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }
    indexedDB.open = () => { throw new DOMException('refused') }
  })
  try {
    await page.goto(address())
    await pick(page, 'tried', 'app')
    await until(page, () => /cannot keep/.test(document.querySelector('[role=status]')?.textContent))
    await pick(page, 'overall', 'satisfied')
    for (let at = 0; at < 3; at += 1) await press(page)
    site.posted.length = 0
    await press(page)
    await until(page, () => /Thank you/.test(document.title))
    assert.equal(site.posted.length, 1)
  } finally {
    await context.close()
  }
})

test('WeChat gets text to copy, other browsers a file', async () => {
  for (const weChat of [true, false]) {
    const context = await browser.newContext({ userAgent: weChat ? 'Mozilla/5.0 (Linux; Android 10) MicroMessenger/8.0' : undefined, acceptDownloads: true })
    const page = await context.newPage()
    try {
      site.answer = ({ response }) => { response.writeHead(500); response.end() }
      await page.goto(address())
      await pick(page, 'tried', 'none')
      for (let at = 0; at < 4; at += 1) await press(page)
      const copy = page.getByRole('button', { name: 'Save a copy' })
      if (weChat) await copy.click()
      else {
        const [file] = await Promise.all([page.waitForEvent('download'), copy.click()])
        const saved = JSON.parse(fs.readFileSync(await file.path(), 'utf8'))
        assert.deepEqual(saved.fields.find(field => field[0] === 'tried'), ['tried', 'none'])
      }
      const text = JSON.parse(await page.inputValue('#Copy'))
      assert.equal(text.survey, 'follow')
      assert.match(await page.locator('label[for=Copy]').innerText(), weChat ? /WeChat/ : /copy/i)
    } finally {
      site.answer = undefined
      await context.close()
    }
  }
})

test('opened from the disk the answers leave as a file', async () => {
  const { page, faults, close } = await open(browser, `file://${path.join(made.site, 'forms/follow.en.html')}`)
  try {
    await pick(page, 'tried', 'none')
    for (let at = 0; at < 4; at += 1) await press(page)
    assert.match(await page.locator('h1:visible').innerText(), /complete/)
    assert.equal(await page.getByRole('button', { name: 'Save a copy' }).count(), 1)
    assert.deepEqual(faults, [])
  } finally {
    await close()
  }
})

for (const lang of ['en', 'zh']) {
  for (const look of [{ scheme: 'light' }, { scheme: 'dark' }, { forced: 'active' }]) {
    test(`${lang} ${look.scheme ?? 'forced colours'}: axe finds nothing in any state`, async () => {
      const { page, faults, close } = await start({ lang, width: 390, ...look })
      const check = async state => {
        assert.deepEqual(await violations(page), [], state)
        assert.ok(await sideways(page) <= 0, `${state} scrolls sideways`)
      }
      try {
        await check('begin')
        await press(page)
        await check('errors')
        await pick(page, 'tried', 'app')
        await pick(page, 'overall', 'dissatisfied')
        await press(page)
        await press(page)
        await check('errors in a battery')
        await page.waitForTimeout(400)
        await page.reload()
        await check('resumed')
        await page.fill('#why', 'x')
        for (const row of ['speed', 'price']) await pick(page, `parts.${row}`, 'satisfied')
        for (let at = 0; at < 3; at += 1) {
          await press(page)
          await check(`part ${at}`)
        }
        site.answer = ({ response }) => { response.writeHead(503); response.end() }
        await press(page)
        await until(page, () => /\d/.test(document.querySelector('main > div:last-child [role=status]')?.textContent))
        await check('waiting')
        await page.locator('.buttons .plain').click()
        await check('copy')
        site.answer = undefined
        await page.locator('.buttons .button').first().click()
        await until(page, () => document.querySelector('.receipt') && !document.querySelector('.buttons'))
        await check('thanks')
        assert.deepEqual(await page.evaluate(() => window.broken), [])
        assert.deepEqual(faults.filter(fault => !/503/.test(fault)), [])
      } finally {
        site.answer = undefined
        await close()
      }
    })
  }
  test(`${lang}: axe finds nothing without the script`, async () => {
    for (const look of [{ scheme: 'light' }, { scheme: 'dark' }, { forced: 'active' }]) {
      const context = await browser.newContext({ colorScheme: look.scheme, forcedColors: look.forced })
      const page = await context.newPage()
      // axe is a script itself: the page comes without its own instead of with none allowed.
      await page.route('**/*.html', async route => {
        const reply = await route.fetch()
        await route.fulfill({ response: reply, body: (await reply.text()).replace(/<script>[^]*?<\/script>/, '') })
      })
      await page.goto(address(lang))
      assert.ok(await page.locator('.if').count() > 0)
      assert.deepEqual(await violations(page), [], JSON.stringify(look))
      await context.close()
    }
  })
}

test('the script is ES2017, and at most 12 KB', () => {
  const text = fs.readFileSync(path.join(made.site, 'forms/follow.en.html'), 'utf8')
  const script = /<script>([^]*?)<\/script>/.exec(text)[1]
  parse(script, { ecmaVersion: 2017, sourceType: 'script' })
  const size = zlib.gzipSync(script, { level: 9 }).length
  assert.ok(size <= 12 * 1024, `${size} bytes gzip`)
})
