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
    question: at.closest('.q') && (at.closest('.q').id || at.closest('.q').querySelector('.box').id),
  }
})

/** Of each question its kind, and how many keys it needs at least: one to reach each control, a group of radios being one, and what is typed. */
const needed = page => page.evaluate(() => {
  const all = {}
  for (const question of window.manyi.program.pages.flatMap(one => one.questions)) {
    const frame = document.getElementById(question.id).closest('.q')
    const own = [...frame.querySelectorAll('input:not([type=hidden], [type=range]), select, textarea')].filter(one => !one.disabled && one.offsetParent)
    const groups = new Set(own.filter(one => one.type === 'radio').map(one => one.name))
    const others = own.filter(one => one.type !== 'radio')
    all[question.id] = { kind: question.kind, reach: groups.size + others.length, choose: groups.size + (others.some(one => one.type === 'checkbox') ? 1 : 0) }
  }
  return all
})

/** Counts what is pressed and typed, by question. */
function counted(page, spent) {
  const add = (question, keys) => { if (question) spent[question] = (spent[question] ?? 0) + keys }
  const { keyboard } = page
  return {
    at: undefined,
    add,
    press: async function (key) { add(this.at, 1); await keyboard.press(key) },
    type: async function (text) { add(this.at, text.length); this.typed += text.length; await keyboard.type(text) },
    typed: 0,
  }
}

async function answer(keys, at, seen) {
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
        const seen = new Set(), dark = [], spent = {}, least = {}
        const hand = counted(page, spent)
        const typed = {}
        let keys = 0, done = new Set(), place = 0
        for (; keys < 500 && !site.posted.length; keys += 1) {
          await page.keyboard.press('Tab')
          const at = await focused(page)
          if (at.place !== place) { place = at.place; done = new Set() }
          hand.at = at.question
          hand.add(at.question, 1)
          if (!at.ring && at.inside && at.type !== 'date') dark.push(at.id || at.name || at.tag)
          if (at.submit) {
            for (const [id, own] of Object.entries(await needed(page))) if (own.reach) least[id] = own
            await page.keyboard.press('Enter')
            await page.waitForTimeout(60)
            assert.equal(await page.locator('.errors').count(), 0, await page.locator('.errors').allInnerTexts().then(all => all.join()))
            continue
          }
          if (!['INPUT', 'TEXTAREA', 'SELECT'].includes(at.tag) || done.has(at.name)) continue
          if (at.type !== 'checkbox') done.add(at.name)
          hand.typed = 0
          await answer(hand, at, seen)
          typed[at.question] = (typed[at.question] ?? 0) + (['radio', 'checkbox'].includes(at.type) ? 0 : hand.typed)
        }
        assert.equal(site.posted.length, 1, 'it was never sent')
        assert.deepEqual(dark, [], 'the focus cannot be seen')
        assert.deepEqual(faults, [])
        const kinds = {}
        for (const [id, keys] of Object.entries(spent)) {
          const { kind, reach, choose } = least[id]
          const fewest = reach + choose + (typed[id] ?? 0)
          kinds[kind] = `${keys}/${fewest}`
          assert.ok(keys <= 1.5 * fewest, `${id} (${kind}) takes ${keys} keys, where ${fewest} would do`)
        }
        if (name === 'kinds') assert.ok(['ranking', 'allocation', 'importance', 'kano', 'slider', 'email', 'consent'].every(kind => kinds[kind]), Object.keys(kinds).join())
        t.diagnostic(`${keys} tabs, ${site.posted[0].fields.length} fields; keys by kind: ${JSON.stringify(kinds)}`)
      } finally {
        await close()
      }
    })
  }
}

/** What assistive technology is told of a question: its controls with their names, one after another. */
async function told(page, id) {
  const tree = await page.locator(`.q:has(#${id}), .q#${id}`).first().ariaSnapshot()
  return tree.split('\n').map(line => line.trim().replace(/^- /, '').replace(/:( [↑↓])?$/, ''))
    .filter(line => /^(group|radiogroup|combobox|button|textbox|radio|checkbox|status)\b/.test(line))
}

const FEELINGS = ['I like it', 'I expect it', 'I do not mind', 'I can live with it', 'I dislike it'].map(text => `radio "${text}"`)
const ranked = text => [`combobox "${text}"`, `button "Move ${text} up"`, `button "Move ${text} down"`]
const TOLD = {
  kinds: {
    matters: ['group "1. What matters most to you in an online shop? (required)"',
      ...['Price', 'Choice', 'Fast delivery', 'Good service'].flatMap(ranked), 'status'],
    budget: ['group "3. Please divide 10 points among these."', ...['Lower prices', 'Better quality', 'Green packaging'].map(text => `textbox "${text}"`), 'status'],
    warmth: ['textbox "6. How warm are your feelings for us?"'],
    features: ['group "7. How would you feel about each of these?"',
      'group "Parcel tracking"', 'radiogroup "If we offer this, how do you feel?"', ...FEELINGS, 'radiogroup "If we do not offer this, how do you feel?"', ...FEELINGS,
      'group "Gift wrapping"', 'radiogroup "If you can have it wrapped as a gift, how do you feel?"', ...FEELINGS,
      'radiogroup "If you cannot have it wrapped as a gift, how do you feel?"', ...FEELINGS],
    mail: ['textbox "8. Your e-mail address"'],
    mobile: ['textbox "9. Your telephone number"'],
    news: ['group "10. Your separate consent (required)"', 'checkbox "I agree to receive e-mails about new products."'],
  },
  follow: {
    tried: ['group "1. Which have you used? (required)"', ...['App', 'Website', 'Shop', 'None of these'].map(text => `checkbox "${text}"`)],
    channel: ['group "2. How do you reach us?"', ...['Telephone', 'Chat', 'Other'].map(text => `radio "${text}"`)],
  },
}

for (const [name, questions] of Object.entries(TOLD)) {
  test(`${name}: every kind of question tells assistive technology what it is`, async () => {
    const { page, close } = await open(browser, `${site.base}forms/${name}.en.html`)
    try {
      for (const [id, expected] of Object.entries(questions)) assert.deepEqual(await told(page, id), expected, id)
      assert.deepEqual(await violations(page), [])
    } finally {
      await close()
    }
  })
}

test('ranks move by buttons, and where something stands is said', async () => {
  const { page, close } = await open(browser, `${site.base}forms/kinds.en.html`)
  try {
    const ranks = () => page.locator('#matters select').evaluateAll(all => all.map(one => one.value))
    for (const text of ['Choice', 'Price', 'Good service']) await page.getByRole('button', { name: `Move ${text} up` }).first().click()
    assert.deepEqual(await ranks(), ['2', '1', '', '3'])
    await page.getByRole('button', { name: 'Move Good service up' }).click()
    assert.deepEqual(await ranks(), ['3', '1', '', '2'])
    assert.equal(await page.locator('#matters [role=status]').innerText(), 'Good service is now number 2 of 3.')
    await page.getByRole('button', { name: 'Move Choice down' }).click()
    assert.deepEqual(await ranks(), ['3', '2', '', '1'])
    await page.locator('select[name="matters.speed"]').selectOption('1')
    await page.locator('.send [type=submit]').click()
    assert.match(await page.locator('.errors').innerText(), /Question 1: use each rank once/)
  } finally {
    await close()
  }
})

test('a slider that nobody moved is no answer, and the sum of parts runs along', async () => {
  const { page, close } = await open(browser, `${site.base}forms/kinds.en.html`)
  try {
    assert.equal(await page.inputValue('#warmth'), '')
    assert.equal(await page.locator('.range.unset').count(), 1)
    await page.locator('.range').click({ position: { x: 5, y: 20 } })
    assert.equal(await page.inputValue('#warmth'), '0')
    assert.equal(await page.locator('.range.unset').count(), 0)
    await page.fill('#warmth', '')
    assert.equal(await page.locator('.range.unset').count(), 1)
    await page.fill('[name="budget.price"]', '4')
    assert.equal(await page.locator('#budget [role=status]').innerText(), 'Together 4 of 10.')
    await page.locator('.send [type=submit]').click()
    assert.match(await page.locator('.errors').innerText(), /Question 3: the numbers make 4; they must make 10/)
    await page.fill('[name="budget.green"]', '6')
    await page.locator('.send [type=submit]').click()
    assert.doesNotMatch(await page.locator('.errors').innerText(), /Question 3/)
  } finally {
    await close()
  }
})
