// The order in which states follow each other, so that evidence is applied monotonically (protocols.md P2, P7).
import type { RequestState, SignerStatus, YousignState } from '../../shared/states.ts'
import { settledStates } from '../../shared/states.ts'

const signerRank: Record<SignerStatus, number> = {
  initiated: 0,
  notified: 1,
  verified: 2,
  consent_given: 3,
  processing: 4,
  error: 5,
  aborted: 6,
  signed: 7,
  declined: 7,
}

/** True when a signer may go from one status to the other: upwards only, and never out of signed or declined. */
export function signerMayBecome(from: SignerStatus, to: SignerStatus): boolean {
  if (from === 'signed' || from === 'declined') return false
  return signerRank[to] > signerRank[from]
}

/** True when a read at Yousign may take a signer there: also back (a blocked check that was lifted), never out of the final ones. */
export function signerMayRead(from: SignerStatus, to: SignerStatus): boolean {
  return from !== to && from !== 'signed' && from !== 'declined'
}

/** True when a signer who is `known` to be that far has been past `read` before, unless something was taken back since. */
export function signerIsBehind(read: SignerStatus, known: SignerStatus): boolean {
  return signerRank[read] < signerRank[known]
}

const requestRank: Record<RequestState, number> = {
  prepared: 0,
  preparing: 0,
  held: 0,
  needs_person: 0,
  failed: 0,
  draft: 1,
  approval: 2,
  ongoing: 3,
  paused: 3,
  expired: 4,
  done: 5,
  declined: 5,
  rejected: 5,
  canceled: 5,
}

/**
 * True when evidence may take a request there. Settled states are never left; `expired` only by a proved reactivation
 * (`reactivated`), or because something final had happened after all.
 */
export function requestMayBecome(from: RequestState, to: YousignState, reactivated = false): boolean {
  if (from === to || settledStates.has(from)) return false
  if (from === 'expired') return settledStates.has(to) || (reactivated && (to === 'ongoing' || to === 'paused'))
  if (from === 'ongoing' && to === 'paused') return true
  if (from === 'paused' && to === 'ongoing') return true
  return requestRank[to] > requestRank[from]
}

/** True when a request that is `proved` must have been past `read` before. */
export function isBehind(read: YousignState, proved: YousignState): boolean {
  return requestRank[read] < requestRank[proved]
}
