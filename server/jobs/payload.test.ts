import { describe, expect, test } from 'vitest'
import type { Work } from '../domain/work.ts'
import { decodeWork, encodeWork } from './payload.ts'

const every: Work[] = [
  { kind: 'send', requestId: 'r' },
  { kind: 'apply_delivery', deliveryId: 1 },
  { kind: 'learn', requestId: 'r', unlessHeard: true },
  { kind: 'cancel', requestId: 'r' },
  { kind: 'file_documents', requestId: 'r' },
  { kind: 'file_audit_trail', requestId: 'r', signerId: 's' },
  { kind: 'note', effectId: 1 },
  { kind: 'task', effectId: 1 },
  { kind: 'close_task', effectId: 1 },
  { kind: 'move_stage', effectId: 1 },
  { kind: 'copy_file', effectId: 1 },
  { kind: 'attachment_note', effectId: 1 },
  { kind: 'adopt', yousignId: 'y', externalId: 'e' },
  { kind: 'sweep_drafts' },
  { kind: 'reconcile' },
  { kind: 'expire_prepared' },
  { kind: 'sweep_kept' },
  { kind: 'erase_record', erasureId: 'e', requestId: 'r' },
  { kind: 'erase_rest', erasureId: 'e' },
]

test.each(every)('$kind is read back as it was written', (work) => {
  expect(decodeWork(work.kind, encodeWork(work))).toEqual(work)
})

test('work that does not match its type is a bug at once, not a job', () => {
  expect(() => encodeWork({ kind: 'note', effectId: 0 })).toThrow()
  expect(() => encodeWork({ kind: 'send', requestId: '' })).toThrow()
})

describe('what this build does not know is null:', () => {
  test.each([
    ['another kind', 'fax', '{"kind":"fax"}'],
    ['a name every object has', 'constructor', '{}'],
    ['a payload of another kind', 'note', '{"kind":"task","effectId":1}'],
    ['a member of a newer build', 'reconcile', '{"kind":"reconcile","since":1}'],
    ['a missing member', 'learn', '{"kind":"learn","requestId":"r"}'],
    ['text that is no JSON', 'reconcile', '{'],
  ])('%s', (_, kind, payload) => {
    expect(decodeWork(kind, payload)).toBeNull()
  })
})
