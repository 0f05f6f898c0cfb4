// Shared by the actions: how one ends, and what a failed call means for it.
import type { Problem } from '../../../shared/problem.ts'
import type { Action, ActionWork } from '../action.ts'
import type { Deps } from '../deps.ts'
import { type CallFailure, describe, isWaiting } from '../failure.ts'
import { retryAt } from '../learn.ts'
import { problemOfYousign } from '../rights.ts'
import type { SignatureRequest, Signer } from '../signature-request.ts'
import type { Change } from '../store.ts'
import type { Outcome } from '../work.ts'

export interface Act<W extends ActionWork = ActionWork> {
  deps: Deps
  request: SignatureRequest
  action: Action
  work: W
}

/** The action is done, together with what follows from it. */
export function settle({ deps, request, action }: Act, change: Omit<Change, 'requestId'>): Outcome {
  deps.store.settleAction(action.id, null, { requestId: request.id, ...change }, deps.clock.now())
  deps.settled.tell(action.id)
  return { kind: 'done' }
}

/** Nothing was changed, and whoever asked is told why. */
export function refuse({ deps, request, action }: Act, problem: Problem): Outcome {
  deps.store.settleAction(action.id, problem, { requestId: request.id }, deps.clock.now())
  deps.settled.tell(action.id)
  return { kind: 'done' }
}

/**
 * A call that was not made is refused while somebody looks on, and waits otherwise; an unknown outcome is looked at later;
 * anything else is Yousign's definite no.
 */
export function failed(act: Act, failure: CallFailure): Outcome {
  const { deps, action } = act
  const now = deps.clock.now()
  if (failure.kind === 'unknown') return lookLater(act, failure)
  const watched = now - action.createdAt < deps.settings.callTimeout
  if (isWaiting(failure) && !watched)
    return { kind: 'again', at: retryAt(failure, now), reason: describe(failure), counts: failure.kind === 'not_sent' }
  return refuse(act, problemOfYousign(failure))
}

/** The look itself failed, so still nothing is known. */
export function lookLater({ deps }: Act, failure: CallFailure): Outcome {
  const now = deps.clock.now()
  const at = isWaiting(failure) ? retryAt(failure, now) : now + 2_000
  return { kind: 'again', at, reason: describe(failure), counts: !isWaiting(failure) }
}

export function signerOf(request: SignatureRequest, id: string): Signer | null {
  return request.signers.find((one) => one.id === id) ?? null
}
