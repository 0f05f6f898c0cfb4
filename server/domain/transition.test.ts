import { describe, expect, it } from 'vitest'
import { settledStates, yousignStates } from '../../shared/states.ts'
import { camille, nadia, now, sampleRequest, sampleSnapshot } from './testing/sample-request.ts'
import { deletion, deletionNews, transition } from './transition.ts'

const request = sampleRequest({}, [camille, nadia])
const keysOf = (change: { effects?: { key: string }[] }) =>
  (change.effects ?? []).map((effect) => effect.key.split(':').slice(1).join(':'))

describe('what follows from a new state', () => {
  it.each([...settledStates, 'expired'] as ('done' | 'declined')[])(
    '"%s" ends the request and every link of its signers',
    (to) => {
      const change = transition(request, to, {}, request.signers, now)
      expect(change.request).toMatchObject({ state: to, endedAt: now })
      expect(change.revokeLinks).toEqual(['s0', 's1'])
    },
  )

  it.each(yousignStates)('"%s" names the request and nothing of another', (to) => {
    const change = transition(request, to, {}, request.signers, now)
    expect(change.requestId).toBe(request.id)
    for (const effect of change.effects ?? [])
      expect(effect).toMatchObject({ leadId: request.leadId, key: expect.stringContaining(request.id) })
  })

  it('done fetches the documents once and a trail for everybody; the note waits for them', () => {
    const change = transition(request, 'done', { completedAt: now - 5_000 }, request.signers, now)
    expect(change.request?.endedAt).toBe(now - 5_000)
    expect(change.jobs?.map((job) => [job.work.kind, job.mode])).toEqual([
      ['file_documents', 'once'],
      ['file_audit_trail', 'once'],
      ['file_audit_trail', 'once'],
    ])
    expect(change.effects ?? []).toEqual([])
  })

  it('declined keeps the reason for the card and out of note and task', () => {
    const decline = { signerId: 'y1', reason: 'Le prix de 1200 EUR', at: now }
    const change = transition(request, 'declined', { decline }, request.signers, now)
    expect(change.request?.ending).toEqual({
      kind: 'declined',
      name: 'Nadia Benali',
      reason: 'Le prix de 1200 EUR',
      at: now,
    })
    expect(change.signers).toEqual([{ id: 's1', columns: { words: 'Le prix de 1200 EUR' } }])
    expect(JSON.stringify(change.effects)).not.toContain('1200')
    expect(
      JSON.stringify(transition(request, 'declined', { decline, reasonInNotes: true }, request.signers, now).effects),
    ).toContain('1200')
  })

  it('expired may happen again after an extension, and each time has a note and a task of its own', () => {
    const again = { ...request, expiresAt: now + 1_000 }
    expect(keysOf(transition(request, 'expired', {}, request.signers, now))).not.toEqual(
      keysOf(transition(again, 'expired', {}, request.signers, now)),
    )
  })

  it('cancelled by us has a note only; cancelled at Yousign a task too', () => {
    const asked = {
      ...request,
      cancelAsked: { by: 'Sophie Vasseur', at: now, reason: 'other' as const, note: null, calledAt: null },
    }
    expect(keysOf(transition(asked, 'canceled', {}, request.signers, now))).toEqual(['note:canceled'])
    expect(keysOf(transition(request, 'canceled', {}, request.signers, now))).toEqual([
      'note:canceled',
      'task:canceled',
    ])
  })

  it('the end of a request whose approval was not heard still tells that it was sent', () => {
    const waiting = sampleRequest({ state: 'approval' })
    const asked = waiting.signers.map((signer) => ({ ...signer, status: 'signed' as const }))
    expect(keysOf(transition(waiting, 'declined', {}, asked, now))).toEqual([
      'note:sent',
      'note:declined',
      'task:declined',
    ])
    expect(keysOf(transition(waiting, 'rejected', {}, waiting.signers, now))).toEqual([
      'note:rejected',
      'task:rejected',
    ])
  })

  it('every note of a test connection says that it is one', () => {
    const test = sampleRequest({ snapshot: { ...sampleSnapshot, environment: 'sandbox' } })
    for (const to of ['declined', 'rejected', 'expired', 'canceled'] as const) {
      for (const effect of transition(test, to, {}, test.signers, now).effects ?? [])
        expect(effect.payload.text).toMatch(/^TEST\. /)
    }
  })
})

describe('a deletion', () => {
  it('is a mark on what had ended and an end of what had not', () => {
    expect(deletion({ ...request, state: 'done', endedAt: now - 1 }, now).request).toEqual({ deletedAt: now })
    expect(deletion(request, now).request).toEqual({ deletedAt: now, endedAt: now })
    expect(keysOf(deletion(request, now))).toEqual([])
    expect(keysOf({ effects: deletionNews(request, now) })).toEqual(['note:deleted', 'task:deleted'])
  })
})
