import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import type { ProbePage } from '../simulators/kommo-host/probe-page.ts'
import { createProbePage } from '../simulators/kommo-host/probe-page.ts'

let browser: Browser
let probe: ProbePage
let page: Page

beforeAll(async () => {
  browser = await launchChromium()
  probe = await createProbePage(browser)
  page = probe.page
})
afterAll(async () => {
  await probe.close()
  await browser.close()
})

const body = () => page.locator('.card-widgets__widget-caption, [data-code] > .card-widgets__widget__body').first()
const width = () => page.locator('#widgets_block').evaluate((node) => Math.round(node.parentElement?.offsetWidth ?? 0))

describe('the right panel', () => {
  it('is closed at first: the body is there but hidden, only the small logo shows', async () => {
    await probe.open('foreign=last')
    expect(await page.locator('.probe-root').count()).toBe(1)
    expect(await page.locator('.probe-root').isVisible()).toBe(false)
    const logos = page.locator('[data-code]').first()
    expect(await logos.locator('.card-widgets__widget__caption__logo_min').isVisible()).toBe(true)
    expect(await logos.locator('.card-widgets__widget__caption__logo').isVisible()).toBe(false)
    expect(await page.locator('#card_holder.js-widgets-hidden #widgets_block.js-widgets-hidden').count()).toBe(1)
  })

  it('opens with the body of its first widget, from the column of icons', async () => {
    await page.locator('.card-widgets__elements').click({ position: { x: 30, y: 30 } })
    expect(await page.locator('.probe-root').isVisible()).toBe(true)
    expect(await body().getAttribute('class')).toContain('js-body-hide')
    expect(await page.locator('.root .row').first().isVisible()).toBe(false)
  })

  it('toggles a body by its caption', async () => {
    await page.locator('.probe-caption').click()
    expect(await page.locator('.probe-root').isVisible()).toBe(false)
    expect(await body().getAttribute('class')).not.toContain('js-body-hide')
    await page.locator('.agenda-caption').click()
    expect(await page.locator('.root .row').first().isVisible()).toBe(true)
  })

  it('remembers by cookie that it is open', async () => {
    await probe.open('foreign=last')
    expect(await page.locator('.probe-root').isVisible()).toBe(true)
    await page.locator('.card-widgets__top').click()
    expect(await page.locator('.probe-root').isVisible()).toBe(false)
    const cookies = await page.context().cookies()
    expect(cookies.find((cookie) => cookie.name === 'leads_crd_wdgt')?.value).toBe('0')
  })

  it('is as wide as asked, 380 pixels by default', async () => {
    for (const [query, pixels] of [
      ['panel=open', 380],
      ['panel=open&w=213', 213],
      ['panel=open&w=200', 200],
    ] as const) {
      await probe.open(query)
      expect(await width()).toBe(pixels)
    }
    await page.evaluate(() => window.__host.setWidth(275))
    expect(await width()).toBe(275)
  })

  it('lies over the card on narrow screens, and a click beside it closes it', async () => {
    await page.setViewportSize({ width: 800, height: 700 })
    await probe.open('foreign=none&panel=open')
    await page.locator('#card_widgets_overlay').click({ position: { x: 20, y: 200 } })
    expect(await page.locator('.probe-root').isVisible()).toBe(false)
    expect(await page.locator('#card_widgets_overlay').isVisible()).toBe(false)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  it('adds a second block when a widget draws itself twice', async () => {
    await probe.open()
    await page.evaluate(() => window.__host.reload())
    expect(await page.locator('.probe-root').count()).toBe(2)
  })
})

describe('the page around it', () => {
  it('switches the dark theme on the html element', async () => {
    await probe.open('foreign=none&theme=dark')
    expect(await page.locator('html').getAttribute('data-color-scheme')).toBe('dark')
    await page.evaluate(() => window.__host.setTheme('light'))
    expect(await page.locator('html').getAttribute('data-color-scheme')).toBeNull()
  })

  it('loads the language file of the user, or the first one when there is none', async () => {
    await probe.open('foreign=none&panel=open&lang=es')
    expect(await page.locator('.probe-root').textContent()).toBe('Hola')
    await page.evaluate(() => window.__host.setLang('fr'))
    expect(await page.locator('.probe-root').textContent()).toBe('Hello')
  })

  it('lets a hostile neighbour change what everybody shares', async () => {
    await probe.open('hostile=1&panel=open')
    const found = await page.evaluate(() => {
      const names: string[] = []
      for (const name in [] as unknown[]) names.push(name)
      const jquery = (window as unknown as { $: { ajaxSettings: { contentType: string } } }).$
      return { names, contentType: jquery.ajaxSettings.contentType, keys: window.__host.newWindowKeys() }
    })
    expect(found).toEqual({ names: ['last'], contentType: 'text/plain', keys: ['agendaPath'] })
    expect(await page.locator('.probe-root').count()).toBe(1)
  })

  it('has the globals and modules that widgets may rely on', async () => {
    await probe.open()
    const found = await page.evaluate(async () => {
      const host = window as unknown as Record<string, unknown> & {
        require(names: string[], done: (...got: unknown[]) => void): void
      }
      const globals = ['$', 'jQuery', '_', 'APP', 'AMOCRM', 'Twig', 'require', 'define'].filter((name) => host[name])
      const modules = ['jquery', 'underscore', 'moment', 'backbone', 'twigjs', 'lib/components/base/modal']
      const loaded = await new Promise<number>((done) => {
        host.require(modules, (...got) => done(got.filter(Boolean).length))
      })
      return { globals: globals.length, alias: host['APP'] === host['AMOCRM'], loaded }
    })
    expect(found).toEqual({ globals: 8, alias: true, loaded: 6 })
  })
})
