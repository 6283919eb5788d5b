// Forms in a pseudo-locale: texts 40 % longer, from left to right and from right to left. Nothing is clipped, covered or pushed out.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { launch, open, sideways, violations } from './browser.mjs'

const { WORKSPACE, MANYI } = process.env
const skip = WORKSPACE && MANYI ? false : 'needs a workspace to build: leave SITE unset'
let browser, folder
const built = () => fs.readdirSync(path.join(folder, 'site/pseudo'), { recursive: true }).map(String).filter(name => name.endsWith('.html')).sort()

before(async () => {
  browser = await launch()
  if (skip) return
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pseudo-'))
  fs.cpSync(WORKSPACE, folder, { recursive: true })
  execFileSync(MANYI, ['build', '--mode', 'pseudo', '--local', '--workspace', folder], { stdio: 'pipe' })
})
after(async () => {
  await browser.close()
  if (folder) fs.rmSync(folder, { recursive: true })
})

/** Texts that are cut off by the box they stand in, or stand outside the window. */
const clipped = page => page.evaluate(() => {
  const seen = one => { const box = one.getBoundingClientRect(); return box.width > 2 && box.height > 2 }
  // The box around the words that can be seen.
  const around = one => {
    const walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT), boxes = []
    while (walk.nextNode()) {
      if (walk.currentNode.parentElement.closest('.hidden') || !walk.currentNode.textContent.trim()) continue
      const range = document.createRange()
      range.selectNodeContents(walk.currentNode)
      boxes.push(range.getBoundingClientRect())
    }
    const left = Math.min(...boxes.map(box => box.left)), right = Math.max(...boxes.map(box => box.right))
    const top = Math.min(...boxes.map(box => box.top)), bottom = Math.max(...boxes.map(box => box.bottom))
    return { left, right, bottom, width: right - left, height: bottom - top }
  }
  const faults = []
  for (const one of document.querySelectorAll('body *')) {
    if (one.closest('.hidden, .trap, .skip, script, style, [hidden]') || !seen(one)) continue
    const own = [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())
    if (!own) continue
    const style = getComputedStyle(one)
    const words = around(one), box = one.getBoundingClientRect()
    if (style.fontSize === '0px') continue
    const hides = style.overflow !== 'visible' || style.textOverflow === 'ellipsis'
    const over = words.width > box.width + 1 || words.height > box.height + 1
    if (hides && over) faults.push(`cut: ${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 30)}`)
    if (words.left < -1 || words.right > document.documentElement.clientWidth + 1) faults.push(`outside: ${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 30)}`)
  }
  // An option's words stay inside the frame that is drawn around them.
  for (const one of document.querySelectorAll('.o')) {
    const label = one.querySelector('span')
    if (!label || getComputedStyle(label).fontSize === '0px' || !seen(one)) continue
    const words = around(label), frame = one.getBoundingClientRect()
    if (words.left < frame.left - 1 || words.right > frame.right + 1 || words.bottom > frame.bottom + 1) faults.push(`leaves its frame: ${label.textContent.trim().slice(0, 40)}`)
  }
  return faults.slice(0, 8)
})

for (const width of [320, 390, 768, 1280]) {
  test(`nothing is clipped at ${width} px`, { skip }, async () => {
    const names = built()
    assert.ok(names.length >= 8, names.join())
    for (const name of names) {
      const { page, faults, close } = await open(browser, pathToFileURL(path.join(folder, 'site/pseudo', name)).href, { width })
      try {
        assert.ok((await page.textContent('h1')).startsWith('⟦'), name)
        assert.deepEqual(await clipped(page), [], `${name} at ${width}`)
        assert.ok(await sideways(page) <= 0, `${name} at ${width} scrolls sideways`)
        assert.deepEqual(faults, [], name)
      } finally {
        await close()
      }
    }
  })
}

test('from right to left everything begins at the right', { skip }, async () => {
  for (const name of built().filter(name => name.startsWith('rtl') && !name.includes('thanks'))) {
    const { page, close } = await open(browser, pathToFileURL(path.join(folder, 'site/pseudo', name)).href, { width: 390 })
    try {
      const wrong = await page.evaluate(() => [...document.querySelectorAll('.opts:not(.numbers) .o > input, .aside .o > input')]
        .filter(one => { const box = one.getBoundingClientRect(), row = one.parentElement.getBoundingClientRect()
          return getComputedStyle(one).opacity !== '0' && box.left - row.left < row.right - box.right })
        .map(one => `${one.name} ${one.value}`))
      assert.deepEqual(wrong, [], name)
      assert.deepEqual(await violations(page), [], name)
    } finally {
      await close()
    }
  }
})
