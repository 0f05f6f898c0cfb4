// The words of protocols.md P7: states of a request and of a signer, and which of them are live, settled or ours.

/** Ours before Yousign knows anything: prepared to failed. Yousign's own words: draft to canceled. */
export const requestStates = [
  'prepared',
  'preparing',
  'held',
  'needs_person',
  'failed',
  'draft',
  'approval',
  'ongoing',
  'paused',
  'done',
  'declined',
  'rejected',
  'expired',
  'canceled',
] as const
export type RequestState = (typeof requestStates)[number]

export const yousignStates = [
  'draft',
  'approval',
  'ongoing',
  'paused',
  'done',
  'declined',
  'rejected',
  'expired',
  'canceled',
] as const satisfies readonly RequestState[]
export type YousignState = (typeof yousignStates)[number]

export const signerStatuses = [
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
export type SignerStatus = (typeof signerStatuses)[number]

/** Things that happened to a signer beside the status; each kept with the time it was seen. */
export const signerMarks = [
  'link_opened',
  'delivery_failed',
  'identification_failed',
  'identification_blocked',
  'identification_expired',
  'sender_contacted',
] as const
export type SignerMark = (typeof signerMarks)[number]

/** While a request is in one of these, no second one of the same document may start on the lead. */
export const liveStates: ReadonlySet<RequestState> = new Set([
  'prepared',
  'preparing',
  'held',
  'needs_person',
  'draft',
  'approval',
  'ongoing',
  'paused',
])

/** Never left again; `expired` is left only by a reactivation. */
export const settledStates: ReadonlySet<RequestState> = new Set(['done', 'declined', 'rejected', 'canceled'])

/** States in which the request exists at Yousign and people may act on it. */
export const openAtYousign: ReadonlySet<RequestState> = new Set(['approval', 'ongoing', 'paused'])
