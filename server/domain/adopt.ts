// A request at Yousign that carries our prefix and that the database does not know (a restored backup, a lost disk). It is
// rebuilt from what Yousign says, its signers and the lead in its external id; never ignored (protocols.md P6).
import { err, ok, type Result } from '../../shared/result.ts'
import { adoptionOf } from './adoption.ts'
import { learnJob, needsPerson } from './consequences.ts'
import type { Deps } from './deps.ts'
import type { RemoteRequest, RemoteSigner } from './esignature.ts'
import { placeOf } from './external-id.ts'
import { type CallFailure, describe, isWaiting } from './failure.ts'
import { eraseRecordJob } from './keeping/jobs.ts'
import type { Priority } from './lane.ts'
import { retryAt } from './learn.ts'
import { merge } from './merge.ts'
import { proveChange } from './prove.ts'
import { type Draft, type SignatureRequest, unfurnished } from './signature-request.ts'
import type { Handler } from './work.ts'

export type AdoptDeps = Omit<Deps, 'boot'>

/**
 * Handler of `adopt`. One such request means that the database is older than the world, so everything is compared: this
 * one and those of which nobody has told yet (boot.ts).
 */
export function createAdopt(deps: Deps): Handler<'adopt'> {
  return async ({ yousignId, externalId }) => {
    if (deps.store.requestOfYousign(yousignId) !== null) return { kind: 'done' }
    if (placeOf(deps.store, externalId) === null) return { kind: 'stuck', reason: 'the external id names no lead' }
    const read = await deps.esign.read(yousignId, 'sweep')
    if (!read.ok && read.failure.kind === 'not_found') return { kind: 'done' }
    if (!read.ok) {
      const at = retryAt(read.failure, deps.clock.now())
      return { kind: 'again', at, reason: describe(read.failure), counts: !isWaiting(read.failure) }
    }
    if (isUnknown(deps, read.value)) deps.boot.doubt()
    return { kind: 'done' }
  }
}

/** Ours, and not known. A draft reached nobody: the sweep of drafts deals with it. */
export function isUnknown({ store }: Pick<Deps, 'store'>, item: RemoteRequest): boolean {
  if (item.state === 'draft' || item.state === 'deleted') return false
  if (item.externalId === null || placeOf(store, item.externalId) === null) return false
  return store.requestOfYousign(item.id) === null
}

/** Writes it down; whatever else is to be known about it is read afterwards. Nothing when it is a draft or deleted. */
export async function takeOver(
  deps: AdoptDeps,
  remote: RemoteRequest,
  priority: Priority,
): Promise<Result<null, CallFailure>> {
  const place = placeOf(deps.store, remote.externalId ?? '')
  if (place === null || remote.state === 'draft' || remote.state === 'deleted') return ok(null)
  const signers = await deps.esign.signers(remote.id, priority)
  if (!signers.ok) return signers
  const known = deps.store.request(place.requestId)
  if (known !== null) return attach(deps, known, { ...remote, state: remote.state }, signers.value, priority)
  const adoption = await adoptionOf(deps, remote, signers.value, place)
  if (!adoption.ok) return adoption
  deps.store.adopt(adoption.value, deps.clock.now())
  eraseAgain(deps, place.requestId)
  deps.log.warn({ requestId: place.requestId }, 'request adopted from Yousign')
  return ok(null)
}

/** What was erased since the backup comes back from Yousign with everything that it says. */
function eraseAgain({ store, clock }: AdoptDeps, requestId: string): void {
  const mark = store.markOf(requestId)
  if (mark !== null) store.enqueue([eraseRecordJob(mark.erasureId, requestId, clock.now())], clock.now())
}

/** The database knows the request and not that it was sent: this is the proof, unless another one is proved already. */
async function attach(
  deps: AdoptDeps,
  known: SignatureRequest,
  remote: RemoteRequest & { state: Exclude<RemoteRequest['state'], 'deleted'> },
  signers: RemoteSigner[],
  priority: Priority,
): Promise<Result<null, CallFailure>> {
  const begun = deps.store.drafts(known.id).find((draft) => draft.state === 'activating' || draft.state === 'active')
  const rival = begun === undefined ? 'none' : await lookAt(deps, begun, priority)
  if (typeof rival !== 'string') return err(rival)
  const now = deps.clock.now()
  if (rival === 'real') {
    deps.log.error({ requestId: known.id }, 'two requests at Yousign carry the external id of one of ours')
    deps.store.record(needsPerson(known, { kind: 'two_requests' }, now), now)
    return ok(null)
  }
  if (begun !== undefined)
    deps.store.record(
      { requestId: known.id, draft: { attempt: begun.attempt, columns: { state: 'gone', inFlight: null } } },
      now,
    )
  const furnished = { ...unfurnished, documents: signable(remote), signers: inOurOrder(known, signers) }
  const attempt = deps.store.drafts(known.id).length + 1
  const draft: Draft = { ...blank, requestId: known.id, attempt, yousignId: remote.id, furnished, createdAt: now }
  const proved = proveChange(known, draft, { state: remote.state, signers }, now)
  deps.store.attachDraft(
    draft,
    merge(proved, {
      requestId: known.id,
      request: {
        sentAt: remote.activatedAt ?? now,
        endedAt: null,
        ending: null,
        expiresAt: remote.expiresAt,
        connection: deps.store.connection()?.workspaceId ?? null,
      },
      documents: known.documents.flatMap(({ position }) => {
        const yousignId = furnished.documents[position]
        return yousignId === undefined ? [] : [{ position, yousignId }]
      }),
      ledger: [{ key: 'adopted', event: 'adopted', at: now, facts: {} }],
      jobs: [learnJob(known.id, now)],
    }),
    now,
  )
  deps.log.warn({ requestId: known.id }, 'request found sent at Yousign')
  return ok(null)
}

/** Whether the draft that we had begun to activate is one that reached people; a failure when that cannot be told. */
async function lookAt(deps: AdoptDeps, begun: Draft, priority: Priority): Promise<'real' | 'none' | CallFailure> {
  if (begun.state === 'active') return 'real'
  const read = await deps.esign.read(begun.yousignId ?? '', priority)
  if (!read.ok) return read.failure.kind === 'not_found' ? 'none' : read.failure
  return read.value.state === 'draft' || read.value.state === 'deleted' ? 'none' : 'real'
}

function signable(remote: RemoteRequest): string[] {
  return remote.documents.filter((one) => one.nature === 'signable_document').map((one) => one.id)
}

/** By e-mail address and name; by place where that does not tell. */
function inOurOrder(known: SignatureRequest, signers: readonly RemoteSigner[]): string[] {
  const left = [...signers]
  return known.signers.flatMap(({ sent }) => {
    const same = left.findIndex((one) => one.email === sent.email && one.lastName === sent.lastName)
    const [found] = left.splice(same === -1 ? 0 : same, 1)
    return found ? [found.id] : []
  })
}

const blank: Omit<Draft, 'requestId' | 'attempt' | 'yousignId' | 'furnished' | 'createdAt'> = {
  state: 'open',
  inFlight: null,
  searches: 0,
  activations: 0,
  firstActivationAt: null,
  lastActivationAt: null,
}
