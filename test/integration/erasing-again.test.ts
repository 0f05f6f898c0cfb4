// An erasure outlives the process, and the database: killed half-way it goes on, and after a restore it is carried out again.
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backUp, restore } from '../../server/db/backup.ts'
import type { Server } from '../../server/wiring.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import { createWorld, openSession, startServer, until, type World } from '../world/world.ts'
import { declined, erase, recordsOf, somebody, textsOn, tracesOf, unsignedFiles } from './erasing.ts'
import { createLeapingClock } from './leaping-clock.ts'
import { calm } from './story.ts'

const clock = createLeapingClock()
let world: World
let servers: Server[] = []
beforeEach(async () => {
  world = await createWorld({ clock, yousign: { auditTrailDelay: 0 } })
  servers = []
})
afterEach(async () => {
  for (const server of servers) await server.stop()
  await world[Symbol.asyncDispose]()
})

/** Stops the process, does something while none runs, and starts the next one on the same data. */
async function restart(meanwhile: () => Promise<void> = async () => {}) {
  await (servers.at(-1) ?? world.server).stop()
  await meanwhile()
  const started = await startServer(world.config, { clock, yousignLimits: { minute: 100_000, hour: 100_000 } })
  servers.push(started.server)
  for (const webhook of world.yousign.state.webhooks.values()) webhook.endpoint = `${started.url}/hooks/yousign`
  const { store } = started.server
  const done = (requestId: string) => until('erased', () => store.markOf(requestId)?.doneAt ?? undefined)
  const rest = () => until('the rest', () => store.erasures().every(({ restDoneAt }) => restDoneAt !== null))
  return {
    ...started,
    done,
    rest,
    session: (leadId: number) => openSession(started.url, world.kommo, leadId, people.sophie),
  }
}

it('goes on where the process died between two notes', async () => {
  const person = somebody()
  const { leadId, card, request } = await declined(world, person)
  await calm(world)
  const patch = { method: 'PATCH', path: /\/leads\/notes\/|\/tasks\// } as const
  world.kommo.faults.add({ match: { ...patch, nth: 2 }, when: 'before', kind: 'reset', times: 1_000 })
  await erase(card, person, [request.id])
  await until('half', () => textsOn(world, leadId).some((text) => !text.includes(person.firstName)))
  const { done, rest } = await restart(async () => {
    expect(tracesOf(world.config.dataDir, person)).toEqual([])
    expect(textsOn(world, leadId).some((text) => text.includes(person.firstName))).toBe(true)
    world.kommo.faults.clear()
  })
  clock.leap(60_000)
  await Promise.all([done(request.id), rest()])
  expect(textsOn(world, leadId).filter((text) => text.includes(person.firstName))).toEqual([])
})

describe('a backup that is put back', () => {
  const file = () => join(world.config.dataDir, 'old.backup')
  const documents = () => join(world.config.dataDir, 'documents')
  const goBack = async () => {
    const restored = await restore(world.config.dataDir, documents(), file(), 'then')
    if (!restored.ok) throw new Error(restored.failure.message)
  }

  it('brings back nothing that was erased since', async () => {
    const person = somebody()
    const { leadId, card, request } = await declined(world, person)
    await calm(world)
    await backUp(world.config.dataDir, documents(), file())
    await erase(card, person, [request.id])
    await until('erased', () => world.server.store.markOf(request.id)?.doneAt ?? undefined)
    const { server, session, done, rest } = await restart(async () => {
      await goBack()
      expect(tracesOf(world.config.dataDir, person).length).toBeGreaterThan(5)
    })
    await Promise.all([done(request.id), rest()])
    await until('compared', () => server.store.reconciling() === null)
    await server.runner.drain()
    expect(tracesOf(world.config.dataDir, person)).toEqual([])
    expect(textsOn(world, leadId).filter((text) => text.includes(person.firstName))).toEqual([])
    expect(await recordsOf(await session(leadId), person)).toEqual([])
    clock.leap(2 * 3_600_000)
    await until('no file', () => unsignedFiles(world.config.dataDir).length === 0)
    // Carried out again, not written down again.
    expect(server.store.erasures()).toHaveLength(1)
  })

  it('that is older than the request empties it again when it is found at Yousign', async () => {
    const person = somebody()
    await backUp(world.config.dataDir, documents(), file())
    const { leadId, card, request } = await declined(world, person)
    await calm(world)
    await erase(card, person, [request.id])
    await until('erased', () => world.server.store.markOf(request.id)?.doneAt ?? undefined)
    const { server, session, done } = await restart(goBack)
    await until('found again', () => server.store.request(request.id)?.state === 'declined')
    // Not even in between does anybody see it.
    const { requests } = (await session(leadId)).answer.card
    expect(requests).toMatchObject([{ id: request.id, signers: [], closed: { kind: 'erased' } }])
    clock.leap(60_000)
    await done(request.id)
    await server.runner.drain()
    expect(tracesOf(world.config.dataDir, person)).toEqual([])
    expect(textsOn(world, leadId).filter((text) => text.includes(person.firstName))).toEqual([])
  })
})
