// Notes of leads, contacts and companies; they can be written and edited, never deleted (contracts/kommo-api.md 5.1).
import { type Answer, forbidden, invalid, noContent, ok } from '../answers.ts'
import { noteAdded } from '../changes.ts'
import { asRecord, missing, notAChoice, wrongType } from '../fields.ts'
import { may } from '../rights.ts'
import type { EntityKind, KommoNote, NoteType } from '../state.ts'
import type { World } from '../world.ts'
import { author, flag, idOf, text, whole } from './check.ts'
import {
  type Call,
  filterList,
  filterRange,
  type Item,
  listItems,
  oneItem,
  ordered,
  page,
  type Route,
  refuse,
  self,
  withs,
} from './route.ts'

const required = {
  common: ['text'],
  service_message: ['service', 'text'],
  extended_service_message: ['service', 'text'],
  attachment: ['file_uuid', 'file_name'],
  call_in: ['uniq', 'duration', 'source', 'link', 'phone'],
  call_out: ['uniq', 'duration', 'source', 'link', 'phone'],
  sms_in: ['text', 'phone'],
  sms_out: ['text', 'phone'],
  geolocation: ['text', 'address', 'longitude', 'latitude'],
} as const satisfies Record<NoteType, readonly string[]>

export function noteRoutes(world: World): Route[] {
  return (['leads', 'contacts', 'companies'] as const).flatMap((kind) => routesOf(world, kind))
}

function routesOf(world: World, kind: EntityKind): Route[] {
  const { state } = world
  const base = `/api/v4/${kind}`
  return [
    { method: 'GET', path: `${base}/notes`, run: (call) => list(world, call, kind, undefined) },
    { method: 'POST', path: `${base}/notes`, run: (call) => write(world, call, kind, undefined) },
    { method: 'GET', path: `${base}/:id/notes`, run: (call) => list(world, call, kind, Number(call.params['id'])) },
    { method: 'POST', path: `${base}/:id/notes`, run: (call) => write(world, call, kind, Number(call.params['id'])) },
    {
      method: 'GET',
      path: `${base}/notes/:note`,
      run(call) {
        const note = noteOf(world, kind, call)
        if (note === undefined || !mayOwner(world, call, note, 'view')) return noContent()
        return ok(noteView(world, note, withs(call.query)))
      },
    },
    {
      method: 'PATCH',
      path: `${base}/notes/:note`,
      run(call) {
        const note = noteOf(world, kind, call)
        if (note === undefined) return invalid([{ request_id: '0', errors: [notAChoice('id')] }])
        if (!mayOwner(world, call, note, 'edit')) return forbidden()
        const item = oneItem(call.body)
        const noteType = readType(item) ?? note.noteType
        const params = readParams(world, item, noteType)
        const refusal = refuse([item])
        if (refusal !== undefined) return refusal
        Object.assign(note, { noteType, params, updatedAt: world.seconds(), updatedBy: call.caller.userId })
        world.changed({ entity: 'note', id: note.id, ...(kind === 'leads' ? { leadId: note.entityId } : {}) })
        return ok({
          id: note.id,
          entity_id: note.entityId,
          updated_at: note.updatedAt,
          _links: self(world, `${base}/notes/${note.id}`),
        })
      },
    },
    ...([true, false] as const).map(
      (pinned): Route => ({
        method: 'POST',
        path: `${base}/notes/:note/${pinned ? 'pin' : 'unpin'}`,
        run(call) {
          const note = state.notes.get(Number(call.params['note']))
          if (note === undefined || !mayOwner(world, call, note, 'edit')) return forbidden()
          note.isPinned = pinned
          return noContent()
        },
      }),
    ),
  ]
}

function list(world: World, call: Call, kind: EntityKind, ownerId: number | undefined): Answer {
  const types = filterList(call.query, 'note_type')
  const ids = filterList(call.query, 'id')
  const updated = filterRange(call.query, 'updated_at')
  const rows = [...world.state.notes.values()].filter(
    (note) =>
      note.entityType === kind &&
      (ownerId === undefined || note.entityId === ownerId) &&
      (types?.includes(note.noteType) ?? true) &&
      (ids?.includes(String(note.id)) ?? true) &&
      (updated?.(note.updatedAt) ?? true) &&
      mayOwner(world, call, note, 'view'),
  )
  const keys = { id: (note: KommoNote) => note.id, updated_at: (note: KommoNote) => note.updatedAt }
  const asked = withs(call.query)
  return page(
    world,
    call,
    'notes',
    ordered(call.query, rows, keys, 'id').map((note) => noteView(world, note, asked)),
  )
}

function write(world: World, call: Call, kind: EntityKind, ownerId: number | undefined): Answer {
  const listed = listItems(call.body)
  if (!listed.ok) return listed.answer
  const read = listed.items.map((item) => readNote(world, call, kind, item, ownerId))
  const refusal = refuse(listed.items)
  if (refusal !== undefined) return refusal
  if (read.some((note) => !mayOwner(world, call, note, 'edit'))) return forbidden()
  const notes = read.map((draft, index) => {
    const note = { ...draft, id: world.state.nextId('notes') }
    world.state.notes.set(note.id, note)
    noteAdded(world, note)
    return {
      id: note.id,
      entity_id: note.entityId,
      request_id: listed.items[index]?.requestId,
      _links: self(world, `/api/v4/${kind}/notes/${note.id}`),
    }
  })
  return ok({ _links: self(world, `/api/v4/${kind}/notes`), _embedded: { notes } })
}

function readNote(world: World, call: Call, kind: EntityKind, item: Item, ownerId: number | undefined): KommoNote {
  const { state } = world
  const isUser = (id: number) => state.users.has(id)
  const there = (id: number) => state[kind].get(id)?.isDeleted === false
  if (ownerId !== undefined && item.data['entity_id'] === undefined) item.data['entity_id'] = ownerId
  const entityId = idOf(item, 'entity_id', (id) => there(id) && (ownerId === undefined || id === ownerId), true) ?? 0
  if (item.data['note_type'] === undefined) item.errors.push(missing('note_type'))
  const noteType = readType(item) ?? 'common'
  const now = world.seconds()
  const createdBy = author(item, 'created_by', isUser) ?? call.caller.userId
  const createdAt = whole(item, 'created_at') ?? now
  flag(item, 'is_need_to_trigger_digital_pipeline')
  return {
    id: 0,
    entityType: kind,
    entityId,
    noteType,
    params: readParams(world, item, noteType),
    createdBy,
    updatedBy: createdBy,
    createdAt,
    updatedAt: now,
    responsibleUserId: idOf(item, 'responsible_user_id', isUser) ?? state[kind].get(entityId)?.responsibleUserId ?? 0,
    isPinned: false,
  }
}

function readType(item: Item): NoteType | undefined {
  const type = text(item, 'note_type')
  if (type === undefined || Object.hasOwn(required, type)) return type as NoteType | undefined
  item.errors.push(notAChoice('note_type'))
  return undefined
}

function readParams(world: World, item: Item, type: NoteType): Record<string, unknown> {
  const raw = item.data['params']
  if (raw === undefined) item.errors.push(missing('params'))
  const params = asRecord(raw)
  for (const name of required[type]) {
    if (params[name] === undefined || params[name] === '') item.errors.push(missing(`params.${name}`))
  }
  if (params['text'] !== undefined && typeof params['text'] !== 'string')
    item.errors.push(wrongType('params.text', 'string'))
  const uuid = params['file_uuid']
  if (type === 'attachment' && typeof uuid === 'string' && !world.state.files.has(uuid)) {
    item.errors.push(notAChoice('params.file_uuid'))
  }
  return params
}

function noteOf(world: World, kind: EntityKind, call: Call): KommoNote | undefined {
  const note = world.state.notes.get(Number(call.params['note']))
  return note?.entityType === kind ? note : undefined
}

function mayOwner(world: World, call: Call, note: KommoNote, action: 'view' | 'edit'): boolean {
  const owner = world.state[note.entityType].get(note.entityId)
  return owner !== undefined && !owner.isDeleted && may(world.state, call.caller, action, note.entityType, owner)
}

function noteView(world: World, note: KommoNote, asked: Set<string>): Record<string, unknown> {
  const { params } = note
  const shown =
    note.noteType === 'attachment'
      ? {
          ...params,
          original_name: params['file_name'],
          attachment: `drive/${params['file_uuid']}`,
          is_drive_attachment: true,
        }
      : params
  return {
    id: note.id,
    entity_id: note.entityId,
    created_by: note.createdBy,
    updated_by: note.updatedBy,
    created_at: note.createdAt,
    updated_at: note.updatedAt,
    responsible_user_id: note.responsibleUserId,
    group_id: 0,
    note_type: note.noteType,
    params: shown,
    account_id: world.state.account.id,
    ...(asked.has('is_pinned') ? { is_pinned: note.isPinned } : {}),
    _links: self(world, `/api/v4/${note.entityType}/notes/${note.id}`),
  }
}
