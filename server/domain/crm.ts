// Port: what the domain asks of Kommo, in the domain's words. Facts and paths: contracts/kommo-api.md.
import type { Result } from '../../shared/result.ts'
import type { CallFailure } from './failure.ts'
import type { Priority } from './lane.ts'

export type CrmCalled<T> = Promise<Result<T, CallFailure>>

export interface CrmLead {
  id: number
  name: string
  price: number | null
  pipelineId: number
  statusId: number
  responsibleUserId: number
  isDeleted: boolean
  /** Main contact first. */
  contacts: { id: number; isMain: boolean }[]
  companyId: number | null
  fields: CrmFieldValue[]
  updatedAt: number
}

/** A custom field that the account has. */
export interface CrmField {
  id: number
  name: string
}

/** What is filled in of them; a day or a moment as epoch milliseconds. */
export interface CrmFieldValue {
  id: number
  value: string | number | boolean | string[] | { at: number }
}

export interface CrmCompany {
  name: string
  fields: CrmFieldValue[]
}

/** Whose custom fields. */
export type CrmEntity = 'leads' | 'contacts' | 'companies'

export interface CrmContact {
  id: number
  name: string
  firstName: string
  lastName: string
  emails: { value: string; kind: string }[]
  phones: { value: string; kind: string }[]
  /** Their function, in Kommo's standard field; empty when it is not filled in. */
  position: string
  fields: CrmFieldValue[]
  updatedAt: number
}

export interface CrmUser {
  id: number
  name: string
  email: string
  isAdmin: boolean
  isActive: boolean
  language: string
}

export interface CrmAccount {
  id: number
  name: string
  /** ISO 3166-1 alpha-2. */
  country: string
  timeZone: string
  language: string
  /** ISO 4217; empty when Kommo does not say. */
  currency: string
}

export interface CrmStage {
  pipelineId: number
  pipelineName: string
  statusId: number
  name: string
}

export interface CrmFile {
  uuid: string
  name: string
  bytes: number
  extension: string
  createdAt: number
  createdByUserId: number | null
}

export interface NewNote {
  leadId: number
  text: string
}

export interface NewUpload {
  /** With its ending, 255 letters at most. */
  name: string
  bytes: Uint8Array
  mediaType: string
}

export interface NewAttachment {
  leadId: number
  /** Of an uploaded file. */
  uuid: string
  name: string
}

export interface NewTask {
  leadId: number
  text: string
  /** Epoch milliseconds. */
  dueAt: number
  responsibleUserId: number
}

export interface Crm {
  account(priority: Priority): CrmCalled<CrmAccount>
  /** Null when the lead does not exist or was deleted for good. With `asUser`, with that user's rights: a lead the user may not see is `forbidden`. */
  lead(id: number, priority: Priority, asUser?: number): CrmCalled<CrmLead | null>
  contacts(ids: number[], priority: Priority): CrmCalled<CrmContact[]>
  /** Null when it is gone. */
  company(id: number, priority: Priority): CrmCalled<CrmCompany | null>
  /** Every custom field of the account for leads, contacts or companies. */
  customFields(of: CrmEntity, priority: Priority): CrmCalled<CrmField[]>
  users(priority: Priority): CrmCalled<CrmUser[]>
  stages(priority: Priority): CrmCalled<CrmStage[]>
  /** Files of the lead, newest first, with their metadata; at most `most` are looked at. */
  leadFiles(leadId: number, most: number, priority: Priority): CrmCalled<{ files: CrmFile[]; more: boolean }>
  /** Null when the file is gone. */
  downloadFile(uuid: string, priority: Priority): CrmCalled<Uint8Array | null>
  /**
   * Puts a file into the account's storage, part by part; it hangs at nothing yet. Only a lost answer to the last part can
   * leave one behind that nobody knows. `refused` of the type `file size` when it is larger than the host takes.
   */
  uploadFile(file: NewUpload, priority: Priority): CrmCalled<{ uuid: string }>
  /** Puts an uploaded file among those of the lead. */
  attachFile(leadId: number, uuid: string, priority: Priority): CrmCalled<null>
  isAttached(leadId: number, uuid: string, priority: Priority): CrmCalled<boolean>
  /** Into the bin; `forbidden` when the integration may not delete files. */
  removeFile(uuid: string, priority: Priority): CrmCalled<null>
  /** A note on the lead that holds the file: for accounts that do not show it among the lead's files. */
  addAttachment(attachment: NewAttachment, priority: Priority): CrmCalled<{ id: number }>
  /** Looks for the note that holds the file, among the newest 250. */
  findAttachment(leadId: number, uuid: string, priority: Priority): CrmCalled<{ id: number } | null>
  addNote(note: NewNote, priority: Priority): CrmCalled<{ id: number }>
  /** Looks for a note of ours on the lead that contains `marker`, among the newest 250. */
  findNote(leadId: number, marker: string, priority: Priority): CrmCalled<{ id: number } | null>
  /** Writes over the text of a note of ours; there is no other way to take it away. */
  rewriteNote(id: number, text: string, priority: Priority): CrmCalled<null>
  addTask(task: NewTask, priority: Priority): CrmCalled<{ id: number }>
  findTask(leadId: number, marker: string, priority: Priority): CrmCalled<{ id: number } | null>
  rewriteTask(id: number, text: string, priority: Priority): CrmCalled<null>
  completeTask(id: number, result: string, priority: Priority): CrmCalled<null>
  moveLead(leadId: number, pipelineId: number, statusId: number, priority: Priority): CrmCalled<null>
}
