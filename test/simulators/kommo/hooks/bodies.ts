// Webhook bodies in API v2 style: `custom_fields`, `enum`, `last_modified` (contracts/kommo-api.md 7.2).
import type {
  EntityKind,
  KommoAccount,
  KommoCompany,
  KommoContact,
  KommoField,
  KommoFieldValue,
  KommoLead,
  KommoNote,
  KommoState,
  KommoTask,
  NoteType,
} from '../state.ts'
import type { FormTree } from './form.ts'

export type Form = { [key: string]: FormTree }

export function accountPart(account: KommoAccount): Form {
  return {
    subdomain: account.subdomain,
    id: account.id,
    _links: { self: `https://${account.subdomain}.kommo.com` },
  }
}

/** `oldStatusId` is there in update bodies too, without meaning that the stage changed now. */
export function leadPart(state: KommoState, lead: KommoLead, oldStatusId: number): Form {
  return {
    id: lead.id,
    name: lead.name,
    status_id: lead.statusId,
    old_status_id: oldStatusId,
    price: lead.price,
    responsible_user_id: lead.responsibleUserId,
    last_modified: lead.updatedAt,
    modified_user_id: lead.updatedBy,
    created_user_id: lead.createdBy,
    date_create: lead.createdAt,
    pipeline_id: lead.pipelineId,
    account_id: state.account.id,
    ...fieldsPart(state.fields.leads, lead.values),
    created_at: lead.createdAt,
    updated_at: lead.updatedAt,
  }
}

/** Deleted leads come with three ids and nothing else. */
export function deletedLeadPart(lead: KommoLead): Form {
  return { id: lead.id, status_id: lead.statusId, pipeline_id: lead.pipelineId }
}

/** Companies travel under `contacts` too, told apart by `type`. */
export function contactPart(state: KommoState, who: KommoContact | KommoCompany, kind: 'contacts' | 'companies'): Form {
  return {
    id: who.id,
    name: who.name,
    responsible_user_id: who.responsibleUserId,
    date_create: who.createdAt,
    last_modified: who.updatedAt,
    created_user_id: who.createdBy,
    modified_user_id: who.updatedBy,
    account_id: state.account.id,
    ...fieldsPart(state.fields[kind], who.values),
    created_at: who.createdAt,
    updated_at: who.updatedAt,
    type: kind === 'contacts' ? 'contact' : 'company',
  }
}

export function notePart(state: KommoState, note: KommoNote, author: string): Form {
  const isFile = note.noteType === 'attachment'
  return {
    note: {
      id: note.id,
      text: String(note.params['text'] ?? note.params['file_name'] ?? ''),
      note_type: noteNumbers[note.noteType],
      element_type: elementNumbers[note.entityType],
      element_id: note.entityId,
      // The spelling is Kommo's.
      attachement: isFile ? `drive/${state.account.uuid}/${note.params['file_uuid']}/${note.params['file_name']}` : '',
      date_create: localTime(note.createdAt, state.account.timezone),
      timestamp_x: localTime(note.updatedAt, state.account.timezone),
      account_id: state.account.id,
      metadata: JSON.stringify({ event_source: { id: note.createdBy, author_name: author, type: 1 } }),
      created_by: note.createdBy,
      modified_by: note.updatedBy,
      main_user_id: note.responsibleUserId,
      catalog_id: 0,
      group_id: 0,
      created_at: note.createdAt,
      updated_at: note.updatedAt,
    },
  }
}

export function taskPart(state: KommoState, task: KommoTask): Form {
  return {
    id: task.id,
    element_id: task.entityId ?? 0,
    element_type: task.entityType === null ? 0 : elementNumbers[task.entityType],
    task_type: task.taskTypeId,
    text: task.text,
    status: task.isCompleted ? 1 : 0,
    responsible_user_id: task.responsibleUserId,
    account_id: state.account.id,
    date_create: localTime(task.createdAt, state.account.timezone),
    last_modified: localTime(task.updatedAt, state.account.timezone),
    complete_till: localTime(task.completeTill, state.account.timezone),
    created_at: task.createdAt,
    updated_at: task.updatedAt,
    complete_till_at: task.completeTill,
  }
}

// 4 and 5 are documented, the others are not.
const noteNumbers = {
  common: 4,
  attachment: 5,
  call_in: 10,
  call_out: 11,
  service_message: 25,
  extended_service_message: 25,
  geolocation: 4,
  sms_in: 102,
  sms_out: 103,
} as const satisfies Record<NoteType, number>

const elementNumbers = { contacts: 1, leads: 2, companies: 3 } as const satisfies Record<EntityKind, number>

/** A field without a value is absent, so a hook cannot show that it was emptied; no values at all: no `custom_fields`. */
function fieldsPart(fields: KommoField[], values: Map<number, KommoFieldValue[]>): Form {
  const parts: Form[] = []
  for (const field of fields) {
    const stored = values.get(field.id)
    if (stored === undefined || stored.length === 0) continue
    const head: Form = { id: field.id, name: field.name }
    if (field.code !== null) head['code'] = field.code
    parts.push({ ...head, values: valuesPart(field.type, stored) })
  }
  return parts.length === 0 ? {} : { custom_fields: parts }
}

function valuesPart(type: string, stored: KommoFieldValue[]): FormTree {
  if (type === 'date' || type === 'date_time') return stored.map((each) => String(each.value))
  if (type === 'birthday') return stored.map((each) => dottedDate(Number(each.value)))
  const parts = stored.map((each): Form => {
    const value = typeof each.value === 'object' ? JSON.stringify(each.value) : each.value
    return each.enumId === undefined ? { value } : { value, enum: each.enumId }
  })
  const first = parts[0]
  return type === 'radiobutton' && first !== undefined ? first : parts
}

function dottedDate(seconds: number): string {
  const [year, month, day] = new Date(seconds * 1000).toISOString().slice(0, 10).split('-')
  return `${day}.${month}.${year}`
}

function localTime(seconds: number, timeZone: string): string {
  return new Date(seconds * 1000).toLocaleString('sv-SE', { timeZone })
}
