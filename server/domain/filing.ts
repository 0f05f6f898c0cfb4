// After the last signature, and after each: the signed documents and the audit trails are fetched, checked and kept
// (protocols.md P2 "Signed files"): independent jobs, because one may be late without holding up the others.

import type { Level } from '../../shared/levels.ts'
import { ok, type Result } from '../../shared/result.ts'
import { copyEffect, followUpEffect, noteEffect } from './consequences.ts'
import { dateAfter, endOfDate, momentInWords } from './dates.ts'
import type { Deps } from './deps.ts'
import { type CallFailure, describe, isWaiting } from './failure.ts'
import { signedFileName, trailName } from './file-names.ts'
import type { FileFailure } from './files.ts'
import { isJson, looksWhole } from './kept.ts'
import { retryAt } from './learn.ts'
import { fullName, type SignatureRequest, type Signer } from './signature-request.ts'
import { rememberedSigned, signableOf } from './signed-documents.ts'
import type { FileKind, NewEffect, NewFile } from './store.ts'
import type { Handler, Job, Outcome } from './work.ts'

/** A document link in a note works so long; the card makes new ones. */
const fileLinkDays = 90
/** Yousign may need a while; after a day a missing trail is a line, not a failure. */
const trailTime = 24 * 60 * 60_000
const trailDelays = [10_000, 30_000, 120_000, 600_000, 3_600_000]

export function createFileDocuments(deps: Deps): Handler<'file_documents'> {
  return async ({ requestId }, job) => {
    const request = deps.store.request(requestId)
    if (request === null || request.yousignId === null || request.state !== 'done') return { kind: 'done' }
    const have = new Set(
      deps.store
        .files(requestId)
        .filter((file) => file.kind === 'signed')
        .map((file) => file.position),
    )
    const wanted = await signedDocuments(deps, request, job)
    if (!wanted.ok) return later(deps, wanted.failure)
    for (const document of wanted.value) {
      if (have.has(document.position)) continue
      const outcome = await fileOne(deps, request, request.yousignId, document, job)
      if (outcome !== null) return outcome
    }
    finish(deps, request)
    return { kind: 'done' }
  }
}

export function createFileAuditTrail(deps: Deps): Handler<'file_audit_trail'> {
  return async ({ requestId, signerId }, job) => {
    const request = deps.store.request(requestId)
    const signer = request?.signers.find((one) => one.id === signerId)
    if (!request?.yousignId || !signer?.yousignId || signer.status !== 'signed') return { kind: 'done' }
    const outcomes: Outcome[] = []
    for (const kind of trailKinds(request.snapshot.form.level)) {
      const outcome = await fileTrail(deps, { ...request, yousignId: request.yousignId }, signer, kind, job)
      if (outcome !== null) outcomes.push(outcome)
    }
    return outcomes[0] ?? { kind: 'done' }
  }
}

export type TrailKind = Exclude<FileKind, 'signed' | 'paper_scan'>

/** What there is of each signer at a level: Qualified has no audit trail (contracts/yousign.md 2.7). */
export function trailKinds(level: Level): readonly TrailKind[] {
  return level === 'qualified_electronic_signature' ? ['identity_proof'] : ['audit_trail', 'audit_trail_data']
}

/** The key of the ledger line that says: it never came. */
export function trailMissingKey(kind: TrailKind, signerId: string): string {
  return kind === 'audit_trail_data' ? `no-trail-data:${signerId}` : `no-trail:${signerId}`
}

/** Null when it is kept, or no longer waited for; neither holds up another file. */
async function fileTrail(
  deps: Deps,
  request: SignatureRequest & { yousignId: string },
  signer: Signer,
  kind: TrailKind,
  job: Job,
): Promise<Outcome | null> {
  const { position } = signer
  if (deps.store.files(request.id).some((file) => file.kind === kind && file.position === position)) return null
  const name = fullName(signer.sent)
  const { call, ending } = trails[kind]
  // Yousign draws it anew for everyone who asks, so what was stored before a crash is kept and not fetched again.
  const storageKey = `requests/${request.id}/${kind}-${position}.${ending}`
  const kept = await deps.files.get(storageKey)
  if (!kept.ok) return storageTrouble(deps, kept.failure.kind)
  // A bucket may hold what a torn write has left.
  const isWhole = ending === 'json' ? isJson : looksWhole
  if (kept.value !== null && !isWhole(kept.value)) return storageTrouble(deps, 'conflict')
  const got =
    kept.value === null
      ? await deps.esign[call](request.yousignId, signer.yousignId ?? '', job.priority)
      : ok(kept.value)
  const now = deps.clock.now()
  if (!got.ok && isWaiting(got.failure)) return later(deps, got.failure)
  if (!got.ok || got.value === 'not_ready') {
    if (now - (signer.signedAt ?? job.createdAt) <= trailTime) {
      const at = now + (trailDelays[job.attempts] ?? 3_600_000)
      return { kind: 'again', at, reason: got.ok ? 'not ready' : describe(got.failure), counts: true }
    }
    // The PDF says the same; only who reads the line must know which of the two it is about.
    const facts = { name: kind === 'audit_trail_data' ? `${name} (JSON)` : name }
    const key = trailMissingKey(kind, signer.id)
    const ledger = [{ key, event: 'audit_trail_missing' as const, at: now, facts }]
    deps.store.record({ requestId: request.id, ledger }, now)
    return null
  }
  const what = { kind, position, name: trailName(request, kind, signer), storageKey }
  const stored = await store(deps, what, got.value)
  if (!stored.ok) return storageTrouble(deps, stored.failure.kind)
  const line = { key: `trail:${signer.id}`, event: 'audit_trail_filed' as const, at: now, facts: { name } }
  const ledger = kind === 'audit_trail_data' ? [] : [line]
  deps.store.record({ requestId: request.id, files: [stored.value], ledger }, now)
  return null
}

const trails = {
  audit_trail: { call: 'auditTrail', ending: 'pdf' },
  audit_trail_data: { call: 'auditTrailData', ending: 'json' },
  identity_proof: { call: 'identityProof', ending: 'pdf' },
} as const satisfies Record<TrailKind, { call: keyof Deps['esign']; ending: string }>

interface Wanted {
  position: number
  yousignId: string
  /** For people; null: the only one of its request. */
  label: { position: number; name: string | null } | null
  original: string | null
}

/** Own documents are known by id; those of a template by the read that showed the end. */
async function signedDocuments(
  deps: Deps,
  request: SignatureRequest,
  job: Job,
): Promise<{ ok: true; value: Wanted[] } | { ok: false; failure: CallFailure }> {
  const { documents } = request
  if (documents.length > 0 && documents.every((one) => one.yousignId !== null)) {
    return {
      ok: true,
      value: documents.map(({ position, name, yousignId, storageKey }) => ({
        position,
        yousignId: yousignId ?? '',
        label: documents.length > 1 ? { position, name } : null,
        original: storageKey,
      })),
    }
  }
  let signable = rememberedSigned(deps, request.id)
  if (signable === null) {
    const read = await deps.esign.read(request.yousignId ?? '', job.priority)
    if (!read.ok) return read
    signable = signableOf(read.value.documents)
  }
  const many = signable.length > 1
  return {
    ok: true,
    value: signable.map((yousignId, position) => ({
      position,
      yousignId,
      label: many ? { position, name: null } : null,
      original: null,
    })),
  }
}

async function fileOne(
  deps: Deps,
  request: SignatureRequest,
  yousignId: string,
  document: Wanted,
  job: Job,
): Promise<Outcome | null> {
  const got = await deps.esign.download(yousignId, document.yousignId, job.priority)
  if (!got.ok) return later(deps, got.failure)
  const now = deps.clock.now()
  const original = document.original === null ? null : await deps.files.get(document.original)
  // The unsigned original, or something that is no signed PDF, is never filed as signed.
  if (!deps.documents.looksSigned(got.value, original?.ok ? original.value : null)) {
    return { kind: 'again', at: now + 10_000, reason: 'what came is not the signed document', counts: true }
  }
  const name = signedFileName(request, request.endedAt ?? now, document.label)
  const storageKey = `requests/${request.id}/signed-${document.position}-${deps.sha256(got.value).slice(0, 12)}.pdf`
  const stored = await store(deps, { kind: 'signed', position: document.position, name, storageKey }, got.value)
  if (!stored.ok) return storageTrouble(deps, stored.failure.kind)
  deps.store.record({ requestId: request.id, files: [stored.value] }, now)
  return null
}

async function store(
  deps: Deps,
  what: Pick<NewFile, 'kind' | 'position' | 'name' | 'storageKey'>,
  bytes: Uint8Array,
): Promise<Result<NewFile, FileFailure>> {
  const put = await deps.files.put(what.storageKey, bytes)
  return put.ok ? ok({ ...what, ...put.value }) : put
}

function storageTrouble(deps: Deps, kind: FileFailure['kind']): Outcome {
  return { kind: 'again', at: deps.clock.now() + 30_000, reason: `storage: ${kind}`, counts: true }
}

/** Everything is stored: the note with the link, and the move of the lead, in one change. */
function finish(deps: Deps, request: SignatureRequest): void {
  const now = deps.clock.now()
  const { firm, stageAfter, form, terms } = request.snapshot
  const signed = deps.store.files(request.id).filter((file) => file.kind === 'signed')
  const [first] = signed
  if (!first || deps.store.effects(request.id).some((effect) => effect.key === `${request.id}:note:done`)) return
  const expiresAt = endOfDate(firm.timeZone, dateAfter(firm.timeZone, now, fileLinkDays))
  const done = momentInWords(firm.language, firm.timeZone, request.endedAt ?? now)
  const note = noteEffect(request, 'done', 'done', {
    document: form.name,
    date: done.date,
    time: done.time,
    city: done.city,
    link: '{link}',
    linkUntil: momentInWords(firm.language, firm.timeZone, expiresAt).date,
  })
  const effects: NewEffect[] = [{ ...note, payload: { ...note.payload, link: { fileId: first.id, expiresAt } } }]
  if (stageAfter !== null)
    effects.push({ key: `${request.id}:stage`, kind: 'stage', leadId: request.leadId, payload: { stage: stageAfter } })
  for (const [index, followUp] of terms.followUps.entries()) effects.push(followUpEffect(request, index, followUp, now))
  if (deps.store.settings().copyToKommo) effects.push(...signed.map((file) => copyEffect(request, file)))
  deps.store.record(
    { requestId: request.id, effects, ledger: [{ key: 'filed', event: 'filed', at: now, facts: {} }] },
    now,
  )
}

function later(deps: Deps, failure: CallFailure): Outcome {
  const now = deps.clock.now()
  return { kind: 'again', at: retryAt(failure, now), reason: describe(failure), counts: !isWaiting(failure) }
}
