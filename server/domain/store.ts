// Port: the database. A transaction is one named, synchronous method; nothing is awaited inside one.
// Reading and `record` in one turn of the event loop are atomic, because one process holds the file.
import type { TimelineEvent } from '../../shared/card.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Action, NewAction } from './action.ts'
import type { Conversion, Conversions } from './conversion.ts'
import type { Deployment } from './deployment.ts'
import type { TypeCatalogue } from './document-types/catalogue.ts'
import type { FirmSettings } from './firm-settings.ts'
import type { KeepingTables } from './keeping/tables.ts'
import type { Draft, RequestDocument, SignatureRequest, Signer, Snapshot } from './signature-request.ts'
import type { TemplateShelf } from './templates/own-template.ts'
import type { NewJob } from './work.ts'

/** What one step changes, committed together. Whatever is not named stays. */
export interface Change {
  requestId: string
  request?: Partial<RequestColumns>
  draft?: { attempt: number; columns: Partial<DraftColumns> }
  signers?: { id: string; columns: Partial<SignerColumns> }[]
  documents?: { position: number; yousignId: string }[]
  ledger?: LedgerEntry[]
  effects?: NewEffect[]
  jobs?: NewJob[]
  files?: NewFile[]
  links?: NewLink[]
  /** Links of these targets stop working. */
  revokeLinks?: string[]
}

export type RequestColumns = Pick<
  SignatureRequest,
  | 'state'
  | 'yousignId'
  | 'sentAt'
  | 'endedAt'
  | 'checkedAt'
  | 'expiresAt'
  | 'cancelAsked'
  | 'paper'
  | 'deletedAt'
  | 'trouble'
  | 'waiting'
  | 'ending'
  | 'notBefore'
  | 'documentKey'
  | 'snapshot'
  | 'connection'
>
export type DraftColumns = Omit<Draft, 'requestId' | 'attempt' | 'createdAt'>
export type SignerColumns = Omit<Signer, 'id' | 'position'>

export interface LedgerEntry {
  /** One line a key, however often it is told. */
  key: string
  event: TimelineEvent
  at: number
  facts: Record<string, string | number>
}

export type EffectKind = 'note' | 'task' | 'stage' | 'close_task' | 'copy' | 'attachment'

export interface NewEffect {
  /** Unique for ever: `<request>:<what>`. */
  key: string
  kind: EffectKind
  leadId: number
  payload: EffectPayload
}

export interface EffectPayload {
  text?: string
  /** `{link}` in the text becomes a fresh link to this file when the note is written; its token is never kept in clear. */
  link?: { fileId: string; expiresAt: number }
  /** The effect whose task is closed. */
  closes?: number
  /** Due then; for tasks. */
  dueAt?: number
  /** Id of the stored file that is put among the lead's files. */
  copyOf?: string
  /** An uploaded file that a note holds. */
  attachment?: { uuid: string; name: string }
  /** Of an administrator's, whoever is responsible for the lead; for tasks. */
  forAdministrator?: true
  /** Erased: Kommo, too, shows only that the content was removed. */
  removed?: true
  stage?: { pipelineId: number; statusId: number; name: string; fromStatusIds: number[] }
}

export interface Effect extends NewEffect {
  id: number
  requestId: string
  state: 'waiting' | 'done' | 'stuck' | 'dropped'
  inFlight: boolean
  remoteId: number | null
  /** Kommo's id of what was uploaded for it, kept before it is attached. */
  remoteFile: string | null
  createdAt: number
  doneAt: number | null
  lastError: string | null
}

export type FileKind = 'signed' | 'audit_trail' | 'audit_trail_data' | 'identity_proof' | 'paper_scan'

export interface NewFile {
  kind: FileKind
  /** Position of the document or of the signer. */
  position: number
  name: string
  storageKey: string
  sha256: string
  bytes: number
}

export interface StoredFile extends NewFile {
  id: string
  requestId: string
  createdAt: number
}

export interface NewLink {
  tokenHash: string
  kind: 'file' | 'signer'
  /** Id of the file or of the signer. */
  target: string
  expiresAt: number
}

export interface StoredLink extends NewLink {
  requestId: string
  createdAt: number
  revokedAt: number | null
}

export interface Intent {
  id: string
  leadId: number
  documentKey: string
  submissionKey: string
  externalId: string
  state: 'preparing' | 'prepared'
  snapshot: Snapshot
  notBefore: number
  replaces: string | null
  signers: Pick<Signer, 'id' | 'position' | 'sent' | 'base'>[]
  documents: Omit<RequestDocument, 'yousignId'>[]
  ledger: LedgerEntry[]
  /** Lines for the request that this one replaces. */
  replacedLedger: LedgerEntry[]
  jobs: NewJob[]
  /** A draft that was looked at; null: none. */
  conversion: Conversion | null
}

export type IntendResult =
  | { kind: 'created'; id: string }
  /** The same submission was there already. */
  | { kind: 'same'; id: string }
  /** Another live request of the same document on the lead. */
  | { kind: 'under_way'; id: string; since: number }

export interface Adoption
  extends Omit<Intent, 'state' | 'jobs' | 'submissionKey' | 'snapshot' | 'conversion' | 'replacedLedger'> {
  request: Pick<SignatureRequest, 'state' | 'sentAt' | 'expiresAt' | 'connection'> & { yousignId: string }
  snapshot: Snapshot
  /** When Yousign says it was made. */
  createdAt: number
  effects: NewEffect[]
  signerIds: (string | null)[]
  jobs: NewJob[]
}

export interface StoredDelivery {
  id: number
  source: 'yousign' | 'kommo'
  key: string
  event: string
  receivedAt: number
  body: Uint8Array | null
  state: 'received' | 'applied' | 'foreign' | 'quarantined'
}

export interface Review {
  id: string
  leadId: number
  userId: number
  createdAt: number
  /** Everything Send needs: the snapshot, the frozen documents, signers with their base. */
  content: ReviewContent
}

export interface ReviewContent {
  snapshot: Snapshot
  documentKey: string
  documents: Omit<RequestDocument, 'yousignId'>[]
  signers: Pick<Signer, 'id' | 'position' | 'sent' | 'base'>[]
  /** The request that it is a new version of: what differs was shown, so only this one is replaced. */
  replaces: string | null
  /** False when a red finding stands against it. */
  sendable: boolean
}

export interface Upload {
  id: string
  leadId: number
  userId: number
  name: string
  storageKey: string
  sha256: string
  bytes: number
  pages: number
  createdAt: number
}

export interface Store extends Deployment, TypeCatalogue, TemplateShelf, Conversions, KeepingTables {
  /** This deployment's short id, part of every external id. */
  readonly deployment: string
  settings(): FirmSettings
  changeSettings(change: Partial<FirmSettings>): void

  intend(intent: Intent, now: number): IntendResult
  adopt(adoption: Adoption, now: number): 'adopted' | 'known'
  record(change: Change, now: number): void
  /** Opens the next attempt with its create call in flight. */
  openDraft(requestId: string, now: number): Draft
  /** A request at Yousign that belongs to a known one of ours: the next attempt, and what follows from its being there. */
  attachDraft(draft: Pick<Draft, 'requestId' | 'yousignId' | 'furnished'>, change: Change, now: number): void

  /** Records what somebody asked for, in order, each with its job; the next only after the one before is done. */
  ask(actions: NewAction[], now: number): number[]
  action(id: number): Action | null
  /** Those that are not settled yet, oldest first. */
  waitingActions(requestId: string): Action[]
  startAction(id: number): void
  /** A problem means refused: nothing was changed. */
  settleAction(id: number, problem: Problem | null, change: Change, now: number): void

  request(id: string): SignatureRequest | null
  requestOfYousign(yousignId: string): SignatureRequest | null
  requestOfSubmission(submissionKey: string): SignatureRequest | null
  requestsOfLead(leadId: number): SignatureRequest[]
  changedSince(leadId: number, cursor: number): SignatureRequest[]
  openRequests(): SignatureRequest[]
  preparedBefore(at: number): SignatureRequest[]
  cursor(): number

  drafts(requestId: string): Draft[]
  draftOfYousign(yousignId: string): Draft | null
  draftsInState(states: readonly Draft['state'][]): Draft[]

  effect(id: number): Effect | null
  effects(requestId: string): Effect[]
  recordEffect(
    id: number,
    columns: Partial<Pick<Effect, 'state' | 'inFlight' | 'remoteId' | 'remoteFile' | 'doneAt' | 'lastError'>>,
    change: Change | null,
    now: number,
  ): void
  files(requestId: string): StoredFile[]
  ledger(requestId: string, most: number): LedgerEntry[]
  /** Jobs of the request that gave up. */
  stuck(requestId: string): { kind: string; error: string | null }[]
  retryStuck(requestId: string, now: number): void
  enqueue(jobs: NewJob[], now: number): void

  delivery(id: number): StoredDelivery | null
  recordDelivery(id: number, columns: { state: StoredDelivery['state']; requestId?: string; dropBody?: boolean }): void
  /** Events that were delivered about the request, in the order in which they happened. */
  heardEvents(requestId: string): { name: string; at: number }[]
  changedInCrm(entity: 'lead' | 'contact', ids: readonly number[], since: number): boolean
  markChanged(entity: 'lead' | 'contact', id: number, now: number): void

  link(tokenHash: string): StoredLink | null
  recordOpening(tokenHash: string, now: number): void
  file(id: string): StoredFile | null

  saveReview(review: Review): void
  review(id: string): Review | null
  saveUpload(upload: Upload): void
  upload(id: string): Upload | null
  remember(kind: string, id: string, value: string, now: number): void
  remembered(kind: string, id: string): string | null
}
