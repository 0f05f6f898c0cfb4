// Remotes that say stop: nothing is sent twice, nothing is lost, and it goes on by itself (protocols.md P5).
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CardRequest } from '../../shared/card.ts'
import { createWorld, until, type World } from '../world/world.ts'
import { createLeapingClock } from './leaping-clock.ts'
import {
  callsSince,
  calm,
  camille,
  formOf,
  notesOn,
  openNew,
  press,
  reached,
  remoteId,
  remoteRequestsOf,
  reviewed,
  send,
  sendNew,
  shown,
  stored,
  tasksOn,
} from './story.ts'

// One world for all: every story leaps so far that the lanes are open again for the next.
const clock = createLeapingClock()
let world: World
beforeAll(async () => {
  world = await createWorld({ clock, yousign: { auditTrailDelay: 0 } })
})
afterAll(() => world[Symbol.asyncDispose]())

const minute = 60_000
const html = '<html><body>Blocked</body></html>'

describe('Yousign', () => {
  it.each([
    ['the create', /^\/signature_requests$/],
    ['a document', /\/documents$/],
    ['a signer', /\/signers$/],
    ['the activation', /\/activate$/],
  ])('that is throttled at %s pauses everything until Retry-After, then sends once', async (_, path) => {
    world.yousign.faults.add({
      match: { method: 'POST', path },
      when: 'before',
      kind: {
        status: 429,
        headers: { 'retry-after': '90' },
        body: { type: 'https://example.test/429', title: 'Too many', detail: 'Wait' },
      },
    })
    const struck = world.yousign.faults.struck
    const { leadId, card } = await openNew(world)
    const { id } = await send(card)
    await until('throttled', () => world.yousign.faults.struck > struck)
    await calm(world)
    const waiting = await shown(card, id)
    expect(waiting.progress?.waiting).toMatchObject({ reason: 'throttled' })
    const from = world.yousign.ledger.length
    clock.leap(80_000)
    await calm(world)
    expect(callsSince(world, from)).toEqual([])
    expect(stored(world, id).state).toBe('preparing')
    clock.leap(15_000)
    await reached(world, id, 'ongoing')
    expect(remoteRequestsOf(world, leadId).map((one) => one.status)).toEqual(['ongoing'])
    const mine = world.yousign.inbox.filter(
      (mail) => mail.kind === 'invitation' && mail.signer_id === remoteId(stored(world, id)),
    )
    expect(mine).toHaveLength(1)
  })

  it('that refuses the key fails the send, says who can mend it, asks nothing more, and sends on Retry', async () => {
    const key = world.config.yousign.apiKey?.reveal() ?? ''
    const { leadId, card } = await openNew(world)
    const other = await openNew(world)
    world.yousign.revokeKey(key)
    const { id } = await send(card)
    await reached(world, id, 'failed')
    const view = await shown(card, id)
    expect(view.trouble).toEqual({ kind: 'key_refused', administrators: ['Sophie Vasseur'] })
    expect(view.actions).toContain('retry')
    expect(((await card.call('card')).body as { connection: unknown }).connection).toMatchObject({
      kind: 'key_refused',
      administrators: ['Sophie Vasseur'],
    })
    expect(remoteRequestsOf(world, leadId)).toEqual([])
    // No storm: while the key is refused, another send costs no call.
    const from = world.yousign.ledger.length
    await reached(world, (await send(other.card)).id, 'failed')
    expect(callsSince(world, from)).toEqual([])

    const record = world.yousign.state.keys.get(key)
    if (record) record.revoked = false
    expect((await card.call('retry', { request: id })).status).toBe(200)
    await reached(world, id, 'ongoing')
    expect(remoteRequestsOf(world, leadId).map((one) => one.status)).toEqual(['ongoing'])
  })

  it('that refuses the key while a request runs changes nothing about it', async () => {
    const { request } = await sendNew(world)
    await calm(world)
    const key = world.yousign.state.keys.get(world.config.yousign.apiKey?.reveal() ?? '')
    if (key) key.revoked = true
    world.yousign.sign(remoteId(request))
    await until('signature shown', () => stored(world, request.id).signers[0]?.status === 'signed')
    expect(stored(world, request.id)).toMatchObject({ state: 'ongoing', deletedAt: null })
    if (key) key.revoked = false
    clock.leap(16 * minute)
    await reached(world, request.id, 'done')
  })
})

describe('Kommo', () => {
  it('that blocks our address pauses its lane; effects wait, are caught up once, and close what they opened', async () => {
    const { leadId, request } = await sendNew(world, {
      contacts: [{ ...camille, emails: ['camille.bounced@example.fr'] }],
    })
    await calm(world)
    const notes = notesOn(world, leadId).length
    const unblock = world.kommo.faults.add({
      match: { host: 'api' },
      when: 'before',
      kind: { status: 403, html },
      times: 1_000,
    })
    world.yousign.bounce(remoteId(request))
    await until('effects', () => world.server.store.effects(request.id).some((one) => one.kind === 'task'))
    await calm(world)
    world.yousign.sign(remoteId(request))
    await reached(world, request.id, 'done')
    await calm(world)
    expect(notesOn(world, leadId)).toHaveLength(notes)
    // One call found the block; the rest wait for the probe.
    const asked = world.kommo.ledger.length
    await calm(world)
    expect(world.kommo.ledger.length).toBe(asked)
    unblock()
    clock.leap(6 * minute)
    await until('caught up', () => {
      clock.leap(1_000)
      return world.server.store.effects(request.id).every((one) => one.state !== 'waiting')
    })
    await calm(world)
    expect(
      notesOn(world, leadId)
        .slice(notes)
        .map((text) => text.slice(6, 22)),
    ).toEqual(['The e-mail to Ca', 'Signed by everyo'])
    expect(tasksOn(world, leadId).filter((task) => !task.isCompleted)).toEqual([])
  })

  it('that loses the answer to a note or a task gets neither of them twice', async () => {
    const { leadId, request } = await sendNew(world)
    await calm(world)
    for (const path of [/\/leads\/notes/, /\/tasks/]) {
      world.kommo.faults.add({ match: { method: 'POST', path }, when: 'after', kind: 'reset' })
    }
    world.yousign.decline(remoteId(request), 'Non')
    await reached(world, request.id, 'declined')
    for (let round = 0; round < 4; round += 1) {
      await calm(world)
      clock.leap(31_000)
    }
    await until('settled', () => world.server.store.effects(request.id).every((one) => one.state === 'done'))
    expect(notesOn(world, leadId).filter((text) => text.includes('declined'))).toHaveLength(1)
    expect(tasksOn(world, leadId)).toHaveLength(1)
  })

  it('that is not paid for holds the notes back, and the signature goes on', async () => {
    const { leadId, request } = await sendNew(world)
    await calm(world)
    world.kommo.state.account.paid = false
    world.yousign.sign(remoteId(request))
    await reached(world, request.id, 'done')
    await until('filed', () => world.server.store.files(request.id).some((file) => file.kind === 'signed'))
    await calm(world)
    expect(notesOn(world, leadId)).toHaveLength(1)
    world.kommo.state.account.paid = true
    clock.leap(61 * minute)
    await until('noted', () => notesOn(world, leadId).length === 2)
  })

  it('whose refusal is final shows the note as stuck, and writes it on Retry', async () => {
    const { leadId, request, card } = await sendNew(world)
    await calm(world)
    world.kommo.faults.add({
      match: { method: 'POST', path: /\/leads\/notes/ },
      when: 'before',
      kind: { status: 400, body: { title: 'Bad Request', status: 400, detail: 'no', 'validation-errors': [] } },
    })
    world.yousign.sign(remoteId(request))
    await until('stuck', () => world.server.store.effects(request.id).some((one) => one.state === 'stuck'))
    const view = await shown(card, request.id)
    expect(view.filing?.note).toBe('stuck')
    expect(view.actions).toContain('retry_effects')
    const answer = await card.call('retryEffects', { request: request.id })
    expect(answer.status).toBe(200)
    await until('noted', () => notesOn(world, leadId).some((text) => text.includes('Signed by everyone')))
    await calm(world)
    expect(((answer.body as { request: CardRequest }).request.filing as { note: string }).note).toBe('waiting')
    expect((await shown(card, request.id)).filing?.note).toBe('done')
  })

  it('that does not answer at Send refuses with a sentence and creates nothing', async () => {
    const { leadId, card } = await openNew(world)
    const { reviewId } = await reviewed(card, formOf(card))
    world.server.store.markChanged('lead', leadId, clock.now() + 1)
    const mend = world.kommo.faults.add({ match: { host: 'api' }, when: 'before', kind: 'reset', times: 100 })
    const answer = await press(card, reviewId)
    expect([answer.status, answer.body]).toEqual([502, { code: 'kommo_unavailable' }])
    expect(remoteRequestsOf(world, leadId)).toEqual([])
    mend()
    expect((await press(card, reviewId)).status).toBe(200)
  })
})
