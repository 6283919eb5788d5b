// What a form weighs, and how quickly it follows an answer on a slow machine.

import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import { after, before, test } from 'node:test'
import { launch } from './browser.mjs'
import { serve } from './site.mjs'
import { built } from './workspace.mjs'

const KINDS = [
  at => `kind: rating, scale: satisfaction5, text: {zh: "您对第 ${at} 项服务满意吗？", en: "How satisfied are you with service number ${at}?"}`,
  at => `kind: choice, text: {zh: "第 ${at} 次您用了哪个渠道？", en: "Which channel did you use on occasion ${at}?"}, options: [{id: app, text: {zh: 手机应用, en: Mobile app}}, {id: web, text: {zh: 网站, en: Website}}, {id: shop, text: {zh: 门店, en: Shop}}]`,
  at => `kind: multiple, text: {zh: "第 ${at} 次遇到过哪些问题？", en: "Which problems did you meet on occasion ${at}?"}, options: [{id: late, text: {zh: 太慢, en: It was slow}}, {id: broken, text: {zh: 有破损, en: It was damaged}}, {id: none, text: {zh: 都没有, en: None of these}, exclusive: true}]`,
  at => `kind: matrix, scale: satisfaction5, text: {zh: "第 ${at} 组各方面如何？", en: "How were the parts of group ${at}?"}, rows: [{id: speed, text: {zh: 速度, en: Speed}}, {id: staff, text: {zh: 态度, en: Friendliness}}, {id: price, text: {zh: 价格, en: Price}}]`,
  at => `kind: text, long: true, text: {zh: "关于第 ${at} 项还有什么想说的？", en: "Is there anything else about number ${at}?"}`,
]

/** A survey of so many questions on pages of ten, each but the first under a condition on the one before its kind. */
function survey(id, count, languages, { plain = false } = {}) {
  let text = `id: ${id}\ntitle: {zh: 调查, en: Survey}\nlanguages: [${languages}]\nthanks: {zh: 谢谢。, en: Thank you very much.}\npages:\n`
  for (let at = 0; at < count; at += 1) {
    if (at % 10 === 0) text += `  - id: p${at / 10}\n    title: {zh: 部分, en: Part}\n    questions:\n`
    const kind = plain ? KINDS[0] : KINDS[at % KINDS.length]
    const when = plain && at ? `, show_if: 'q${at - 1} >= 2 and not (q${Math.max(0, at - 2)} = 5)'` : !plain && at % KINDS.length === 4 ? `, show_if: 'q${at - 4} <= 3'` : ''
    text += `      - {id: q${at}, ${kind(at)}${when}}\n`
  }
  return languages === 'en' ? text.replace(/\{zh: (?:"[^"]*"|[^,]*), en: ("[^"]*"|[^}]*)\}/g, '$1') : text
}

let browser, made, site
before(async () => {
  made = built({ twenty: survey('twenty', 20, 'en'), hundred: survey('hundred', 100, 'zh, en'), threehundred: survey('threehundred', 300, 'en', { plain: true }) })
  ;[browser, site] = await Promise.all([launch(), serve(made.site)])
})
after(async () => { await browser.close(); await site.stop(); made.clear() })

const gzip = name => zlib.gzipSync(fs.readFileSync(path.join(made.site, 'forms', name)), { level: 9 }).length

test('twenty questions in one language weigh at most 25 KB, script included', t => {
  const size = gzip('twenty.en.html')
  t.diagnostic(`${size} bytes gzip`)
  assert.ok(size <= 25 * 1024, `${size} bytes`)
})

test('a hundred questions in two languages weigh at most 70 KB', t => {
  const sizes = ['zh', 'en'].map(lang => gzip(`hundred.${lang}.html`))
  t.diagnostic(`${sizes.join(' + ')} bytes gzip`)
  assert.ok(sizes[0] + sizes[1] <= 70 * 1024, `${sizes} bytes`)
})

test('three hundred questions follow an answer within 8 ms on a machine four times as slow', async t => {
  const page = await browser.newPage()
  const session = await page.context().newCDPSession(page)
  await page.goto(`${site.base}forms/threehundred.en.html`)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  const times = await page.evaluate(() => {
    const timed = (name, value) => {
      const control = document.querySelector(`input[name="${name}"][value="${value}"]`)
      control.checked = true
      const start = performance.now()
      control.dispatchEvent(new Event('input', { bubbles: true }))
      return performance.now() - start
    }
    // The way is opened step by step, so that in the end all conditions hold; then one in the middle changes again and again.
    const options = [...document.querySelectorAll('#q0 input')].map(one => one.value)
    const asked = () => document.querySelectorAll('.q:not([hidden])').length
    const before = asked()
    for (let at = 0; at < 299; at += 1) timed(`q${at}`, options[2])
    const open = asked()
    const typical = []
    for (let round = 0; round < 40; round += 1) typical.push(timed('q298', options[round % 2 ? 2 : 0]))
    const worst = timed('q0', options[0])
    return { typical: typical.sort((a, b) => a - b), worst, before, open, left: asked() }
  })
  assert.deepEqual([times.before, times.open, times.left], [1, 300, 1])
  const [median, p95] = [times.typical[20], times.typical[38]]
  t.diagnostic(`median ${median.toFixed(2)} ms, 95 % ${p95.toFixed(2)} ms; all 299 hidden at once ${times.worst.toFixed(2)} ms`)
  assert.ok(median <= 8, `${median} ms`)
  await page.close()
})

/** Slow 4G as Lighthouse has it: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back, slowed in the browser by 3.75 round trips a request. */
const SLOW_4G = { offline: false, latency: 562.5, downloadThroughput: 1.6e6 / 8 * 0.9, uploadThroughput: 750e3 / 8 * 0.9 }

/** Loads a form and answers a little on Slow 4G and a machine four times as slow. */
async function slowly() {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 }, deviceScaleFactor: 2 })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', SLOW_4G)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await page.addInitScript(() => {
    window.seen = { lcp: 0, cls: 0, blocked: 0, waits: [] }
    const watch = (type, take, more = {}) => new PerformanceObserver(list => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more })
    watch('largest-contentful-paint', entry => { window.seen.lcp = entry.startTime })
    watch('layout-shift', entry => { if (!entry.hadRecentInput) window.seen.cls += entry.value })
    watch('longtask', entry => { window.seen.blocked += Math.max(0, entry.duration - 50) })
    watch('event', entry => { if (entry.interactionId) window.seen.waits.push(entry.duration) }, { durationThreshold: 16 })
  })
  try {
    await page.goto(`${site.base}forms/twenty.en.html`)
    await page.waitForTimeout(1000)
    for (let at = 0; at < 8; at += 1) await page.locator('#q0 label.o').nth(at % 5).click()
    await page.locator('#q1 label.o').first().click()
    await page.locator('.send button[type=submit]').click()
    await page.waitForTimeout(500)
    return await page.evaluate(() => window.seen)
  } finally {
    await context.close()
  }
}

test('on Slow 4G and a machine four times as slow a form is there soon, stands still and answers at once', async t => {
  // Whatever else the machine does can only make it slower: the best of a few says what the form needs. On a machine shared with
  // others the times are told; scripts/release-test holds the form to them (MANYI_STRICT_TIMES).
  let told
  for (let round = 0; round < 4; round += 1) {
    const { lcp, cls, blocked, waits } = await slowly()
    const inp = Math.max(...waits)
    t.diagnostic(`LCP ${Math.round(lcp)} ms, TBT ${Math.round(blocked)} ms, CLS ${cls.toFixed(3)}, INP ${inp} ms`)
    assert.ok(lcp > 0 && waits.length > 0, 'nothing was measured')
    assert.ok(cls <= 0.02, `CLS ${cls}`)
    told = [lcp <= 1500 || `LCP ${lcp} ms`, blocked <= 50 || `TBT ${blocked} ms`, inp <= 100 || `INP ${inp} ms`].filter(one => one !== true)
    if (!told.length || !process.env.MANYI_STRICT_TIMES) return
  }
  assert.deepEqual(told, [])
})
