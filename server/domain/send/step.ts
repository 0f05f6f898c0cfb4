// Shared by the steps of a send: what a step returns, and how it waits.
import type { Progress } from '../../../shared/card.ts'
import type { Deps } from '../deps.ts'
import type { CallFailure } from '../failure.ts'
import { describe } from '../failure.ts'
import type { Draft, SignatureRequest } from '../signature-request.ts'
import type { DraftColumns } from '../store.ts'
import type { Outcome } from '../work.ts'

/** `next`: something was recorded, look again. Otherwise the job's outcome. */
export type Step = 'next' | Outcome

export interface Sending {
  deps: Deps
  request: SignatureRequest
  draft: Draft
  /** A manager's click uses the places that are kept for clicks; any other send that has begun goes before one that has not. */
  priority: 'click' | 'started' | 'trigger'
}

/** Records columns of the draft, and why the card has to wait when it has. */
export function recordDraft(
  { deps, request, draft }: Sending,
  columns: Partial<DraftColumns>,
  waiting: Progress['waiting'] = null,
): void {
  deps.store.record(
    { requestId: request.id, request: { waiting }, draft: { attempt: draft.attempt, columns } },
    deps.clock.now(),
  )
}

/** How long to wait after a failure that concludes nothing, and what the card says meanwhile. */
export function waitFor(
  failure: CallFailure,
  now: number,
): { at: number; counts: boolean; waiting: NonNullable<Progress['waiting']> } {
  switch (failure.kind) {
    case 'lane_closed':
      return {
        at: failure.until,
        counts: false,
        waiting: { reason: failure.reason === 'key_refused' ? 'key_refused' : 'throttled', until: failure.until },
      }
    case 'throttled':
      return { at: failure.until, counts: false, waiting: { reason: 'throttled', until: failure.until } }
    case 'unauthorized':
      return { at: now + 60_000, counts: false, waiting: { reason: 'key_refused', until: null } }
    case 'not_sent':
      return { at: now + 5_000, counts: true, waiting: { reason: 'yousign_unavailable', until: null } }
    case 'unknown':
      return { at: now + 2_000, counts: true, waiting: { reason: 'unknown_outcome', until: null } }
    default:
      return { at: now + 60_000, counts: true, waiting: { reason: 'retry', until: now + 60_000 } }
  }
}

/** The job comes back later; nothing is concluded from the failure. */
export function again(failure: CallFailure, now: number): Outcome {
  const wait = waitFor(failure, now)
  return { kind: 'again', at: wait.at, reason: describe(failure), counts: wait.counts }
}
