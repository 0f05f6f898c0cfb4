// What the firm sends: saved by an administrator, filled in on the card, and held to when it is sent (product.md 2, 3).
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Card } from '../../shared/card.ts'
import type { DocumentTypeBody } from '../../shared/document-type.ts'
import type { SettingsPage } from '../../shared/settings.ts'
import { sampleType } from '../fixtures/document-type.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import { type CardClient, createWorld, until, type World } from '../world/world.ts'
import {
  calm,
  codesOf,
  openNew,
  press,
  reached,
  remoteId,
  remoteRequestsOf,
  reviewed,
  send,
  stored,
  tasksOn,
} from './story.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ yousign: { auditTrailDelay: 0 } })
})
afterAll(() => world[Symbol.asyncDispose]())

const plain: DocumentTypeBody = { ...sampleType, source: { kind: 'file', pattern: null }, firm: [] }

async function saved(body: DocumentTypeBody): Promise<{ leadId: number; card: CardClient; id: string }> {
  const { leadId, card } = await openNew(world)
  const answer = await card.call('saveType', {}, { id: null, base: null, body })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  const id = (answer.body as SettingsPage).types.find(({ name }) => name === body.name)?.id ?? ''
  return { leadId, card, id }
}

/** The type as the card of that user offers it on the lead. */
async function offered(leadId: number, id: string, userId: number = people.sophie) {
  const card = await world.session(leadId, userId)
  const shown = (await card.call('card')).body as Card
  const type = shown.composer?.types.find((one) => one.id === id)
  if (type === undefined) throw new Error('the type is not offered')
  return { card, type }
}

describe('the settings', () => {
  it('are for administrators only, reading too', async () => {
    const { leadId } = await openNew(world)
    const marc = await world.session(leadId, people.marc)
    for (const [name, values, body] of [
      ['settings', {}, undefined],
      ['saveType', {}, { id: null, base: null, body: plain }],
      ['addPack', {}, { profession: 'law', language: 'en', confirmed: true }],
      ['retireType', { type: 'x' }, undefined],
      ['testStorage', {}, undefined],
    ] as const)
      expect(await marc.call(name, values, body)).toEqual({ status: 403, body: { code: 'not_administrator' } })
  })

  it('refuse what cannot be signed, and a change that was made on an older version', async () => {
    const { card, id } = await saved({ ...plain, name: 'Bail' })
    const refused = await card.call(
      'saveType',
      {},
      { id: null, base: null, body: { ...plain, name: 'Acte authentique' } },
    )
    expect(refused).toMatchObject({ status: 422, body: { problems: [{ code: 'notarial_deed', field: 'name' }] } })
    const twice = { id, base: 1, body: { ...plain, name: 'Bail', expiryDays: 9 } }
    expect((await card.call('saveType', {}, twice)).status).toBe(200)
    expect(await card.call('saveType', {}, twice)).toMatchObject({ status: 409, body: { code: 'moved_on' } })
  })

  it('add a starter pack once, however often it is asked for', async () => {
    const { card } = await openNew(world)
    const add = async () =>
      (await card.call('addPack', {}, { profession: 'broker', language: 'fr', confirmed: true })).body as SettingsPage
    const once = await add()
    expect(once.types.filter(({ name }) => name === 'Mandat de recherche de financement')).toHaveLength(1)
    const told = (language: 'en' | 'fr') => once.packs.broker[language].map(({ isThere }) => isThere)
    expect([told('fr'), told('en')]).toEqual([Array(5).fill(true), Array(5).fill(false)])
    expect(once.packs.law.en.find(({ name }) => name === 'Minutes or resolutions')?.minimum).toBe(
      'advanced_electronic_signature',
    )
    expect((await add()).types).toHaveLength(once.types.length)
  })
})

describe('a document type', () => {
  it('asks clients to confirm, sends copies, and leaves its own task that we never close', async () => {
    const { leadId, id } = await saved({
      ...plain,
      name: 'Mandat',
      consents: ['read', 'early_start'],
      copyTo: ['a@example.fr'],
    })
    const { card, type } = await offered(leadId, id)
    const { id: requestId } = await send(card, type.form)
    const request = await reached(world, requestId, 'ongoing')
    const remote = remoteRequestsOf(world, leadId)[0]
    expect(remote?.consents.map(({ optional }) => optional)).toEqual([false, true])
    expect(remote?.followers.map(({ email }) => email)).toEqual(['a@example.fr'])
    expect(request.snapshot.terms.type).toMatchObject({ id, version: 1, name: 'Mandat' })
    world.yousign.sign(remoteId(request))
    await reached(world, requestId, 'done')
    await until('the task', () => tasksOn(world, leadId)[0])
    await calm(world)
    expect(
      tasksOn(world, leadId).map(({ text, isCompleted }) => [text.includes('Check before invoicing'), isCompleted]),
    ).toEqual([[true, false]])
  })

  it('is raised by a manager, lowered only with the right, a reason and a line of the ledger', async () => {
    const body = { ...plain, name: 'Protocole', level: 'advanced_electronic_signature' as const }
    const { leadId, id } = await saved(body)
    const low = { level: 'electronic_signature' as const, mode: 'otp_sms' as const }
    const marc = await offered(leadId, id, people.marc)
    expect(marc.type.levels).not.toContain('electronic_signature')
    const tried = await reviewed(marc.card, { ...marc.type.form, ...low, reason: 'Quicker' })
    expect(codesOf(tried.findings)).toContain('red level_fixed')
    expect((await press(marc.card, tried.reviewId)).status).toBe(422)
    const { card, type } = await offered(leadId, id)
    expect(codesOf((await reviewed(card, { ...type.form, ...low })).findings)).toContain('red reason_missing')
    const sent = await send(card, { ...type.form, ...low, reason: 'No identity document' })
    expect(world.server.store.ledger(sent.id, 50).find(({ event }) => event === 'level_lowered')?.facts).toMatchObject({
      from: 'advanced_electronic_signature',
      to: 'electronic_signature',
      reason: 'No identity document',
    })
    expect(stored(world, sent.id).snapshot.levelSuggested.level).toBe('advanced_electronic_signature')
  })

  it('that was changed or withdrawn since the form was filled in stops the send', async () => {
    const { leadId, card, id } = await saved({ ...plain, name: 'Avenant' })
    const { type } = await offered(leadId, id)
    await card.call('retireType', { type: id })
    expect(codesOf((await reviewed(card, type.form)).findings)).toContain('red type_changed')
    await expect(offered(leadId, id)).rejects.toThrow('not offered')
  })
})
