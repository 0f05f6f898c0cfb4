// What the simulated organisation knows. Names that travel unchanged keep the API's spelling; times are epoch milliseconds.

import type { ConsentRecord } from './consent-record.ts'

export type RequestStatus =
  | 'draft'
  | 'approval'
  | 'ongoing'
  | 'paused'
  | 'done'
  | 'declined'
  | 'rejected'
  | 'expired'
  | 'canceled'
  | 'deleted'

export type SignerStatus =
  | 'initiated'
  | 'notified'
  | 'verified'
  | 'consent_given'
  | 'processing'
  | 'signed'
  | 'declined'
  | 'aborted'
  | 'error'

export type Level = 'electronic_signature' | 'advanced_electronic_signature' | 'qualified_electronic_signature'
export type AuthenticationMode = 'no_otp' | 'otp_email' | 'otp_sms'
export type DeliveryMode = 'email' | 'none'
export type SignerLocale = 'en' | 'fr' | 'de' | 'it' | 'nl' | 'es' | 'pl'
export type Source = 'app' | 'public_api'

export interface SignerInfo {
  first_name: string
  last_name: string
  email: string
  phone_number: string | null
  locale: SignerLocale
}

export interface CustomText {
  request_subject: string | null
  request_body: string | null
  reminder_subject: string | null
  reminder_body: string | null
}

export interface RedirectUrls {
  success: string | null
  error: string | null
  decline: string | null
}

export interface FieldRecord {
  id: string
  document_id: string
  signer_id: string
  type: 'signature' | 'mention' | 'text' | 'checkbox'
  page: number
  x: number
  y: number
  width: number
  height: number
  /** What the API was given beyond place and size, echoed as it came. */
  extra: Record<string, unknown>
}

export interface SignerRecord {
  id: string
  info: SignerInfo
  status: SignerStatus
  signature_level: Level
  signature_authentication_mode: AuthenticationMode | null
  delivery_mode: DeliveryMode | null
  redirect_urls: RedirectUrls
  custom_text: CustomText
  /** Template label this signer filled, null for others. */
  label: string | null
  /** The recipient this one acts together with (`custom_recipient_order` only). */
  group_with_id: string | null
  disabled_emails: string[]
  signed_at: number | null
  link_opened_at: number | null
  /** What the identity step ended with; AES and QES only. */
  identity: 'none' | 'succeeded' | 'failed' | 'blocked' | 'expired'
  /** The code that was last sent, waiting to be typed in. */
  code: string | null
  delivery_failed: boolean
  reminders: number
}

export interface ApproverRecord {
  id: string
  info: SignerInfo
  status: 'initiated' | 'notified' | 'approved' | 'rejected'
}

export interface DocumentRecord {
  id: string
  filename: string
  name: string | null
  nature: 'signable_document' | 'attachment'
  content_type: string
  /** Of the PDF as stored, hex. */
  sha256: string
  created_at: number
  total_pages: number | null
  is_protected: boolean
  /** What opens a protected document. */
  password: string | null
  is_signed: boolean
  is_locked: boolean
  total_anchors: number
  anchors: AnchorRecord[]
  /** Points, one a page; used to place marks and to check that a field lies on an existing page. */
  page_sizes: { width: number; height: number }[]
  /** `y` is measured from that edge of the page. */
  initials: { edge: 'top' | 'bottom'; alignment: string; y: number } | null
}

export interface AnchorRecord {
  signer: number
  page: number
  x: number
  y: number
  width: number
  height: number
}

export interface RequestRecord {
  id: string
  /** Rises with every request; lists show the newest first. */
  seq: number
  status: RequestStatus
  name: string
  delivery_mode: DeliveryMode
  created_at: number
  activated_at: number | null
  completed_at: number | null
  approved_at: number | null
  deleted_at: number | null
  ordered_signers: boolean
  ordered_approvers: boolean
  custom_recipient_order: boolean
  reminder_settings: { interval_in_days: 1 | 2 | 7 | 14; max_occurrences: number } | null
  timezone: string
  /** `yyyy-mm-dd` as asked for, or null: six months after activation. */
  expiration_day: string | null
  expires_at: number
  source: Source
  sender: { id: string; email: string } | null
  external_id: string | null
  custom_experience_id: string | null
  signers_allowed_to_decline: boolean
  workspace_id: string
  audit_trail_locale: 'de' | 'en' | 'es' | 'fr' | 'it' | 'pt' | 'ro'
  email_notification: { sender: { type: string; custom_name: string | null }; custom_text: CustomText | null }
  decline_information: { signer_id: string; reason: string; declined_at: number } | null
  rejection_information: { approver_id: string; reason: string; rejected_at: number } | null
  template_id: string | null
  /** Statuses before a deletion in the app, so that it can be restored. */
  status_before_deletion: RequestStatus | null
  signers: SignerRecord[]
  approvers: ApproverRecord[]
  followers: { email: string; locale: string }[]
  consents: ConsentRecord[]
  documents: DocumentRecord[]
  fields: FieldRecord[]
  metadata: Record<string, string | number | boolean> | null
  reminders_sent: number
}

export interface WorkspaceRecord {
  id: string
  name: string
  default: boolean
  created_at: number
}

export interface UserRecord {
  id: string
  first_name: string
  last_name: string
  email: string
  role: 'owner' | 'admin' | 'member'
  is_active: boolean
  workspaces: string[]
  created_at: number
}

/** A template of the organisation, as somebody built it in Yousign's app. */
export interface TemplateRecord {
  id: string
  name: string
  description: string | null
  status: 'draft' | 'active'
  workspace_id: string | null
  created_at: number
  /** Signer labels in signing order, with the level the template was built with. */
  signers: TemplateSigner[]
  /** Labels of the read-only texts that a request fills in. */
  texts: string[]
  /** People who sign every request of this template. */
  recurring: { info: SignerInfo; signature_level: Level; signature_authentication_mode: AuthenticationMode | null }[]
  approvers: SignerInfo[]
  ordered_signers: boolean
}

export interface TemplateSigner {
  label: string
  signature_level: Level
  signature_authentication_mode: AuthenticationMode | null
}

export interface WebhookRecord {
  id: string
  endpoint: string
  description: string | null
  sandbox: boolean
  subscribed_events: string[]
  scopes: string[]
  workspaces: string[]
  secret_key: string
  auto_retry: boolean
  enabled: boolean
  created_at: number
  updated_at: number
}

export interface KeyRecord {
  key: string
  scope: 'organization' | 'workspace'
  workspaces: string[]
  permission: 'full' | 'read'
  sandbox: boolean
  revoked: boolean
}

/** A signing link; whoever holds the token acts as the signer. */
export interface LinkRecord {
  token: string
  request_id: string
  signer_id: string
  created_at: number
  expires_at: number
}

export interface Message {
  id: string
  at: number
  /** The e-mail address or the phone number. */
  to: string
  channel: 'email' | 'sms'
  kind: 'invitation' | 'reminder' | 'code' | 'done' | 'declined' | 'expired' | 'canceled' | 'approval' | 'to_sender'
  subject: string
  body: string
  /** A button's address, absolute. */
  link: string | null
  /** The one-time code, when this message carries one. */
  code: string | null
  signer_id: string | null
  /** True when the address refuses mail; the message is listed but nobody reads it. */
  bounced: boolean
}

/** What the organisation's subscription has switched on. */
export interface Features {
  aes: boolean
  qes: boolean
  sms: boolean
  decline: boolean
  redirects: boolean
  approvers: boolean
}

export interface YousignState {
  readonly sandbox: boolean
  readonly features: Features
  readonly workspaces: WorkspaceRecord[]
  readonly users: UserRecord[]
  readonly templates: TemplateRecord[]
  readonly requests: Map<string, RequestRecord>
  readonly webhooks: Map<string, WebhookRecord>
  readonly keys: Map<string, KeyRecord>
  readonly links: Map<string, LinkRecord>
  /** E-mails and SMS in the order they were sent. */
  readonly inbox: Message[]
  /** Addresses that refuse mail. */
  readonly bouncing: Set<string>
  /** Stored PDFs by document id. */
  readonly files: Map<string, Uint8Array>
}
