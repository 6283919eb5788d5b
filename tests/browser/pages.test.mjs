// What holds for every page of the site, at a phone's and a desk's width, light and dark.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, open, sideways, violations } from './browser.mjs'
import { ofKind, pages, root, serve } from './site.mjs'

let browser, site
before(async () => { [browser, site] = await Promise.all([launch(), serve()]) })
after(async () => { await browser.close(); await site.stop() })

test('the site has every kind of page, in Chinese and in English', () => {
  for (const kind of ['form', 'thanks', 'report', 'page']) {
    const languages = new Set(ofKind(kind).map(page => page.lang))
    assert.ok(languages.has('zh') && languages.has('en'), `${kind} in ${[...languages].join(', ') || 'no language'}`)
  }
  assert.ok(pages.some(page => page.name === 'index.html'), `${root} has no index.html`)
})

for (const { name, kind, text } of pages) {
  // One page for all looks: what is loaded is the same, and loading is what takes time. Rules that do not look at colours find in the
  // dark what they find by day.
  test(`${name} on a phone and at a desk, light and dark, at 320 px and with forced colours`, async () => {
    const { page, faults, close } = await open(browser, site.base + name, { width: 390 })
    const fits = async look => assert.ok(await sideways(page) <= 0, `${look}: scrolls sideways by ${await sideways(page)} px`)
    try {
      for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 900 })
        for (const colorScheme of ['light', 'dark']) {
          const look = `${width} px, ${colorScheme}`
          await page.emulateMedia({ colorScheme })
          await fits(look)
          assert.deepEqual(await violations(page, colorScheme === 'dark' ? 'cat.color' : undefined), [], `axe at ${look}`)
        }
      }
      await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' })
      await page.setViewportSize({ width: 320, height: 900 })
      await fits('320 px, forced colours')
      assert.deepEqual(await page.evaluate(() => window.broken), [], 'breaks its own policy')
      assert.deepEqual(faults, [])
    } finally {
      await close()
    }
  })

  test(`${name} opens from the disk alone`, async () => {
    const { faults, close } = await open(browser, `file://${root}/${name}`)
    await close()
    assert.deepEqual(faults, [])
  })

  test(`${name} carries a strict policy, and no script but that of a form or report`, () => {
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(text)?.[1].replaceAll('&#39;', "'")
    assert.ok(policy, 'no policy')
    assert.match(policy, /default-src 'none'/)
    assert.match(policy, /base-uri 'none'/)
    assert.match(policy, kind === 'form' ? /form-action (?!'none')/ : /form-action/)
    assert.doesNotMatch(policy, /unsafe-|\*|https?:\/\/(?!127\.0\.0\.1)/)
    const scripts = [...text.matchAll(/<script([^>]*)>/g)].map(found => found[1])
    assert.deepEqual(scripts, { form: [' type="application/json" id="Program"', ''], report: [''] }[kind] ?? [])
    assert.match(policy, kind === 'form' || kind === 'report' ? /script-src 'sha256-[^']+'; / : /script-src 'none'; /)
    assert.match(policy, kind === 'form' ? /connect-src 'self'/ : /^(?!.*connect-src)/)
    const markup = text.replace(/<script[^]*?<\/script>/g, '')
    assert.doesNotMatch(markup, /\sstyle="|\son[a-z]+="|javascript:/)
    assert.match(text, /<meta name="referrer" content="no-referrer">/)
  })

  test(`${name}: every link within the site leads somewhere`, async () => {
    const links = [...text.matchAll(/\shref="([^"]+)"/g)].map(found => found[1].replaceAll('&amp;', '&'))
    const dead = []
    for (const href of new Set(links)) {
      const target = new URL(href, site.base + name)
      if (target.origin !== new URL(site.base).origin) continue
      const answer = await fetch(target)
      const body = await answer.text()
      const anchor = decodeURIComponent(target.hash.slice(1))
      if (!answer.ok || (anchor && !body.includes(`id="${anchor}"`))) dead.push(href)
    }
    assert.deepEqual(dead, [])
  })
}
