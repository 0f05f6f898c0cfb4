// The life of one mounted card: waits to be seen, opens the session, follows the stream, draws. Everything it starts,
// the returned function ends.
import { render } from 'preact'
import type { endpoints } from '../../shared/api.ts'
import type { Card as CardData } from '../../shared/card.ts'
import { enCard } from '../../shared/texts/en-card.ts'
import type { Host } from '../host/door.ts'
import { watchVisible } from '../host/visible.ts'
import { Card } from '../ui/Card.tsx'
import { createTimes } from '../words/times.ts'
import { createWords } from '../words/words.tsx'
import { createCall } from './call.ts'
import type { Deps, MoreParts } from './deps.ts'
import { createSession } from './session.ts'
import { type CardEvent, type CardState, reduce } from './state.ts'
import { follow } from './stream.ts'

export interface Running {
  host: Host
  origin: string
  version: string
  /** Ours inside the shadow root; the card is drawn into it. */
  root: HTMLElement
  /** Adds a style sheet's text to the shadow root. */
  style(css: string): void
  /** The second bundle. */
  more(): Promise<MoreParts>
}

/** Entries of shared/api.ts that the first bundle needs; the types make sure that they are those of the table. */
const cardEndpoint: (typeof endpoints)['card'] = { method: 'GET', path: '/api/leads/:lead/card' }
const streamEndpoint: (typeof endpoints)['stream'] = { method: 'GET', path: '/api/leads/:lead/stream' }

const retryAfter = 10_000

/** Runs the card of a lead that exists, until the returned function is called. */
export function runCard(leadId: number, running: Running): () => void {
  const { host, origin, root, style } = running
  let state: CardState = { kind: 'loading' }
  let more: MoreParts | null = null
  let stopped = false
  let offset = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let unfollow = () => {}

  const now = () => performance.now() + offset
  const session = createSession({ ...running, leadId }, (answer) => {
    offset = answer.now - performance.now()
    dispatch({ kind: 'opened', answer })
  })
  const call = createCall(origin, leadId, session)
  const deps: Deps = { call, host, root, style, origin, now, dispatch, full: null, ...speak() }

  function speak(): Pick<Deps, 'words' | 'times'> {
    const answer = state.kind === 'open' ? state.answer : null
    const texts = [answer?.dictionary || {}, enCard, more ? more.texts : {}]
    const provider = answer ? answer.card.connection.provider : 'Yousign'
    const words = createWords(answer ? answer.language : 'en', texts, { provider })
    return { words, times: createTimes(words, now) }
  }

  function dispatch(event: CardEvent): void {
    if (stopped) return
    const before = state
    state = reduce(before, event)
    if (event.kind === 'opened') {
      Object.assign(deps, speak())
      root.lang = deps.words.language
    }
    draw()
    if (deps.full) deps.full.more.noticed(deps.full, before, state)
  }

  function draw(): void {
    clearTimeout(timer)
    const retryAt = state.kind === 'closed' ? state.retryAt : null
    const seconds = retryAt && Math.ceil((retryAt - performance.now()) / 1000)
    render(<Card deps={deps} state={state} seconds={seconds} retry={open} />, root)
    if (seconds !== null) timer = setTimeout(seconds > 0 ? draw : open, 1000)
  }

  async function open(): Promise<void> {
    clearTimeout(timer)
    const { failure } = { failure: null, ...(await session.open()) }
    if (!failure) return
    const final = ['forbidden', 'not_found', 'lead_gone'].includes(failure.code)
    dispatch({ kind: 'closed', problem: failure, retryAt: final ? null : performance.now() + retryAfter })
  }

  async function want(): Promise<void> {
    if (deps.full) return
    // A file that did not come is asked for again with the next sign of life.
    const loaded = await running.more().catch(() => null)
    if (stopped || deps.full || !loaded) return
    more = loaded
    style(more.css)
    Object.assign(deps, speak())
    deps.full = Object.assign(deps, { more, tools: more.equip(deps) })
    draw()
  }

  async function poll(): Promise<number | null> {
    const response = await call(cardEndpoint)
    if (!response.ok) return null
    const card: CardData = await response.json()
    dispatch({ kind: 'card', card })
    return card.cursor
  }

  async function see(visible: boolean): Promise<void> {
    unfollow()
    if (!visible) return
    void want()
    if (state.kind !== 'open') await open()
    if (stopped || state.kind !== 'open') return
    unfollow()
    unfollow = follow(state.card.cursor, {
      open: (cursor, signal) => call(streamEndpoint, { signal, headers: { 'Last-Event-ID': `${cursor}` } }),
      poll: () => poll().catch(() => null),
      live: (on) => {
        dispatch({ kind: 'live', on, at: now() })
        void want()
      },
      event: (event) => {
        if (event.kind === 'request') return dispatch(event)
        if (deps.full) deps.full.tools.edits.settle()
        poll().catch(() => null)
      },
    })
  }

  draw()
  const unwatch = watchVisible(root, see)
  return () => {
    stopped = true
    unwatch()
    unfollow()
    clearTimeout(timer)
    session.close()
    if (deps.full) deps.full.tools.stop()
    render(null, root)
  }
}
