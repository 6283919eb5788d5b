// A browser that writes down everything a page must not do: ask elsewhere, complain, break its own policy.

import fs from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

const require = createRequire(import.meta.url)
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync']

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: quiet })

/** Opens a page of the site and gives it with the list of its faults, which grows while it lives. */
export async function open(browser, url, { width = 1280, height = 900, scheme = 'light', script = true, forced = 'none' } = {}) {
  const context = await browser.newContext({
    viewport: { width, height }, colorScheme: scheme, javaScriptEnabled: script, forcedColors: forced, reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const faults = []
  const origin = new URL(url).origin
  // A browser looks for an icon of its own accord; pages name none.
  page.on('console', message => ['error', 'warning'].includes(message.type()) && !message.location().url.endsWith('/favicon.ico')
    && faults.push(`console: ${message.text()} (${message.location().url})`))
  page.on('pageerror', error => faults.push(`error: ${error.message}`))
  page.on('request', request => {
    const asked = request.url()
    const own = asked.startsWith('data:') || (origin === 'null' ? asked === url : new URL(asked).origin === origin)
    if (!own) faults.push(`asks elsewhere: ${asked}`)
  })
  page.on('requestfailed', request => faults.push(`fails: ${request.url()}`))
  if (script) {
    await page.addInitScript(() => {
      window.broken = []
      document.addEventListener('securitypolicyviolation', event =>
        window.broken.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ''}:${event.lineNumber}`))
    })
  }
  const answer = await page.goto(url, { waitUntil: 'load' })
  if (answer && !answer.ok() && url.startsWith('http')) faults.push(`status ${answer.status()}`)
  return { page, faults, close: () => context.close() }
}

/** What axe finds, one line a violation; with `only`, the rules of that tag. */
export async function violations(page, only) {
  if (!await page.evaluate(() => !!window.axe)) await page.evaluate(axe)
  const found = await page.evaluate(only => window.axe.run(document, { resultTypes: ['violations'], ...(only ? { runOnly: { type: 'tag', values: [only] } } : {}) }), only)
  return found.violations.map(one => `${one.id} (${one.impact}), ${one.nodes.length} ×: ${one.help}; first ${one.nodes[0].target}`)
}

/** By how many pixels the page scrolls sideways. */
export const sideways = page =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Computes names and roles as assistive technology gets them, for every element of a selector. */
export async function announced(page, selector) {
  const session = await page.context().newCDPSession(page)
  const { root } = await session.send('DOM.getDocument', { depth: -1 })
  const { nodeIds } = await session.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector })
  const backend = new Map()
  const walk = node => { backend.set(node.nodeId, node.backendNodeId); for (const child of node.children ?? []) walk(child) }
  walk(root)
  // The whole tree at once: asking for one control after another takes most of the time of a long form.
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  const told = new Map(nodes.map(node => [node.backendDOMNodeId, node]))
  const found = nodeIds.map(nodeId => {
    const node = told.get(backend.get(nodeId))
    return { role: node?.role?.value, name: node?.name?.value ?? '', description: node?.description?.value ?? '' }
  })
  await session.detach()
  return found
}
