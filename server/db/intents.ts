// Brings a request into being: by somebody's Send (or Prepare), or found at Yousign after a restore (protocols.md P1, P6).
import type { Database } from 'better-sqlite3'
import { liveStates } from '../../shared/states.ts'
import { referenceOf } from '../domain/reference.ts'
import { type Draft, unfurnished } from '../domain/signature-request.ts'
import type { Adoption, Change, IntendResult, Intent, Store } from '../domain/store.ts'

export interface Intents {
  intend(intent: Intent, now: number): IntendResult
  adopt(adoption: Adoption, now: number): 'adopted' | 'known'
  openDraft(requestId: string, now: number): Draft
  attachDraft: Store['attachDraft']
}

export function createIntents(
  db: Database,
  apply: (change: Change, now: number) => void,
  drafts: (requestId: string) => Draft[],
): Intents {
  const live = [...liveStates].map((state) => `'${state}'`).join(', ')
  const sameSubmission = db.prepare<[string], { id: string }>(
    'select id from signature_requests where submission_key = ?',
  )
  const underWay = db.prepare<[number, string], { id: string; created_at: number }>(
    `select id, created_at from signature_requests where lead_id = ? and document_key = ? and deleted_at is null and state in (${live})`,
  )
  const known = db.prepare<[string, string | null], { id: string }>(
    'select id from signature_requests where external_id = ? or yousign_id = ?',
  )
  const insert = db.prepare(
    'insert into signature_requests (id, lead_id, document_key, submission_key, reference, external_id, state, snapshot, yousign_id, created_at, not_before, sent_at, changed_at, expires_at, replaces, connection, revision) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)',
  )
  const insertSigner = db.prepare(
    "insert into signers (id, request_id, position, yousign_id, sent, base, status) values (?, ?, ?, ?, ?, ?, 'initiated')",
  )
  const insertDocument = db.prepare(
    'insert into documents (request_id, position, name, storage_key, sha256, bytes, pages, parse_anchors, anchors, boxes, initials) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const insertDraft = db.prepare(
    "insert into drafts (request_id, attempt, state, in_flight, created_at) values (?, ?, 'open', 'create', ?)",
  )
  const documentId = db.prepare('update documents set yousign_id = ? where request_id = ? and position = ?')
  const adoptedDraft = db.prepare(
    'insert into drafts (request_id, attempt, yousign_id, state, furnished, created_at) values (?, ?, ?, ?, ?, ?)',
  )

  function parts(intent: Pick<Intent, 'id' | 'signers' | 'documents'>, yousignIds: (string | null)[]): void {
    for (const [index, signer] of intent.signers.entries()) {
      insertSigner.run(
        signer.id,
        intent.id,
        signer.position,
        yousignIds[index] ?? null,
        JSON.stringify(signer.sent),
        signer.base === null ? null : JSON.stringify(signer.base),
      )
    }
    for (const one of intent.documents) {
      insertDocument.run(
        intent.id,
        one.position,
        one.name,
        one.storageKey,
        one.sha256,
        one.bytes,
        one.pages,
        one.parseAnchors ? 1 : 0,
        one.anchors,
        JSON.stringify(one.boxes),
        one.initials ? 1 : 0,
      )
    }
  }

  return {
    intend: db.transaction((intent: Intent, now: number): IntendResult => {
      const same = sameSubmission.get(intent.submissionKey)
      if (same) return { kind: 'same', id: same.id }
      const winner = underWay.get(intent.leadId, intent.documentKey)
      if (winner) return { kind: 'under_way', id: winner.id, since: winner.created_at }
      insert.run(
        intent.id,
        intent.leadId,
        intent.documentKey,
        intent.submissionKey,
        referenceOf(intent.id),
        intent.externalId,
        intent.state,
        JSON.stringify(intent.snapshot),
        null,
        now,
        intent.notBefore,
        null,
        now,
        intent.conversion?.expiresAt ?? null,
        intent.replaces,
        intent.conversion?.connection ?? null,
      )
      parts(intent, [])
      if (intent.conversion !== null) {
        const furnished = { ...unfurnished, documents: intent.conversion.documents }
        adoptedDraft.run(intent.id, 1, intent.conversion.yousignId, 'open', JSON.stringify(furnished), now)
        for (const [position, id] of intent.conversion.documents.entries()) documentId.run(id, intent.id, position)
      }
      apply({ requestId: intent.id, ledger: intent.ledger, jobs: intent.jobs }, now)
      if (intent.replaces !== null) apply({ requestId: intent.replaces, ledger: intent.replacedLedger }, now)
      return { kind: 'created', id: intent.id }
    }).immediate,

    adopt: db.transaction((found: Adoption, now: number): 'adopted' | 'known' => {
      if (known.get(found.externalId, found.request.yousignId)) return 'known'
      insert.run(
        found.id,
        found.leadId,
        found.documentKey,
        `adopted:${found.externalId}`,
        referenceOf(found.id),
        found.externalId,
        found.request.state,
        JSON.stringify(found.snapshot),
        found.request.yousignId,
        found.createdAt,
        found.notBefore,
        found.request.sentAt,
        now,
        found.request.expiresAt,
        null,
        found.request.connection,
      )
      parts(found, found.signerIds)
      const furnished = JSON.stringify({ ...unfurnished, signers: found.signerIds.filter((id) => id !== null) })
      adoptedDraft.run(found.id, 1, found.request.yousignId, 'active', furnished, now)
      apply({ requestId: found.id, ledger: found.ledger, effects: found.effects, jobs: found.jobs }, now)
      return 'adopted'
    }).immediate,

    openDraft: db.transaction((requestId: string, now: number): Draft => {
      const attempt = drafts(requestId).length + 1
      insertDraft.run(requestId, attempt, now)
      const draft = drafts(requestId).at(-1)
      if (!draft) throw new Error('the draft that was just written is not there')
      return draft
    }).immediate,

    attachDraft: db.transaction((draft: Parameters<Store['attachDraft']>[0], change: Change, now: number) => {
      const attempt = drafts(draft.requestId).length + 1
      // Open until the change says what it is, which it may refuse: one of a request can be active.
      adoptedDraft.run(draft.requestId, attempt, draft.yousignId, 'open', JSON.stringify(draft.furnished), now)
      apply(change, now)
    }).immediate,
  }
}
