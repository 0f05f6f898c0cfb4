// Handler of `cancel`: somebody pressed Cancel after the request was sent. The call proves nothing by itself; a read
// decides what is said: cancelled, or signed by everybody meanwhile (protocols.md P1).

import { openAtYousign } from '../../shared/states.ts'
import { learnJob } from './consequences.ts'
import type { Deps } from './deps.ts'
import { describe, isWaiting } from './failure.ts'
import { retryAt } from './learn.ts'
import { longestLag } from './replica.ts'
import type { CancelAsked } from './signature-request.ts'
import type { Handler } from './work.ts'

export function createCancel(deps: Deps): Handler<'cancel'> {
  return async ({ requestId }) => {
    const request = deps.store.request(requestId)
    const asked = request?.cancelAsked
    if (!request?.yousignId || !asked || !openAtYousign.has(request.state)) return { kind: 'done' }
    // A call whose answer was lost, or whose process died, may have cancelled it while reads still show it open.
    const earlier = asked.calledAt
    const remember = (calledAt: number | null) =>
      deps.store.record({ requestId, request: { cancelAsked: { ...asked, calledAt } } }, deps.clock.now())
    remember(deps.clock.now())
    const called = await deps.esign.cancel(request.yousignId, asked.reason, noteOf(asked), 'click')
    const now = deps.clock.now()
    if (!called.ok && called.failure.kind !== 'unknown') remember(earlier)
    if (!called.ok && isWaiting(called.failure)) {
      return {
        kind: 'again',
        at: retryAt(called.failure, now),
        reason: describe(called.failure),
        counts: called.failure.kind === 'not_sent',
      }
    }
    const read = await deps.esign.read(request.yousignId, 'click')
    const after = deps.clock.now()
    if (!read.ok)
      return {
        kind: 'again',
        at: retryAt(read.failure, after),
        reason: describe(read.failure),
        counts: !isWaiting(read.failure),
      }
    if (read.value.state === 'ongoing' || read.value.state === 'approval' || read.value.state === 'paused') {
      const proved = earlier === null || read.value.state === 'paused' || after >= earlier + longestLag
      // Refused while it runs (paused, for instance): nothing was cancelled and the card says so.
      if (!called.ok && called.failure.kind !== 'unknown' && proved) {
        const trouble = { kind: 'refused' as const, detail: describe(called.failure) }
        // A scan that was to take its place does not count then, and can be given again.
        const isPaper = deps.store.request(requestId)?.paper?.outcome === 'asked'
        deps.store.record(
          { requestId, request: { cancelAsked: null, trouble, ...(isPaper ? { paper: null } : {}) } },
          after,
        )
        return { kind: 'done' }
      }
      return { kind: 'again', at: after + 5_000, reason: 'still open after the cancel', counts: true }
    }
    deps.store.record({ requestId, jobs: [learnJob(requestId, after)] }, after)
    return { kind: 'done' }
  }
}

/** Yousign wants a note with the reason `other` (contracts/yousign.md 2.5); Undo and Stop come without one. */
function noteOf(asked: CancelAsked): string | null {
  const note = asked.note?.trim() ?? ''
  if (note !== '') return note
  return asked.reason === 'other' ? `Cancelled by ${asked.by}`.trim() : null
}
