// The whole card: which state is drawn by what. A view replaces the card; the rest is one column from top to bottom.
import type { Deps } from '../card/deps.ts'
import type { CardState, OpenState } from '../card/state.ts'
import { Closed, Loading } from './Entry.tsx'
import { Request } from './Request.tsx'

export interface CardProps {
  deps: Deps
  state: CardState
  /** Seconds until the next try, while there is no connection. */
  seconds: number | null
  retry: () => void
}

export function Card({ deps, state, seconds, retry }: CardProps) {
  const { words } = deps
  if (state.kind === 'loading') return <Loading words={words} />
  if (state.kind === 'closed') {
    return <Closed words={words} problem={state.problem} seconds={seconds} retry={retry} />
  }
  const { connection } = state.card
  return (
    <>
      <p class="ysg-vh" role="status">
        {state.said}
      </p>
      {connection.kind === 'connected' && connection.test && (
        <p class="ysg-test-mode" data-tone="warn">
          {words.say('test')}
        </p>
      )}
      <Opened deps={deps} state={state} />
    </>
  )
}

function Opened({ deps, state }: { deps: Deps; state: OpenState }) {
  const { words, times, full } = deps
  const { card, view, shown, live } = state
  const request = card.requests.find(({ id }) => id === shown)
  // A view and the form are the second bundle's; until it is there, the boxes of the form hold their place.
  if (full === null && (view.kind !== 'card' || request === undefined)) return <Loading words={words} />
  if (full !== null && view.kind !== 'card') return <full.more.Screen deps={full} state={state} />
  return (
    <>
      {request !== undefined ? (
        <Request key={request.id} deps={deps} state={state} request={request} />
      ) : (
        full !== null && <full.more.Start deps={full} state={state} />
      )}
      {full !== null && <full.more.Others deps={full} state={state} />}
      <div class="ysg-foot">
        <i class="ysg-live" data-tone={live.on ? 'ok' : 'warn'} aria-hidden="true" />
        <span>{words.say(live.on ? 'live.on' : 'live.off', { time: times.time(live.at) })}</span>
        {full !== null && <full.more.Refresh deps={full} />}
      </div>
      {full !== null && <full.more.Another deps={full} state={state} />}
    </>
  )
}
