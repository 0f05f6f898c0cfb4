// Everything the simulated account holds. Times are Unix seconds, as in Kommo; ids are Kommo-like integers.

/** A all, G own group, M own, L linked, D denied (contracts/kommo-api.md 3.6). */
export type Right = 'A' | 'G' | 'M' | 'L' | 'D'
export type RightAction = 'view' | 'edit' | 'add' | 'delete' | 'export'
export type EntityKind = 'leads' | 'contacts' | 'companies'

export interface KommoAccount {
  id: number
  uuid: string
  name: string
  subdomain: string
  language: 'en' | 'es' | 'pt'
  country: string
  currency: string
  currencySymbol: string
  timezone: string
  /** False: every API call is answered 402. */
  paid: boolean
  /** False: the webhooks registry is refused, as on plans below Advanced. */
  webhooksInPlan: boolean
  /** Group id 0 is the default department. */
  groups: { id: number; name: string }[]
  taskTypes: { id: number; name: string; code: string }[]
}

export interface KommoUser {
  id: number
  name: string
  email: string
  lang: 'en' | 'es' | 'pt'
  isAdmin: boolean
  isFree: boolean
  isActive: boolean
  groupId: number
  roleId: number | null
  /** Ignored for administrators, who may do everything. */
  rights: Record<EntityKind, Record<RightAction, Right>> & { tasks: { edit: Right; delete: Right } }
}

export interface KommoStatus {
  id: number
  name: string
  sort: number
  color: string
  /** 1 = incoming leads. 142 (won) and 143 (lost) exist in every pipeline. */
  type: 0 | 1
}

export interface KommoPipeline {
  id: number
  name: string
  sort: number
  isMain: boolean
  statuses: KommoStatus[]
}

export interface KommoFieldEnum {
  id: number
  value: string
  sort: number
  code: string | null
}

export interface KommoField {
  id: number
  name: string
  type: string
  code: string | null
  sort: number
  groupId: string | null
  isApiOnly: boolean
  /** PHONE, EMAIL and the like; they cannot be edited. */
  isPredefined: boolean
  enums: KommoFieldEnum[]
}

/** One stored value of a field: plain, or an option, or a file. */
export interface KommoFieldValue {
  value: string | number | boolean | FileFieldValue
  enumId?: number
  enumCode?: string | null
}

export interface FileFieldValue {
  file_uuid: string
  version_uuid?: string
  file_name?: string
  file_size?: number
}

interface Entity {
  id: number
  name: string
  responsibleUserId: number
  groupId: number
  createdBy: number
  updatedBy: number
  createdAt: number
  updatedAt: number
  isDeleted: boolean
  tags: { id: number; name: string }[]
  /** By field id. A field without a value has no entry. */
  values: Map<number, KommoFieldValue[]>
}

export interface KommoLead extends Entity {
  price: number
  pipelineId: number
  statusId: number
  lossReasonId: number | null
  closedAt: number | null
  contacts: { id: number; isMain: boolean }[]
  companyId: number | null
}

export interface KommoContact extends Entity {
  firstName: string
  lastName: string
  companyId: number | null
}

export interface KommoCompany extends Entity {}

export type NoteType =
  | 'common'
  | 'service_message'
  | 'extended_service_message'
  | 'attachment'
  | 'call_in'
  | 'call_out'
  | 'sms_in'
  | 'sms_out'
  | 'geolocation'

export interface KommoNote {
  id: number
  entityType: EntityKind
  entityId: number
  noteType: NoteType
  params: Record<string, unknown>
  createdBy: number
  updatedBy: number
  createdAt: number
  updatedAt: number
  responsibleUserId: number
  isPinned: boolean
}

export interface KommoTask {
  id: number
  text: string
  completeTill: number
  entityId: number | null
  entityType: EntityKind | null
  taskTypeId: number
  responsibleUserId: number
  duration: number
  isCompleted: boolean
  result: string | null
  createdBy: number
  updatedBy: number
  createdAt: number
  updatedAt: number
}

export interface KommoFile {
  uuid: string
  versionUuid: string
  /** Without the extension, as Kommo stores it. */
  name: string
  extension: string
  mimeType: string
  bytes: Uint8Array
  hasMultipleVersions: boolean
  createdBy: number
  createdAt: number
  updatedAt: number
  /** Unix seconds of going to the bin; null when not there. */
  deletedAt: number | null
}

/** Kommo's `id` of a file among an entity's files. */
export interface KommoFileLink {
  id: number
  entityType: EntityKind
  entityId: number
  fileUuid: string
}

export interface KommoWebhook {
  id: number
  destination: string
  settings: string[]
  sort: number
  disabled: boolean
  createdBy: number
  createdAt: number
  updatedAt: number
}

export interface KommoEvent {
  id: string
  type: string
  entityId: number
  entityType: 'lead' | 'contact' | 'company' | 'task'
  createdBy: number
  createdAt: number
  valueAfter: unknown[]
  valueBefore: unknown[]
}

export interface PipelineRule {
  pipelineId: number
  statusId: number
  /** Our widget's action, or Kommo's own "API: Send webhook". */
  kind: 'widget' | 'send_webhook'
  destination: string
  /** What was saved in the action's dialog. */
  settings?: Record<string, string>
}

export interface KommoState {
  account: KommoAccount
  users: Map<number, KommoUser>
  pipelines: Map<number, KommoPipeline>
  leads: Map<number, KommoLead>
  contacts: Map<number, KommoContact>
  companies: Map<number, KommoCompany>
  fields: Record<EntityKind, KommoField[]>
  notes: Map<number, KommoNote>
  tasks: Map<number, KommoTask>
  files: Map<string, KommoFile>
  fileLinks: KommoFileLink[]
  webhooks: KommoWebhook[]
  /** Actions of the Digital Pipeline, run whenever a lead enters the stage. */
  pipelineRules: PipelineRule[]
  /** Oldest first. */
  events: KommoEvent[]
  /** The next free id of a kind of thing; ids of different kinds come from different ranges. */
  nextId(kind: IdKind): number
}

export type IdKind =
  | EntityKind
  | 'notes'
  | 'tasks'
  | 'fileLinks'
  | 'webhooks'
  | 'fields'
  | 'enums'
  | 'tags'
  | 'sessions'
