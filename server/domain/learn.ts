// Handler of `learn`: reads the request at Yousign and applies what is new. A read that is older than what a signed event
// has proved is made again; it never ends as "nothing new" (protocols.md P2 c).
import { applyRead } from './apply.ts'
import { closeTasks } from './consequences.ts'
import type { Deps } from './deps.ts'
import { describe, isWaiting } from './failure.ts'
import { isOfThisAccount } from './identity.ts'
import { type Proof, proofOf } from './proof.ts'
import { besideOthers } from './second-life.ts'
import type { SignatureRequest } from './signature-request.ts'
import { rememberSigned } from './signed-documents.ts'
import type { Change } from './store.ts'
import type { Handler, Job, Outcome } from './work.ts'

/** Reads of a lagging replica: so long after each other. */
const lagDelays = [2_000, 10_000, 60_000, 300_000]

export function createLearn(deps: Deps): Handler<'learn'> {
  return async ({ requestId, unlessHeard }, job) => {
    const request = deps.store.request(requestId)
    if (request === null || request.yousignId === null) return { kind: 'done' }
    if (unlessHeard && (deps.store.heardEvents(requestId).length > 0 || request.endedAt !== null))
      return { kind: 'done' }
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
  const proof = provedByEvents(deps, request.id)
  // What goes back and forth is waited for a while; then the read is believed, because the event after it may be lost.
  const proved = job.attempts < lagDelays.length ? proof : { ...proof, turn: null }
  const verdict = applyRead(current, read.value, proved, now, {
    reasonInNotes: deps.store.settings().declineReasonInNotes,
  })
  if (verdict.kind === 'older') {
    const delay = lagDelays[job.attempts] ?? lagDelays.at(-1) ?? 300_000
    if (job.attempts >= lagDelays.length)
      deps.log.warn({ requestId: request.id }, 'Yousign still shows an older state than it has told')
    return { kind: 'again', at: now + delay, reason: 'the read is older than the event', counts: true }
  }
  if (read.value.state === 'done') rememberSigned(deps, current, read.value.documents, now)
  if (verdict.change !== null) {
    if (job.priority === 'sweep' && isNews(verdict.change)) deps.store.countMissed(request.id, now)
    deps.store.record(besideOthers(deps, current, verdict.change, now), now)
  }
  settleTasks(deps, request.id, now)
  return { kind: 'done' }
}

/** Found by the reconciler in a request that had been silent: no webhook has told it. */
function isNews(change: Change): boolean {
  return change.request?.state !== undefined || (change.signers ?? []).some((one) => one.columns.status !== undefined)
}

function provedByEvents(deps: Deps, requestId: string): Proof {
  // An extension of ours needs no webhook to be known.
  const extended = deps.store.ledger(requestId, 500).filter((entry) => entry.event === 'extended')
  const ours = extended.map(({ at }) => ({ name: 'signature_request.reactivated', at }))
  return proofOf([...deps.store.heardEvents(requestId), ...ours].sort((a, b) => a.at - b.at))
}

/** Once everybody has signed, the tasks that we made about this request need nobody any more. */
function settleTasks(deps: Deps, requestId: string, now: number): void {
  const request = deps.store.request(requestId)
  if (request?.state !== 'done') return
  const effects = deps.store.effects(requestId)
  const closed = new Set(effects.filter((one) => one.kind === 'close_task').map((one) => one.payload.closes))
  const open = effects.filter((one) => one.kind === 'task' && !closed.has(one.id))
  if (open.length > 0) deps.store.record({ requestId, effects: closeTasks(request, open) }, now)
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
  const verdict = applyRead(
    current,
    { state: 'deleted', signers: [], decline: null, rejection: null, completedAt: null, expiresAt: null },
    null,
    now,
  )
  if (verdict.kind === 'applied' && verdict.change !== null) deps.store.record(verdict.change, now)
  return { kind: 'done' }
}

export function retryAt(failure: { kind: string; until?: number }, now: number): number {
  return failure.until ?? now + (failure.kind === 'unauthorized' ? 60_000 : 15_000)
}
