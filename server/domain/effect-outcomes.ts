// How an effect on the lead ends, waits or gives up, whatever it is. Kommo knows no idempotency, so a call whose answer was
// lost is looked for before it is made again (design.md 4.3).
import type { TimelineEvent } from '../../shared/card.ts'
import type { Deps } from './deps.ts'
import { type CallFailure, describe, isWaiting } from './failure.ts'
import { retryAt } from './learn.ts'
import type { Effect, LedgerEntry } from './store.ts'
import type { Outcome } from './work.ts'

/** Kommo may still act so long on a call that was given up, or whose process has died; until then "not there" proves nothing. */
const settleTime = 30_000

export interface EffectDeps extends Deps {
  /** Since when an answer is missing, by effect. In memory only: whoever comes after a death gives Kommo its time anew. */
  missing: Map<number, number>
}

/**
 * The answer to a call that was perhaps made, looked for before it is made again. Null: it was not, and may be made. What is
 * found settles the effect and is told as `event`.
 */
export async function lookUp(
  deps: EffectDeps,
  effect: Effect,
  event: TimelineEvent,
  find: () => Promise<{ ok: true; value: { id: number } | null } | { ok: false; failure: CallFailure }>,
): Promise<Outcome | null> {
  if (!effect.inFlight && !mayBeDone(deps, effect)) return null
  const found = await find()
  if (!found.ok) return failed(deps, effect, found.failure)
  if (found.value !== null) return done(deps, effect, found.value.id, { event, facts: {} })
  return effect.inFlight ? missed(deps, effect) : null
}

/** "Not there" proves something only once Kommo has had its time since this process first learnt that an answer is missing. */
export function missed({ clock, missing }: EffectDeps, { id }: Effect): Outcome | null {
  const now = clock.now()
  const since = missing.get(id) ?? now
  missing.set(id, since)
  if (now < since + settleTime)
    return { kind: 'again', at: since + settleTime, reason: 'Kommo may still act on the call before', counts: false }
  missing.delete(id)
  return null
}

/** In a database that was restored, what looks undone may have been done by the life that is lost. */
export function mayBeDone(deps: EffectDeps, effect: Effect): boolean {
  const since = deps.store.reconciling()?.since ?? deps.store.restoredAt()
  return since > 0 && (deps.store.request(effect.requestId)?.createdAt ?? 0) <= since
}

/** Settles the effect, with a line of the ledger if there is something to tell. */
export function done(
  deps: EffectDeps,
  effect: Effect,
  remoteId: number | null,
  line: Pick<LedgerEntry, 'event' | 'facts'> | null,
): Outcome {
  deps.missing.delete(effect.id)
  const now = deps.clock.now()
  deps.store.recordEffect(
    effect.id,
    { state: 'done', inFlight: false, doneAt: now, lastError: null, ...(remoteId === null ? {} : { remoteId }) },
    { requestId: effect.requestId, ledger: line === null ? [] : [{ key: `effect:${effect.id}`, at: now, ...line }] },
    now,
  )
  return { kind: 'done' }
}

/** It is no longer wanted, or can never be done: `why` is kept. */
export function dropped(deps: EffectDeps, effect: Effect, why: string): Outcome {
  const now = deps.clock.now()
  deps.store.recordEffect(effect.id, { state: 'dropped', lastError: why }, { requestId: effect.requestId }, now)
  return { kind: 'done' }
}

/** The call that writes has failed. Unless its answer was lost it was not made, or not acted upon: nothing to look for. */
export function unwritten(deps: EffectDeps, effect: Effect, failure: CallFailure): Outcome {
  if (failure.kind === 'unknown') {
    deps.missing.set(effect.id, deps.clock.now())
    return lost(deps, effect, failure, settleTime)
  }
  return failed(deps, effect, failure, { inFlight: false })
}

function lost(deps: EffectDeps, effect: Effect, failure: CallFailure, wait: number): Outcome {
  const now = deps.clock.now()
  const reason = describe(failure)
  deps.store.recordEffect(effect.id, { lastError: reason }, null, now)
  return { kind: 'again', at: now + wait, reason, counts: true }
}

/**
 * Nothing is concluded from a lost answer; a definite refusal gives up visibly. What is in flight stays so: a look that could
 * not be made tells nothing of the call before it.
 */
export function failed(
  deps: EffectDeps,
  effect: Effect,
  failure: CallFailure,
  known: Partial<Pick<Effect, 'inFlight'>> = {},
): Outcome {
  if (failure.kind === 'unknown') return lost(deps, effect, failure, 5_000)
  const now = deps.clock.now()
  const reason = describe(failure)
  if (isWaiting(failure)) {
    deps.store.recordEffect(effect.id, { ...known, lastError: reason }, null, now)
    return { kind: 'again', at: retryAt(failure, now), reason, counts: failure.kind === 'not_sent' }
  }
  return stuck(deps, effect, reason, known)
}

/** Shown to people with Retry, and with a line of the ledger. */
export function stuck(
  deps: EffectDeps,
  effect: Effect,
  reason: string,
  known: Partial<Pick<Effect, 'inFlight'>> = {},
): Outcome {
  const now = deps.clock.now()
  deps.store.recordEffect(
    effect.id,
    { ...known, state: 'stuck', lastError: reason },
    {
      requestId: effect.requestId,
      ledger: [{ key: `stuck:${effect.id}:${now}`, event: 'effect_stuck', at: now, facts: { what: effect.kind } }],
    },
    now,
  )
  return { kind: 'stuck', reason }
}
