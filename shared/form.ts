// What a manager fills in on the card: documents, level, signers. Plain types; the server checks them with shared/schemas.ts.
import type { AuthenticationMode, Level, SignerLocale, SigningOrder } from './levels.ts'

/** On whose side a signer stands: clients sign together first, the firm last. */
export type Side = 'client' | 'firm'

/** In whose name somebody signs; shown beside the signature. */
export type Capacity = { kind: 'own' } | { kind: 'company'; company: string; role: string }

/** Where a typed or chosen value came from, so that a later change of the contact can be compared (protocols.md P4). */
export type SignerOrigin = { kind: 'contact'; contactId: number } | { kind: 'user'; userId: number } | { kind: 'typed' }

export interface FormSigner {
  origin: SignerOrigin
  side: Side
  firstName: string
  lastName: string
  email: string
  /** As typed or chosen; the server reads it with the account's country. Null when none is needed. */
  phone: string | null
  locale: SignerLocale
  capacity: Capacity
  /** Label of the placeholder in the Yousign template; null for own documents. */
  label: string | null
}

export type FormDocument =
  /** A PDF among the lead's files in Kommo. */
  | { kind: 'lead_file'; uuid: string; name: string }
  /** A PDF uploaded from the manager's computer just before. */
  | { kind: 'upload'; uploadId: string; name: string }

export interface TemplateText {
  label: string
  text: string
}

export type FormSource =
  | { kind: 'documents'; documents: FormDocument[] }
  | { kind: 'template'; templateId: string; name: string; texts: TemplateText[] }
  /** An own template of the firm; only by way of a document type. */
  | { kind: 'own_template'; templateId: string; name: string }

export interface SendForm {
  source: FormSource
  /** What the request is called on the card, in notes and (made safe) in Yousign's e-mails. */
  name: string
  level: Level
  mode: AuthenticationMode | null
  order: SigningOrder
  /** In the order in which they sign. */
  signers: FormSigner[]
  /** Days from sending to the deadline. */
  expiryDays: number
  /** The document type it follows; null: anything else. */
  type: { id: string; version: number } | null
  /** Why the level is lower than the type's, where that needs a reason. */
  reason: string | null
}
