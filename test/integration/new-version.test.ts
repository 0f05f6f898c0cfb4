// A new version and what it replaces: compared before it is sent, linked on both sides, and never out while the old one can still
// be signed or after it was.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { dateAfter } from '../../server/domain/dates.ts'
import type { SignatureRequest } from '../../server/domain/signature-request.ts'
import type { CardRequest } from '../../shared/card.ts'
import type { FormDocument, SendForm } from '../../shared/form.ts'
import { plainPdf } from '../simulators/kommo/plain-pdf.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import { type CardClient, createWorld, until, type World } from '../world/world.ts'
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
  remoteRequestsOf,
  reviewed,
  sendNew,
  shown,
  stored,
} from './story.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ yousign: { auditTrailDelay: 0 } })
  world.server.store.changeSettings({ language: 'en' })
})
afterEach(() => {
  world.yousign.faults.clear()
  world.server.store.changeSettings({ undoSeconds: 0 })
})
afterAll(() => world[Symbol.asyncDispose]())

const sendToBoth = () =>
  sendNew(world, { contacts: [camille, nadia] }, (form, card) => ({ ...form, signers: clientsOf(card) }))

let versions = 0
/** The same people, another file: the key of the document keeps nothing apart. */
function otherFile(leadId: number): FormDocument {
  versions += 1
  const name = `Mandat corrigé ${versions}.pdf`
  return { kind: 'lead_file', uuid: world.kommo.uploadLeadFile(leadId, name, plainPdf([[name]]), people.sophie), name }
}

const corrected = (card: CardClient, leadId: number): SendForm => ({
  ...formOf(card),
  signers: clientsOf(card),
  source: { kind: 'documents', documents: [otherFile(leadId)] },
})

async function expired() {
  const sent = await sendNew(world)
  world.yousign.expire(sent.request.yousignId ?? '')
  await reached(world, sent.request.id, 'expired')
  return sent
}

/** Events are told to the second. */
function waitASecond(): Promise<unknown> {
  const second = Math.floor(Date.now() / 1000)
  return until('the next second', () => Math.floor(Date.now() / 1000) > second)
}

const reactivate = async (request: SignatureRequest) => {
  await waitASecond()
  world.yousign.reactivateInApp(request.yousignId ?? '', dateAfter('Europe/Paris', Date.now(), 60))
  await reached(world, request.id, 'ongoing')
}

const activated = (leadId: number) => remoteRequestsOf(world, leadId).filter((one) => one.activated_at !== null)
const linesOf = (id: string) => world.server.store.ledger(id, 50)

describe('a new version of a cancelled request', () => {
  it('shows what differs and who signs again, links both ways, and is named in the note and both ledgers', async () => {
    const { leadId, request, card } = await sendToBoth()
    world.yousign.sign(remoteId(request, 0))
    await until('signed', () => stored(world, request.id).signers[0]?.status === 'signed')
    await card.call('cancel', { request: request.id }, { reason: 'errors_in_document', note: null })
    await reached(world, request.id, 'canceled')
    const form = corrected(card, leadId)
    const review = await reviewed(card, { ...form, expiryDays: 9 }, request.id)
    expect(review.newVersion).toMatchObject({
      requestId: request.id,
      reference: request.reference,
      document: 'other',
      signed: [{ name: 'Camille Durand', signsAgain: true }],
    })
    expect(review.newVersion?.differences.map(({ what }) => what)).toEqual(['document', 'deadline'])
    const next = ((await press(card, review.reviewId, { replaces: request.id })).body as { request: CardRequest })
      .request
    await reached(world, next.id, 'ongoing')
    await calm(world)
    const [old, young] = [await shown(card, request.id), await shown(card, next.id)]
    expect([old.replacedBy, young.replaces]).toEqual([next.id, request.id])
    expect(old.actions).toEqual([])
    expect(notesOn(world, leadId).filter((text) => text.includes(`Replaces ${request.reference}.`))).toHaveLength(1)
    expect(linesOf(next.id).find(({ event }) => event === 'replaces')?.facts['reference']).toBe(request.reference)
    expect(linesOf(request.id).find(({ event }) => event === 'replaced')?.facts).toEqual({
      by: 'Sophie Vasseur',
      reference: next.reference,
    })
  })

  it('prepared by one is shown with its differences to whoever sends it', async () => {
    const { leadId, request, card } = await sendToBoth()
    world.yousign.decline(remoteId(request), 'Error')
    await reached(world, request.id, 'declined')
    const review = await reviewed(card, corrected(card, leadId), request.id)
    const answer = await press(card, review.reviewId, { replaces: request.id, intent: 'prepare' })
    const { request: prepared } = answer.body as { request: CardRequest }
    expect(prepared.newVersion).toEqual(review.newVersion)
  })

  it('is sent only for the request with which it was compared', async () => {
    const { request, card } = await sendNew(world)
    await card.call('cancel', { request: request.id }, { reason: 'errors_in_document', note: null })
    await reached(world, request.id, 'canceled')
    const plain = await reviewed(card, formOf(card))
    expect((await press(card, plain.reviewId, { replaces: request.id })).status).toBe(400)
    const stranger = await sendNew(world)
    const foreign = await card.call('review', {}, { form: formOf(card), replaces: stranger.request.id })
    expect(foreign.status).toBe(404)
  })

  it('that was taken back has replaced nothing; pressed twice from two reviews, one is sent', async () => {
    const { leadId, request, card } = await sendNew(world)
    world.yousign.decline(remoteId(request), 'Error')
    await reached(world, request.id, 'declined')
    world.server.store.changeSettings({ undoSeconds: 600 })
    const first = await reviewed(card, corrected(card, leadId), request.id)
    const taken = (await press(card, first.reviewId, { replaces: request.id })).body as { request: CardRequest }
    expect((await shown(card, request.id)).actions).toEqual([])
    await card.call('undo', { request: taken.request.id })
    await reached(world, taken.request.id, 'canceled')
    const old = await shown(card, request.id)
    expect([old.replacedBy, old.actions.includes('new_version')]).toEqual([null, true])

    world.server.store.changeSettings({ undoSeconds: 0 })
    const two = await Promise.all([1, 2].map(() => reviewed(card, corrected(card, leadId), request.id)))
    const answers = await Promise.all(two.map(({ reviewId }) => press(card, reviewId, { replaces: request.id })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'not_replaceable', why: 'runs' })
    await calm(world)
    expect(activated(leadId)).toHaveLength(2)
  })
})

describe('a contract is not out twice', () => {
  it('while the old one runs, and while its cancellation is only asked for', async () => {
    const { leadId, request, card } = await sendNew(world)
    const refused = await card.call('review', {}, { form: corrected(card, leadId), replaces: request.id })
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'not_replaceable', requestId: request.id, why: 'runs' },
    })
    world.yousign.faults.add({ match: { method: 'POST', path: /cancel$/ }, when: 'before', kind: { status: 503 } })
    await card.call('cancel', { request: request.id }, { reason: 'errors_in_document', note: null })
    const again = await card.call('review', {}, { form: corrected(card, leadId), replaces: request.id })
    expect(again).toMatchObject({ status: 409, body: { why: 'runs' } })
    expect(activated(leadId)).toHaveLength(1)
  })

  it('when everybody signs the old one before the cancellation arrives', async () => {
    const { leadId, request, card } = await sendNew(world)
    const sign = () => void world.yousign.sign(remoteId(request))
    world.yousign.faults.add({
      match: { method: 'POST', path: /cancel$/, nth: 1 },
      when: 'before',
      kind: { call: sign },
    })
    await card.call('cancel', { request: request.id }, { reason: 'errors_in_document', note: null })
    await reached(world, request.id, 'done')
    const refused = await card.call('review', {}, { form: corrected(card, leadId), replaces: request.id })
    expect(refused).toMatchObject({ status: 409, body: { code: 'not_replaceable', why: 'signed' } })
    expect(activated(leadId)).toHaveLength(1)
  })

  it('when a colleague extends the old one between the review and Send, or while it is prepared', async () => {
    const { leadId, request, card } = await expired()
    const [kept, late] = [
      await reviewed(card, corrected(card, leadId), request.id),
      await reviewed(card, corrected(card, leadId), request.id),
    ]
    const answer = await press(card, kept.reviewId, { replaces: request.id, intent: 'prepare' })
    const { request: prepared } = answer.body as { request: CardRequest }
    expect((await card.call('extend', { request: request.id }, { days: 9 })).status).toBe(409)
    await reactivate(request)
    expect(stored(world, request.id).trouble).toEqual({ kind: 'two_requests' })
    expect((await press(card, late.reviewId, { replaces: request.id })).body).toMatchObject({ code: 'not_replaceable' })
    expect((await card.call('sendPrepared', { request: prepared.id })).body).toMatchObject({ code: 'not_replaceable' })
    world.yousign.sign(remoteId(request))
    await reached(world, request.id, 'done')
    expect((await card.call('sendPrepared', { request: prepared.id })).body).toMatchObject({ why: 'signed' })
    expect(activated(leadId)).toHaveLength(1)
  })

  it('when a colleague extends the old one in the last moment: the new one fails, and reached nobody', async () => {
    const { leadId, request, card } = await expired()
    const review = await reviewed(card, corrected(card, leadId), request.id)
    // Between the first call for the new one and its activation.
    let done = false
    world.yousign.faults.add({
      match: { method: 'POST', path: /\/signers$/, nth: 1 },
      when: 'after',
      kind: {
        async call() {
          if (!done) await reactivate(request)
          done = true
        },
      },
    })
    const { request: next } = (await press(card, review.reviewId, { replaces: request.id })).body as {
      request: CardRequest
    }
    const failed = await reached(world, next.id, 'failed')
    expect(failed.trouble).toEqual({ kind: 'not_replaceable', reference: request.reference, why: 'runs' })
    expect(activated(leadId)).toHaveLength(1)
    expect((await card.call('retry', { request: next.id })).body).toMatchObject({ code: 'not_replaceable' })
  })

  it('when the extension of the old one is still on its way', async () => {
    const { leadId, request, card } = await expired()
    const review = await reviewed(card, corrected(card, leadId), request.id)
    world.yousign.faults.add({ match: { method: 'POST', path: /reactivate$/ }, when: 'before', kind: { hang: 1_500 } })
    const extending = card.call('extend', { request: request.id }, { days: 9 })
    await until('asked', () => world.server.store.waitingActions(request.id).length > 0)
    const answer = await press(card, review.reviewId, { replaces: request.id })
    expect(answer).toMatchObject({ status: 409, body: { code: 'not_replaceable', why: 'runs' } })
    await extending
    await calm(world)
    expect(activated(leadId)).toHaveLength(1)
  })
})
