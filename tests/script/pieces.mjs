// Parts of the form's script, outside a page: those that need no document.

import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../templates/form')

/** The named functions and values of these parts. */
export const pieces = (files, names) => {
  const text = files.map(file => fs.readFileSync(path.join(folder, file), 'utf8')).join('\n')
  return new Function(`'use strict'\n${text}\nreturn { ${names.join(', ')} }`)()
}
