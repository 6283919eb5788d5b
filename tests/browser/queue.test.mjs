// Answers on their way: nothing is lost and nothing doubled, whatever the network, the collector and the respondent do.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch } from './browser.mjs'
import { receipt, serve } from './site.mjs'
import { built } from './workspace.mjs'

const SURVEY = `id: short
title: Short
languages: [en]
thanks: Thanks.
pages:
  - id: only
    questions:
      - {id: overall, kind: rating, scale: satisfaction5, required: true, text: How was it?}
      - {id: why, kind: text, text: Why?}
`

let browser, made, site
before(async () => {
  made = built({ short: SURVEY })
  ;[browser, site] = await Promise.all([launch(), serve(made.site)])
})
after(async () => { await browser.close(); await site.stop(); made.clear() })

const address = () => `${site.base}forms/short.en.html`
const press = page => page.locator('.send button[type=submit]').click()
const thanked = (page, timeout = 8000) => page.waitForFunction(() => /Thank you/.test(document.title), undefined, { timeout })
const queued = page => page.evaluate(() => window.manyi.queued().then(all => all.length))

async function answer(page, words) {
  await page.locator('input[name=overall]').first().check()
  await page.fill('#why', words)
}

/** A collector that keeps one answer an id, as the real one does, and may fail before or after it has. */
function collector() {
  const kept = new Map()
  let conflicts = 0
  const take = fields => {
    const words = JSON.stringify(fields)
    const id = new Map(fields).get('response_id')
    if (!kept.has(id)) kept.set(id, words)
    else if (kept.get(id) !== words) conflicts += 1
    return receipt(fields)
  }
  const json = (response, status, body) => { response.writeHead(status, { 'content-type': 'application/json' }); response.end(JSON.stringify(body)) }
  const page = (response, status, head = {}) => { response.writeHead(status, { 'content-type': 'text/html', ...head }); response.end('<!doctype html><title>Log in</title>') }
  const faults = {
    fine: ({ response, fields }) => json(response, 200, take(fields)),
    created: ({ response, fields }) => json(response, 201, take(fields)),
    accepted: ({ response, fields }) => json(response, 202, take(fields)),
    slow: ({ response, fields }) => setTimeout(() => json(response, 200, take(fields)), 300),
    empty: ({ response }) => { response.writeHead(204); response.end() },
    moved: ({ response }) => page(response, 301, { location: '/' }),
    found: ({ response }) => page(response, 302, { location: '/login' }),
    login: ({ response }) => page(response, 200),
    stranger: ({ response, fields }) => json(response, 200, { ...receipt(fields), response_id: 'someone-else' }),
    refused: ({ response }) => json(response, 500, { error: 'no' }),
    full: ({ response }) => json(response, 503, { error: 'full' }),
    reset: ({ request }) => request.socket.destroy(),
    resetAfter: ({ request, fields }) => { take(fields); request.socket.destroy() },
    torn: ({ response, fields }) => { take(fields); response.writeHead(200, { 'content-type': 'application/json', 'content-length': 500 }); response.write('{"response_id"'); response.destroy() },
    hang: () => {},
  }
  return { kept, faults, conflicts: () => conflicts }
}

for (const fault of ['empty', 'moved', 'found', 'login', 'stranger', 'refused', 'full', 'reset', 'resetAfter', 'torn']) {
  test(`an answer of the kind “${fault}” is no receipt: the entry stays and goes again`, async () => {
    const { kept, faults, conflicts } = collector()
    const context = await browser.newContext()
    const page = await context.newPage()
    let tries = 0
    site.answer = post => (tries++ ? faults.fine : faults[fault])(post)
    try {
      await page.goto(address())
      await answer(page, fault)
      await press(page)
      await page.waitForFunction(() => /could not be sent yet/.test(document.querySelector('main').textContent))
      assert.equal(await queued(page), 1)
      await thanked(page)
      assert.equal(await queued(page), 0)
      assert.deepEqual([kept.size, conflicts()], [1, 0])
      assert.ok(tries >= 2)
    } finally {
      site.answer = undefined
      await context.close()
    }
  })
}

test('201 and 202 with a receipt are as good as 200', async () => {
  for (const fault of ['created', 'accepted', 'slow']) {
    const { faults, kept } = collector()
    const context = await browser.newContext()
    const page = await context.newPage()
    site.answer = faults[fault]
    await page.goto(address())
    await answer(page, fault)
    await press(page)
    await thanked(page)
    assert.equal(kept.size, 1)
    site.answer = undefined
    await context.close()
  }
})

test('offline: the answers wait, survive a reload, and go out with the network', async () => {
  const { kept, faults } = collector()
  const context = await browser.newContext()
  const page = await context.newPage()
  site.answer = faults.fine
  try {
    await page.goto(address())
    await answer(page, 'on a train')
    await context.setOffline(true)
    await press(page)
    await page.waitForFunction(() => /safe on this device/.test(document.querySelector('main').textContent))
    assert.equal(kept.size, 0)
    await context.setOffline(false)
    await thanked(page)
    assert.equal(kept.size, 1)

    await page.goto(address())
    await answer(page, 'again on a train')
    site.answer = faults.refused
    await press(page)
    await page.waitForFunction(() => /could not be sent yet/.test(document.querySelector('main').textContent))
    await page.close()
    site.answer = faults.fine
    const later = await context.newPage()
    await later.goto(address())
    await thanked(later)
    assert.equal(kept.size, 2)
    assert.equal(await queued(later), 0)
  } finally {
    site.answer = undefined
    await context.close()
  }
})

test('two tabs with one form are one response', async () => {
  const { kept, faults, conflicts } = collector()
  const context = await browser.newContext()
  const [one, two] = [await context.newPage(), await context.newPage()]
  site.answer = faults.fine
  try {
    await one.goto(address())
    await answer(one, 'first')
    await one.waitForTimeout(400)
    await two.goto(address())
    assert.equal(await two.inputValue('#why'), 'first')
    await two.fill('#why', 'second')
    await one.waitForFunction(() => document.querySelector('#why').value === 'second')
    await press(two)
    await thanked(two)
    await thanked(one)
    assert.deepEqual([kept.size, conflicts()], [1, 0])
  } finally {
    site.answer = undefined
    await context.close()
  }
})

test('whoever is faster than a slow database meets the answers on their way and sends no others', async () => {
  const { kept, faults, conflicts } = collector()
  const context = await browser.newContext()
  const page = await context.newPage()
  let healed = false
  // It keeps the answers, and its receipt is lost.
  site.answer = post => (healed ? faults.fine : faults.resetAfter)(post)
  const waits = () => page.waitForFunction(() => /could not be sent yet/.test(document.querySelector('main').textContent))
  try {
    await page.goto(address())
    await answer(page, 'first')
    await press(page)
    await waits()
    await context.addInitScript(() => {
      const open = indexedDB.open.bind(indexedDB)
      indexedDB.open = (...how) => {
        const asked = open(...how)
        Object.defineProperty(asked, 'onsuccess', { set: then => asked.addEventListener('success', event => setTimeout(() => then(event), 1500)) })
        return asked
      }
    })
    await page.reload()
    assert.equal(await page.inputValue('#why'), 'first')
    await page.fill('#why', 'second')
    await press(page)
    await waits()
    healed = true
    await page.getByRole('button', { name: 'Try again now' }).click().catch(() => {})
    await thanked(page, 20000)
    assert.deepEqual([kept.size, conflicts(), await queued(page)], [1, 0, 0])
  } finally {
    site.answer = undefined
    await context.close()
  }
})

test('random faults, kills and reloads: every answer arrives once', async t => {
  const rounds = Number(process.env.QUEUE_ROUNDS ?? 20)
  let seed = Number(process.env.QUEUE_SEED ?? 7)
  const roll = sides => { seed = (seed * 1103515245 + 12345) % 2147483648; return Math.floor(seed / 65536) % sides }
  const { kept, faults, conflicts } = collector()
  const names = Object.keys(faults)
  const devices = await Promise.all(Array.from({ length: 4 }, () => browser.newContext()))
  for (const device of devices) await device.addInitScript(() => { Math.random = () => 0 })
  const wanted = []
  let healed = false
  const met = new Map()
  site.answer = post => {
    const name = healed ? 'fine' : names[roll(names.length)]
    met.set(name, (met.get(name) ?? 0) + 1)
    faults[name](post)
  }
  try {
    for (let round = 0; round < rounds; round += 1) {
      const context = devices[roll(devices.length)]
      let page = await context.newPage()
      await page.goto(address())
      // Whoever comes back to answers on their way finds these, once the page has looked, and sends no others meanwhile.
      await page.evaluate(() => window.manyi.queued())
      await page.waitForTimeout(100)
      if (await page.locator('#why').isVisible()) {
        await answer(page, `round ${round}`)
        const id = await page.inputValue('input[name=response_id]')
        await press(page)
        await page.waitForFunction(() => !document.querySelector('form').offsetParent)
        wanted.push(id)
      }
      for (let blow = roll(4); blow > 0; blow -= 1) {
        await page.waitForTimeout(roll(400))
        const kind = roll(5)
        if (kind === 0) await page.reload().catch(() => {})
        else if (kind === 1) { await context.setOffline(true); await page.waitForTimeout(roll(200)); await context.setOffline(false) }
        else if (kind === 2) { await page.close(); page = await context.newPage(); await page.goto(address()) }
        else if (kind === 3) { const other = await context.newPage(); await other.goto(address()); await other.close() }
        else await page.getByRole('button', { name: 'Try again now' }).click({ timeout: 200 }).catch(() => {})
      }
      await page.close()
    }
    healed = true
    for (const device of devices) {
      const last = await device.newPage()
      for (let turn = 0; turn < 20; turn += 1) {
        await last.goto(address())
        await last.waitForTimeout(300)
        if (await queued(last) === 0) break
      }
      assert.equal(await queued(last), 0)
    }
    const lost = wanted.filter(id => !kept.has(id))
    assert.deepEqual(lost, [], 'lost')
    assert.equal(kept.size, new Set(wanted).size, 'doubled')
    assert.equal(conflicts(), 0)
    t.diagnostic(`${rounds} rounds, ${wanted.length} responses; answers met: ${[...met].map(([name, times]) => `${name} ${times}`).join(', ')}`)
  } finally {
    site.answer = undefined
    for (const device of devices) await device.close()
  }
})
