// Every kind of question with the script: filled in with the keyboard alone, and announced as assistive technology gets it.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, open, violations } from './browser.mjs'
import { serve } from './site.mjs'
import { built, definition } from './workspace.mjs'

const SURVEYS = ['follow', 'kinds']

let browser, made, site
before(async () => {
  made = built(Object.fromEntries(SURVEYS.map(name => [name, definition(name)])))
  ;[browser, site] = await Promise.all([launch(), serve(made.site)])
})
after(async () => { await browser.close(); await site.stop(); made.clear() })

/** What stands at the focus. */
const focused = page => page.evaluate(() => {
  const at = document.activeElement
  const frame = at.nextElementSibling ? getComputedStyle(at.nextElementSibling, '::before') : null
  const ring = [getComputedStyle(at), frame].some(style => style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
  return {
    tag: at.tagName, type: at.type, name: at.name, id: at.id, step: at.getAttribute('step'), min: at.min, max: at.max, value: at.value, ring,
    submit: at.type === 'submit', heading: /^H[12]$/.test(at.tagName), inside: !!at.closest('form'), picked: at.checked,
    place: [...document.querySelectorAll('section.part')].findIndex(one => !one.hidden), total: at.closest('[data-total]')?.dataset.total,
  }
})

async function answer(page, at, seen) {
  const keys = page.keyboard
  if (at.type === 'radio') await keys.press('Space')
  else if (at.type === 'checkbox') { if (![...seen].some(name => name === `box ${at.name}`)) await keys.press('Space'); seen.add(`box ${at.name}`) }
  else if (at.tag === 'SELECT') { const rank = [...seen].filter(name => name.startsWith('rank ')).length; await keys.type(String(rank + 1)); seen.add(`rank ${at.name}`) }
  else if (at.type === 'date') await keys.type('01022026')
  else if (at.type === 'email') await keys.type('someone@example.org')
  else if (at.type === 'tel') await keys.type('+4930123456')
  else if (at.total) { await keys.type(seen.has('whole') ? '0' : at.total); seen.add('whole') }
  else if (at.step) await keys.type(String(Math.max(Number(at.min) || 0, 1)))
  else await keys.type('fine')
}

for (const name of SURVEYS) {
  for (const lang of ['zh', 'en']) {
    test(`${name}.${lang}: the whole form with the keyboard alone`, async t => {
      const { page, faults, close } = await open(browser, `${site.base}forms/${name}.${lang}.html`)
      try {
        site.posted.length = 0
        const seen = new Set(), dark = []
        let keys = 0, done = new Set(), place = 0
        for (; keys < 500 && !site.posted.length; keys += 1) {
          await page.keyboard.press('Tab')
          const at = await focused(page)
          if (at.place !== place) { place = at.place; done = new Set() }
          if (!at.ring && at.inside && at.type !== 'date') dark.push(at.id || at.name || at.tag)
          if (at.submit) {
            await page.keyboard.press('Enter')
            await page.waitForTimeout(60)
            assert.equal(await page.locator('.errors').count(), 0, await page.locator('.errors').allInnerTexts().then(all => all.join()))
            continue
          }
          if (!['INPUT', 'TEXTAREA', 'SELECT'].includes(at.tag) || done.has(at.name)) continue
          if (at.type !== 'checkbox') done.add(at.name)
          await answer(page, at, seen)
        }
        assert.equal(site.posted.length, 1, 'it was never sent')
        assert.deepEqual(dark, [], 'the focus cannot be seen')
        assert.deepEqual(faults, [])
        t.diagnostic(`${keys} tabs, ${site.posted[0].fields.length} fields`)
      } finally {
        await close()
      }
    })
  }
}
