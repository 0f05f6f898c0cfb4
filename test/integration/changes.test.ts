// What changed since somebody looked, and leads that a user may not see (protocols.md P1 step 4; design.md 4.9).

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { textDocument } from '../../server/documents/testing/samples.ts'
import type { CardRequest } from '../../shared/card.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import { createWorld, RefusedSession, type World } from '../world/world.ts'
import { formOf, newLead, openNew, press, reached, remoteRequestsOf, reviewed, send, stored } from './story.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ yousign: { auditTrailDelay: 0 } })
})
afterAll(() => world[Symbol.asyncDispose]())

describe('what changed since somebody looked', () => {
  it('stops Send with the difference when a contact was edited after the review', async () => {
    const { leadId, card } = await openNew(world)
    const contactId = card.answer.card.composer?.contacts[0]?.contactId ?? 0
    const { reviewId } = await reviewed(card, formOf(card))
    world.kommo.editContact(contactId, { emails: ['camille.neuve@example.fr'] }, people.marc)
    await world.kommo.hooksSettled()
    const answer = await press(card, reviewId)
    expect(answer.status).toBe(409)
    expect(answer.body).toEqual({
      code: 'changed',
      differences: [
        {
          what: 'signer_email',
          of: 'Camille Durand',
          before: 'camille.durand@example.fr',
          after: 'camille.neuve@example.fr',
        },
      ],
    })
    expect(remoteRequestsOf(world, leadId)).toEqual([])
  })

  it('stops the send before the activation when a contact was edited meanwhile', async () => {
    const { leadId, card } = await openNew(world)
    const contactId = card.answer.card.composer?.contacts[0]?.contactId ?? 0
    world.yousign.faults.add({
      match: { method: 'POST', path: /\/signers$/ },
      when: 'after',
      kind: {
        call: async () => {
          world.kommo.editContact(contactId, { phones: ['+33 6 39 98 00 77'] }, people.marc)
          await world.kommo.hooksSettled()
        },
      },
    })
    const request = await reached(world, (await send(card)).id, 'failed')
    expect(request.trouble).toEqual({ kind: 'changed' })
    expect(remoteRequestsOf(world, leadId)).toEqual([])
    expect((await card.call('retry', { request: request.id })).status).toBe(410)
  })

  it('does not stop it for an edit that concerns nothing that is sent', async () => {
    const { card } = await openNew(world)
    const contactId = card.answer.card.composer?.contacts[0]?.contactId ?? 0
    const { reviewId } = await reviewed(card, formOf(card))
    world.kommo.editContact(contactId, { emails: ['camille.durand@example.fr', 'autre@example.fr'] }, people.marc)
    await world.kommo.hooksSettled()
    const answer = await press(card, reviewId)
    expect(answer.status).toBe(200)
    await reached(world, (answer.body as { request: CardRequest }).request.id, 'ongoing')
  })

  it('stops for a lead that was deleted, before Send and before the activation', async () => {
    const before = await openNew(world)
    const { reviewId } = await reviewed(before.card, formOf(before.card))
    world.kommo.deleteLead(before.leadId, people.sophie)
    await world.kommo.hooksSettled()
    const answer = await press(before.card, reviewId)
    expect([answer.status, answer.body]).toEqual([410, { code: 'lead_gone' }])

    const during = await openNew(world)
    world.yousign.faults.add({
      match: { method: 'POST', path: /\/signers$/ },
      when: 'after',
      kind: {
        call: async () => {
          world.kommo.deleteLead(during.leadId, people.sophie)
          await world.kommo.hooksSettled()
        },
      },
    })
    const request = await reached(world, (await send(during.card)).id, 'failed')
    expect(request.trouble).toEqual({ kind: 'lead_gone' })
    expect(remoteRequestsOf(world, during.leadId)).toEqual([])
    const card = (await world.session(during.leadId)).answer.card
    expect([card.leadGone, card.composer]).toEqual([true, null])
  })
})

describe('a lead that the user may not see', () => {
  it('opens no session and answers every route with 403 and nothing else', async () => {
    const { leadId, card } = await openNew(world, { responsibleUserId: people.camille })
    const request = await reached(world, (await send(card)).id, 'ongoing')
    const mine = newLead(world, { responsibleUserId: people.camille })
    await world.kommo.hooksSettled()
    const stranger = await world.session(mine, people.camille)
    world.kommo.editLead(leadId, { responsibleUserId: people.marc }, people.sophie)
    await world.kommo.hooksSettled()
    world.kommo.setRight(people.camille, 'leads', 'view', 'M')
    await expect(world.session(leadId, people.camille)).rejects.toBeInstanceOf(RefusedSession)
    const signer = stored(world, request.id).signers[0]?.id ?? ''
    const at = { lead: leadId, request: request.id, signer }
    const form = formOf(card)
    const answers = [
      await stranger.call('card', at),
      await stranger.call('stream', at),
      await stranger.call('review', at, { form, replaces: null }),
      await stranger.call('reviewDocument', { ...at, review: 'r', index: 0 }),
      await stranger.call('send', at, { reviewId: 'r', intent: 'send', besides: null, replaces: null }),
      await stranger.call('phone', at, { phone: '0639980001' }),
      await stranger.call('undo', at),
      await stranger.call('sendPrepared', at),
      await stranger.call('retry', at),
      await stranger.call('retryEffects', at),
      await stranger.call('cancel', at, { reason: 'other', note: null }),
      await stranger.call('extend', at, { days: 5 }),
      await stranger.call('refresh', at),
      await stranger.call('timeline', at),
      await stranger.call('remind', at),
      await stranger.call('link', at),
      await stranger.call('correct', at, {
        firstName: 'A',
        lastName: 'B',
        email: 'a@example.fr',
        phone: null,
        unblock: false,
      }),
      await stranger.call('file', { ...at, file: 'f' }),
      await stranger.call('upload', at, await textDocument(['x'])),
    ]
    for (const answer of answers) expect(answer).toEqual({ status: 403, body: { code: 'forbidden' } })
    // And a request of another lead is as good as none under a lead that may be seen.
    expect(await stranger.call('cancel', { ...at, lead: mine }, { reason: 'other', note: null })).toEqual({
      status: 404,
      body: { code: 'not_found' },
    })
    expect(stored(world, request.id).state).toBe('ongoing')
  })
})
