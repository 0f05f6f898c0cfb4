// Webhooks that never come and reads that are older than the truth (protocols.md P2), on a clock that can leap.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld, until, type World } from '../world/world.ts'
import { createLeapingClock } from './leaping-clock.ts'
import { callsSince, calm, notesOn, reached, remoteId, sendNew, stored } from './story.ts'

const minute = 60_000
const clock = createLeapingClock()
let world: World
beforeAll(async () => {
  world = await createWorld({ clock, yousign: { auditTrailDelay: 0 } })
})
afterAll(() => world[Symbol.asyncDispose]())

describe('webhooks that are lost', () => {
  it('cost one read a minute after the send, which shows what was missed', async () => {
    world.yousign.setDelivery({ lose: true })
    const { request } = await sendNew(world)
    world.yousign.openLink(remoteId(request))
    world.yousign.sign(remoteId(request))
    await calm(world)
    expect(stored(world, request.id).state).toBe('ongoing')
    const from = world.yousign.ledger.length
    clock.leap(minute)
    const done = await reached(world, request.id, 'done')
    expect(done.signers[0]?.status).toBe('signed')
    expect(callsSince(world, from)[0]).toBe('GET /signature_requests/:id')
    await until('filed', () => world.server.store.files(request.id).some((file) => file.kind === 'signed'))
    world.yousign.setDelivery({})
  })

  it('cost no read when they arrived after all', async () => {
    const { request } = await sendNew(world)
    await calm(world)
    const from = world.yousign.ledger.length
    clock.leap(2 * minute)
    await calm(world)
    const about = world.yousign.ledger.slice(from).filter((one) => one.path.includes(request.yousignId ?? '-'))
    expect(about).toEqual([])
    expect(stored(world, request.id).state).toBe('ongoing')
  })

  it('are found by the reconciler when they are lost later', async () => {
    const { request, leadId } = await sendNew(world)
    await calm(world)
    world.yousign.setDelivery({ lose: true })
    world.yousign.decline(remoteId(request), 'Le prix')
    clock.leap(31 * minute)
    await reached(world, request.id, 'declined')
    await until('noted', () => notesOn(world, leadId).some((text) => text.includes('declined')))
    world.yousign.setDelivery({})
  })
})

describe('a read that is older than a signed event', () => {
  it('is made again until it shows what the event has proved', async () => {
    const { request } = await sendNew(world)
    await calm(world)
    clock.leap(5_000)
    const from = world.yousign.ledger.length
    world.yousign.setReplicaLag(8_000)
    world.yousign.sign(remoteId(request))
    await calm(world)
    expect(callsSince(world, from)).toEqual(['GET /signature_requests/:id'])
    expect(stored(world, request.id).state).toBe('ongoing')
    clock.leap(2_000)
    await until('second read', () => callsSince(world, from).length === 2)
    await calm(world)
    expect(stored(world, request.id).state).toBe('ongoing')
    clock.leap(10_000)
    await reached(world, request.id, 'done')
    world.yousign.setReplicaLag(0)
  })

  it('never ends as "nothing new" when the request was ended', async () => {
    const { request } = await sendNew(world)
    await calm(world)
    clock.leap(10 * minute)
    world.yousign.setReplicaLag(4 * minute)
    world.yousign.cancelInApp(request.yousignId ?? '')
    for (const wait of [2_000, 10_000, minute, 5 * minute]) {
      await calm(world)
      expect(stored(world, request.id).state).toBe('ongoing')
      clock.leap(wait)
    }
    await reached(world, request.id, 'canceled')
    world.yousign.setReplicaLag(0)
  })
})
