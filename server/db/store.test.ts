import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Intent } from '../domain/store.ts'
import { now, sampleSnapshot } from '../domain/testing/sample-request.ts'
import type { NewJob } from '../domain/work.ts'
import { createStoreWorld, intentOf, type StoreWorld, sample } from './testing/store-world.ts'

let world: StoreWorld
beforeEach(() => {
  world = createStoreWorld()
})
afterEach(() => world.close())

const other = (change: Partial<Intent> = {}) =>
  intentOf({
    id: 'second',
    submissionKey: 'review-2',
    externalId: 'ky-2',
    signers: intentOf().signers.map((one) => ({ ...one, id: `${one.id}b` })),
    ...change,
  })

describe('an intent', () => {
  it('is written whole and read back as it was', () => {
    expect(world.store.intend(intentOf(), now)).toEqual({ kind: 'created', id: sample.id })
    const read = world.store.request(sample.id)
    expect(read).toMatchObject({
      leadId: sample.leadId,
      state: 'preparing',
      snapshot: sampleSnapshot,
      createdAt: now,
      reference: 'YS-REQUES',
      yousignId: null,
      cancelAsked: null,
    })
    expect(read?.signers).toEqual(sample.signers.map((signer) => ({ ...signer, yousignId: null })))
    expect(read?.documents).toEqual([{ ...intentOf().documents[0], yousignId: null }])
    expect(world.told).toEqual([sample.leadId])
  })

  it('of the same submission is the same request; of the same document it gets the winner', () => {
    world.store.intend(intentOf(), now)
    expect(world.store.intend({ ...other(), submissionKey: sample.submissionKey }, now + 1)).toEqual({
      kind: 'same',
      id: sample.id,
    })
    expect(world.store.intend(other(), now + 1)).toEqual({ kind: 'under_way', id: sample.id, since: now })
    expect(world.store.intend(other({ documentKey: 'another' }), now + 1)).toEqual({ kind: 'created', id: 'second' })
    expect(
      world.store.intend(
        { ...other(), id: 'third', leadId: 99, submissionKey: 'r3', externalId: 'ky-3', signers: [] },
        now,
      ),
    ).toMatchObject({ kind: 'created' })
  })

  it.each(['done', 'declined', 'rejected', 'canceled', 'expired', 'failed'] as const)(
    'gives way when the earlier one is %s',
    (state) => {
      world.store.intend(intentOf(), now)
      world.store.record({ requestId: sample.id, request: { state } }, now)
      expect(world.store.intend(other(), now).kind).toBe('created')
    },
  )

  it('gives way when the earlier one was deleted at Yousign', () => {
    world.store.intend(intentOf(), now)
    world.store.record({ requestId: sample.id, request: { state: 'ongoing', deletedAt: now } }, now)
    expect(world.store.intend(other(), now).kind).toBe('created')
  })

  it('whose job cannot be written is not written either', () => {
    world.failing = true
    const job: NewJob = {
      work: { kind: 'send', requestId: sample.id },
      key: sample.id,
      mode: 'coalesce',
      subject: null,
      lane: 'local',
      priority: 'click',
      runAt: now,
    }
    expect(() => world.store.intend(intentOf({ jobs: [job] }), now)).toThrow('the queue is broken')
    expect(world.store.request(sample.id)).toBeNull()
  })
})

describe('a change', () => {
  beforeEach(() => world.store.intend(intentOf(), now))

  it('is committed whole or not at all', () => {
    world.failing = true
    const effect = { key: 'k1', kind: 'note' as const, leadId: sample.leadId, payload: { text: 'x' } }
    expect(() =>
      world.store.record({ requestId: sample.id, request: { state: 'ongoing' }, effects: [effect] }, now),
    ).toThrow()
    expect(world.store.request(sample.id)?.state).toBe('preparing')
    expect(world.store.effects(sample.id)).toEqual([])
  })

  it('writes columns, signers, lines, effects with their jobs, files and links together', () => {
    world.store.record(
      {
        requestId: sample.id,
        request: { state: 'ongoing', yousignId: 'y-1', ending: { kind: 'declined', name: 'A', reason: null, at: 1 } },
        signers: [{ id: 's0', columns: { status: 'notified', notifiedAt: now, marks: { link_opened: 5 } } }],
        documents: [{ position: 0, yousignId: 'd-1' }],
        ledger: [{ key: 'sent', event: 'sent', at: now, facts: { by: 'Sophie' } }],
        effects: [{ key: 'k1', kind: 'stage', leadId: sample.leadId, payload: {} }],
        files: [{ kind: 'signed', position: 0, name: 'f', storageKey: 'k', sha256: 'h', bytes: 1 }],
        links: [{ tokenHash: 't1', kind: 'signer', target: 's0', expiresAt: now + 1 }],
      },
      now,
    )
    const request = world.store.request(sample.id)
    expect(request).toMatchObject({
      state: 'ongoing',
      yousignId: 'y-1',
      ending: { kind: 'declined' },
      documents: [{ yousignId: 'd-1' }],
      signers: [{ status: 'notified', marks: { link_opened: 5 } }],
    })
    expect(world.store.requestOfYousign('y-1')?.id).toBe(sample.id)
    expect(world.enqueued).toMatchObject([
      { work: { kind: 'move_stage' }, subject: `effects:${sample.id}`, lane: 'kommo', mode: 'once' },
    ])
    expect(world.store.files(sample.id)).toMatchObject([{ kind: 'signed', createdAt: now }])
    expect(world.store.link('t1')).toMatchObject({ requestId: sample.id, revokedAt: null })
    world.store.record({ requestId: sample.id, revokeLinks: ['s0'] }, now + 9)
    expect(world.store.link('t1')?.revokedAt).toBe(now + 9)
  })

  it('that says the same again adds no line, no effect, no job and no file', () => {
    const change = {
      requestId: sample.id,
      ledger: [{ key: 'sent', event: 'sent' as const, at: now, facts: {} }],
      effects: [{ key: 'k1', kind: 'note' as const, leadId: sample.leadId, payload: { text: 'first' } }],
      files: [{ kind: 'signed' as const, position: 0, name: 'f', storageKey: 'k', sha256: 'h', bytes: 1 }],
    }
    for (let time = 0; time < 3; time += 1) world.store.record(change, now + time)
    expect([
      world.store.ledger(sample.id, 9).length,
      world.store.effects(sample.id).length,
      world.store.files(sample.id).length,
      world.enqueued.length,
    ]).toEqual([1, 1, 1, 1])
  })

  it('raises the cursor, so that a card hears of it once and in order', () => {
    const before = world.store.cursor()
    world.store.record({ requestId: sample.id, request: { checkedAt: now } }, now)
    world.store.intend(other({ documentKey: 'another' }), now)
    expect(world.store.changedSince(sample.leadId, before).map((one) => one.id)).toEqual([sample.id, 'second'])
    expect(world.store.changedSince(sample.leadId, world.store.cursor())).toEqual([])
  })

  it('of something that does not exist is a bug and throws', () => {
    expect(() => world.store.record({ requestId: 'nobody', request: { state: 'done' } }, now)).toThrow()
    expect(() =>
      world.store.record({ requestId: sample.id, signers: [{ id: 'nobody', columns: { status: 'signed' } }] }, now),
    ).toThrow()
  })

  it('never lets two drafts of one request be activated', () => {
    world.store.openDraft(sample.id, now)
    world.store.openDraft(sample.id, now)
    world.store.record({ requestId: sample.id, draft: { attempt: 1, columns: { state: 'activating' } } }, now)
    expect(() =>
      world.store.record({ requestId: sample.id, draft: { attempt: 2, columns: { state: 'activating' } } }, now),
    ).toThrow(/UNIQUE/)
    world.store.record({ requestId: sample.id, draft: { attempt: 1, columns: { state: 'active' } } }, now)
    expect(() =>
      world.store.record({ requestId: sample.id, draft: { attempt: 2, columns: { state: 'active' } } }, now),
    ).toThrow(/UNIQUE/)
    expect(world.store.drafts(sample.id).map((draft) => draft.state)).toEqual(['active', 'open'])
  })
})
