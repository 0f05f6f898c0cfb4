// Every state the card can be in, drawn by the built widget: readable by assistive technology, within a panel of 200 pixels,
// in both themes and both languages.
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BuiltWidget, buildWidget } from '../../scripts/build-widget.ts'
import { launchChromium } from '../chromium.ts'
import { cardFixtures } from '../fixtures/cards.ts'

let browser: Browser
let widget: BuiltWidget
let server: Server
let language: 'en' | 'fr' = 'en'

const board = (
  theme: string,
  width: number,
) => `<!doctype html><html lang="${language}" data-color-scheme="${theme}"><head>
<meta charset="utf-8"><title>Board</title><style>
body{margin:16px;background:${theme === 'dark' ? '#0a1823' : '#e9ecf0'};color:${theme === 'dark' ? '#eee' : '#333'};font:13px sans-serif}
main{display:grid;grid-template-columns:repeat(auto-fill,${width}px);gap:16px;align-items:start}h2{font:12px sans-serif;margin:0 0 4px}
</style></head><body><main></main><script type="module" src="/board.mjs"></script></body></html>`

beforeAll(async () => {
  browser = await launchChromium()
  widget = await buildWidget({ publicUrl: 'http://127.0.0.1:1', version: '0.1.0' })
  const page = await readFile(new URL('board-page.mjs', import.meta.url))
  server = createServer((request, reply) => {
    const address = new URL(request.url ?? '/', 'http://board')
    const file = widget.files.get(address.pathname.replace(/^\/widget\//, ''))
    if (address.pathname === '/board.mjs') reply.setHeader('content-type', 'text/javascript').end(page)
    else if (address.pathname === '/fixtures.json')
      reply.setHeader('content-type', 'application/json').end(JSON.stringify(cardFixtures(language)))
    else if (file) reply.setHeader('content-type', 'text/javascript; charset=utf-8').end(Buffer.from(file))
    else
      reply
        .setHeader('content-type', 'text/html')
        .end(board(address.searchParams.get('theme') ?? 'light', Number(address.searchParams.get('w'))))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterAll(async () => {
  await browser?.close()
  server?.closeAllConnections()
  await new Promise((resolve) => server?.close(resolve))
})

async function openBoard(theme: 'light' | 'dark', width: number): Promise<Page> {
  const { port } = server.address() as AddressInfo
  // A page of this height that moves keeps the machine busy with drawing; what moves is not looked at here.
  const context = await browser.newContext({
    viewport: { width: 5 * (width + 16) + 40, height: 10_000 },
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(`http://127.0.0.1:${port}/?theme=${theme}&w=${width}`)
  await page.waitForSelector('html[data-ready]', { state: 'attached' })
  // What opens under a request comes with the second bundle, once a card has been seen.
  await page.locator('.ysg-root .ysg-fold').first().waitFor()
  await page.waitForFunction(
    (count) => document.querySelectorAll('main > section').length === count,
    cardFixtures(language).length,
  )
  return page
}

const boards = [
  { theme: 'light', width: 380, language: 'en' },
  { theme: 'dark', width: 200, language: 'fr' },
] as const

describe('every state of the card', () => {
  it.each(boards)('is accessible and fits: $theme, $width px, $language', async (about) => {
    language = about.language
    const page = await openBoard(about.theme, about.width)
    const { violations } = await new AxeBuilder({ page }).analyze()
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`)).toEqual(
      [],
    )
    const wide = await page
      .locator('.ysg-root')
      .evaluateAll((roots) => roots.filter((root) => root.scrollWidth > root.clientWidth).length)
    expect(wide, 'panels that scroll sideways').toBe(0)
    if (process.env['BOARDS_DIR'])
      await page.screenshot({
        path: `${process.env['BOARDS_DIR']}/${about.theme}-${about.width}-${about.language}.png`,
        fullPage: true,
      })
    await page.context().close()
  })
})
