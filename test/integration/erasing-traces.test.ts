// Erasing what stands in other places than the record: the copy among the lead's files in Kommo, and why somebody signed on paper.
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { UploadReply } from '../../shared/api.ts'
import { plainPdf } from '../simulators/kommo/plain-pdf.ts'
import { createWorld, until, type World } from '../world/world.ts'
import { erase, type Person, recordsOf, somebody, tracesOf } from './erasing.ts'
import { createLeapingClock } from './leaping-clock.ts'
import { calm, reached, remoteId, sendNew, stored } from './story.ts'

const clock = createLeapingClock()
const eleven = 11 * 366 * 24 * 3_600_000
const logLines: string[] = []
let world: World
beforeAll(async () => {
  world = await createWorld({ clock, logLines, yousign: { auditTrailDelay: 0 } })
})
afterAll(() => world[Symbol.asyncDispose]())

/** Ended so long ago that it may be erased, and erased; the clock stays where it is, because sessions end with it. */
async function erased(card: Parameters<typeof erase>[0], person: Person, requestId: string): Promise<void> {
  const { endedAt } = stored(world, requestId)
  world.server.store.record({ requestId, request: { endedAt: (endedAt ?? clock.now()) - eleven } }, clock.now())
  expect(await recordsOf(card, person)).toMatchObject([{ fate: { kind: 'erase' } }])
  expect((await erase(card, person, [requestId])).status).toBe(200)
  await until('erased everywhere', () => {
    clock.leap(20_000)
    return world.server.store.markOf(requestId)?.doneAt ?? undefined
  })
}

const copyOf = (requestId: string) => world.server.store.effects(requestId).find(({ kind }) => kind === 'copy')

/** Signed, with its copy among the lead's files. */
async function copied(person: Person) {
  world.server.store.changeSettings({ copyToKommo: true })
  const sent = await sendNew(world, { contacts: [person] })
  world.yousign.sign(remoteId(sent.request))
  await reached(world, sent.request.id, 'done')
  const uuid = await until('copied', () => {
    clock.leap(10_000)
    const effect = copyOf(sent.request.id)
    return effect?.state === 'done' ? (effect.remoteFile ?? undefined) : undefined
  })
  await calm(world)
  const copy = world.kommo.state.files.get(uuid)
  if (copy === undefined) throw new Error('there is no copy in Kommo')
  return { ...sent, copy }
}

it('removes the copy among the lead’s files, whatever becomes of the first call', async () => {
  const person = somebody()
  const { card, request, copy } = await copied(person)
  expect(copy).toMatchObject({ name: expect.stringContaining('signed'), deletedAt: null })
  const match = { method: 'DELETE', path: /\/v1\.0\/files$/ } as const
  world.kommo.faults.add({ match, when: 'before', kind: { status: 503 } })
  await erased(card, person, request.id)
  expect(copy.deletedAt).not.toBeNull()
  expect(world.server.store.files(request.id)).toEqual([])
  world.kommo.faults.clear()
})

it('ends where Kommo gives no right to delete files, and the log says that the copy stays', async () => {
  const person = somebody()
  const { card, request, copy } = await copied(person)
  const match = { method: 'DELETE', path: /\/v1\.0\/files$/ } as const
  world.kommo.faults.add({ match, when: 'before', kind: { status: 403, body: 'Forbidden' } })
  await erased(card, person, request.id)
  expect(copy.deletedAt).toBeNull()
  expect(logLines.join()).toContain('a copy of an erased record stays in Kommo')
  world.kommo.faults.clear()
})

it('of a record that was signed on paper takes the reason and the scan', async () => {
  const person = somebody()
  const { card, request } = await sendNew(world, { contacts: [person] })
  const answer = await card.call('upload', {}, plainPdf([[`Scan de ${person.lastName}`]]))
  const { uploadId, name } = answer.body as UploadReply
  const why = `${person.firstName} n’a pas de téléphone`
  const scan = { kind: 'upload', uploadId, name }
  expect((await card.call('paper', { request: request.id }, { scan, why })).status).toBe(200)
  await reached(world, request.id, 'canceled')
  await calm(world)
  expect(stored(world, request.id).paper).toMatchObject({ why })
  expect(world.server.store.files(request.id).map(({ kind }) => kind)).toContain('paper_scan')
  await erased(card, person, request.id)
  await until('the rest', () => world.server.store.erasures().at(-1)?.restDoneAt ?? undefined)
  await calm(world)
  expect(stored(world, request.id).paper).toMatchObject({ why: '', scan: { name: '' } })
  expect(world.server.store.files(request.id)).toEqual([])
  expect(tracesOf(world.config.dataDir, person)).toEqual([])
})
