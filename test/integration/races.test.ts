import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RequestReply } from '../../shared/api.ts'
import type { Problem } from '../../shared/problem.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import { createWorld, type World } from '../world/world.ts'
import { calm, formOf, newLead, press, reached, remoteRequestsOf, reviewed, send, stored } from './story.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ yousign: { auditTrailDelay: 0 } })
})
afterAll(() => world[Symbol.asyncDispose]())

async function leadWithCard(userId: number = people.sophie) {
  const leadId = newLead(world)
  await world.kommo.hooksSettled()
  return { leadId, card: await world.session(leadId, userId) }
}

/** The request of the one press that won. */
function wonBy(answers: { status: number; body: unknown }[]): RequestReply['request'] {
  const body = answers.find((one) => one.status === 200)?.body
  if (body === undefined) throw new Error(`nobody won: ${JSON.stringify(answers)}`)
  return (body as RequestReply).request
}

const idsOf = (answers: { body: unknown }[]) => [
  ...new Set(answers.map((one) => (one.body as RequestReply).request.id)),
]

describe('one document is sent once', () => {
  it('when Send is pressed ten times', async () => {
    const { leadId, card } = await leadWithCard()
    const { reviewId } = await reviewed(card, formOf(card))
    const answers = await Promise.all(Array.from({ length: 10 }, () => press(card, reviewId)))
    expect(answers.map((one) => one.status)).toEqual(Array.from({ length: 10 }, () => 200))
    const ids = idsOf(answers)
    expect(ids).toHaveLength(1)
    await reached(world, ids[0] ?? '', 'ongoing')
    expect(remoteRequestsOf(world, leadId).map((one) => one.status)).toEqual(['ongoing'])
    // Pressed once more, long after: still the same one.
    expect(idsOf([await press(card, reviewId)])).toEqual(ids)
  })

  it('when two tabs have reviewed it, and the other tab is told which one counts', async () => {
    const { leadId, card } = await leadWithCard()
    const other = await world.session(leadId)
    const [one, two] = await Promise.all([reviewed(card, formOf(card)), reviewed(other, formOf(other))])
    const answers = await Promise.all([press(card, one.reviewId), press(other, two.reviewId)])
    expect(answers.map((each) => each.status).sort()).toEqual([200, 409])
    const winner = wonBy(answers)
    const refused = answers.find((each) => each.status === 409)?.body as Problem
    expect(refused).toEqual({ code: 'already_under_way', requestId: winner.id, since: winner.createdAt })
    await reached(world, winner.id, 'ongoing')
    expect(remoteRequestsOf(world, leadId)).toHaveLength(1)
  })

  it('when two people press at once, whoever is slower sees the winner on the card', async () => {
    const { leadId, card } = await leadWithCard(people.sophie)
    const marc = await world.session(leadId, people.marc)
    const [one, two] = await Promise.all([reviewed(card, formOf(card)), reviewed(marc, formOf(marc))])
    const answers = await Promise.all([press(card, one.reviewId), press(marc, two.reviewId)])
    const winner = wonBy(answers)
    expect(answers.filter((each) => each.status === 409)).toHaveLength(1)
    const shown = (await marc.call('card')).body as { requests: { id: string; by: string }[] }
    expect(shown.requests.map((each) => each.id)).toEqual([winner.id])
    expect(['Sophie Vasseur', 'Marc Delorme']).toContain(shown.requests[0]?.by)
  })

  it('when it is tried again later while the first one still runs', async () => {
    const { card } = await leadWithCard()
    const first = await send(card)
    await reached(world, first.id, 'ongoing')
    const answer = await press(card, (await reviewed(card, formOf(card))).reviewId)
    expect(answer.status).toBe(409)
    expect(answer.body).toMatchObject({ code: 'already_under_way', requestId: first.id })
  })
})

describe('a knowing second one', () => {
  it('names the request it stands beside, and is itself sent once', async () => {
    const { leadId, card } = await leadWithCard()
    const first = await send(card)
    const reviews = await Promise.all([reviewed(card, formOf(card)), reviewed(card, formOf(card))])
    const answers = await Promise.all(reviews.map(({ reviewId }) => press(card, reviewId, { besides: first.id })))
    expect(answers.map((each) => each.status).sort()).toEqual([200, 409])
    const second = wonBy(answers)
    expect(second.id).not.toBe(first.id)
    expect(answers.find((each) => each.status === 409)?.body).toMatchObject({ requestId: second.id })
    await Promise.all([reached(world, first.id, 'ongoing'), reached(world, second.id, 'ongoing')])
    expect(remoteRequestsOf(world, leadId)).toHaveLength(2)
  })

  it('is refused when it names a request that this lead does not have', async () => {
    const { leadId, card } = await leadWithCard()
    const first = await send(card)
    const stranger = await leadWithCard()
    const foreign = await send(stranger.card)
    for (const besides of ['nothing', foreign.id]) {
      const { reviewId } = await reviewed(card, formOf(card))
      const answer = await press(card, reviewId, { besides })
      expect(answer.status).toBe(404)
    }
    await reached(world, first.id, 'ongoing')
    expect(remoteRequestsOf(world, leadId)).toHaveLength(1)
  })
})

describe('Retry after a failure', () => {
  it('gives way to a new send of the same document, and the other way round', async () => {
    const { leadId, card } = await leadWithCard()
    world.yousign.faults.add({
      match: { method: 'POST', path: /\/signers$/ },
      when: 'before',
      kind: {
        status: 400,
        body: { type: 'https://example.test/refused', title: 'No', detail: 'No', invalid_params: [] },
      },
    })
    const first = await send(card)
    await reached(world, first.id, 'failed')
    const second = await send(card)
    const retried = await card.call('retry', { request: first.id })
    expect(retried.status).toBe(409)
    expect(retried.body).toMatchObject({ code: 'already_under_way', requestId: second.id })
    await reached(world, second.id, 'ongoing')
    expect(remoteRequestsOf(world, leadId).map((one) => one.status)).toEqual(['ongoing'])
  })

  it('pressed by two people and beside a new send at the same moment starts one of them only', async () => {
    const { leadId, card } = await leadWithCard()
    const marc = await world.session(leadId, people.marc)
    world.yousign.faults.add({
      match: { method: 'POST', path: /\/signers$/ },
      when: 'before',
      kind: {
        status: 400,
        body: { type: 'https://example.test/refused', title: 'No', detail: 'No', invalid_params: [] },
      },
    })
    const first = await send(card)
    await reached(world, first.id, 'failed')
    const { reviewId } = await reviewed(marc, formOf(marc))
    const answers = await Promise.all([
      card.call('retry', { request: first.id }),
      marc.call('retry', { request: first.id }),
      press(marc, reviewId),
    ])
    expect(answers.map((each) => each.status).sort()).toEqual([200, 409, 409])
    await calm(world)
    expect(world.server.store.requestsOfLead(leadId).filter((one) => one.state === 'ongoing')).toHaveLength(1)
    expect(remoteRequestsOf(world, leadId).filter((one) => one.status === 'ongoing')).toHaveLength(1)
  })
})

describe('Undo and Stop', () => {
  it('take a send back within its undo time, and nothing was created at Yousign', async () => {
    const { leadId, card } = await leadWithCard()
    world.server.store.changeSettings({ undoSeconds: 60 })
    const request = await send(card)
    expect(request.undoUntil).toBeGreaterThan(Date.now() + 50_000)
    expect(request.actions).toEqual(['undo'])
    const undone = await card.call('undo', { request: request.id })
    expect(undone.status).toBe(200)
    const ended = await reached(world, request.id, 'canceled')
    expect(ended.trouble).toEqual({ kind: 'stopped', by: 'Sophie Vasseur' })
    expect(remoteRequestsOf(world, leadId)).toEqual([])
    world.server.store.changeSettings({ undoSeconds: 0 })
    // The document is free again.
    await reached(world, (await send(card)).id, 'ongoing')
  })

  it('pressed while documents are uploaded stop before anybody is contacted', async () => {
    const { leadId, card } = await leadWithCard()
    let id = ''
    world.yousign.faults.add({
      match: { method: 'POST', path: /\/documents$/ },
      when: 'before',
      kind: { call: async () => void (await card.call('undo', { request: id })) },
    })
    const { reviewId } = await reviewed(card, formOf(card))
    const pressed = press(card, reviewId)
    id = ((await pressed).body as RequestReply).request.id
    await reached(world, id, 'canceled')
    expect(remoteRequestsOf(world, leadId)).toEqual([])
    expect(stored(world, id).sentAt).toBeNull()
  })

  it('pressed after the activation are told that it is too late, and Cancel is asked of Yousign instead', async () => {
    const { card } = await leadWithCard()
    const request = await send(card)
    await reached(world, request.id, 'ongoing')
    const late = await card.call('undo', { request: request.id })
    expect(late.status).toBe(409)
    expect(late.body).toMatchObject({ code: 'too_late' })
    const canceled = await card.call('cancel', { request: request.id }, { reason: 'other', note: null })
    expect(canceled.status).toBe(200)
    const ended = await reached(world, request.id, 'canceled')
    expect(ended.ending).toMatchObject({ kind: 'canceled', by: 'Sophie Vasseur', reason: 'other' })
  })
})

describe('a prepared request', () => {
  it('creates nothing at Yousign until somebody presses Send, and then goes out once', async () => {
    const { leadId, card } = await leadWithCard()
    const { reviewId } = await reviewed(card, formOf(card))
    const answer = await press(card, reviewId, { intent: 'prepare' })
    const prepared = (answer.body as RequestReply).request
    expect(prepared).toMatchObject({ state: 'prepared', actions: ['send_prepared', 'discard'] })
    await calm(world)
    expect(remoteRequestsOf(world, leadId)).toEqual([])
    const pressed = await Promise.all([
      card.call('sendPrepared', { request: prepared.id }),
      card.call('sendPrepared', { request: prepared.id }),
    ])
    expect(pressed.map((each) => each.status).sort()).toEqual([200, 409])
    await reached(world, prepared.id, 'ongoing')
    expect(remoteRequestsOf(world, leadId)).toHaveLength(1)
  })

  it('can be discarded', async () => {
    const { leadId, card } = await leadWithCard()
    const { reviewId } = await reviewed(card, formOf(card))
    const { request } = (await press(card, reviewId, { intent: 'prepare' })).body as RequestReply
    expect((await card.call('undo', { request: request.id })).status).toBe(200)
    expect(stored(world, request.id).state).toBe('canceled')
    expect(remoteRequestsOf(world, leadId)).toEqual([])
  })
})
