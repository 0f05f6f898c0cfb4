// P1 step 3: documents, then signers, one call after the other. An unknown outcome here abandons the draft: a slow call
// can land after a look and put a document or a signer in twice.
import type { CallFailure } from '../failure.ts'
import { replicaTime } from '../replica.ts'
import { fail, troubleOf } from './end.ts'
import { remoteSigner } from './order.ts'
import { again, recordDraft, type Sending, type Step, waitFor } from './step.ts'

/** True when everything that belongs to the request is in the draft. */
export function isFurnished({ request, draft }: Sending): boolean {
  const { documents, signers, consents, followers } = draft.furnished
  const { terms } = request.snapshot
  return (
    documents.length === request.documents.length &&
    signers.length === request.signers.length &&
    consents.length === terms.consents.length &&
    (followers || terms.copyTo.length === 0)
  )
}

/** Makes the next call that the draft lacks. */
export async function furnish(sending: Sending): Promise<Step> {
  const { request, draft } = sending
  // A call was under way when the process died: its outcome is unknown.
  if (draft.inFlight !== null) return abandon(sending, 'an answer was lost')
  if (draft.furnished.documents.length < request.documents.length) return addDocument(sending)
  if (draft.furnished.signers.length < request.signers.length)
    return request.snapshot.form.source.kind === 'template' ? readSigners(sending) : addSigner(sending)
  if (draft.furnished.consents.length < request.snapshot.terms.consents.length) return addConsent(sending)
  return addFollowers(sending)
}

/** Gives the draft up; the next attempt starts from a new one. The sweep deletes it. */
export function abandon(sending: Sending, why: string): Step {
  sending.deps.log.warn({ requestId: sending.request.id, attempt: sending.draft.attempt, why }, 'draft abandoned')
  recordDraft(sending, { state: 'abandoned', inFlight: null })
  return 'next'
}

async function addDocument(sending: Sending): Promise<Step> {
  const { deps, request, draft } = sending
  const document = request.documents[draft.furnished.documents.length]
  if (!document || draft.yousignId === null) throw new Error('no document left to add')
  const stored = await deps.files.get(document.storageKey)
  if (!stored.ok)
    return { kind: 'again', at: deps.clock.now() + 10_000, reason: `storage: ${stored.failure.kind}`, counts: true }
  if (stored.value === null || deps.sha256(stored.value) !== document.sha256)
    return fail(sending, { kind: 'file_gone', name: document.name })
  recordDraft(sending, { inFlight: 'document' })
  const added = await deps.esign.addDocument(
    draft.yousignId,
    { bytes: stored.value, name: document.name, parseAnchors: document.parseAnchors, initials: document.initials },
    sending.priority,
  )
  if (!added.ok) return failed(sending, added.failure)
  if (document.parseAnchors && added.value.anchors !== document.anchors) {
    return fail(sending, { kind: 'document', problem: 'anchors', name: document.name })
  }
  if (document.initials && !added.value.initials) {
    return fail(sending, { kind: 'document', problem: 'initials', name: document.name })
  }
  const now = deps.clock.now()
  const documents = [...draft.furnished.documents, added.value.id]
  deps.store.record(
    {
      requestId: request.id,
      request: { waiting: null },
      draft: { attempt: draft.attempt, columns: { inFlight: null, furnished: { ...draft.furnished, documents } } },
      documents: [{ position: document.position, yousignId: added.value.id }],
    },
    now,
  )
  return 'next'
}

async function addSigner(sending: Sending): Promise<Step> {
  const { deps, request, draft } = sending
  const signer = request.signers[draft.furnished.signers.length]
  if (!signer || draft.yousignId === null) throw new Error('no signer left to add')
  recordDraft(sending, { inFlight: 'signer' })
  const { documents, signers } = draft.furnished
  const added = await deps.esign.addSigner(
    draft.yousignId,
    remoteSigner(request, signer, documents, signers),
    sending.priority,
  )
  if (!added.ok) return failed(sending, added.failure)
  recordSigners(sending, [...signers, added.value.id])
  return 'next'
}

/** A template brought its signers along: one call tells their ids. */
async function readSigners(sending: Sending): Promise<Step> {
  const { deps, request, draft } = sending
  if (draft.yousignId === null) throw new Error('no draft to read')
  const listed = await deps.esign.signers(draft.yousignId, sending.priority)
  if (!listed.ok) {
    // A read changes nothing, so it is simply made again.
    if (listed.failure.kind === 'unknown')
      return { kind: 'again', at: deps.clock.now() + 2_000, reason: 'reading signers', counts: true }
    return failed(sending, listed.failure)
  }
  const free = [...listed.value]
  const ids: string[] = []
  for (const signer of request.signers) {
    const index = free.findIndex(
      (one) => one.email.toLowerCase() === signer.sent.email.toLowerCase() && one.lastName === signer.sent.lastName,
    )
    const [found] = index < 0 ? [] : free.splice(index, 1)
    if (!found) return fail(sending, { kind: 'refused', detail: signer.sent.label ?? '' })
    ids.push(found.id)
  }
  recordSigners(sending, ids)
  return 'next'
}

/** What clients tick; a request without clients asks everybody. */
async function addConsent(sending: Sending): Promise<Step> {
  const { deps, request, draft } = sending
  const { signers, consents } = draft.furnished
  const consent = request.snapshot.terms.consents[consents.length]
  if (!consent || draft.yousignId === null) throw new Error('no consent left to ask for')
  const clients = signers.filter((_, index) => request.signers[index]?.sent.side === 'client')
  recordDraft(sending, { inFlight: 'consent' })
  const { text, optional } = consent
  const signerIds = clients.length > 0 ? clients : signers
  const added = await deps.esign.addConsent(draft.yousignId, { text, optional, signerIds }, sending.priority)
  if (!added.ok) return failed(sending, added.failure)
  recordDraft(sending, { inFlight: null, furnished: { ...draft.furnished, consents: [...consents, added.value.id] } })
  return 'next'
}

async function addFollowers(sending: Sending): Promise<Step> {
  const { deps, request, draft } = sending
  const { terms, firm } = request.snapshot
  if (draft.yousignId === null) throw new Error('no draft to follow')
  recordDraft(sending, { inFlight: 'followers' })
  const followers = terms.copyTo.map((email) => ({ email, locale: firm.language }))
  const added = await deps.esign.addFollowers(draft.yousignId, followers, sending.priority)
  if (!added.ok) return failed(sending, added.failure)
  recordDraft(sending, { inFlight: null, furnished: { ...draft.furnished, followers: true } })
  return 'next'
}

function recordSigners({ deps, request, draft }: Sending, ids: string[]): void {
  deps.store.record(
    {
      requestId: request.id,
      request: { waiting: null },
      draft: { attempt: draft.attempt, columns: { inFlight: null, furnished: { ...draft.furnished, signers: ids } } },
      signers: request.signers
        .slice(0, ids.length)
        .map((signer, index) => ({ id: signer.id, columns: { yousignId: ids[index] ?? null } })),
    },
    deps.clock.now(),
  )
}

function failed(sending: Sending, failure: CallFailure): Step | Promise<Step> {
  const { deps, request, draft } = sending
  const now = deps.clock.now()
  switch (failure.kind) {
    case 'unknown':
      return abandon(sending, failure.cause)
    case 'not_found':
      if (now - draft.createdAt > replicaTime) return abandon(sending, 'the draft is gone')
      recordDraft(sending, { inFlight: null }, { reason: 'retry', until: now + 2_000 })
      return { kind: 'again', at: now + 2_000, reason: 'not found yet', counts: true }
    case 'lane_closed':
    case 'throttled':
    case 'not_sent':
      if (failure.kind === 'lane_closed' && failure.reason === 'key_refused')
        return fail(sending, troubleOf(deps, failure, request.snapshot.form.level))
      recordDraft(sending, { inFlight: null }, waitFor(failure, now).waiting)
      return again(failure, now)
    case 'unauthorized':
    case 'forbidden':
    case 'refused':
      return fail(sending, documentTrouble(sending, failure) ?? troubleOf(deps, failure, request.snapshot.form.level))
  }
}

function documentTrouble({ request, draft }: Sending, failure: CallFailure) {
  if (failure.kind !== 'refused' || !failure.type.startsWith('document.')) return null
  const document = request.documents[draft.furnished.documents.length]
  const problem = failure.type === 'document.locked' ? ('encrypted' as const) : ('rejected' as const)
  return { kind: 'document' as const, problem, name: document?.name ?? '' }
}
