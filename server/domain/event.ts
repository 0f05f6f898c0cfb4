// What the two services tell us of their own accord, in the domain's words. Evidence from Yousign (protocols.md P2),
// mere hints from Kommo (P3): none of it is believed beyond "look there".
import type { Level, SignerLocale } from '../../shared/levels.ts'
import type { SignerStatus, YousignState } from '../../shared/states.ts'

/** Events we subscribe to (contracts/yousign.md 4.2). Others may arrive and carry the same shape. */
export const subscribedEvents = [
  'signature_request.activated',
  'signature_request.approved',
  'signature_request.canceled',
  'signature_request.declined',
  'signature_request.deleted',
  'signature_request.done',
  'signature_request.expired',
  'signature_request.paused',
  'signature_request.permanently_deleted',
  'signature_request.reactivated',
  'signature_request.rejected',
  'signature_request.resumed',
  'signer.notified',
  'signer.link_opened',
  'signer.done',
  'signer.declined',
  'signer.error',
  'signer.identification_failed',
  'signer.identification_blocked',
  'signer.identification_expired',
  'signer.sender_contacted',
  'signer.notification_delivery_failed',
  'approver.notified',
  'approver.approved',
  'approver.rejected',
] as const
export type SubscribedEvent = (typeof subscribedEvents)[number]

/** One event of Yousign. What the body did not say, or said in words we do not know, is null. */
export interface SignatureEvent {
  /** Constant through retries: the delivery key. */
  eventId: string
  /** One of `subscribedEvents`, or any other. */
  name: string
  /** Epoch milliseconds, to the second, constant through retries. */
  at: number
  sandbox: boolean
  /** Yousign's id; null for events that are about no request. */
  requestId: string | null
  externalId: string | null
  requestState: YousignState | 'deleted' | null
  /** The request's deadline as it was then. */
  expiresAt: number | null
  /** The signer the event is about. */
  signer: EventSigner | null
  /** Every signer whose status the body tells, the one above included. */
  signers: { id: string; status: SignerStatus }[]
  approverId: string | null
}

export interface EventSigner {
  id: string
  status: SignerStatus | null
  signedAt: number | null
  level: Level | null
  locale: SignerLocale | null
}

/** A correctly signed call of Yousign; an unreadable one is kept in quarantine and acknowledged. */
export type Delivery = { kind: 'event'; event: SignatureEvent } | { kind: 'unreadable'; reason: string }

/** As much of one as the border needs. */
export type Arrival =
  | { kind: 'event'; event: Pick<SignatureEvent, 'eventId' | 'name' | 'at'> }
  | Extract<Delivery, { kind: 'unreadable' }>

/** Why a call is not taken for one of Yousign's. For the log only; outside all of them look the same. */
export type WebhookRefusal = { kind: 'no_signature' } | { kind: 'malformed_signature' } | { kind: 'wrong_signature' }

export const crmActions = ['add', 'update', 'delete', 'restore', 'status', 'responsible', 'note'] as const
export type CrmAction = (typeof crmActions)[number]

/** What one account webhook of Kommo names; to be read again by the API. */
export interface CrmChanges {
  /** Digest of what was said: equal for a retry. */
  deliveryKey: string
  /** Null when the body does not say. */
  accountId: number | null
  leads: { id: number; action: CrmAction }[]
  /** Persons only; companies come under the same key and are left out. */
  contacts: { id: number; action: CrmAction }[]
}

/** What a Digital Pipeline call names: a lead may have arrived in a stage. */
export interface PipelineHint {
  deliveryKey: string
  accountId: number | null
  leadId: number
  pipelineId: number | null
  statusId: number | null
  /** The random trigger token from the action's settings; null for "API: Send webhook". */
  token: string | null
  /** False for `went_in_trigger` and `went_from_trigger`: the lead did not come in from outside. */
  entered: boolean
  /** Epoch milliseconds; null when the body does not say. */
  at: number | null
}

/** Why a body of Kommo cannot be used. */
export type HookProblem = { kind: 'unreadable'; reason: string }
