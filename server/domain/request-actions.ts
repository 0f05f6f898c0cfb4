// What a person does with a request that is at Yousign: cancel it, extend an expired deadline, look again, retry what got stuck.
import type { CancelBody, ExtendBody } from '../../shared/api.ts'
import { maxExpiryDays } from '../../shared/levels.ts'
import type { Problem } from '../../shared/problem.ts'
import { err, ok, type Result } from '../../shared/result.ts'
import { openAtYousign } from '../../shared/states.ts'
import { askAndWait } from './acts/act.ts'
import { cancelJob, learnJob } from './consequences.ts'
import { dateAfter } from './dates.ts'
import type { Deps } from './deps.ts'
import { nameOfUser } from './review.ts'
import { otherLive } from './second-life.ts'
import { proveAgain } from './send/again.ts'
import { successorOf } from './send/versions.ts'
import type { SignatureRequest } from './signature-request.ts'
import { takeBack } from './submit.ts'
import type { Viewer } from './use-cases.ts'

/** Asks for the cancellation; whether it was cancelled or signed meanwhile is told by a read afterwards. */
export async function cancel(
  deps: Deps,
  viewer: Viewer,
  request: SignatureRequest,
  body: CancelBody,
): Promise<Result<null, Problem>> {
  const by = await nameOfUser(deps, viewer.userId)
  const current = deps.store.request(request.id) ?? request
  const now = deps.clock.now()
  if (openAtYousign.has(current.state)) {
    const cancelAsked = { by, at: now, reason: body.reason, note: body.note, calledAt: null }
    deps.store.record(
      { requestId: request.id, request: { cancelAsked, trouble: null }, jobs: [cancelJob(request.id, now)] },
      now,
    )
    return ok(null)
  }
  return takeBack(deps, viewer, current)
}

/** A new deadline for an expired request; nothing is promised about earlier signatures beyond what Yousign reports. */
export async function extend(
  deps: Deps,
  viewer: Viewer,
  request: SignatureRequest,
  body: ExtendBody,
): Promise<Result<null, Problem>> {
  if (!Number.isInteger(body.days) || body.days < 1 || body.days > maxExpiryDays)
    return err({ code: 'bad_request', detail: 'days' })
  const by = await nameOfUser(deps, viewer.userId)
  // Looked at after the last await: a new version may have been sent meanwhile.
  const current = deps.store.request(request.id) ?? request
  if (!mayExtend(deps, current)) return err({ code: 'too_late', state: current.state })
  const expirationDate = dateAfter(request.snapshot.firm.timeZone, deps.clock.now(), body.days)
  return askAndWait(deps, [{ requestId: request.id, by, work: { kind: 'extend', expirationDate } }])
}

/**
 * `expired` may be reactivated within a year of its start, while no other request of the same document is live, no new version
 * has taken its place, and nobody has signed on paper.
 */
export function mayExtend(deps: Pick<Deps, 'store' | 'clock'>, request: SignatureRequest): boolean {
  if (request.state !== 'expired' || request.deletedAt !== null || request.paper !== null) return false
  if ((request.sentAt ?? request.createdAt) + maxExpiryDays * 24 * 60 * 60_000 <= deps.clock.now()) return false
  return otherLive(deps, request) === undefined && successorOf(deps.store, request) === null
}

/** Reads the request at Yousign now. One that was never proved to be sent is looked at, and activated, with new patience. */
export function refresh(deps: Deps, request: SignatureRequest): Result<null, Problem> {
  const now = deps.clock.now()
  if (request.state === 'needs_person') {
    deps.store.record(proveAgain(request, deps.store.drafts(request.id), now), now)
    return ok(null)
  }
  if (request.yousignId === null) return ok(null)
  deps.store.enqueue([{ ...learnJob(request.id, now), priority: 'click' }], now)
  return ok(null)
}
