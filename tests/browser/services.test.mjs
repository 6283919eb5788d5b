// Services for static forms: each says in its own way that it has an answer, and only that makes the script forget its copy.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, open } from './browser.mjs'
import { serve } from './site.mjs'
import { built } from './workspace.mjs'

const SURVEY = `id: short
title: Short
languages: [en]
pages:
  - id: only
    questions:
      - {id: overall, kind: rating, scale: satisfaction5, required: true, text: How was it?}
`

let browser
before(async () => { browser = await launch() })
after(async () => { await browser.close() })

const json = (status, body) => ({ response }) => { response.writeHead(status, { 'content-type': 'application/json' }); response.end(JSON.stringify(body)) }
const page = (status, head = {}) => ({ response }) => { response.writeHead(status, { 'content-type': 'text/html', ...head }); response.end('<!doctype html><title>Log in</title>') }
const own = service => `[collector]\nprofile = "${service}"\n[collector.endpoints]\nshort = "/f/abc"\n`

const services = {
  netlify: { settings: '[collector]\nprofile = "netlify"\n', path: '/', yes: page(200), no: [page(500), page(404)] },
  formspree: { settings: own('formspree'), path: '/f/abc', yes: json(200, { ok: true, next: '/thanks' }), no: [json(422, { errors: [] }), json(200, { ok: false }), page(200)] },
  basin: { settings: own('basin'), path: '/f/abc', yes: json(200, { success: true, id: 1 }), no: [json(200, { success: false }), json(403, { success: true }), page(200)] },
  getform: { settings: own('getform'), path: '/f/abc', yes: json(200, { success: true }), no: [json(429, {}), page(200)] },
  webhook: { settings: own('webhook'), path: '/f/abc', yes: ({ response }) => { response.writeHead(204); response.end() }, no: [page(503), page(302, { location: 'https://login.example/' })] },
}

for (const [name, { settings, path, yes, no }] of Object.entries(services)) {
  test(`${name} has an answer when it says so, and not before`, async () => {
    const made = built({ short: SURVEY }, settings)
    const site = await serve(made.site)
    const context = await browser.newContext()
    // Nothing is asked for elsewhere: a login page is a page that cannot be had.
    await context.route(address => !address.href.startsWith(site.base), route => route.abort())
    try {
      for (const fault of no) {
        let tries = 0
        site.answer = post => (tries++ ? yes : fault)(post)
        const form = await context.newPage()
        await form.goto(`${site.base}forms/short.en.html`)
        await form.locator('input[name=overall]').first().check()
        await form.locator('.send button[type=submit]').click()
        await form.waitForFunction(() => /could not be sent yet/.test(document.querySelector('main').textContent))
        await form.waitForFunction(() => /Thank you/.test(document.title), undefined, { timeout: 8000 })
        assert.equal(await form.evaluate(() => window.manyi.queued().then(all => all.length)), 0)
        assert.ok(tries >= 2)
        // The next answer is another person's.
        await form.evaluate(() => localStorage.clear())
        await form.close()
      }
      const last = site.posted.at(-1)
      const fields = new Map(last.fields)
      assert.equal(last.path, path)
      assert.ok(fields.get('response_id') && fields.get('overall'))
      assert.equal(fields.get('form-name'), name === 'netlify' ? 'short' : undefined)
    } finally {
      await context.close()
      await site.stop()
      made.clear()
    }
  })

  test(`${name} takes a form without script`, async () => {
    const made = built({ short: SURVEY }, settings)
    const site = await serve(made.site)
    site.answer = page(200)
    const { page: form, faults, close } = await open(browser, `${site.base}forms/short.en.html`, { script: false })
    try {
      await form.locator('input[name=overall]').first().check()
      await Promise.all([form.waitForNavigation(), form.locator('button[type=submit]').click()])
      assert.equal(site.posted.at(-1).path, path)
      assert.deepEqual(faults, [])
    } finally {
      await close()
      await site.stop()
      made.clear()
    }
  })
}
