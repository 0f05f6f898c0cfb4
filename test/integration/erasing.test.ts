// Erasing and restricting the records of a person: what is left of them here and in Kommo (product.md 3.6, 3.7).
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { KeepingPage } from '../../shared/keeping.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import { createWorld, until, type World } from '../world/world.ts'
import { declined, erase, recordsOf, somebody, textsOn, tracesOf, unsignedFiles } from './erasing.ts'
import { createLeapingClock } from './leaping-clock.ts'
import { calm, notesOn, reached, remoteId, sendNew, shown } from './story.ts'

const clock = createLeapingClock()
let world: World
beforeAll(async () => {
  world = await createWorld({ clock, yousign: { auditTrailDelay: 0 } })
})
afterAll(() => world[Symbol.asyncDispose]())

const done = (requestId: string) =>
  until('erased everywhere', () => world.server.store.markOf(requestId)?.doneAt ?? undefined)

describe('erasing', () => {
  it('leaves nothing of the person in the database, on the disk and in our notes', async () => {
    const person = somebody()
    const { leadId, card, request } = await declined(world, person)
    await until('noted', () => textsOn(world, leadId).length >= 3)
    await calm(world)
    expect(tracesOf(world.config.dataDir, person).length).toBeGreaterThan(5)
    expect(await recordsOf(card, person)).toMatchObject([{ reference: request.reference, fate: { kind: 'erase' } }])

    expect((await erase(card, person, [request.id])).status).toBe(200)
    await done(request.id)
    await until('the rest', () => world.server.store.erasures().at(-1)?.restDoneAt ?? undefined)
    await calm(world)
    expect(tracesOf(world.config.dataDir, person)).toEqual([])
    const texts = textsOn(world, leadId)
    expect(texts.length).toBeGreaterThanOrEqual(3)
    for (const text of texts)
      expect(text).toMatch(/^(Content removed on|Contenu supprimé le) \d\d\/\d\d\/\d{4}\. YS-[A-Z0-9]{6}-[0-9a-f]{6}$/)
    expect(await shown(card, request.id)).toMatchObject({
      name: request.reference,
      signers: [],
      timeline: [],
      actions: [],
      closed: { kind: 'erased' },
    })
    expect((await card.call('timeline', { request: request.id })).status).toBe(410)
    const page = (await card.call('keeping')).body as KeepingPage
    expect(page.erasures[0]).toMatchObject({ by: 'Sophie Vasseur', erased: 1, restricted: 0, waiting: 0 })
    // An hour later nobody can be about to send the same bytes.
    clock.leap(2 * 3_600_000)
    await until('no file', () => unsignedFiles(world.config.dataDir).length === 0)
  })

  it('of what can still be signed is refused, and nothing is touched', async () => {
    const person = somebody()
    const over = await declined(world, person)
    const { leadId, card, request } = await sendNew(world, { contacts: [person] })
    const both = await erase(card, person, [over.request.id, request.id])
    expect(both).toMatchObject({ status: 409, body: { code: 'record_running', reference: request.reference } })
    await calm(world)
    expect(notesOn(world, leadId).join(' ')).toContain(person.lastName)
    expect(world.server.store.markOf(over.request.id)).toBeNull()
    // Once cancelled it can be.
    await card.call('cancel', { request: request.id }, { reason: 'other', note: null })
    await reached(world, request.id, 'canceled')
    expect((await erase(card, person, [over.request.id, request.id])).status).toBe(200)
    await done(request.id)
    await done(over.request.id)
    await until('the rest', () => world.server.store.erasures().at(-1)?.restDoneAt ?? undefined)
    await calm(world)
    expect(tracesOf(world.config.dataDir, person)).toEqual([])
  })

  it('touches nobody else, and only the records that were named', async () => {
    const [person, other] = [somebody(), somebody()]
    const first = await declined(world, person)
    const second = await declined(world, person)
    const { request } = await declined(world, other)
    expect((await erase(first.card, person, [first.request.id, request.id])).status).toBe(404)
    expect((await erase(first.card, person, [first.request.id])).status).toBe(200)
    await done(first.request.id)
    for (const id of [second.request.id, request.id]) expect(world.server.store.markOf(id)).toBeNull()
    expect(world.server.store.request(second.request.id)?.signers[0]?.sent.lastName).toBe(person.lastName)
  })

  it('goes on after answers that were lost and calls that were refused for a while', async () => {
    const person = somebody()
    const { leadId, card, request } = await declined(world, person)
    await calm(world)
    const patch = { method: 'PATCH', path: /\/leads\/notes\/|\/tasks\// } as const
    world.kommo.faults.add({ match: patch, when: 'after', kind: 'reset' })
    world.kommo.faults.add({ match: { ...patch, nth: 2 }, when: 'before', kind: { status: 503 } })
    await erase(card, person, [request.id])
    await until('tried', () =>
      world.kommo.ledger.some(({ method, path }) => method === 'PATCH' && path.includes('notes')),
    )
    await until('all of it', () => {
      clock.leap(20_000)
      return world.server.store.markOf(request.id)?.doneAt ?? undefined
    })
    expect(textsOn(world, leadId).filter((text) => text.includes(person.lastName))).toEqual([])
  })

  it('is not stopped by a lead that was deleted in Kommo', async () => {
    const person = somebody()
    const { leadId, card, request } = await declined(world, person)
    await calm(world)
    world.kommo.deleteLead(leadId, people.sophie)
    await erase(card, person, [request.id])
    await done(request.id)
  })
})

describe('restricting', () => {
  it('keeps a signed record, shows only until when, and opens it to administrators alone', async () => {
    const person = somebody()
    const { leadId, card, request } = await sendNew(world, { contacts: [person] })
    world.yousign.sign(remoteId(request))
    await reached(world, request.id, 'done')
    const note = await until('noted', () => notesOn(world, leadId).find((text) => text.includes('/files/')))
    const token = /\/files\/([\w-]+)/.exec(note)?.[1] ?? ''
    clock.leap(6_000)
    await until('complete', async () => (await shown(card, request.id)).completeFile)
    const file = (await shown(card, request.id)).files[0]?.id ?? ''
    const [record] = await recordsOf(card, person)
    expect(record?.fate.kind).toBe('restrict')

    expect((await erase(card, person, [request.id])).status).toBe(200)
    const closed = await shown(card, request.id)
    const until10 = new Date(request.sentAt ?? 0).getUTCFullYear() + 10
    expect(closed).toMatchObject({ files: [], completeFile: null, signers: [], closed: { kind: 'restricted' } })
    expect(new Date(closed.closed?.kind === 'restricted' ? closed.closed.until : 0).getUTCFullYear()).toBe(until10)
    expect(JSON.stringify(closed)).not.toContain(person.lastName)
    expect((await fetch(`${world.url}/files/${token}`)).status).toBe(410)
    const marc = await world.session(leadId, people.marc)
    const asked = { request: request.id, file }
    expect(await marc.call('file', asked)).toMatchObject({ status: 403, body: { code: 'restricted' } })
    expect((await marc.call('evidence', asked)).status).toBe(403)
    expect((await card.call('file', asked)).status).toBe(200)
    expect((await card.call('evidence', asked)).status).toBe(200)
    expect(await recordsOf(card, person)).toMatchObject([{ fate: { kind: 'restricted' }, files: [{ id: file }, {}] }])
    expect(world.server.store.request(request.id)?.signers[0]?.sent.lastName).toBe(person.lastName)
  })
})

describe('keeping', () => {
  it('is for administrators only', async () => {
    const { leadId, request } = await declined(world, somebody())
    const marc = await world.session(leadId, people.marc)
    for (const [name, body] of [
      ['keeping', undefined],
      ['saveKeeping', { reviewYears: 5 }],
      ['renewKeeping', { requestId: request.id, years: 5 }],
      ['findPerson', { email: 'a@example.fr', contactId: null }],
      ['erasePerson', { email: 'a@example.fr', contactId: null, requestIds: [] }],
    ] as const)
      expect(await marc.call(name, {}, body)).toEqual({ status: 403, body: { code: 'not_administrator' } })
  })

  it('shows the periods, takes the firm’s years and renews a signed record', async () => {
    const { card, request } = await sendNew(world, { contacts: [somebody()] })
    expect((await card.call('renewKeeping', {}, { requestId: request.id, years: 5 })).status).toBe(409)
    world.yousign.sign(remoteId(request))
    await reached(world, request.id, 'done')
    const page = (await card.call('saveKeeping', {}, { reviewYears: 7 })).body as KeepingPage
    expect(page.choices).toEqual({ reviewYears: 7 })
    expect(page.periods).toContainEqual({ kind: 'deliveries', period: { count: 90, unit: 'days' } })
    expect((await card.call('renewKeeping', {}, { requestId: request.id, years: 30 })).status).toBe(200)
    const { until: kept } = world.server.store.renewals(request.id)
    expect(new Date(kept ?? 0).getUTCFullYear() - new Date(clock.now()).getUTCFullYear()).toBe(30)
  })
})
