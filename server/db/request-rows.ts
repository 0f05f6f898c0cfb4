// Rows of a signature request and what the domain makes of them. JSON is parsed here and nowhere else.
import type { Database } from 'better-sqlite3'
import type { Draft, RequestDocument, SignatureRequest, Signer } from '../domain/signature-request.ts'
import { createPrepared } from './prepared.ts'

export interface RequestRow {
  id: string
  lead_id: number
  document_key: string
  submission_key: string
  reference: string
  external_id: string
  state: SignatureRequest['state']
  snapshot: string
  yousign_id: string | null
  created_at: number
  not_before: number
  sent_at: number | null
  ended_at: number | null
  changed_at: number
  checked_at: number | null
  expires_at: number | null
  cancel_asked: string | null
  paper: string | null
  deleted_at: number | null
  trouble: string | null
  waiting: string | null
  ending: string | null
  replaces: string | null
  connection: string | null
  revision: number
}

interface SignerRow {
  id: string
  position: number
  yousign_id: string | null
  sent: string
  base: string | null
  status: Signer['status']
  marks: string
  notified_at: number | null
  signed_at: number | null
  reminded_at: number | null
  words: string | null
}

interface DocumentRow {
  position: number
  name: string
  storage_key: string
  sha256: string
  bytes: number
  pages: number
  parse_anchors: number
  anchors: number
  boxes: string
  initials: number
  yousign_id: string | null
}

interface DraftRow {
  request_id: string
  attempt: number
  yousign_id: string | null
  state: Draft['state']
  in_flight: string | null
  furnished: string
  searches: number
  activations: number
  first_activation_at: number | null
  last_activation_at: number | null
  created_at: number
}

export interface RequestReader {
  /** Requests that match `where`, in the order of `order`, with signers and documents. */
  requests(where: string, values: readonly unknown[], order?: string): SignatureRequest[]
  drafts(where: string, values: readonly unknown[]): Draft[]
}

/** Reads requests and drafts; `where` is ours, values are bound. */
export function createRequestReader(db: Database): RequestReader {
  const prepared = createPrepared(db)
  const signers = db.prepare<[string], SignerRow>('select * from signers where request_id = ? order by position')
  const documents = db.prepare<[string], DocumentRow>('select * from documents where request_id = ? order by position')
  return {
    requests(where, values, order = 'created_at desc, id') {
      const sql = `select * from signature_requests where ${where} order by ${order}`
      const rows = prepared<RequestRow>(sql).all(...values)
      return rows.map((row) => requestOf(row, signers.all(row.id), documents.all(row.id)))
    },
    drafts(where, values) {
      const sql = `select * from drafts where ${where} order by request_id, attempt`
      return prepared<DraftRow>(sql)
        .all(...values)
        .map(draftOf)
    },
  }
}

function requestOf(row: RequestRow, signers: SignerRow[], documents: DocumentRow[]): SignatureRequest {
  return {
    id: row.id,
    leadId: row.lead_id,
    documentKey: row.document_key,
    submissionKey: row.submission_key,
    reference: row.reference,
    externalId: row.external_id,
    state: row.state,
    snapshot: JSON.parse(row.snapshot),
    yousignId: row.yousign_id,
    createdAt: row.created_at,
    notBefore: row.not_before,
    sentAt: row.sent_at,
    endedAt: row.ended_at,
    changedAt: row.changed_at,
    checkedAt: row.checked_at,
    expiresAt: row.expires_at,
    cancelAsked: parsed(row.cancel_asked),
    paper: parsed(row.paper),
    deletedAt: row.deleted_at,
    trouble: parsed(row.trouble),
    waiting: parsed(row.waiting),
    ending: parsed(row.ending),
    replaces: row.replaces,
    connection: row.connection,
    revision: row.revision,
    signers: signers.map(signerOf),
    documents: documents.map(documentOf),
  }
}

function signerOf(row: SignerRow): Signer {
  return {
    id: row.id,
    position: row.position,
    yousignId: row.yousign_id,
    sent: JSON.parse(row.sent),
    base: parsed(row.base),
    status: row.status,
    marks: JSON.parse(row.marks),
    notifiedAt: row.notified_at,
    signedAt: row.signed_at,
    remindedAt: row.reminded_at,
    words: row.words,
  }
}

function documentOf(row: DocumentRow): RequestDocument {
  return {
    position: row.position,
    name: row.name,
    storageKey: row.storage_key,
    sha256: row.sha256,
    bytes: row.bytes,
    pages: row.pages,
    parseAnchors: row.parse_anchors === 1,
    anchors: row.anchors,
    boxes: JSON.parse(row.boxes),
    initials: row.initials === 1,
    yousignId: row.yousign_id,
  }
}

function draftOf(row: DraftRow): Draft {
  return {
    requestId: row.request_id,
    attempt: row.attempt,
    yousignId: row.yousign_id,
    state: row.state,
    inFlight: row.in_flight as Draft['inFlight'],
    furnished: JSON.parse(row.furnished),
    searches: row.searches,
    activations: row.activations,
    firstActivationAt: row.first_activation_at,
    lastActivationAt: row.last_activation_at,
    createdAt: row.created_at,
  }
}

function parsed<T>(text: string | null): T | null {
  return text === null ? null : (JSON.parse(text) as T)
}
