// Handler of `learn`: reads the request at Yousign and applies what is new. A read that is older than what a signed event
// has proved is made again; it never ends as "nothing new" (protocols.md P2 c).
import type { YousignState } from '../../shared/states.ts'
import { settledStates } from '../../shared/states.ts'
import { applyRead } from './apply.ts'
import { closingTasks } from './closing-tasks.ts'
import type { Deps } from './deps.ts'
import { describe, isWaiting } from './failure.ts'
import { isOfThisAccount } from './identity.ts'
import { closedNow } from './keeping/fate.ts'
import { isEmpty, merge } from './merge.ts'
import { settlePaper } from './paper/settle.ts'
import { unheard } from './passed.ts'
import { type HeardEvent, proofOf } from './proof.ts'
import { requestMayBecome } from './ranks.ts'
import { longestLag } from './replica.ts'
import { besideOthers } from './second-life.ts'
import type { SignatureRequest } from './signature-request.ts'
import { rememberSigned } from './signed-documents.ts'
import type { Change } from './store.ts'
import { deletion, deletionNews, transition } from './transition.ts'
import type { Handler, Job, Outcome } from './work.ts'

/** Reads of a lagging replica: so long after each other. */
const lagDelays = [2_000, 10_000, 60_000, 300_000]

export function createLearn(deps: Deps): Handler<'learn'> {
  return async ({ requestId, unlessHeard }, job) => {
    const request = deps.store.request(requestId)
    if (request === null || request.yousignId === null) return { kind: 'done' }
    if (unlessHeard && (deps.store.heardEvents(requestId).length > 0 || request.endedAt !== null))
      return { kind: 'done' }
    // Its end is known, and what else a read tells is what was erased. Only one that expired can come back.
    if (closedNow(deps, request)?.kind === 'erased' && request.state !== 'expired') return { kind: 'done' }
    return readNow(deps, request, request.yousignId, job)
  }
}

async function readNow(deps: Deps, request: SignatureRequest, yousignId: string, job: Job): Promise<Outcome> {
  const read = await deps.esign.read(yousignId, job.priority)
  const now = deps.clock.now()
  if (!read.ok && read.failure.kind === 'not_found') return missing(deps, request, job)
  if (!read.ok)
    return {
      kind: 'again',
      at: retryAt(read.failure, now),
      reason: describe(read.failure),
      counts: !isWaiting(read.failure),
    }

  const current = deps.store.request(request.id) ?? request
  if (read.value.state === 'deleted') return deleted(deps, current, job)
  const heard = heardOf(deps, request.id)
  const proof = proofOf(heard)
  // What goes back and forth is waited for a while; then the read is believed, because the event after it may be lost. The
  // attempts may have been spent on an event before the last one, so its own time counts too.
  const mayLag = job.attempts < lagDelays.length || now - (heard.at(-1)?.at ?? 0) < longestLag
  const verdict = applyRead(current, read.value, mayLag ? proof : { ...proof, turn: null }, now, {
    reasonInNotes: deps.store.settings().declineReasonInNotes,
    mayLag,
  })
  if (verdict.kind === 'older') {
    const delay = lagDelays[job.attempts] ?? lagDelays.at(-1) ?? 300_000
    if (job.attempts >= lagDelays.length)
      deps.log.warn({ requestId: request.id }, 'Yousign still shows an older state than it has told')
    return { kind: 'again', at: now + delay, reason: 'the read is older than the event', counts: true }
  }
  if (read.value.state === 'done') rememberSigned(deps, current, read.value.documents, now)
  if (verdict.change !== null) {
    const isMissed = job.priority === 'sweep' && isNews(verdict.change)
    if (isMissed) deps.store.countMissed(request.id, now)
    const ledger = isMissed ? unheard(current, verdict.change, now) : []
    deps.store.record(merge(besideOthers(deps, current, verdict.change, now), { requestId: request.id, ledger }), now)
  }
  settleTasks(deps, request.id, now)
  return { kind: 'done' }
}

/** Found by the reconciler in a request that had been silent: no webhook has told it. */
function isNews(change: Change): boolean {
  return change.request?.state !== undefined || (change.signers ?? []).some((one) => one.columns.status !== undefined)
}

function heardOf(deps: Deps, requestId: string): HeardEvent[] {
  // An extension of ours needs no webhook to be known.
  const extended = deps.store.ledger(requestId, 500).filter((entry) => entry.event === 'extended')
  const ours = extended.map(({ at }) => ({ name: 'signature_request.reactivated', at }))
  return [...deps.store.heardEvents(requestId), ...ours].sort((a, b) => a.at - b.at)
}

/** Once everybody has signed, at Yousign or on paper, the tasks that we made about this request need nobody any more. */
function settleTasks(deps: Deps, requestId: string, now: number): void {
  const request = deps.store.request(requestId)
  if (request === null || (request.state !== 'done' && request.paper?.outcome !== 'kept')) return
  const effects = closingTasks(deps, request)
  if (effects.length > 0) deps.store.record({ requestId, effects }, now)
}

/** 404: "deleted" only when the connection is proved to be the same (P6). */
async function missing(deps: Deps, request: SignatureRequest, job: Job): Promise<Outcome> {
  const ours = await isOfThisAccount(deps, request, job.priority)
  const now = deps.clock.now()
  if (!ours.ok)
    return {
      kind: 'again',
      at: retryAt(ours.failure, now),
      reason: describe(ours.failure),
      counts: !isWaiting(ours.failure),
    }
  if (!ours.value) return { kind: 'again', at: now + 15 * 60_000, reason: 'another account', counts: false }
  const current = deps.store.request(request.id) ?? request
  // Nobody has said that it was deleted: a replica may not have it yet.
  if (current.deletedAt === null && !proofOf(heardOf(deps, request.id)).isDeleted && job.attempts < lagDelays.length)
    return { kind: 'again', at: now + (lagDelays[job.attempts] ?? 0), reason: 'not found', counts: true }
  return deleted(deps, current, job)
}

/**
 * Deleted there, so what it had come to before is known from events alone. What runs cannot be deleted: then an event is
 * still on its way, and people are told of a deletion only when it has not come for a while.
 */
function deleted(deps: Deps, request: SignatureRequest, job: Job): Outcome {
  const now = deps.clock.now()
  const { state, turn } = proofOf(heardOf(deps, request.id))
  const known = state !== null && settledStates.has(state) ? state : (turn?.state ?? state)
  const ended =
    known !== null && requestMayBecome(request.state, known, true)
      ? lastKnown(request, known, now)
      : { requestId: request.id }
  const marked =
    request.deletedAt === null ? deletion({ ...request, ...ended.request }, now) : { requestId: request.id }
  const change = merge(ended, marked)
  if (!isEmpty(change)) deps.store.record(change, now)
  const current = deps.store.request(request.id) ?? request
  settleTasks(deps, request.id, now)
  if (current.state === 'expired' || settledStates.has(current.state)) return { kind: 'done' }
  if (now - (current.deletedAt ?? now) < longestLag) {
    const at = now + (lagDelays[job.attempts] ?? longestLag)
    return { kind: 'again', at, reason: 'deleted, and what it had come to is not told yet', counts: true }
  }
  if (current.paper?.outcome === 'asked') {
    deps.store.record({ requestId: request.id, ...settlePaper(current, 'ended', now) }, now)
    settleTasks(deps, request.id, now)
    return { kind: 'done' }
  }
  deps.store.record({ requestId: request.id, effects: deletionNews(current, now) }, now)
  return { kind: 'done' }
}

/** Of what passes, the events have brought lines and notes themselves. */
function lastKnown(request: SignatureRequest, state: YousignState, now: number): Change {
  const change = transition(request, state, {}, request.signers, now)
  if (settledStates.has(state) || change.request === undefined) return change
  return { requestId: request.id, ...settlePaper(request, state, now), request: change.request }
}

export function retryAt(failure: { kind: string; until?: number }, now: number): number {
  return failure.until ?? now + (failure.kind === 'unauthorized' ? 60_000 : 15_000)
}
