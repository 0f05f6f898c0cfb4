// What the card shows, as one union, and every event that changes it. Pure: times come in with the events.
import type { Card, CardRequest, SessionAnswer } from '../../shared/card.ts'
import { liveStates } from '../../shared/states.ts'
import type { CardProblem } from './problem.ts'
import { type Strip, stripOf } from './reading.ts'

export type CardState =
  /** Nothing asked, or nothing answered yet. */
  | { kind: 'loading' }
  /** The first answer was none; `retryAt` is by `performance.now()`, null when trying again makes no sense. */
  | { kind: 'closed'; problem: CardProblem; retryAt: number | null }
  | OpenState

export interface OpenState {
  kind: 'open'
  answer: SessionAnswer
  card: Card
  live: { on: boolean; at: number }
  view: View
  /** Request drawn in full; null for the form. */
  shown: string | null
  /** For the live region. */
  said: string
}

/** What is drawn in place of the card. */
export type View =
  | { kind: 'card' }
  | { kind: 'composer'; start: ComposerStart }
  | { kind: 'prepared' | 'cancel' | 'paper' | 'extend' | 'discard'; request: string }
  | { kind: 'correct' | 'qr'; request: string; signer: string }

export type ComposerStart = { kind: 'usual' | 'typed' } | { kind: 'new_version' | 'second'; request: string }

export type CardEvent =
  | { kind: 'closed'; problem: CardProblem; retryAt: number | null }
  | { kind: 'opened'; answer: SessionAnswer }
  | { kind: 'card'; card: Card }
  | { kind: 'request'; request: CardRequest }
  | { kind: 'live'; on: boolean; at: number }
  | { kind: 'view'; view: View }
  | { kind: 'show'; request: string | null }
  | { kind: 'say'; text: string }

/** The next state. Events of an open card are nothing to one that is not. */
export function reduce(state: CardState, event: CardEvent): CardState {
  if (event.kind === 'opened') return opened(state, event.answer)
  if (state.kind !== 'open') return event.kind === 'closed' ? event : state
  switch (event.kind) {
    case 'closed':
      return state
    case 'card':
      return { ...state, card: event.card }
    case 'request':
      return { ...state, card: { ...state.card, requests: put(state.card.requests, event.request) } }
    case 'live':
      return { ...state, live: { on: event.on, at: event.on ? event.at : state.live.at } }
    case 'view':
      return { ...state, view: event.view }
    case 'show':
      return { ...state, shown: event.request, view: { kind: 'card' } }
    case 'say':
      return { ...state, said: event.text }
  }
}

/** Open on arrival (ui.md 2): what needs somebody, else what runs, else what ended in the last 7 days; else the form. */
export function shownFirst(requests: readonly CardRequest[], now: number): string | null {
  const recent = requests.filter(({ endedAt }) => endedAt === null || endedAt > now - 7 * 86_400_000)
  const needs = recent.find((request) => needing.has(stripOf(request, now)))
  const runs = recent.find(({ state }) => liveStates.has(state) && state !== 'prepared')
  const prepared = recent.find(({ state }) => state === 'prepared')
  return (needs || runs || prepared || recent[0])?.id ?? null
}

const needing: ReadonlySet<Strip> = new Set(['needs_you', 'needs_person', 'held', 'failed'])

function opened(state: CardState, answer: SessionAnswer): OpenState {
  const { card, now } = answer
  const fresh = { answer, card, live: { on: true, at: now } }
  if (state.kind === 'open') return { ...state, ...fresh }
  return { kind: 'open', ...fresh, view: { kind: 'card' }, shown: shownFirst(card.requests, now), said: '' }
}

/** Newest first; news that is older than what is shown is dropped, whatever way it came. */
function put(requests: readonly CardRequest[], news: CardRequest): CardRequest[] {
  const others = requests.filter(({ id, changedAt }) => id !== news.id || changedAt > news.changedAt)
  if (others.some(({ id }) => id === news.id)) return others
  return [news, ...others].sort((a, b) => b.createdAt - a.createdAt)
}
