// What people do in Kommo's own pages. Each act changes the state, writes Kommo's event and fires the webhooks.
import type { EntityKind, KommoFieldValue, Right, RightAction } from './state.ts'

export interface LeadEdit {
  name?: string
  price?: number
  responsibleUserId?: number
  /** By field id; null or an empty array clears the field. */
  values?: Record<number, KommoFieldValue[] | null>
  tags?: string[]
}

export interface ContactEdit {
  name?: string
  firstName?: string
  lastName?: string
  /** Replaces all e-mails; a plain string becomes a WORK entry. */
  emails?: (string | { value: string; code: string })[]
  /** Replaces all phones; a plain string becomes a MOB entry. */
  phones?: (string | { value: string; code: string })[]
  values?: Record<number, KommoFieldValue[] | null>
  responsibleUserId?: number
}

/** All throw an Error for an id that does not exist: a mistake of the test, not a case of Kommo's. `by` is a user id. */
export interface KommoActs {
  /** Without `pipelineId` the lead stays in its pipeline. */
  moveLead(leadId: number, statusId: number, pipelineId: number | undefined, by: number): void
  editLead(leadId: number, edit: LeadEdit, by: number): void
  /** Returns the new lead's id. */
  addLead(lead: LeadEdit & { name: string; pipelineId: number; statusId: number }, by: number): number
  deleteLead(leadId: number, by: number): void
  restoreLead(leadId: number, by: number): void
  editContact(contactId: number, edit: ContactEdit, by: number): void
  /** Makes a contact and links it to the lead; the first one of a lead becomes its main contact. Returns its id. */
  addContact(leadId: number, contact: ContactEdit, by: number): number
  /** A custom field of that name in the account's settings, once. Returns its id. */
  addField(of: 'leads' | 'contacts' | 'companies', name: string, type: string): number
  setMainContact(leadId: number, contactId: number, by: number): void
  unlinkContact(leadId: number, contactId: number, by: number): void
  deleteContact(contactId: number, by: number): void
  restoreContact(contactId: number, by: number): void
  /** Returns the file's uuid. */
  uploadLeadFile(leadId: number, name: string, bytes: Uint8Array, by: number): string
  addNote(leadId: number, text: string, by: number): number
  completeTask(taskId: number, result: string, by: number): void
  deactivateUser(userId: number): void
  setRight(userId: number, entity: EntityKind, action: RightAction, right: Right): void
}
