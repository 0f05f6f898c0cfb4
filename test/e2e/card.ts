// The lead card as a person uses it: what the browser tests press and read, by role and by words.
import type { Browser, Locator, Page } from 'playwright'
import { expect } from 'vitest'
import type { Demo } from '../world/demo.ts'

export interface Card {
  page: Page
  /** Our panel in the host page. */
  root: Locator
  /** Presses on anything since the card was opened. */
  clicks(): number
  press(name: string | RegExp): Promise<void>
  sees(text: string | RegExp): Promise<void>
  close(): Promise<void>
}

export interface CardOptions {
  leadId: number
  /** `open` (default) or `closed`, as the cookie of the host would have it. */
  panel?: 'open' | 'closed'
  width?: number
  theme?: 'light' | 'dark'
  lang?: string
  userId?: number
  viewport?: { width: number; height: number }
}

const patience = 20_000

export async function openCard(browser: Browser, demo: Demo, options: CardOptions): Promise<Card> {
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1440, height: 1000 },
    locale: options.lang === 'fr' ? 'fr-FR' : 'en-GB',
    // What moves is drawn anew all the time, and keeps a small machine from everything else.
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(patience)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  const query = new URLSearchParams({
    panel: options.panel ?? 'open',
    w: String(options.width ?? 380),
    theme: options.theme ?? 'light',
    ...(options.lang === undefined ? {} : { lang: options.lang }),
    ...(options.userId === undefined ? {} : { user: String(options.userId) }),
  })
  await page.goto(`${demo.url}/leads/detail/${options.leadId}?${query}`)
  let clicks = 0
  const root = page.locator('.ysg-root')
  return {
    page,
    root,
    clicks: () => clicks,
    async press(name) {
      clicks += 1
      await root.getByRole('button', { name }).first().click()
    },
    sees: (text) => root.getByText(text).first().waitFor({ timeout: patience }),
    async close() {
      expect(errors, 'errors on the page').toEqual([])
      await context.close()
    },
  }
}

/** A further signer, by name; somebody of the firm needs a mobile typed once. */
export interface Further {
  name: string
  mobile?: string
}

/** Opens the signers and adds people: contacts of the lead or users of the firm. */
export async function addSigners(card: Card, further: readonly Further[]): Promise<void> {
  await card.press('Change signers')
  for (const { name, mobile } of further) {
    await card.press('Add a signer')
    await card.press(new RegExp(`^${name}`))
    if (mobile === undefined) continue
    await card.root
      .getByRole('list', { name: 'Signers' })
      .getByRole('button', { name: new RegExp(`^${name}`) })
      .click()
    await card.root.getByLabel('Mobile').fill(mobile)
    await card.press('Keep')
  }
}

export async function chooseLevel(card: Card, level: 'Simple' | 'Advanced' | 'Qualified'): Promise<void> {
  if (level === 'Simple') return
  await card.root.getByRole('button', { name: /^Level/ }).click()
  await card.root.getByRole('radio', { name: new RegExp(`^${level}`) }).click()
  await card.root.getByRole('button', { name: /^Level/ }).click()
}

export type Order = 'Clients, then the firm' | 'One by one' | 'All at once'

export async function chooseOrder(card: Card, order: Order): Promise<void> {
  const choice = card.root.getByRole('radio', { name: order })
  if (!(await choice.isChecked())) await choice.click({ force: true })
}

/** Review, then Send; answers when the first person was invited. */
export async function reviewAndSend(card: Card, people: number): Promise<void> {
  await card.press('Review and send')
  await card.press(`Send to ${people} ${people === 1 ? 'person' : 'people'}`)
  await card.sees('Invited on')
}
