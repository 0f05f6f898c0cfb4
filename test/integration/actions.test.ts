// What a person asks for about a request at Yousign, when answers are lost: done once, told once (protocols.md P1, P4).
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SignatureRequest } from '../../server/domain/signature-request.ts'
import type { Fault } from '../simulators/yousign/faults.ts'
import { type CardClient, createWorld, until, type World } from '../world/world.ts'
import { calm, notesOn, reached, remoteId, sendNew, stored } from './story.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ yousign: { auditTrailDelay: 0 } })
})
afterEach(() => world.yousign.faults.clear())
afterAll(() => world[Symbol.asyncDispose]())

const before = { when: 'before', kind: 'reset' } as const
const after = { when: 'after', kind: 'reset' } as const
const broken = { when: 'after', kind: { status: 500 } } as const
const losses: [string, Pick<Fault, 'when' | 'kind'>][] = [
  ['is cut off before Yousign acts', before],
  ['is cut off after Yousign has acted', after],
  ['is answered 500 after Yousign has acted', broken],
]

const disturb = (method: string, path: RegExp, fault: Pick<Fault, 'when' | 'kind'>) =>
  world.yousign.faults.add({ ...fault, match: { method, path, nth: 1 } })
const signerOf = (request: SignatureRequest) => stored(world, request.id).signers[0]
const settled = (request: SignatureRequest) =>
  until('settled', () => world.server.store.waitingActions(request.id).length === 0)
const callsOf = (method: string, part: string, request: SignatureRequest) =>
  world.yousign.ledger.filter(
    (one) => one.method === method && one.path.includes(part) && one.path.includes(request.yousignId ?? '-'),
  )

function correct(card: CardClient, request: SignatureRequest, email: string) {
  const body = { firstName: 'Camille', lastName: 'Durand', email, phone: '+33639980001', unblock: false }
  return card.call('correct', { request: request.id, signer: signerOf(request)?.id ?? '' }, body)
}

describe.each(losses)('a correction whose call %s', (_what, fault) => {
  it('is made once and told once', async () => {
    const { leadId, request, card } = await sendNew(world)
    disturb('PATCH', /signers/, fault)
    const answer = await correct(card, request, 'c.durand@example.org')
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    await settled(request)
    await calm(world)
    const at = world.yousign.state.requests.get(request.yousignId ?? '')?.signers[0]?.info.email
    expect([at, signerOf(request)?.sent.email]).toEqual(['c.durand@example.org', 'c.durand@example.org'])
    expect(notesOn(world, leadId).filter((text) => text.includes('corrected'))).toHaveLength(1)
    expect(callsOf('PATCH', '/signers/', request)).toHaveLength(fault.when === 'before' ? 2 : 1)
  })
})

describe('a correction', () => {
  it('does not overwrite what somebody has changed at Yousign while its answer was lost', async () => {
    const { leadId, request, card } = await sendNew(world)
    const remote = world.yousign.state.requests.get(request.yousignId ?? '')?.signers[0]
    const other = () => {
      if (remote) remote.info = { ...remote.info, email: 'somebody.else@example.org' }
    }
    disturb('PATCH', /signers/, before)
    world.yousign.faults.add({ match: { method: 'GET', path: /signers\// }, when: 'before', kind: { call: other } })
    const answer = await correct(card, request, 'c.durand@example.org')
    expect(answer).toMatchObject({ status: 409, body: { code: 'too_late', state: 'changed' } })
    expect(remote?.info.email).toBe('somebody.else@example.org')
    expect(signerOf(request)?.sent.email).toBe('camille.durand@example.fr')
    expect(notesOn(world, leadId).filter((text) => text.includes('corrected'))).toEqual([])
  })

  it('that Yousign refuses changes nothing and says why', async () => {
    const { request, card } = await sendNew(world)
    const kind = { status: 400, body: { type: 'validation.error', detail: 'This address is not allowed.' } }
    disturb('PATCH', /signers/, { when: 'before', kind })
    const answer = await correct(card, request, 'c.durand@example.org')
    expect(answer.body).toEqual({ code: 'refused_by_yousign', detail: 'This address is not allowed.' })
    expect(signerOf(request)?.sent.email).toBe('camille.durand@example.fr')
    // Nothing is left behind that would block the next try.
    expect((await correct(card, request, 'c.durand@example.org')).status).toBe(200)
  })
})

describe.each(losses)('an extension whose call %s', (_what, fault) => {
  it('is made and told once', async () => {
    const { leadId, request, card } = await sendNew(world)
    world.yousign.expire(request.yousignId ?? '')
    await reached(world, request.id, 'expired')
    disturb('POST', /reactivate/, fault)
    const answer = await card.call('extend', { request: request.id }, { days: 10 })
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    await reached(world, request.id, 'ongoing')
    await settled(request)
    await calm(world)
    expect(notesOn(world, leadId).filter((text) => text.includes('deadline extended'))).toHaveLength(1)
  })
})

describe('a reminder', () => {
  it.each(losses)('whose call %s counts as sent', async (_what, fault) => {
    const { request, card } = await sendNew(world)
    const signer = signerOf(request)
    const yesterday = Date.now() - 25 * 3_600_000
    const columns = { notifiedAt: yesterday }
    world.server.store.record({ requestId: request.id, signers: [{ id: signer?.id ?? '', columns }] }, Date.now())
    disturb('POST', /send_reminder/, fault)
    expect((await card.call('remind', { request: request.id, signer: signer?.id ?? '' })).status).toBe(200)
    await settled(request)
    expect(callsOf('POST', 'send_reminder', request)).toHaveLength(1)
    expect((await card.call('remind', { request: request.id, signer: signer?.id ?? '' })).body).toMatchObject({
      code: 'too_soon',
    })
  })

  it('that Yousign refuses is none, and can be asked for again', async () => {
    const { request, card } = await sendNew(world)
    const signer = signerOf(request)
    const columns = { notifiedAt: Date.now() - 25 * 3_600_000 }
    world.server.store.record({ requestId: request.id, signers: [{ id: signer?.id ?? '', columns }] }, Date.now())
    disturb('POST', /send_reminder/, { when: 'before', kind: { status: 403, body: { type: 'x', detail: 'no' } } })
    const ask = () => card.call('remind', { request: request.id, signer: signer?.id ?? '' })
    expect((await ask()).body).toMatchObject({ code: 'refused_by_yousign' })
    expect((await ask()).status).toBe(200)
    expect(remoteId(request)).not.toBe('')
  })
})
