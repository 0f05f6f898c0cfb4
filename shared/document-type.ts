// A document type: what the firm sends, to whom, at which level, and what follows (product.md 2, 3.2, 4). Plain types and the
// rules that card and server share; the server checks shapes with shared/document-type-schema.ts.
import type { AuthenticationMode, Level, SigningOrder } from './levels.ts'
import { levels } from './levels.ts'
import type { Places } from './places.ts'

export const consentKeys = ['read', 'early_start'] as const
/** Ready texts of product.md 3.5. */
export type ConsentKey = (typeof consentKeys)[number]

export const reminderDays = [1, 2, 7, 14] as const

/** Why a minimum cannot be lowered by anybody: the law asks for it, or the firm has decided so. */
export type Floor = 'firm' | 'law'

export type TypeSource =
  /** A PDF of the lead, or one that the manager uploads. With a pattern (`*convention*`) the newest file whose name fits. */
  | { kind: 'file'; pattern: string | null }
  /** A template at Yousign. Labels of the places to sign in signing order; texts by their label, with tags (`[[lead.price]]`). */
  | { kind: 'template'; templateId: string; name: string; labels: string[]; texts: { label: string; text: string }[] }
  /** A Word file or PDF form of the firm, filled from the lead. */
  | { kind: 'own_template'; templateId: string; name: string }

/** Which contacts of the lead sign. A lead may hold the opponent too, so `all` is a decision of the firm. */
export type ClientRule = { kind: 'main' } | { kind: 'all' } | { kind: 'position'; position: string }

/** Who signs for the firm. */
export type FirmRule = { kind: 'responsible' } | { kind: 'user'; userId: number }

export interface FollowUp {
  /** Days after everybody has signed; 0: the same day. */
  days: number
  text: string
}

export interface TypeStage {
  /** Null: the pipeline in which the lead is; then the stage is Won or Lost, which every pipeline has. */
  pipelineId: number | null
  statusId: number
  /** The lead is moved only from these; empty: only from where it is when the request is sent. */
  fromStatusIds: number[]
}

/** What an administrator edits. */
export interface DocumentTypeBody {
  /** Shown to managers and, made safe, to signers. Never the name of a matter. */
  name: string
  source: TypeSource
  level: Level
  /** Nobody sends below it. */
  minimum: Level
  floor: Floor
  mode: AuthenticationMode | null
  /** Codes that a manager may choose at the Simple level. */
  modes: AuthenticationMode[]
  mayRaise: boolean
  clients: ClientRule
  firm: FirmRule[]
  order: SigningOrder
  /** In whose name clients sign: their own, or the lead's company. */
  capacity: 'own' | 'company'
  consents: ConsentKey[]
  expiryDays: number
  reminders: { days: (typeof reminderDays)[number]; most: number } | null
  mayDecline: boolean
  /** Own words of the invitation, in the firm's language; null: ours (product.md 4.6). */
  invitation: { subject: string; body: string } | null
  /** E-mail addresses that get a copy. */
  copyTo: string[]
  /** Pipelines in which it is offered; empty: in all. */
  pipelines: number[]
  stage: TypeStage | null
  followUps: FollowUp[]
  /** A sentence shown to whoever sends it. */
  advice: string | null
  /** Family or succession law: may not be signed electronically (C. civ. art. 1175), so it is never sent. */
  familyLaw: boolean
  /** Where people sign; null: at the anchors of the document, else on a page of ours. A Yousign template has its own. */
  places: Places | null
}

export interface DocumentType extends DocumentTypeBody {
  id: string
  /** From 1; every save makes the next one. A request keeps the one it was sent with. */
  version: number
  /** Whoever saves a version confirms its levels for the firm, then. */
  savedAt: number
  savedBy: string
  /** No longer offered; what was sent with it stays. */
  retiredAt: number | null
}

/** Codes beside the SMS that the type allows, in the words of the firm's settings. */
export function codesOf({ modes }: Pick<DocumentTypeBody, 'modes'>): {
  emailCodeAllowed: boolean
  noCodeAllowed: boolean
} {
  return { emailCodeAllowed: modes.includes('otp_email'), noCodeAllowed: modes.includes('no_otp') }
}

/** Negative when `a` is lower than `b`. */
export function compareLevels(a: Level, b: Level): number {
  return levels.indexOf(a) - levels.indexOf(b)
}
