// What every part of the card is given: words, times, calls, and the way to change what is shown.
import type { ComponentType } from 'preact'
import type { CardRequest, CardSigner } from '../../shared/card.ts'
import type { Api } from '../actions/api.ts'
import type { Edits } from '../actions/edits.ts'
import type { Host } from '../host/door.ts'
import type { Times } from '../words/times.ts'
import type { Words } from '../words/words.tsx'
import type { Call } from './call.ts'
import type { CardEvent, CardState, ComposerStart, OpenState, View } from './state.ts'

export interface Deps {
  words: Words
  times: Times
  call: Call
  host: Host
  /** Ours inside the shadow root. */
  root: HTMLElement
  /** Adds a style sheet's text to the shadow root. */
  style(css: string): void
  /** Origin of our server, for sentences that name it. */
  origin: string
  /** The server's clock. */
  now(): number
  dispatch(event: CardEvent): void
  /** Everything that comes with the second bundle; null until it is loaded. */
  full: FullDeps | null
}

export interface FullDeps extends Deps {
  more: MoreParts
  tools: Tools
}

/** What the second bundle needs once a mount. */
export interface Tools {
  api: Api
  edits: Edits
  /** Into the live region, at most one sentence every 2 s; the newest wins. */
  say(text: string): void
  /** Shows a view, or the card again; focus comes back to the button that opened it. */
  view(view: View): void
  /** The form, once it is loaded. */
  form(): FormParts | null
  loadForm(): Promise<FormParts>
  stop(): void
}

/** What the third bundle draws. */
export interface FormParts {
  css: string
  texts: Record<string, string>
  Composer: ComponentType<{ deps: FullDeps; state: OpenState; start: ComposerStart }>
  Screen: ComponentType<{ deps: FullDeps; state: OpenState }>
}

export interface RequestProps {
  deps: FullDeps
  state: OpenState
  request: CardRequest
}

/** What the second bundle draws and knows. */
export interface MoreParts {
  css: string
  texts: Record<string, string>
  equip(deps: Deps): Tools
  /** Says aloud what is worth it in a change of state. */
  noticed(deps: FullDeps, before: CardState, after: CardState): void
  /** A view in place of the card: the form, a review, a way out of a request. */
  Screen: ComponentType<{ deps: FullDeps; state: OpenState }>
  /** Nothing is shown in full: the form, or why there is none. */
  Start: ComponentType<{ deps: FullDeps; state: OpenState }>
  /** The ⋯ of a request, or of one of its signers. */
  More: ComponentType<RequestProps & { signer: CardSigner | null }>
  /** Under a signer: what can be done for this person now. */
  PersonActions: ComponentType<RequestProps & { signer: CardSigner }>
  /** Under the people: what can be done, steps, trouble, filing, files, timeline. */
  Details: ComponentType<RequestProps>
  /** The other requests of the lead. */
  Others: ComponentType<{ deps: FullDeps; state: OpenState }>
  /** Beside the freshness. */
  Refresh: ComponentType<{ deps: FullDeps }>
  /** Below everything. */
  Another: ComponentType<{ deps: FullDeps; state: OpenState }>
  explainSettings(host: Host, body: unknown, origin: string): void
  /** Puts the settings page into that place; the answer takes it away again. */
  openSettings(host: Host, place: Element, origin: string): Promise<() => void>
}
