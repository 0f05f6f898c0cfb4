// What is kept and how long, and the erasure of a person, as administrators see them. Plain types.
import type { CardFile } from './card.ts'
import type { RequestState } from './states.ts'

/** What goes by itself when its time is over. */
export const timedKinds = ['deliveries', 'uploads', 'reviews', 'originals', 'openings'] as const
export type TimedKind = (typeof timedKinds)[number]

export interface Period {
  count: number
  unit: 'days' | 'months'
}

/** Years after the last signature until an administrator is asked about a signed record. */
export const reviewYears = { least: 1, most: 50 }

/** One of the two: an address of an e-mail, or a contact of Kommo. */
export interface PersonBody {
  email: string | null
  contactId: number | null
}

export interface ErasePersonBody extends PersonBody {
  /** The records that the administrator saw and means; all others stay. */
  requestIds: string[]
}

export interface KeepingChoices {
  reviewYears: number
}

/** Keeps a signed record for so many years more, from now on. */
export interface RenewBody {
  requestId: string
  years: number
}

/** What an erasure would do with a record, or has done. */
export type Fate =
  /** Can still be signed: it has to be cancelled first. */
  | { kind: 'running' }
  /** Signed: it may be restricted, and is kept until then. */
  | { kind: 'restrict'; until: number }
  /** No period covers it. */
  | { kind: 'erase' }
  | { kind: 'restricted'; at: number; until: number }
  /** `isComplete` is false while notes in Kommo are still to be overwritten. */
  | { kind: 'erased'; at: number; isComplete: boolean }

export interface PersonRecord {
  requestId: string
  leadId: number
  reference: string
  name: string
  state: RequestState
  createdAt: number
  endedAt: number | null
  signers: string[]
  fate: Fate
  /** What administrators can still open of a restricted record. */
  files: CardFile[]
}

export interface PersonReply {
  records: PersonRecord[]
}

export interface PastErasure {
  id: string
  at: number
  /** Name of the administrator; null when Kommo no longer knows that user. */
  by: string | null
  erased: number
  restricted: number
  /** So many of its records are not done yet. */
  waiting: number
}

export interface KeepingPage {
  periods: { kind: TimedKind; period: Period }[]
  choices: KeepingChoices
  /** Signed records whose time is over, for an administrator to decide; the oldest hundred. */
  due: PersonRecord[]
  /** Newest first. */
  erasures: PastErasure[]
}
