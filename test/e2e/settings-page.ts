// The settings page as an administrator uses it, in Kommo's own place for it.
import type { Browser, Locator, Page } from 'playwright'
import { expect } from 'vitest'
import type { Demo } from '../world/demo.ts'

export interface SettingsOptions {
  theme?: 'light' | 'dark'
  lang?: 'en' | 'fr'
  userId?: number
  width?: number
  height?: number
}

export interface OpenSettings {
  page: Page
  root: Locator
  close(): Promise<void>
}

export async function openSettings(browser: Browser, demo: Demo, options: SettingsOptions = {}): Promise<OpenSettings> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 1000 },
    locale: options.lang === 'fr' ? 'fr-FR' : 'en-GB',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  const query = new URLSearchParams({
    theme: options.theme ?? 'light',
    ...(options.lang === undefined ? {} : { lang: options.lang }),
    ...(options.userId === undefined ? {} : { user: String(options.userId) }),
  })
  await page.goto(`${new URL(demo.url).origin}/settings/widgets?${query}`)
  return {
    page,
    root: page.locator('.ysg-set'),
    async close() {
      expect(errors, 'errors on the page').toEqual([])
      await context.close()
    },
  }
}
