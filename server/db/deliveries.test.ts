import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { now } from '../domain/testing/sample-request.ts'
import { createStoreWorld, intentOf, type StoreWorld, sample } from './testing/store-world.ts'

let world: StoreWorld
beforeEach(() => {
  world = createStoreWorld()
})
afterEach(() => world.close())

describe('an effect', () => {
  it('keeps what is known of its call, through a restart', () => {
    world.store.intend(intentOf(), now)
    world.store.record(
      {
        requestId: sample.id,
        effects: [{ key: 'k1', kind: 'task', leadId: sample.leadId, payload: { text: 'x', dueAt: 5 } }],
      },
      now,
    )
    const id = world.store.effects(sample.id)[0]?.id ?? 0
    world.store.recordEffect(id, { inFlight: true }, null, now)
    world.restart()
    expect(world.store.effect(id)).toMatchObject({ state: 'waiting', inFlight: true, payload: { text: 'x', dueAt: 5 } })
    world.store.recordEffect(
      id,
      { state: 'stuck', inFlight: false, lastError: 'refused' },
      { requestId: sample.id },
      now,
    )
    world.store.retryStuck(sample.id, now)
    expect(world.store.effect(id)).toMatchObject({ state: 'waiting', lastError: 'refused' })
    expect(() => world.store.recordEffect(999, { state: 'done' }, null, now)).toThrow()
  })
})

describe('a delivery', () => {
  const delivery = {
    source: 'yousign' as const,
    key: 'e1',
    event: 'signature_request.done',
    eventAt: now - 5_000,
    body: Buffer.from('{}'),
    quarantined: false,
    changes: [],
  }

  it('is kept once with one job, and is evidence in the order in which things happened', () => {
    world.store.intend(intentOf(), now)
    expect(world.store.insertDelivery(delivery, now)).toBe('new')
    expect(world.store.insertDelivery(delivery, now + 1)).toBe('known')
    world.store.insertDelivery(
      { ...delivery, key: 'e2', event: 'signature_request.activated', eventAt: now - 9_000 },
      now + 2,
    )
    expect(world.enqueued.map((job) => job.work.kind)).toEqual(['apply_delivery', 'apply_delivery'])
    for (const job of world.enqueued)
      if (job.work.kind === 'apply_delivery')
        world.store.recordDelivery(job.work.deliveryId, { state: 'applied', requestId: sample.id })
    expect(world.store.heardEvents(sample.id)).toEqual([
      { name: 'signature_request.activated', at: now - 9_000 },
      { name: 'signature_request.done', at: now - 5_000 },
    ])
  })

  it('that is not ours loses its body; an unreadable one waits for a person without a job', () => {
    world.store.insertDelivery(delivery, now)
    const job = world.enqueued[0]?.work
    const id = job?.kind === 'apply_delivery' ? job.deliveryId : 0
    world.store.recordDelivery(id, { state: 'foreign', dropBody: true })
    expect(world.store.delivery(id)).toMatchObject({ state: 'foreign', body: null })
    world.store.insertDelivery({ ...delivery, key: 'e3', quarantined: true }, now)
    expect(world.enqueued).toHaveLength(1)
  })

  it('of Kommo marks what it names as changed, and only later ones count', () => {
    world.store.insertDelivery(
      { ...delivery, source: 'kommo', key: 'h1', changes: [{ entity: 'contact', id: 5 }] },
      now,
    )
    expect(world.store.changedInCrm('contact', [4, 5], now - 1)).toBe(true)
    expect(world.store.changedInCrm('contact', [5], now)).toBe(false)
    expect(world.store.changedInCrm('lead', [5], now - 1)).toBe(false)
  })
})
