// Yousign's words and ours. They are the same words on purpose (protocols.md P7); a table each, so that a change on
// either side does not compile by itself.
import type { SignerStatus, YousignState } from '../../shared/states.ts'

/** Request statuses of contracts/yousign.md 2.8. */
export const remoteRequestStatuses = [
  'draft',
  'approval',
  'ongoing',
  'paused',
  'done',
  'declined',
  'rejected',
  'expired',
  'canceled',
  'deleted',
] as const
export type RemoteRequestStatus = (typeof remoteRequestStatuses)[number]

export const requestState = {
  draft: 'draft',
  approval: 'approval',
  ongoing: 'ongoing',
  paused: 'paused',
  done: 'done',
  declined: 'declined',
  rejected: 'rejected',
  expired: 'expired',
  canceled: 'canceled',
  deleted: 'deleted',
} as const satisfies Record<RemoteRequestStatus, YousignState | 'deleted'>

/** Signer statuses of contracts/yousign.md 2.8. */
export const remoteSignerStatuses = [
  'initiated',
  'notified',
  'verified',
  'consent_given',
  'processing',
  'signed',
  'declined',
  'aborted',
  'error',
] as const
export type RemoteSignerStatus = (typeof remoteSignerStatuses)[number]

export const signerStatus = {
  initiated: 'initiated',
  notified: 'notified',
  verified: 'verified',
  consent_given: 'consent_given',
  processing: 'processing',
  signed: 'signed',
  declined: 'declined',
  aborted: 'aborted',
  error: 'error',
} as const satisfies Record<RemoteSignerStatus, SignerStatus>
