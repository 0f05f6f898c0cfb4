// What follows when a request is declined or expires (product.md 3.2, 3.6; protocols.md P2, P7).

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dateAfter } from '../../server/domain/dates.ts'
import type { CardRequest } from '../../shared/card.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import { createWorld, until, type World } from '../world/world.ts'
import {
  calm,
  camille,
  clientsOf,
  formOf,
  nadia,
  notesOn,
  press,
  reached,
  remoteId,
  reviewed,
  send,
  sendNew,
  shown,
  stored,
  tasksOn,
} from './story.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ yousign: { auditTrailDelay: 0 } })
})
afterAll(() => world[Symbol.asyncDispose]())

const secretsOfPeople = /@|\+33|39 98/

const sendToBoth = () =>
  sendNew(world, { contacts: [camille, nadia] }, (form, card) => ({ ...form, signers: clientsOf(card) }))

/** Our notes after the one that says it was sent. */
const afterSent = (leadId: number) => notesOn(world, leadId).filter((text) => !text.includes('Sent for signature'))

/** Events are told to the second. */
function waitASecond(): Promise<unknown> {
  const second = Math.floor(Date.now() / 1000)
  return until('the next second', () => Math.floor(Date.now() / 1000) > second)
}

describe('a declined request', () => {
  it('leaves a note with who, the reason on the card only, and one task for the responsible user', async () => {
    const { leadId, request, card } = await sendToBoth()
    world.yousign.decline(remoteId(request), 'Je préfère attendre, 06 39 98 11 11')
    await reached(world, request.id, 'declined')
    await calm(world)
    expect(afterSent(leadId)).toEqual([
      expect.stringMatching(
        /^TEST\. Camille Durand declined to sign Mandat\. The reason is on the card\. YS-\w{6}-[0-9a-f]{6}$/,
      ),
    ])
    expect(notesOn(world, leadId).join(' ')).not.toMatch(secretsOfPeople)
    expect(tasksOn(world, leadId).map((task) => [task.text.split(':')[0], task.responsibleUserId])).toEqual([
      ['TEST. Camille Durand declined to sign Mandat', people.marc],
    ])
    const view = await shown(card, request.id)
    expect(view.ending).toMatchObject({
      kind: 'declined',
      name: 'Camille Durand',
      reason: 'Je préfère attendre, 06 39 98 11 11',
    })
    expect(view.actions).toEqual(['new_version', 'paper'])
    expect(view.signers.map((signer) => [signer.status, signer.actions])).toEqual([
      ['declined', []],
      ['aborted', []],
    ])
  })

  it('tells the reason in the note when the firm switched that on', async () => {
    world.server.store.changeSettings({ declineReasonInNotes: true })
    const { leadId, request } = await sendNew(world)
    world.yousign.decline(remoteId(request), 'Trop cher')
    await reached(world, request.id, 'declined')
    await calm(world)
    world.server.store.changeSettings({ declineReasonInNotes: false })
    expect(afterSent(leadId)[0]).toContain('Reason: "Trop cher"')
  })

  it('frees the document for a new version that names the old one', async () => {
    const { leadId, request, card } = await sendNew(world)
    world.yousign.decline(remoteId(request), 'Erreur de date')
    await reached(world, request.id, 'declined')
    const { reviewId } = await reviewed(card, formOf(card), request.id)
    const next = ((await press(card, reviewId, { replaces: request.id })).body as { request: CardRequest }).request
    expect(next.replaces).toBe(request.id)
    expect((await shown(card, request.id)).replacedBy).toBe(next.id)
    await reached(world, next.id, 'ongoing')
    expect(world.server.store.requestsOfLead(leadId)).toHaveLength(2)
  })
})

describe('the task', () => {
  it.each([
    ['the fallback person when the responsible user is inactive', people.camille, people.camille],
    ['an administrator when there is no fallback', null, people.sophie],
    ['an administrator when the fallback is inactive too', people.paul, people.sophie],
  ])('goes to %s', async (_, fallbackUserId, expected) => {
    world.server.store.changeSettings({ fallbackUserId })
    const { leadId, request } = await sendNew(world, { responsibleUserId: people.paul })
    world.yousign.decline(remoteId(request), 'Non')
    await until('task', () => tasksOn(world, leadId)[0])
    expect(tasksOn(world, leadId)[0]?.responsibleUserId).toBe(expected)
    world.server.store.changeSettings({ fallbackUserId: null })
  })

  it('is not made for a lead that is gone, and the card says nothing is stuck', async () => {
    const { leadId, request } = await sendNew(world)
    await calm(world)
    world.kommo.deleteLead(leadId, people.sophie)
    world.yousign.decline(remoteId(request), 'Non')
    await reached(world, request.id, 'declined')
    await calm(world)
    expect(tasksOn(world, leadId)).toEqual([])
    expect(world.server.store.effects(request.id).filter((one) => one.state === 'waiting')).toEqual([])
  })
})

describe('an expired request', () => {
  it('names who is missing, makes a task, and goes on after its deadline was extended', async () => {
    const { leadId, request, card } = await sendToBoth()
    world.yousign.sign(remoteId(request, 0))
    await until('signed', () => stored(world, request.id).signers[0]?.status === 'signed')
    world.yousign.expire(request.yousignId ?? '')
    await reached(world, request.id, 'expired')
    await calm(world)
    expect(afterSent(leadId)).toEqual([
      expect.stringContaining('The deadline for Mandat has passed. Signed: Camille Durand. Missing: Nadia Benali.'),
    ])
    expect(tasksOn(world, leadId)).toHaveLength(1)
    expect((await shown(card, request.id)).actions).toEqual(['extend', 'new_version', 'paper'])

    const extended = await card.call('extend', { request: request.id }, { days: 10 })
    expect(extended.status, JSON.stringify(extended.body)).toBe(200)
    expect(stored(world, request.id)).toMatchObject({ state: 'ongoing', ending: null, endedAt: null })
    await calm(world)
    expect(afterSent(leadId)[1]).toContain('deadline extended to')
    world.yousign.sign(remoteId(request, 1))
    await reached(world, request.id, 'done')
    await calm(world)
    expect(tasksOn(world, leadId).map((task) => task.isCompleted)).toEqual([true])
  })

  it('goes on when a colleague extends it in Yousign, and can expire again', async () => {
    const { leadId, request } = await sendNew(world)
    world.yousign.expire(request.yousignId ?? '')
    await reached(world, request.id, 'expired')
    await waitASecond()
    world.yousign.reactivateInApp(request.yousignId ?? '', dateAfter('Europe/Paris', Date.now(), 60))
    await reached(world, request.id, 'ongoing')
    world.yousign.expire(request.yousignId ?? '')
    await reached(world, request.id, 'expired')
    await calm(world)
    expect(afterSent(leadId).filter((text) => text.includes('has passed'))).toHaveLength(2)
  })

  it('that a colleague sets going beside a newer one leaves both alive, and a person is asked', async () => {
    const { leadId, request, card } = await sendNew(world)
    world.yousign.expire(request.yousignId ?? '')
    await reached(world, request.id, 'expired')
    const newer = await reached(world, (await send(card)).id, 'ongoing')
    await waitASecond()
    world.yousign.reactivateInApp(request.yousignId ?? '', dateAfter('Europe/Paris', Date.now(), 60))
    await reached(world, request.id, 'ongoing')
    await calm(world)
    expect(stored(world, newer.id).state).toBe('ongoing')
    expect((await shown(card, request.id)).trouble).toEqual({ kind: 'two_requests' })
    expect(
      tasksOn(world, leadId)
        .map((task) => task.text)
        .join(),
    ).toContain('two requests exist at Yousign')
    // Neither may be sent once more without saying so.
    const again = await press(card, (await reviewed(card, formOf(card))).reviewId)
    expect([again.status, again.body]).toMatchObject([409, { requestId: newer.id }])
  })
})
