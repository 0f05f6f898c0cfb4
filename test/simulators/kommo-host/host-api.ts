// `window.__host` as tests see it, and how they open a page that has it.
import type { Page } from 'playwright'

/** What a widget holds: descriptions of listeners (`window scroll`), counts of the rest, nodes outside its own block. */
export interface Held {
  listeners: string[]
  timeouts: number
  intervals: number
  observers: number
  nodes: string[]
}

export interface CardOptions {
  /** Also starts widgets that are not listed for that area, to see what they do there. */
  everywhere?: boolean
}

/** Ways a call to the backend can go wrong; `slow` and `expired` reach it, the others are answered by the page's server. */
export type NetworkMode = '401' | '403' | '409' | '422' | '429' | 'html500' | 'empty' | 'offline' | 'slow' | 'expired'

export interface HostApi {
  openCard(id: number, options?: CardOptions): Promise<void>
  gotoCard(id: number, options?: CardOptions): Promise<void>
  openNewCard(): Promise<void>
  /** Resolves with the new id (undefined after a refusal). `reinit` starts widgets anew; default `?reinit`, else no. */
  saveNewCard(options?: { reinit?: boolean }): Promise<number | undefined>
  openContactCard(id: number, options?: CardOptions): Promise<void>
  leaveCard(options?: CardOptions): Promise<void>
  changeStage(statusId: number): Promise<void>
  /** `name`, `price` or a custom field's id; nothing is saved. */
  editField(id: 'name' | 'price' | number, value: string | number): void
  saveCard(): Promise<void>
  refresh(): Promise<void>
  expand(): void
  collapse(): void
  setTheme(theme: 'light' | 'dark'): void
  setWidth(pixels: number): void
  setLang(lang: string): Promise<void>
  /** Reloads the page as that user. */
  setUser(id: number): void
  /** null ends the trouble; `delay` (ms, default 10,000) is for `slow`. */
  setNetwork(mode: NetworkMode | null, options?: { times?: number; delay?: number }): void
  /** Loads the current area once more: `render` of live widgets runs again. */
  reload(): Promise<void>
  /** The widget code of the product's live instance, undefined while there is none. */
  code(): string | undefined
  errors: { kind: 'error' | 'rejection' | 'policy' | 'callback'; text: string }[]
  notifications: { kind: string; message: unknown }[]
  /** One entry a destroyed instance. */
  leaks: (Held & { code: string; modelHandlers: number })[]
  trace: { code: string; step: string }[]
  dropped: { code: string; why: string }[]
  stubCalls: Record<string, unknown>[]
  /** How often a one-time token was fetched. */
  tokenCalls(): number
  newWindowKeys(): string[]
  held(code?: string): Held
  query(): Record<string, string>
}

declare global {
  interface Window {
    __host: HostApi
  }
}

/** Opens an address of the account's pages and waits until its widgets have been started. */
export async function openHost(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.waitForSelector('html[data-ready]')
}
