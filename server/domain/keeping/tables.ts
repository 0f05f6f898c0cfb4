// Port: the rows of keeping and erasing. Each method is one transaction; those of the sweep touch `most` rows at most and
// answer how many, so that nobody waits for them.

import type { SignatureRequest, Signer } from '../signature-request.ts'
import type { Change, LedgerEntry } from '../store.ts'
import type { NewJob } from '../work.ts'

export interface Erasure {
  id: string
  at: number
  byUser: number
  /** Keyed hashes of e-mail addresses and contact ids. */
  persons: string[]
  records: ErasureRecord[]
}

export interface ErasureRecord {
  requestId: string
  kind: 'erase' | 'restrict'
  /** As it was then: a request that expired and was signed afterwards is another record. */
  wasSigned: boolean
  /** A period runs until then; null for `erase`. */
  until: number | null
}

export interface RecordMark extends ErasureRecord {
  erasureId: string
  at: number
  emptiedAt: number | null
  doneAt: number | null
}

/** A record without its persons, to be written over what is there. */
export interface Emptied extends Pick<SignatureRequest, 'id' | 'snapshot' | 'ending'> {
  signers: Pick<Signer, 'id' | 'sent'>[]
  documents: { position: number; name: string }[]
  ledger: Pick<LedgerEntry, 'key' | 'facts'>[]
  /** What our notes and tasks say from now on. */
  removedText: string
}

/** Tells whether a text speaks of the person. */
export type Speaks = (text: string) => boolean

export interface KeepingTables {
  digestDeliveries(before: number, most: number, digest: (body: Uint8Array) => string): number
  forgetUploads(before: number, most: number): number
  forgetReviews(before: number, most: number): number
  forgetOriginals(before: number, most: number, now: number): number
  forgetOpenings(before: number, most: number): number
  /** Storage keys that were given up and may still hold a file. */
  leftovers(most: number): string[]
  /** Whether any row still needs what is under the key. */
  isNeeded(storageKey: string): boolean
  dropLeftover(storageKey: string): void

  /** Signed before then, not renewed beyond `now`, not erased; oldest first. Those who were told of already only with `told`. */
  reviewsDue(before: number, now: number, most: number, told: boolean): SignatureRequest[]
  renewals(requestId: string): { count: number; until: number | null }
  renew(renewal: { requestId: string; until: number; byUser: number }, change: Change, now: number): void

  /** Requests with a signer of that address (in any case of letters), or of that contact. */
  requestsOfPerson(person: { email: string | null; contactId: number | null }): SignatureRequest[]
  /** The latest word about the record; null: none. */
  markOf(requestId: string): RecordMark | null
  /** Writes it down once; what cannot be signed yet is put away. A known id changes nothing. */
  beginErasure(erasure: Erasure, jobs: NewJob[], now: number): void
  /** Oldest first. */
  erasures(): (Erasure & { restDoneAt: number | null; waiting: number })[]
  /** Records to erase, not done, whose request is here. */
  unfinishedRecords(most: number): { erasureId: string; requestId: string }[]
  emptyRecord(erasureId: string, emptied: Emptied, digest: (body: Uint8Array) => string, now: number): void
  /** The note or task of the effect says the new text in Kommo too, or is not there. */
  effectOverwritten(effectId: number): void
  endRecord(erasureId: string, requestId: string, now: number): void
  forgetReviewsOf(speaks: Speaks): void
  forgetMemoryOf(isOf: (row: { kind: string; id: string; value: string }) => boolean): void
  /** Bodies about no request of ours, after that delivery; answers the last one looked at, null at the end. */
  digestDeliveriesOf(after: number, most: number, speaks: Speaks, digest: (body: Uint8Array) => string): number | null
  endRest(erasureId: string, now: number): void
}

/** Port: the list of erasures outside the database, which a restored backup leaves as it is. */
export interface ErasureJournal {
  all(): Erasure[]
  /** Durable when it returns. False: it could not be written, so nothing may be erased on it. */
  add(erasure: Erasure): boolean
}
