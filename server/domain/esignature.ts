// Port: what the domain asks of Yousign, in the domain's words. Facts and paths: contracts/yousign.md.
import type { CancelReason } from '../../shared/card.ts'
import type { AuthenticationMode, Level, SignerLocale } from '../../shared/levels.ts'
import type { Result } from '../../shared/result.ts'
import type { SignerStatus, YousignState } from '../../shared/states.ts'
import type { SignatureBox } from './documents.ts'
import type { CallFailure } from './failure.ts'
import type { Priority } from './lane.ts'

export type Called<T> = Promise<Result<T, CallFailure>>

export interface NewRequest {
  /** A safe string of at most 128 characters. */
  name: string
  externalId: string
  /** one_by_one: ordered_signers; staged: custom_recipient_order with group_with_id; parallel: neither. */
  ordering: 'one_by_one' | 'staged' | 'parallel'
  /** yyyy-mm-dd in `timeZone`. */
  expirationDate: string
  timeZone: string
  /** Null: Yousign reminds nobody by itself. */
  reminders: { interval_in_days: 1 | 2 | 7 | 14; max_occurrences: number } | null
  mayDecline: boolean
  auditTrailLocale: 'de' | 'en' | 'es' | 'fr' | 'it' | 'pt' | 'ro'
  senderName: string
  template: null | {
    id: string
    signers: (NewSignerInfo & {
      label: string
      level: Level
      mode: AuthenticationMode | null
      customText: CustomText | null
    })[]
    texts: { label: string; text: string }[]
  }
}

export interface CustomText {
  subject: string
  body: string
}

export interface NewSignerInfo {
  firstName: string
  lastName: string
  email: string
  /** E.164 or null. */
  phone: string | null
  locale: SignerLocale
}

export interface NewSigner extends NewSignerInfo {
  level: Level
  /** Null at Qualified: the key is left out. */
  mode: AuthenticationMode | null
  /** Boxes on documents; empty where anchors in the text give the places. */
  fields: NewField[]
  /** Signs together with this signer (staged ordering). */
  groupWith: string | null
  customText: CustomText | null
}

export interface NewField extends SignatureBox {
  documentId: string
  /** Text that is written in when the person signs, `%date%` for the day; null: the signature itself. */
  mention: string | null
}

export interface NewConsent {
  /** A safe string of at most 1,000 characters. */
  text: string
  optional: boolean
  signerIds: string[]
}

export interface RemoteRequest {
  id: string
  state: YousignState | 'deleted'
  externalId: string | null
  name: string
  createdAt: number
  activatedAt: number | null
  completedAt: number | null
  /** End of the deadline, epoch milliseconds. */
  expiresAt: number | null
  signers: { id: string; status: SignerStatus }[]
  documents: { id: string; nature: 'signable_document' | 'attachment' }[]
  decline: { signerId: string; reason: string | null; at: number } | null
  rejection: { approverId: string | null; reason: string | null; at: number } | null
  timeZone: string
}

export interface RemoteSigner extends NewSignerInfo {
  id: string
  status: SignerStatus
  level: Level
  mode: AuthenticationMode | null
  signedAt: number | null
  /** A bearer secret; never stored, never logged. */
  link: { url: string; expiresAt: number | null } | null
}

export interface RemoteList {
  items: RemoteRequest[]
  next: string | null
}

export interface RequestFilter {
  externalId?: string
  states?: YousignState[]
  /** Only requests created on a later day (UTC date of this moment is excluded). */
  createdAfter?: number
  after?: string
}

export interface RemoteTemplate {
  id: string
  name: string
  active: boolean
}

/** Which events Yousign sends to which address. */
export interface Subscription {
  id: string
  endpoint: string
  sandbox: boolean
  enabled: boolean
  autoRetry: boolean
  events: string[]
  scopes: string[]
}

export interface ESignature {
  /** Id of the default workspace: the identity of the connection (protocols.md P6). */
  identity(priority: Priority): Called<{ workspaceId: string }>
  create(order: NewRequest, priority: Priority): Called<RemoteRequest>
  /** Lists with `source[in]=public_api,app`, 100 a page. */
  list(filter: RequestFilter, priority: Priority): Called<RemoteList>
  read(id: string, priority: Priority): Called<RemoteRequest>
  addDocument(
    id: string,
    document: { bytes: Uint8Array; name: string; parseAnchors: boolean; initials: boolean },
    priority: Priority,
  ): Called<{ id: string; pages: number | null; anchors: number; initials: boolean; sha256: string | null }>
  addSigner(id: string, signer: NewSigner, priority: Priority): Called<RemoteSigner>
  /** A box that these signers tick before they sign; only in a draft. */
  addConsent(id: string, consent: NewConsent, priority: Priority): Called<{ id: string }>
  /** People who get a copy and may follow the request. */
  addFollowers(id: string, followers: { email: string; locale: SignerLocale }[], priority: Priority): Called<null>
  signers(id: string, priority: Priority): Called<RemoteSigner[]>
  signer(id: string, signerId: string, priority: Priority): Called<RemoteSigner>
  activate(
    id: string,
    priority: Priority,
  ): Called<{ state: YousignState | 'deleted'; signers: { id: string; status: SignerStatus }[] }>
  /** Permanent delete. Refused by Yousign in `approval` and `ongoing`: our compare-and-swap. */
  remove(id: string, priority: Priority): Called<null>
  cancel(id: string, reason: CancelReason, note: string | null, priority: Priority): Called<null>
  /** `expirationDate`: yyyy-mm-dd in the request's time zone. */
  reactivate(id: string, expirationDate: string, priority: Priority): Called<null>
  remind(id: string, signerId: string, priority: Priority): Called<null>
  /** Only what changed; never the level. */
  correct(
    id: string,
    signerId: string,
    changes: Partial<Omit<NewSignerInfo, 'locale'>>,
    priority: Priority,
  ): Called<RemoteSigner>
  unblock(id: string, signerId: string, priority: Priority): Called<null>
  download(id: string, documentId: string, priority: Priority): Called<Uint8Array>
  /** `not_ready` while Yousign still makes it; `none` where the level has none (Qualified). */
  auditTrail(id: string, signerId: string, priority: Priority): Called<Uint8Array | 'not_ready'>
  /** The same facts as JSON, as they came. */
  auditTrailData(id: string, signerId: string, priority: Priority): Called<Uint8Array | 'not_ready'>
  identityProof(id: string, signerId: string, priority: Priority): Called<Uint8Array | 'not_ready'>
  templates(priority: Priority): Called<RemoteTemplate[]>
  /** `forbidden` for a key that may not see them (sandbox). */
  subscriptions(priority: Priority): Called<Subscription[]>
  changeSubscription(
    id: string,
    change: Pick<Subscription, 'enabled' | 'autoRetry' | 'events' | 'scopes'>,
    priority: Priority,
  ): Called<null>
}
