// Workspaces of their own for tests that need a certain survey: definitions in, a built site out.

import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))
const manyi = path.resolve(process.env.MANYI ?? path.join(here, '../../target/debug/manyi'))

/** The text of a definition in `tests/browser/surveys/`, else in `tests/data/definition/`. */
export const definition = name => {
  const places = [path.join(here, 'surveys'), path.join(here, '../data/definition')].map(folder => path.join(folder, `${name}.yaml`))
  return fs.readFileSync(places.find(fs.existsSync), 'utf8')
}

/** Builds the site of these definitions, name to text; gives its folder, which `clear` removes. Settings name who takes answers. */
export function built(surveys, settings = '') {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'manyi-forms-'))
  fs.mkdirSync(path.join(folder, 'surveys'))
  fs.writeFileSync(path.join(folder, 'manyi.toml'), settings)
  for (const [name, text] of Object.entries(surveys)) fs.writeFileSync(path.join(folder, 'surveys', `${name}.yaml`), text)
  try {
    execFileSync(manyi, ['build', ...(settings ? [] : ['--local']), '--workspace', folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, MANYI_LANG: 'en' } })
  } catch (failed) {
    throw new Error(`${failed.stdout}${failed.stderr}`)
  }
  return { site: path.join(folder, 'site'), folder, manyi, clear: () => fs.rmSync(folder, { recursive: true }) }
}
