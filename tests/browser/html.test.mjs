// Every built page is valid HTML: as the standard has it, and in the usual ways to be wrong all the same.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { HtmlValidate } from 'html-validate'
import { pages, root } from './site.mjs'
import { built, definition } from './workspace.mjs'

const { WORKSPACE, MANYI } = process.env
const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:document'],
  // A form holds its thank-you page in a <template>, with a heading of its own: it is no part of the document until the other is gone.
  rules: { 'heading-level': ['error', { allowMultipleH1: true }] },
})

/** What is wrong with a page, one line each. */
async function wrong(text) {
  const { results } = await validator.validateString(text)
  return results.flatMap(result => result.messages).map(one => `${one.line}:${one.column} ${one.ruleId}: ${one.message} ${one.selector ?? ''}`)
}

/** All pages below a folder. */
const below = folder => fs.readdirSync(folder, { recursive: true }).map(String).filter(name => name.endsWith('.html')).sort()

let made, stations
before(() => {
  made = built(Object.fromEntries(['follow', 'kinds', 'piped', 'arabic'].map(name => [name, definition(name)])))
  if (!WORKSPACE || !MANYI) return
  stations = fs.mkdtempSync(path.join(os.tmpdir(), 'valid-'))
  for (const part of ['manyi.toml', 'surveys', 'samples']) {
    if (fs.existsSync(path.join(WORKSPACE, part))) fs.cpSync(path.join(WORKSPACE, part), path.join(stations, part), { recursive: true })
  }
  const settings = path.join(stations, 'manyi.toml')
  fs.writeFileSync(settings, fs.readFileSync(settings, 'utf8').replace(/\n\[site\]\nmodes = .*\n/, '\n') + '\n[site]\nmodes = ["kiosk", "interview", "entry", "paper"]\npin = "2468"\n')
  execFileSync(MANYI, ['build', '--local', '--workspace', stations], { stdio: 'pipe' })
})
after(() => {
  made.clear()
  if (stations) fs.rmSync(stations, { recursive: true })
})

test('a page that is wrong is found out', async () => {
  const bad = '<!DOCTYPE html>\n<html lang="en"><head><title>T</title></head><body><p id="a"><div>x</div><p id="a"></body></html>'
  assert.ok((await wrong(bad)).some(one => /no-dup-id/.test(one)))
})

test(`every page of the site is valid HTML`, async () => {
  for (const kind of ['form', 'thanks', 'index', 'page', 'report']) assert.ok(pages.some(page => page.kind === kind), `no ${kind} to look at in ${root}`)
  for (const { name, text } of pages) {
    assert.deepEqual(await wrong(text), [], name)
    const document = text.replace(/<template[^]*?<\/template>/g, '')
    assert.equal(document.match(/<h1[ >]/g)?.length, 1, `${name}: one heading of the first rank`)
  }
})

test('forms of every kind of question, in a language from right to left too, are valid HTML', async () => {
  const names = below(made.site)
  assert.ok(names.some(name => name.includes('arabic.ar')))
  for (const name of names) assert.deepEqual(await wrong(fs.readFileSync(path.join(made.site, name), 'utf8')), [], name)
})

test('pages for stations and paper are valid HTML', { skip: WORKSPACE && MANYI ? false : 'needs a workspace to build: leave SITE unset' }, async () => {
  const site = path.join(stations, 'site')
  const names = below(site)
  for (const mode of ['kiosk', 'interview', 'entry', 'paper']) assert.ok(names.some(name => name.startsWith(mode)), `no ${mode} in ${names}`)
  for (const name of names) assert.deepEqual(await wrong(fs.readFileSync(path.join(site, name), 'utf8')), [], name)
})
