// Activations whose outcome stays unknown for long (protocols.md P1 step 5), on a clock that can leap.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld, until, type World } from '../world/world.ts'
import { createLeapingClock } from './leaping-clock.ts'
import { formOf, notesOn, openNew, reached, remoteRequestsOf, send, shown, stored, tasksOn } from './story.ts'

const minute = 60_000
const clock = createLeapingClock()
const activation = { method: 'POST', path: /\/activate$/ }
let world: World
beforeAll(async () => {
  world = await createWorld({ clock, yousign: { auditTrailDelay: 0 } })
})
afterAll(() => world[Symbol.asyncDispose]())

/** Waits until the server has looked at what became of the activation and comes back later. */
function unproved(id: string): Promise<unknown> {
  return until('waits for a proof', () => stored(world, id).waiting?.reason === 'unknown_outcome')
}

function activations(from: number): number {
  return world.yousign.ledger.slice(from).filter(({ path }) => path.endsWith('/activate')).length
}

describe('an activation whose answer was lost', () => {
  it('is made again on the same draft, however long the server was kept from it', async () => {
    const { leadId, card } = await openNew(world)
    world.yousign.faults.add({ match: activation, when: 'before', kind: 'reset' })
    const { id } = await send(card, formOf(card))
    await unproved(id)
    clock.leap(60 * minute)
    await reached(world, id, 'ongoing')
    expect(remoteRequestsOf(world, leadId).map((one) => one.status)).toEqual(['ongoing'])
  })

  it('is not taken for refused when it is repeated while reads still show the draft', async () => {
    const { leadId, card } = await openNew(world)
    world.yousign.faults.add({ match: activation, when: 'after', kind: 'reset' })
    world.yousign.setReplicaLag(60_000)
    world.yousign.setDelivery({ lose: true })
    const from = world.yousign.ledger.length
    const { id } = await send(card, formOf(card))
    await until('refused', () => {
      clock.leap(2_000)
      return activations(from) > 1
    })
    await unproved(id)
    expect(stored(world, id).state).toBe('preparing')
    world.yousign.setReplicaLag(0)
    world.yousign.setDelivery({})
    clock.leap(10 * minute)
    await reached(world, id, 'ongoing')
    expect(remoteRequestsOf(world, leadId).map((one) => one.status)).toEqual(['ongoing'])
  })

  it('is no attempt while the lane pauses', async () => {
    const { card } = await openNew(world)
    const header = { 'retry-after': '5' }
    const refuse = { status: 429, headers: header }
    world.yousign.faults.add({ match: activation, when: 'before', kind: refuse, times: 8 })
    const from = world.yousign.ledger.length
    const { id } = await send(card, formOf(card))
    await until('active', () => {
      clock.leap(minute)
      return stored(world, id).state !== 'preparing'
    })
    expect(stored(world, id).state).toBe('ongoing')
    expect(activations(from)).toBe(9)
  })

  it('is not taken for a deletion by a replica that does not know the request yet', async () => {
    const { leadId, card } = await openNew(world)
    world.yousign.faults.add({ match: activation, when: 'after', kind: 'reset' })
    world.yousign.setReplicaLag(20_000, { hideNew: true })
    world.yousign.setDelivery({ lose: true })
    const { id } = await send(card, formOf(card))
    await unproved(id)
    clock.leap(30_000)
    await reached(world, id, 'ongoing')
    expect(remoteRequestsOf(world, leadId).map((one) => one.status)).toEqual(['ongoing'])
    world.yousign.setReplicaLag(0)
    world.yousign.setDelivery({})
  })

  it('needs a person after five attempts, and goes on when that person says so', async () => {
    const { leadId, card } = await openNew(world)
    const remove = world.yousign.faults.add({ match: activation, when: 'before', kind: { status: 503 }, times: 100 })
    const from = world.yousign.ledger.length
    const { id } = await send(card, formOf(card))
    await until('given up', () => {
      clock.leap(minute)
      return stored(world, id).state === 'needs_person'
    })
    expect(activations(from)).toBe(5)
    await until('the task', () => tasksOn(world, leadId).length === 1)
    // The session of the press has ended in the time that was leapt over.
    const later = await world.session(leadId)
    const view = await shown(later, id)
    expect([view.trouble, view.actions]).toEqual([{ kind: 'not_proved' }, ['refresh']])
    remove()
    expect((await later.call('refresh', { request: id })).status).toBe(200)
    await reached(world, id, 'ongoing')
    expect((await shown(later, id)).trouble).toBeNull()
    expect(remoteRequestsOf(world, leadId).map((one) => one.status)).toEqual(['ongoing'])
    await until('noted', () => notesOn(world, leadId).some((text) => text.includes('Sent for signature')))
  })
})
