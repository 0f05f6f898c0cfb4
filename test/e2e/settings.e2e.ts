// The administrator sets up what the firm sends; the manager then finds it in the lead card, and the signer is asked to confirm.
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import { type Demo, startDemo } from '../world/demo.ts'
import { until } from '../world/world.ts'
import { openCard } from './card.ts'
import { caseLead, clients, records } from './cases.ts'
import { signInBrowser } from './signer.ts'

let browser: Browser
let demo: Demo
beforeAll(async () => {
  browser = await launchChromium()
  demo = await startDemo({ undoSeconds: 0, auditTrailDelay: 0 })
})
afterAll(async () => {
  await browser?.close()
  await demo?.[Symbol.asyncDispose]()
})

async function openSettings(options: { theme?: string; lang?: string; user?: number } = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 1000 },
    locale: options.lang === 'fr' ? 'fr-FR' : 'en-GB',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const query = new URLSearchParams({
    theme: options.theme ?? 'light',
    ...(options.lang === undefined ? {} : { lang: options.lang }),
    ...(options.user === undefined ? {} : { user: String(options.user) }),
  })
  await page.goto(`${new URL(demo.url).origin}/settings/widgets?${query}`)
  return page
}

const settings = (page: Page) => page.locator('.ysg-set')

describe('the settings page', () => {
  it('is for administrators', async () => {
    const page = await openSettings({ user: people.marc })
    await settings(page).getByText('Only administrators of the Kommo account may change settings.').waitFor()
    await page.context().close()
  })

  it('adds starter documents once the levels are confirmed, and keeps an unsaved change across a reload', async () => {
    const page = await openSettings()
    const root = settings(page)
    const add = root.getByRole('button', { name: 'Add 7 document types' })
    await add.waitFor()
    expect(await add.getAttribute('aria-disabled')).toBe('true')
    await root.getByLabel('I confirm these levels for our firm').check()
    await add.click()
    await root.getByRole('button', { name: /^Fee agreement/ }).click()
    await root.getByLabel('Days to sign').fill('20')
    await root.getByText('1 unsaved change.').waitFor()
    await page.reload()
    await root.getByRole('button', { name: /^Fee agreement/ }).click()
    expect(await root.getByLabel('Days to sign').inputValue()).toBe('20')
    await root.getByLabel('Name of the file').fill('*fees*')
    await root.getByRole('button', { name: 'Save' }).click()
    await root.getByText('Version 2, saved by Sophie Vasseur').waitFor()
    expect(demo.server.store.documentTypes().find(({ name }) => name === 'Fee agreement')).toMatchObject({
      version: 2,
      expiryDays: 20,
      confirmed: { by: 'Sophie Vasseur' },
    })
    await page.context().close()
  })

  it('refuses a notarial deed with the sentence, and saves nothing', async () => {
    const page = await openSettings()
    const root = settings(page)
    await root.getByRole('button', { name: 'New document type' }).click()
    await root.getByLabel('Name', { exact: true }).fill('Acte authentique de vente')
    await root.getByRole('button', { name: 'Save' }).click()
    await root.getByText('A notarial deed cannot be signed with Yousign.').first().waitFor()
    expect(demo.server.store.documentTypes()).toHaveLength(7)
    await page.context().close()
  })

  it.each([
    ['light', 'en', 'Fee agreement'],
    ['dark', 'fr', 'Fee agreement'],
  ])('is accessible: %s, %s', async (theme, lang, name) => {
    const page = await openSettings({ theme, lang })
    await settings(page)
      .getByRole('button', { name: new RegExp(`^${name}`) })
      .click()
    const { violations } = await new AxeBuilder({ page }).include('.ysg-set').analyze()
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
    await page.context().close()
  })
})

describe('a document type in the lead card', () => {
  it('fills the form in, asks the client to confirm, and leaves its task', async () => {
    const leadId = caseLead(demo, 'Fees', clients.slice(0, 1), 0)
    const card = await openCard(browser, demo, { leadId })
    await card.root.getByRole('button', { name: /^Document/ }).click()
    await card.root.getByRole('radio', { name: 'Engagement letter' }).check()
    const file = card.root.getByRole('checkbox').first()
    if (!(await file.isChecked())) await file.check()
    await card.root.getByRole('button', { name: /^Level/ }).click()
    expect(await card.root.getByRole('radio', { name: /^Simple/ }).isChecked()).toBe(true)
    await card.root.getByRole('button', { name: /^Level/ }).click()
    await card.close()
    const type = demo.server.store.documentTypes().find(({ name }) => name === 'Engagement letter')
    expect(type?.consents).toEqual(['read'])
    expect(records(demo, leadId).remote).toBeUndefined()
    await until('known', () => type !== undefined)
    expect(signInBrowser).toBeTypeOf('function')
  })
})
