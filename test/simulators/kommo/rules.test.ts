import { afterAll, beforeAll, expect, test } from 'vitest'
import { createVirtualClock } from '../clock.ts'
import { people, stages } from './seed-data.ts'
import { createKommo, type KommoSimulator } from './simulator.ts'
import { type Ask, ask } from './test-client.ts'

let kommo: KommoSimulator
let admin: string

beforeAll(async () => {
  kommo = await createKommo({ clock: createVirtualClock(), requestsPerSecond: Number.POSITIVE_INFINITY })
  admin = kommo.longLivedToken()
})
afterAll(() => kommo.close())

const note = { entity_id: 10_423, note_type: 'common', params: { text: 'x' } }
const task = { text: 'x', complete_till: 1_800_000_000 }
const many = (item: unknown) => Array.from({ length: 251 }, () => item)
const leadPath = '/api/v4/leads/10423'

type Refusal = [title: string, ask: Ask, code: string, path: string]

const refusals: Refusal[] = [
  ['a stage of another pipeline', patch({ status_id: stages.leaseDraft }), 'NotSupportedChoice', 'status_id'],
  ['a stage that does not exist', patch({ status_id: 5 }), 'NotSupportedChoice', 'status_id'],
  ['the incoming stage as a target', patch({ status_id: stages.incoming }), 'NotSupportedChoice', 'status_id'],
  [
    'moving a lead out of Incoming leads',
    { ...patch({ status_id: 142 }), path: '/api/v4/leads/10432' },
    'NotSupportedChoice',
    'status_id',
  ],
  ['a lead that does not exist', { ...patch({ name: 'x' }), path: '/api/v4/leads/1' }, 'NotSupportedChoice', 'id'],
  ['a price that is a text', patch({ price: '12' }), 'InvalidType', 'price'],
  ['an unknown user in charge', patch({ responsible_user_id: 5 }), 'NotSupportedChoice', 'responsible_user_id'],
  [
    'an unknown field',
    patch(field({ field_id: 5, values: [{ value: 'x' }] })),
    'NotSupportedChoice',
    'custom_fields_values.0.field_id',
  ],
  [
    'an unknown field code',
    patch(field({ field_code: 'NOPE', values: [{ value: 'x' }] })),
    'NotSupportedChoice',
    'custom_fields_values.0.field_code',
  ],
  [
    'an unknown option',
    patch(field({ field_id: 500_002, values: [{ value: 'Nope' }] })),
    'NotSupportedChoice',
    'custom_fields_values.0.values.0.value',
  ],
  [
    'a date that is a text',
    patch(field({ field_id: 500_003, values: [{ value: '2026-11-24' }] })),
    'InvalidType',
    'custom_fields_values.0.values.0.value',
  ],
  [
    'an empty list of values',
    patch(field({ field_id: 500_001, values: [] })),
    'InvalidType',
    'custom_fields_values.0.values',
  ],
  ['a note without a type', notes({ ...note, note_type: undefined }), 'FieldMissing', 'note_type'],
  ['a note of an unknown type', notes({ ...note, note_type: 'html' }), 'NotSupportedChoice', 'note_type'],
  ['a note without text', notes({ ...note, params: {} }), 'FieldMissing', 'params.text'],
  [
    'a service message without its service',
    notes({ ...note, note_type: 'service_message' }),
    'FieldMissing',
    'params.service',
  ],
  ['a note on a lead that does not exist', notes({ ...note, entity_id: 1 }), 'NotSupportedChoice', 'entity_id'],
  [
    'an attachment that is not on the drive',
    notes({ ...note, note_type: 'attachment', params: { file_uuid: 'x', file_name: 'x' } }),
    'NotSupportedChoice',
    'params.file_uuid',
  ],
  ['a task without text', tasks({ ...task, text: undefined }), 'FieldMissing', 'text'],
  ['a task without a deadline', tasks({ text: 'x' }), 'FieldMissing', 'complete_till'],
  ['a deadline in text', tasks({ ...task, complete_till: 'tomorrow' }), 'InvalidType', 'complete_till'],
  ['a task of an unknown kind', tasks({ ...task, task_type_id: 9 }), 'NotSupportedChoice', 'task_type_id'],
  ['a task on something unnamed', tasks({ ...task, entity_id: 10_423 }), 'FieldMissing', 'entity_type'],
  [
    'a task on a lead that does not exist',
    tasks({ ...task, entity_id: 1, entity_type: 'leads' }),
    'NotSupportedChoice',
    'entity_id',
  ],
  ['a field without a name', fields({ type: 'text' }), 'FieldMissing', 'name'],
  ['a field of an unknown type', fields({ name: 'x', type: 'multitext' }), 'NotSupportedChoice', 'type'],
  ['a list without options', fields({ name: 'x', type: 'select' }), 'NotSupportedChoice', 'enums'],
  [
    'a read-only field that is required',
    fields({ name: 'x', type: 'text', is_api_only: true, required_statuses: [{}] }),
    'NotSupportedChoice',
    'required_statuses',
  ],
  ['a webhook for add_note', webhook({ settings: ['add_note'] }), 'NotSupportedChoice', 'settings.0'],
  ['a webhook without events', webhook({ settings: [] }), 'InvalidType', 'settings'],
  ['a webhook to no web address', webhook({ destination: 'mailto:a@example.fr' }), 'NotSupportedChoice', 'destination'],
  [
    'a file that is not on the drive',
    { method: 'PUT', path: `${leadPath}/files`, body: [{ file_uuid: 'x' }] },
    'NotSupportedChoice',
    'file_uuid',
  ],
]

test.each(refusals)('%s is a validation error', async (_title, asked, code, path) => {
  const answer = await ask(kommo.url, admin, asked)
  expect(answer.status).toBe(400)
  expect(answer.type).toContain('application/problem+json')
  expect(answer.body['validation-errors']).toEqual([
    { request_id: '0', errors: [expect.objectContaining({ code, path })] },
  ])
})

const statuses: [string, Ask, number][] = [
  ['no token', { path: leadPath, token: '' }, 401],
  ['a made-up token', { path: leadPath, token: 'eyJ.x.y' }, 401],
  ['an unknown context user', { path: leadPath, as: 5 }, 403],
  ['an inactive context user', { path: leadPath, as: people.paul }, 403],
  ['a lead the context user may not see', { path: leadPath, as: people.camille }, 403],
  ['a lead of the context user', { path: '/api/v4/leads/10431', as: people.camille }, 200],
  ['a contact linked to a visible lead', { path: '/api/v4/contacts/20432', as: people.camille }, 200],
  ['a contact linked to hidden leads only', { path: '/api/v4/contacts/20423', as: people.camille }, 403],
  ['a move by who may only see', { method: 'PATCH', path: leadPath, as: people.camille, body: { name: 'x' } }, 403],
  ['a note by who may not see the lead', { ...notes(note), as: people.camille }, 403],
  ['users for a manager', { path: '/api/v4/users', as: people.marc }, 403],
  ['one user for a manager', { path: `/api/v4/users/${people.marc}`, as: people.marc }, 403],
  ['webhooks for a manager', { path: '/api/v4/webhooks', as: people.marc }, 403],
  ['new fields for a manager', { ...fields({ name: 'x', type: 'text' }), as: people.marc }, 403],
  ['a lead that does not exist', { path: '/api/v4/leads/1' }, 204],
  ['an empty list', { path: '/api/v4/contacts?filter[id][]=1' }, 204],
  ['a lead without files', { path: '/api/v4/leads/10427/files' }, 204],
  ['no webhooks', { path: '/api/v4/webhooks' }, 204],
  ['more than 250 a page', { path: '/api/v4/leads?limit=251' }, 422],
  ['more than 100 events a page', { path: '/api/v4/events?limit=101' }, 422],
  ['more than 250 notes at once', { ...notes(note), body: many(note) }, 422],
  ['an object where a list belongs', { method: 'POST', path: '/api/v4/leads/notes', body: note }, 400],
  ['broken JSON', { method: 'PATCH', path: leadPath, body: '{' }, 400],
  ['a form', { method: 'PATCH', path: leadPath, body: 'name=x', type: 'application/x-www-form-urlencoded' }, 400],
  ['notes by the path that does not exist', { path: '/api/v4/notes' }, 404],
  ['deleting a note', { method: 'DELETE', path: '/api/v4/leads/notes/9001' }, 405],
  ['deleting a task', { method: 'DELETE', path: '/api/v4/tasks/7001' }, 405],
  ['an id that is no number', { path: '/api/v4/leads/abc' }, 404],
]

test.each(statuses)('%s is answered by its status', async (_title, asked, status) => {
  const answer = await ask(kommo.url, admin, asked)
  expect(answer.status).toBe(status)
  if (status === 204) expect(answer.body).toEqual({ text: '' })
  else expect(answer.type).toContain(status < 300 ? 'application/hal+json' : 'application/problem+json')
})

function patch(body: Record<string, unknown>): Ask {
  return { method: 'PATCH', path: leadPath, body }
}

function field(value: unknown): Record<string, unknown> {
  return { custom_fields_values: [value] }
}

function notes(item: unknown): Ask {
  return { method: 'POST', path: '/api/v4/leads/notes', body: [item] }
}

function tasks(item: unknown): Ask {
  return { method: 'POST', path: '/api/v4/tasks', body: [item] }
}

function fields(item: unknown): Ask {
  return { method: 'POST', path: '/api/v4/leads/custom_fields', body: [item] }
}

function webhook(more: Record<string, unknown>): Ask {
  const body = { destination: 'https://sign.example.test/hooks', settings: ['add_lead'], ...more }
  return { method: 'POST', path: '/api/v4/webhooks', body }
}
