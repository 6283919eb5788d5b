// The built site under test: its pages by kind, and a server on loopback that hands them out and takes what forms send.

import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import zlib from 'node:zlib'

export const root = path.resolve(process.env.SITE ?? 'site')
const siteRoot = root

/** Every HTML page below the site's folder, as it would be asked for. */
export const pages = fs
  .readdirSync(root, { recursive: true })
  .map(String)
  .filter(name => name.endsWith('.html'))
  .sort()
  .map(name => describe(name.split(path.sep).join('/')))

function describe(name) {
  const bytes = fs.readFileSync(path.join(root, name))
  const text = bytes.toString('utf8')
  return {
    name,
    bytes: bytes.length,
    gzip: zlib.gzipSync(bytes, { level: 9 }).length,
    text,
    lang: /<html lang="([^"]+)"/.exec(text)?.[1],
    kind: kind(name, text),
  }
}

function kind(name, text) {
  if (/<form [^>]*method="post"/.test(text)) return 'form'
  if (/thanks/.test(name)) return 'thanks'
  if (/<nav class="contents"/.test(text) || /class="cards"/.test(text)) return 'report'
  return /class="list"/.test(text) ? 'index' : 'page'
}

export const ofKind = wanted => pages.filter(page => page.kind === wanted)

const types = { '.html': 'text/html; charset=utf-8', '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png' }

/** What the collector says to a script: that it has the answers of this id. */
export const receipt = fields => {
  const id = new Map(fields).get('response_id')
  return { response_id: id, content: '0123456789abcdef', receipt: `R-${String(id).slice(0, 8)}`, again: false }
}

/** Serves the site, or another folder; what is posted lands in `posted` as path and list of fields. */
export async function serve(root = siteRoot) {
  const posted = []
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost')
    if (request.method === 'POST') {
      const parts = []
      request.on('data', part => parts.push(part))
      request.on('end', () => {
        const fields = [...new URLSearchParams(Buffer.concat(parts).toString('utf8'))]
        posted.push({ path: pathname, type: request.headers['content-type'], fields })
        if (own.answer) return own.answer({ request, response, fields, pathname })
        if (request.headers.accept === 'application/json') {
          response.writeHead(200, { 'content-type': types['.json'] })
          response.end(JSON.stringify(receipt(fields)))
          return
        }
        response.writeHead(200, { 'content-type': types['.html'] })
        response.end('<!doctype html><html lang="en"><title>sent</title><h1>sent</h1></html>')
      })
      return
    }
    const file = path.join(root, decodeURIComponent(pathname), pathname.endsWith('/') ? 'index.html' : '')
    const known = file.startsWith(root) && fs.existsSync(file) && fs.statSync(file).isFile()
    response.writeHead(known ? 200 : 404, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' })
    response.end(known ? fs.readFileSync(file) : 'not found')
  })
  await new Promise(done => server.listen(0, '127.0.0.1', done))
  const base = `http://127.0.0.1:${server.address().port}/`
  // A test may answer posts in its own way: `site.answer = ({ response, fields }) => …`.
  const own = { base, posted, answer: undefined, stop: () => new Promise(done => { server.closeAllConnections(); server.close(done) }) }
  return own
}
