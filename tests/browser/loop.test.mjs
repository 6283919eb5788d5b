// The loop by hand: a form on `manyi serve` is answered in a browser, the answer is imported, and stands in the scores.

import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { launch, open } from './browser.mjs'

const { WORKSPACE, MANYI: manyi } = process.env
const skip = WORKSPACE && manyi ? false : 'needs WORKSPACE and MANYI, which scripts/browser-test gives'
const run = (...args) => execFileSync(manyi, [...args, '--workspace', workspace], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, MANYI_LANG: 'en' } })
const responses = () => JSON.parse(run('responses', 'support-csat', '--format', 'json')).rows.reduce((sum, row) => sum + row.responses, 0)

let browser, server, base, workspace
before(async () => {
  if (skip) return
  // A copy of its own: it takes answers, and breaks a survey for a moment, while other tests read theirs.
  workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'loop-'))
  fs.cpSync(WORKSPACE, workspace, { recursive: true })
  browser = await launch()
  server = spawn(manyi, ['serve', '--port', '0', '--workspace', workspace], { env: { ...process.env, MANYI_LANG: 'en' }, stdio: ['ignore', 'ignore', 'pipe'] })
  for await (const text of server.stderr) {
    base = /http:\/\/[\d.:]+\//.exec(text)?.[0]
    if (base) break
  }
})
after(async () => {
  await browser?.close()
  if (server && server.exitCode === null) {
    server.kill('SIGINT')
    await once(server, 'exit')
  }
  if (workspace) fs.rmSync(workspace, { recursive: true })
})

async function answer(name) {
  const { page, faults, close } = await open(browser, `${base}forms/${name}`, { width: 390, script: false })
  const groups = await page.locator('form input[type=radio]').evaluateAll(all => [...new Set(all.map(one => one.name))])
  for (const group of groups) await page.locator(`input[name="${group}"]`).last().check()
  for (const box of await page.locator('textarea').all()) await box.fill('=1+1 "都好", <b>fine</b>\nsecond line')
  await Promise.all([page.waitForNavigation(), page.locator('button[type=submit]').click()])
  const shown = { lang: await page.locator('html').getAttribute('lang'), title: await page.locator('h1').textContent(), status: page.url() }
  await close()
  return { shown, faults }
}

test('an answer given in a browser is in the store after an import, once', { skip }, async () => {
  const before = responses()
  for (const name of ['support-csat.zh.html', 'support-csat.en.html']) {
    const { shown, faults } = await answer(name)
    assert.deepEqual(faults, [])
    assert.equal(shown.lang, name.includes('.zh.') ? 'zh' : 'en', 'thanked in another language')
    assert.match(shown.title, /谢谢|感谢|[Tt]hank/)
  }
  run('import', 'support-csat')
  assert.equal(responses(), before + 2)
  run('import', 'support-csat')
  assert.equal(responses(), before + 2, 'the same answers were taken twice')
})

test('the script has its receipt from the collector, and the code finds the answer', { skip }, async () => {
  const before = responses()
  const { page, faults, close } = await open(browser, `${base}forms/support-csat.en.html`, { width: 390 })
  for (;;) {
    for (const name of await page.locator('form input[type=radio]:visible').evaluateAll(all => [...new Set(all.map(one => one.name))])) {
      await page.locator(`input[name="${name}"]:visible`).first().check()
    }
    await page.locator('.send button[type=submit]').click()
    if (await page.waitForFunction(() => /Thank/.test(document.title), undefined, { timeout: 1500 }).catch(() => false)) break
  }
  const code = /[0-9a-z]{4}(-[0-9a-z]{4}){4}/.exec(await page.locator('main').textContent())?.[0]
  assert.ok(code, 'no code is shown')
  assert.deepEqual([faults, await page.evaluate(() => window.broken)], [[], []])
  await close()
  run('import', 'support-csat')
  assert.equal(responses(), before + 1)
  run('verify-receipt', code)
})

test('an open page loads a change, and says what is wrong with one', { skip }, async () => {
  const file = path.join(workspace, 'surveys/support-csat.yaml')
  const text = fs.readFileSync(file, 'utf8')
  const { page, faults, close } = await open(browser, `${base}forms/support-csat.en.html`)
  try {
    fs.writeFileSync(file, text.replace('kind: rating', 'kind: ratng'))
    await page.waitForSelector('#manyi-preview[role=alert]', { timeout: 8000 })
    assert.match(await page.locator('#manyi-preview').textContent(), /ratng/)
    assert.ok(await page.locator('form input[type=radio]').count() > 0, 'the last good page is gone')
    fs.writeFileSync(file, text)
    await page.waitForSelector('#manyi-preview', { state: 'detached', timeout: 8000 })
    assert.deepEqual([faults.filter(fault => !/\.preview/.test(fault)), await page.evaluate(() => window.broken)], [[], []])
  } finally {
    fs.writeFileSync(file, text)
    await close()
  }
})

test('nothing but the site and its forms is answered', { skip }, async () => {
  const ask = (path, options) => fetch(new URL(path, base), { redirect: 'manual', ...options }).then(answer => answer.status)
  assert.equal(await ask('/'), 200)
  for (const path of ['/../manyi.toml', '/%2e%2e/manyi.toml', '/..%2fmanyi.toml', '/inbox/', '/.manyi-files', '/s/support-csat']) {
    assert.ok(await ask(path) >= 400, `${path} is shown`)
  }
  const post = (path, body, type = 'application/x-www-form-urlencoded') => ask(path, { method: 'POST', body, headers: { 'content-type': type } })
  assert.ok(await post('/s/unknown', 'overall=5') >= 400)
  assert.ok(await post('/s/support-csat', `overall=${'5'.repeat(300_000)}`) >= 400, 'an answer of 300 KB is taken')
  assert.ok(await post('/s/support-csat', '{"overall": 5}', 'application/json') >= 400, 'JSON is taken')
})
