// The feed of a lead: what people wrote, what integrations wrote, tasks, stage changes and files, in order of time.
import type { KommoEvent, KommoLead, KommoNote, KommoState } from '../kommo/state.ts'
import { userName } from './acting-user.ts'

/** `at` is epoch milliseconds; `by` a shown name. */
export type FeedItem = { id: string; at: number; by: string } & (
  | { kind: 'note'; text: string; pinned: boolean }
  | { kind: 'service'; service: string; text: string }
  | { kind: 'attachment'; name: string; uuid: string | null }
  | { kind: 'task'; taskId: number; text: string; due: number; done: boolean; result: string; owner: string }
  | { kind: 'stage'; from: StageMark; to: StageMark }
  | { kind: 'file'; uuid: string; name: string; bytes: number }
  | { kind: 'line'; text: string }
)

export interface StageMark {
  name: string
  color: string
}

/** Oldest first, open tasks last. */
export function leadFeed(state: KommoState, lead: KommoLead): FeedItem[] {
  const items = [...created(state, lead), ...notes(state, lead), ...files(state, lead), ...events(state, lead)]
  const order = (a: FeedItem, b: FeedItem) => a.at - b.at
  const [open, closed] = tasks(state, lead)
  return [...[...items, ...closed].sort(order), ...open.sort(order)]
}

function created(state: KommoState, lead: KommoLead): FeedItem[] {
  const by = userName(state, lead.createdBy)
  return [{ kind: 'line', id: 'created', at: lead.createdAt * 1000, by, text: `Lead created by ${by}` }]
}

function notes(state: KommoState, lead: KommoLead): FeedItem[] {
  return [...state.notes.values()]
    .filter((note) => note.entityType === 'leads' && note.entityId === lead.id)
    .map((note) => noteItem(state, note))
}

function noteItem(state: KommoState, note: KommoNote): FeedItem {
  const shared = { id: `note-${note.id}`, at: note.createdAt * 1000, by: userName(state, note.createdBy) }
  const text = (key: string) => (typeof note.params[key] === 'string' ? note.params[key] : '')
  switch (note.noteType) {
    case 'service_message':
    case 'extended_service_message':
      return { ...shared, kind: 'service', service: text('service'), text: text('text') }
    case 'attachment':
      return { ...shared, kind: 'attachment', name: text('file_name'), uuid: text('file_uuid') || null }
    case 'call_in':
    case 'call_out':
      return { ...shared, kind: 'line', text: `Call, ${text('phone')}` }
    case 'common':
    case 'sms_in':
    case 'sms_out':
    case 'geolocation':
      return { ...shared, kind: 'note', text: text('text'), pinned: note.isPinned }
  }
}

function files(state: KommoState, lead: KommoLead): FeedItem[] {
  return state.fileLinks.flatMap((link): FeedItem[] => {
    const file = link.entityType === 'leads' && link.entityId === lead.id ? state.files.get(link.fileUuid) : undefined
    if (file === undefined || file.deletedAt !== null) return []
    const name = file.extension === '' ? file.name : `${file.name}.${file.extension}`
    const shared = { id: `file-${link.id}`, at: file.createdAt * 1000, by: userName(state, file.createdBy) }
    return [{ ...shared, kind: 'file', uuid: file.uuid, name, bytes: file.bytes.byteLength }]
  })
}

function tasks(state: KommoState, lead: KommoLead): [FeedItem[], FeedItem[]] {
  const open: FeedItem[] = []
  const closed: FeedItem[] = []
  for (const task of state.tasks.values()) {
    if (task.entityType !== 'leads' || task.entityId !== lead.id) continue
    const due = task.completeTill * 1000
    const list = task.isCompleted ? closed : open
    list.push({
      kind: 'task',
      id: `task-${task.id}`,
      at: task.isCompleted ? task.updatedAt * 1000 : due,
      by: userName(state, task.createdBy),
      taskId: task.id,
      text: task.text,
      due,
      done: task.isCompleted,
      result: task.result ?? '',
      owner: userName(state, task.responsibleUserId),
    })
  }
  return [open, closed]
}

function events(state: KommoState, lead: KommoLead): FeedItem[] {
  const people = new Map(lead.contacts.map(({ id }) => [id, state.contacts.get(id)?.name ?? `Contact ${id}`]))
  return state.events.flatMap((event): FeedItem[] => {
    const shared = { id: `event-${event.id}`, at: event.createdAt * 1000, by: userName(state, event.createdBy) }
    if (event.entityType === 'lead' && event.entityId === lead.id && event.type === 'lead_status_changed') {
      return [{ ...shared, kind: 'stage', from: mark(state, event.valueBefore), to: mark(state, event.valueAfter) }]
    }
    const person = event.entityType === 'contact' ? people.get(event.entityId) : undefined
    const field = changedField(state, event)
    if (person === undefined || field === undefined) return []
    return [{ ...shared, kind: 'line', text: `${field} changed on ${person} by ${shared.by}` }]
  })
}

// The event's type names the field: `custom_field_400002_value_changed`.
function changedField(state: KommoState, event: KommoEvent): string | undefined {
  if (event.type === 'name_field_changed') return 'Name'
  const id = Number(/^custom_field_(\d+)_value_changed$/.exec(event.type)?.[1])
  return state.fields.contacts.find((field) => field.id === id)?.name
}

// The shape of contracts/kommo-api.md's events: [{lead_status: {id, pipeline_id}}].
function mark(state: KommoState, value: unknown[]): StageMark {
  const first = value[0] as { lead_status?: { id?: number; pipeline_id?: number } } | undefined
  const pipeline = state.pipelines.get(first?.lead_status?.pipeline_id ?? 0)
  const status = pipeline?.statuses.find((candidate) => candidate.id === first?.lead_status?.id)
  return { name: status?.name ?? 'Unknown stage', color: status?.color ?? '#c5c5c5' }
}
