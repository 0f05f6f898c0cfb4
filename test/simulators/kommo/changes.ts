// What a change of the account sets off: history, webhooks, the Digital Pipeline. API and people go through here alike.
import { contactPart, deletedLeadPart, type Form, leadPart, notePart, taskPart } from './hooks/bodies.ts'
import { sendPipelineWebhook, sendWidgetAction } from './hooks/pipeline.ts'
import type { EntityKind, KommoContact, KommoFieldValue, KommoLead, KommoNote, KommoTask } from './state.ts'
import { type EventEntity, fireHook, type World, writeEvent } from './world.ts'

export interface LeadPatch {
  name?: string
  price?: number
  pipelineId?: number
  statusId?: number
  responsibleUserId?: number
  lossReasonId?: number | null
  createdAt?: number
  closedAt?: number | null
  tags?: KommoLead['tags']
  values?: Map<number, KommoFieldValue[] | null>
}

export interface ContactPatch {
  name?: string
  firstName?: string
  lastName?: string
  responsibleUserId?: number
  values?: Map<number, KommoFieldValue[] | null>
}

const closing = new Set([142, 143])
const singular = { leads: 'lead', contacts: 'contact', companies: 'company' } as const satisfies Record<
  EntityKind,
  EventEntity
>

/** Applies the patch, writes the events of what really changed and fires `update_lead` in any case. */
export function changeLead(world: World, lead: KommoLead, patch: LeadPatch, by: number): void {
  const old = { statusId: lead.statusId, pipelineId: lead.pipelineId, responsible: lead.responsibleUserId }
  const say = (type: string, after: unknown, before: unknown) =>
    writeEvent(world, type, 'lead', lead.id, by, [after], [before])
  if (patch.name !== undefined && patch.name !== lead.name) {
    say('name_field_changed', { name_field_value: { name: patch.name } }, { name_field_value: { name: lead.name } })
    lead.name = patch.name
  }
  if (patch.price !== undefined && patch.price !== lead.price) {
    say('sale_field_changed', { sale_field_value: { sale: patch.price } }, { sale_field_value: { sale: lead.price } })
    lead.price = patch.price
  }
  if (patch.responsibleUserId !== undefined && patch.responsibleUserId !== lead.responsibleUserId) {
    say(
      'entity_responsible_changed',
      { responsible_user: { id: patch.responsibleUserId } },
      { responsible_user: { id: old.responsible } },
    )
    lead.responsibleUserId = patch.responsibleUserId
    lead.groupId = world.state.users.get(patch.responsibleUserId)?.groupId ?? 0
  }
  if (patch.lossReasonId !== undefined) lead.lossReasonId = patch.lossReasonId
  if (patch.createdAt !== undefined) lead.createdAt = patch.createdAt
  if (patch.tags !== undefined) lead.tags = patch.tags
  if (patch.values !== undefined) changeValues(world, 'leads', lead, patch.values, by)
  lead.pipelineId = patch.pipelineId ?? lead.pipelineId
  lead.statusId = patch.statusId ?? lead.statusId
  lead.updatedAt = world.seconds()
  lead.updatedBy = by
  const moved = lead.statusId !== old.statusId || lead.pipelineId !== old.pipelineId
  if (moved) {
    lead.closedAt = closing.has(lead.statusId) ? lead.updatedAt : null
    say('lead_status_changed', stage(lead.statusId, lead.pipelineId), stage(old.statusId, old.pipelineId))
  }
  if (patch.closedAt !== undefined) lead.closedAt = patch.closedAt
  const part = leadPart(world.state, lead, old.statusId)
  if (moved) fireHook(world, 'status_lead', { leads: { status: [part] } })
  if (lead.responsibleUserId !== old.responsible) {
    fireHook(world, 'responsible_lead', {
      leads: { responsible: [{ ...part, old_responsible_user_id: old.responsible }] },
    })
  }
  fireHook(world, 'update_lead', { leads: { update: [part] } })
  if (moved) enterStage(world, lead, old)
  world.changed({ entity: 'lead', id: lead.id, leadId: lead.id })
}

export function leadAdded(world: World, lead: KommoLead): void {
  writeEvent(world, 'lead_added', 'lead', lead.id, lead.createdBy)
  fireHook(world, 'add_lead', { leads: { add: [leadPart(world.state, lead, lead.statusId)] } })
  enterStage(world, lead, undefined)
  world.changed({ entity: 'lead', id: lead.id, leadId: lead.id })
}

/** Into the bin and back. */
export function trashLead(world: World, lead: KommoLead, deleted: boolean, by: number): void {
  lead.isDeleted = deleted
  lead.updatedAt = world.seconds()
  lead.updatedBy = by
  writeEvent(world, deleted ? 'lead_deleted' : 'lead_restored', 'lead', lead.id, by)
  if (deleted) fireHook(world, 'delete_lead', { leads: { delete: [deletedLeadPart(lead)] } })
  else fireHook(world, 'restore_lead', { leads: { restore: [leadPart(world.state, lead, lead.statusId)] } })
  world.changed({ entity: 'lead', id: lead.id, leadId: lead.id })
}

export function changeContact(world: World, contact: KommoContact, patch: ContactPatch, by: number): void {
  const { values, ...plain } = patch
  if (plain.name !== undefined && plain.name !== contact.name) {
    const before = [{ name_field_value: { name: contact.name } }]
    writeEvent(
      world,
      'name_field_changed',
      'contact',
      contact.id,
      by,
      [{ name_field_value: { name: plain.name } }],
      before,
    )
  }
  Object.assign(contact, plain)
  if (values !== undefined) changeValues(world, 'contacts', contact, values, by)
  contact.updatedAt = world.seconds()
  contact.updatedBy = by
  fireHook(world, 'update_contact', { contacts: { update: [contactPart(world.state, contact, 'contacts')] } })
  world.changed({ entity: 'contact', id: contact.id })
}

export function contactAdded(world: World, contact: KommoContact): void {
  writeEvent(world, 'contact_added', 'contact', contact.id, contact.createdBy)
  fireHook(world, 'add_contact', { contacts: { add: [contactPart(world.state, contact, 'contacts')] } })
  world.changed({ entity: 'contact', id: contact.id })
}

/** Into the bin and back. */
export function trashContact(world: World, contact: KommoContact, deleted: boolean, by: number): void {
  contact.isDeleted = deleted
  contact.updatedAt = world.seconds()
  contact.updatedBy = by
  writeEvent(world, deleted ? 'contact_deleted' : 'contact_restored', 'contact', contact.id, by)
  const part: Form = deleted ? { id: contact.id, type: 'contact' } : contactPart(world.state, contact, 'contacts')
  fireHook(world, deleted ? 'delete_contact' : 'restore_contact', {
    contacts: deleted ? { delete: [part] } : { restore: [part] },
  })
  world.changed({ entity: 'contact', id: contact.id })
}

export function noteAdded(world: World, note: KommoNote): void {
  const owner = singular[note.entityType]
  const type =
    note.noteType === 'service_message' || note.noteType === 'extended_service_message' ? 'service' : note.noteType
  writeEvent(world, `${type}_note_added`, owner, note.entityId, note.createdBy, [{ note: { id: note.id } }])
  const author = world.state.users.get(note.createdBy)?.name ?? ''
  const part = notePart(world.state, note, author)
  const top = note.entityType === 'leads' ? 'leads' : 'contacts'
  fireHook(world, `note_${owner}`, { [top]: { note: [top === 'leads' ? part : { ...part, type: owner }] } })
  world.changed(withLead({ entity: 'note', id: note.id }, note.entityType, note.entityId))
}

export function taskAdded(world: World, task: KommoTask): void {
  writeEvent(world, 'task_added', 'task', task.id, task.createdBy)
  fireHook(world, 'add_task', { task: { add: [taskPart(world.state, task)] } })
  world.changed(withLead({ entity: 'task', id: task.id }, task.entityType, task.entityId))
}

export function taskChanged(world: World, task: KommoTask, by: number, completed: boolean): void {
  if (completed) writeEvent(world, 'task_completed', 'task', task.id, by)
  world.changed(withLead({ entity: 'task', id: task.id }, task.entityType, task.entityId))
}

function changeValues(
  world: World,
  kind: EntityKind,
  entity: KommoLead | KommoContact,
  values: Map<number, KommoFieldValue[] | null>,
  by: number,
): void {
  for (const [fieldId, next] of values) {
    const before = entity.values.get(fieldId) ?? []
    if (JSON.stringify(before) === JSON.stringify(next ?? [])) continue
    const shown = (stored: KommoFieldValue[]) =>
      stored.map((each) => ({
        custom_field_value: { field_id: fieldId, enum_id: each.enumId ?? null, text: String(each.value) },
      }))
    const type = `custom_field_${fieldId}_value_changed`
    writeEvent(world, type, singular[kind], entity.id, by, shown(next ?? []), shown(before))
    if (next === null || next.length === 0) entity.values.delete(fieldId)
    else entity.values.set(fieldId, next)
  }
}

/** The Digital Pipeline actions that sit on the stage. */
function enterStage(world: World, lead: KommoLead, old: { statusId: number; pipelineId: number } | undefined): void {
  for (const rule of world.state.pipelineRules) {
    if (rule.pipelineId !== lead.pipelineId || rule.statusId !== lead.statusId) continue
    const where = {
      destination: rule.destination,
      leadId: lead.id,
      statusId: lead.statusId,
      pipelineId: lead.pipelineId,
    }
    const settings = rule.settings ?? {}
    if (rule.kind === 'widget') {
      const type = old === undefined ? 1 : 15
      void sendWidgetAction(world.desk, world.state, world.seconds(), { ...where, type, settings })
    } else {
      const before = { oldStatusId: old?.statusId ?? 0, oldPipelineId: old?.pipelineId ?? 0 }
      void sendPipelineWebhook(world.desk, { ...where, ...before })
    }
  }
}

function stage(statusId: number, pipelineId: number): unknown {
  return { lead_status: { id: statusId, pipeline_id: pipelineId } }
}

function withLead<T extends object>(change: T, kind: EntityKind | null, id: number | null): T & { leadId?: number } {
  return kind === 'leads' && id !== null ? { ...change, leadId: id } : change
}
