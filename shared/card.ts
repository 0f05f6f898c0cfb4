// What the server tells the card: the lead's requests, what can be sent, and the first answer of a session.
import type { Composer } from './composer.ts'
import type { Capacity, FormSource, Side, SignerOrigin } from './form.ts'
import type { AuthenticationMode, Level, SignerLocale, SigningOrder } from './levels.ts'
import type { NewVersion } from './new-version.ts'
import type { DocumentProblemKind } from './problem.ts'
import type { RequestState, SignerMark, SignerStatus } from './states.ts'

export const languages = ['en', 'fr', 'es', 'pt', 'de'] as const
export type Language = (typeof languages)[number]

/** `POST /api/session`: everything the card needs to draw itself after one round trip. */
export interface SessionAnswer {
  /** For the Authorization header of every further call; lives in a closure only. */
  token: string
  expiresAt: number
  /** The server's clock; the card shows no time of its own. */
  now: number
  user: { id: number; name: string; isAdmin: boolean }
  language: Language
  /** Texts in that language; null for English, which the card holds. */
  dictionary: Record<string, string> | null
  card: Card
}

/** `GET /api/leads/:lead/card` and part of the session answer. */
export interface Card {
  leadId: number
  /** The lead was deleted in Kommo; what runs goes on, nothing new is sent. */
  leadGone: boolean
  connection: Connection
  /** For administrators only; empty for everybody else. */
  notices: Notice[]
  /** Newest first; open ones and those that ended in the last 7 days whole, older ones too (the card folds them). */
  requests: CardRequest[]
  /** What the form offers; null when nothing can be sent (not connected, lead gone). */
  composer: Composer | null
  /** Position in the event stream; `GET …/stream` goes on after it. */
  cursor: number
}

export type Connection =
  /** `test`: the sandbox is connected, every card says so. */
  | { kind: 'connected'; provider: string; test: boolean }
  | { kind: 'not_connected'; provider: string; administrators: string[] }
  | { kind: 'key_refused'; provider: string; administrators: string[] }
  /** The key is another account's, while requests of the one before are open. */
  | { kind: 'other_account'; provider: string; administrators: string[] }

/** What an administrator should know, on every card. */
export type Notice =
  /** Changes that only asking has shown since yesterday: notifications do not arrive. */
  { kind: 'events_missed'; count: number } | { kind: 'subscription_missing' }

export interface CardRequest {
  id: string
  /** `YS-7F3A`: printed in notes, readable over the phone. */
  reference: string
  name: string
  state: RequestState
  /** Somebody deleted it at Yousign, then. */
  deletedAt: number | null
  level: Level
  mode: AuthenticationMode | null
  order: SigningOrder
  sourceKind: FormSource['kind']
  /** The document type that it was sent with. */
  typeId: string | null
  documents: { name: string; pages: number | null; bytes: number | null }[]
  signers: CardSigner[]
  createdAt: number
  sentAt: number | null
  endedAt: number | null
  /** Last change we learned, and last time the truth was read or told. */
  changedAt: number
  checkedAt: number | null
  deadline: { at: number; timeZone: string } | null
  by: string
  /** Only while preparing. */
  progress: Progress | null
  /** A manual send can be taken back until then. */
  undoUntil: number | null
  trouble: Trouble | null
  ending: Ending | null
  filing: Filing | null
  paper: CardPaper | null
  files: CardFile[]
  /** Name of the complete file (ZIP); null while it cannot be had. */
  completeFile: string | null
  /** Newest first, ten at most. */
  timeline: TimelineEntry[]
  actions: CardAction[]
  /** The request this one replaces, or that replaced it. */
  replaces: string | null
  replacedBy: string | null
  /** Only of a new version that is still to be sent: what it changes. */
  newVersion: NewVersion | null
  /** An administrator has restricted the record or removed its content: nothing but this is told. */
  closed: { kind: 'restricted'; until: number } | { kind: 'erased'; at: number } | null
}

export interface CardSigner {
  id: string
  origin: SignerOrigin
  side: Side
  firstName: string
  lastName: string
  email: string
  phone: string | null
  locale: SignerLocale
  capacity: Capacity
  label: string | null
  status: SignerStatus
  marks: Partial<Record<SignerMark, number>>
  /** Names of those who sign before; empty when it is this signer's turn or over. */
  after: string[]
  notifiedAt: number | null
  signedAt: number | null
  /** The signer's own words (declined, or a question to the sender). */
  words: string | null
  actions: SignerAction[]
  /** A reminder is possible from then on. */
  remindFrom: number | null
  /** True when the person looking at the card is this signer. */
  isViewer: boolean
}

export const preparingSteps = ['waiting', 'creating', 'documents', 'signers', 'activating', 'proving'] as const
export type PreparingStep = (typeof preparingSteps)[number]

export interface Progress {
  step: PreparingStep
  /** Whom or what the step is about just now (a document's or signer's name). */
  detail: string | null
  /** Why it waits, when it does. */
  waiting: {
    reason:
      | 'throttled'
      | 'unknown_outcome'
      | 'key_refused'
      | 'kommo_unavailable'
      | 'yousign_unavailable'
      | 'retry'
      | 'comparing'
      | 'other_account'
    until: number | null
  } | null
}

/** Why a request is `failed`, `held` or `needs_person`; with who can fix it implied by the kind. */
export type Trouble =
  | { kind: 'key_refused'; administrators: string[] }
  | { kind: 'feature_off'; feature: 'level' | 'decline' | 'other'; administrators: string[]; detail: string }
  | { kind: 'workspace_missing'; administrators: string[] }
  | { kind: 'refused'; detail: string }
  | { kind: 'document'; problem: DocumentProblemKind | 'anchors' | 'initials' | 'rejected'; name: string }
  | { kind: 'lead_gone' }
  | { kind: 'file_gone'; name: string }
  | { kind: 'changed' }
  | { kind: 'expiry_past' }
  | { kind: 'deleted_at_yousign' }
  | { kind: 'stopped'; by: string }
  | { kind: 'gave_up'; attempts: number }
  | { kind: 'not_proved' }
  | { kind: 'two_requests' }
  /** The request that this one was to replace, or another new version of it, stands in the way. */
  | { kind: 'not_replaceable'; reference: string; why: StandingReason }
  /** The server was restored from a backup before this was sent. */
  | { kind: 'restored' }

/** It can still be signed; or it was signed, at Yousign or on paper. */
export type StandingReason = 'runs' | 'signed'

export type Ending =
  | { kind: 'declined'; name: string; reason: string | null; at: number }
  | { kind: 'rejected'; name: string; reason: string | null; at: number }
  | { kind: 'canceled'; by: string | null; reason: CancelReason | null; note: string | null; at: number }
  | { kind: 'expired'; signed: string[]; missing: string[]; at: number }

export const cancelReasons = ['contractualization_aborted', 'errors_in_document', 'other'] as const
export type CancelReason = (typeof cancelReasons)[number]

/** asked: being stopped at Yousign. kept: the scan counts. overtaken: everybody had signed at Yousign before that. */
export type PaperOutcome = 'asked' | 'kept' | 'overtaken'

/** Somebody says that it was signed on paper; the state stays what it is at Yousign. */
export interface CardPaper {
  by: string
  at: number
  /** In that person's words. */
  why: string
  outcome: PaperOutcome
}

/** Where the work after the last signature, or after a scan of one on paper, stands. */
export interface Filing {
  signedDocuments: FilingState | 'none'
  auditTrails: FilingState | 'none'
  note: FilingState
  stage: FilingState | 'none'
  /** Name of the stage the lead is moved to. */
  stageName: string | null
  /** Among the lead's files in Kommo; `none`: the firm has not chosen it. */
  copy: FilingState | 'none'
  /** Why there is no copy, where a person can be told. */
  copyProblem: CopyProblem | null
}
export type FilingState = 'waiting' | 'done' | 'stuck' | 'not_available'

export const copyProblems = ['too_large', 'no_access', 'lead_gone'] as const
export type CopyProblem = (typeof copyProblems)[number]

export interface CardFile {
  id: string
  kind: 'signed' | 'audit_trail' | 'identity_proof' | 'paper_scan' | 'original'
  name: string
  bytes: number
}

/** A sentence of the Timeline by key, with what goes into it; facts are plain text or epoch milliseconds. */
export interface TimelineEntry {
  at: number
  event: TimelineEvent
  facts: Record<string, string | number>
}

export const timelineEvents = [
  'created',
  'prepared',
  'send_pressed',
  'sent',
  'notified',
  'opened',
  'signed',
  'declined',
  'delivery_failed',
  'identification_failed',
  'identification_blocked',
  'identification_expired',
  'identification_unblocked',
  'sender_contacted',
  'signer_error',
  'reminded',
  'link_copied',
  'corrected',
  'approved',
  'rejected',
  'paused',
  'resumed',
  'expired',
  'extended',
  'canceled',
  'deleted',
  'done',
  'filed',
  'audit_trail_filed',
  'audit_trail_missing',
  'noted',
  'tasked',
  'stage_moved',
  'stage_kept',
  'copied',
  'effect_stuck',
  'failed',
  'stopped',
  'adopted',
  'held',
  'file_opened',
  'level_lowered',
  'paper_asked',
  'paper_kept',
  'paper_overtaken',
  'replaces',
  'replaced',
] as const
export type TimelineEvent = (typeof timelineEvents)[number]

/** What this user may do with the request now. What is not listed is not offered. */
export type CardAction =
  | 'undo'
  | 'stop'
  | 'send_prepared'
  | 'discard'
  | 'retry'
  | 'cancel'
  | 'paper'
  | 'extend'
  | 'new_version'
  | 'send_second'
  | 'refresh'
  | 'retry_effects'

export type SignerAction = 'remind' | 'copy_link' | 'qr' | 'correct' | 'unblock' | 'sign_now'
