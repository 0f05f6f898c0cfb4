// What people do in Kommo's own pages, done by calling a function.
import type { ContactEdit, KommoActs, LeadEdit } from './acts.ts'
import { linkFile } from './api/files.ts'
import {
  type ContactPatch,
  changeContact,
  changeLead,
  contactAdded,
  type LeadPatch,
  leadAdded,
  noteAdded,
  taskChanged,
  trashContact,
  trashLead,
} from './changes.ts'
import { storeFile } from './drive.ts'
import type { KommoContact, KommoField, KommoFieldValue, KommoLead } from './state.ts'
import type { World } from './world.ts'

/** The acts of people on this account. */
export function createActs(world: World): KommoActs {
  const { state } = world
  const lead = (id: number) => found(state.leads.get(id), 'lead', id)
  const contact = (id: number) => found(state.contacts.get(id), 'contact', id)
  return {
    moveLead(leadId, statusId, pipelineId, by) {
      const target = pipelineId ?? lead(leadId).pipelineId
      const pipeline = found(state.pipelines.get(target), 'pipeline', target)
      found(
        pipeline.statuses.find((each) => each.id === statusId),
        'stage',
        statusId,
      )
      changeLead(world, lead(leadId), { statusId, pipelineId: target }, by)
    },
    editLead: (leadId, edit, by) => changeLead(world, lead(leadId), leadPatch(world, edit), by),
    addLead(about, by) {
      const made = newLead(world, about, by)
      state.leads.set(made.id, made)
      leadAdded(world, made)
      return made.id
    },
    deleteLead: (leadId, by) => trashLead(world, lead(leadId), true, by),
    restoreLead: (leadId, by) => trashLead(world, lead(leadId), false, by),
    editContact: (contactId, edit, by) =>
      changeContact(world, contact(contactId), contactPatch(world, edit, contact(contactId)), by),
    addContact(leadId, edit, by) {
      const card = lead(leadId)
      const made = newContact(world, edit, by)
      state.contacts.set(made.id, made)
      contactAdded(world, made)
      card.contacts.push({ id: made.id, isMain: card.contacts.length === 0 })
      changeLead(world, card, {}, by)
      return made.id
    },
    addField(of, name, type) {
      const known = state.fields[of].find((field) => field.name === name)
      if (known !== undefined) return known.id
      const id = state.nextId('fields')
      const sort = 500 + state.fields[of].length
      const shape = { code: null, groupId: null, isApiOnly: false, isPredefined: false, enums: [] }
      state.fields[of].push({ id, name, type, sort, ...shape })
      world.changed({ entity: 'field', id })
      return id
    },
    setMainContact(leadId, contactId, by) {
      const card = lead(leadId)
      for (const each of card.contacts) each.isMain = each.id === contactId
      changeLead(world, card, {}, by)
    },
    unlinkContact(leadId, contactId, by) {
      const card = lead(leadId)
      card.contacts = card.contacts.filter((each) => each.id !== contactId)
      const first = card.contacts[0]
      if (first !== undefined && !card.contacts.some((each) => each.isMain)) first.isMain = true
      changeLead(world, card, {}, by)
    },
    deleteContact: (contactId, by) => trashContact(world, contact(contactId), true, by),
    restoreContact: (contactId, by) => trashContact(world, contact(contactId), false, by),
    uploadLeadFile(leadId, name, bytes, by) {
      const file = storeFile(world, { name, bytes, by })
      linkFile(world, 'leads', lead(leadId).id, file.uuid)
      return file.uuid
    },
    addNote(leadId, text, by) {
      const now = world.seconds()
      const id = state.nextId('notes')
      const owner = lead(leadId)
      state.notes.set(id, {
        id,
        entityType: 'leads',
        entityId: leadId,
        noteType: 'common',
        params: { text },
        createdBy: by,
        updatedBy: by,
        createdAt: now,
        updatedAt: now,
        responsibleUserId: owner.responsibleUserId,
        isPinned: false,
      })
      noteAdded(world, found(state.notes.get(id), 'note', id))
      return id
    },
    completeTask(taskId, result, by) {
      const task = found(state.tasks.get(taskId), 'task', taskId)
      Object.assign(task, { isCompleted: true, result, updatedAt: world.seconds(), updatedBy: by })
      taskChanged(world, task, by, true)
    },
    deactivateUser(userId) {
      found(state.users.get(userId), 'user', userId).isActive = false
      world.changed({ entity: 'user', id: userId })
    },
    setRight(userId, entity, action, right) {
      found(state.users.get(userId), 'user', userId).rights[entity][action] = right
      world.changed({ entity: 'user', id: userId })
    },
  }
}

function found<T>(value: T | undefined, what: string, id: number): T {
  if (value === undefined) throw new Error(`there is no ${what} ${id}`)
  return value
}

function leadPatch(world: World, edit: LeadEdit): LeadPatch {
  const { values, tags, ...plain } = edit
  return {
    ...plain,
    ...(values === undefined ? {} : { values: byNumber(values) }),
    ...(tags === undefined ? {} : { tags: tags.map((name) => ({ id: world.state.nextId('tags'), name })) }),
  }
}

function contactPatch(
  world: World,
  edit: ContactEdit,
  now: { firstName: string; lastName: string; name: string },
): ContactPatch {
  const { emails, phones, values, ...plain } = edit
  const patch: ContactPatch = { ...plain }
  if (plain.name === undefined && (plain.firstName !== undefined || plain.lastName !== undefined)) {
    patch.name = [plain.firstName ?? now.firstName, plain.lastName ?? now.lastName]
      .filter((each) => each !== '')
      .join(' ')
  }
  const all = byNumber(values ?? {})
  if (emails !== undefined) reach(world.state.fields.contacts, 'EMAIL', 'WORK', emails, all)
  if (phones !== undefined) reach(world.state.fields.contacts, 'PHONE', 'MOB', phones, all)
  if (all.size > 0) patch.values = all
  return patch
}

/** Adds the values of PHONE or EMAIL; an empty list clears the field. */
function reach(
  fields: KommoField[],
  code: string,
  usual: string,
  given: (string | { value: string; code: string })[],
  into: Map<number, KommoFieldValue[] | null>,
): void {
  const field = fields.find((each) => each.code === code)
  if (field === undefined) return
  const values = given.map((each): KommoFieldValue => {
    const { value, code: kind } = typeof each === 'string' ? { value: each, code: usual } : each
    const option = field.enums.find((one) => one.code === kind)
    return option === undefined ? { value } : { value, enumId: option.id, enumCode: option.code }
  })
  into.set(field.id, values.length === 0 ? null : values)
}

function byNumber(values: Record<number, KommoFieldValue[] | null>): Map<number, KommoFieldValue[] | null> {
  return new Map(Object.entries(values).map(([id, value]) => [Number(id), value]))
}

function base(world: World, id: number, name: string, responsible: number, by: number) {
  const now = world.seconds()
  return {
    id,
    name,
    responsibleUserId: responsible,
    groupId: world.state.users.get(responsible)?.groupId ?? 0,
    createdBy: by,
    updatedBy: by,
    createdAt: now,
    updatedAt: now,
    isDeleted: false,
    tags: [],
    values: new Map<number, KommoFieldValue[]>(),
  }
}

function newLead(
  world: World,
  about: LeadEdit & { name: string; pipelineId: number; statusId: number },
  by: number,
): KommoLead {
  const patch = leadPatch(world, about)
  const made: KommoLead = {
    ...base(world, world.state.nextId('leads'), about.name, about.responsibleUserId ?? by, by),
    price: about.price ?? 0,
    pipelineId: about.pipelineId,
    statusId: about.statusId,
    lossReasonId: null,
    closedAt: null,
    contacts: [],
    companyId: null,
    tags: patch.tags ?? [],
  }
  for (const [id, value] of patch.values ?? []) if (value !== null) made.values.set(id, value)
  return made
}

function newContact(world: World, edit: ContactEdit, by: number): KommoContact {
  const patch = contactPatch(world, edit, { firstName: '', lastName: '', name: '' })
  const made: KommoContact = {
    ...base(world, world.state.nextId('contacts'), patch.name ?? '', edit.responsibleUserId ?? by, by),
    firstName: patch.firstName ?? '',
    lastName: patch.lastName ?? '',
    companyId: null,
  }
  for (const [id, value] of patch.values ?? []) if (value !== null) made.values.set(id, value)
  return made
}
