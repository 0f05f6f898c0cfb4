// Signers who need somebody: what the lead is told, and what may be done (product.md 3.4, 3.6; protocols.md P4).

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SendForm } from '../../shared/form.ts'
import { createWorld, until, type World } from '../world/world.ts'
import { calm, camille, notesOn, reached, remoteId, sendNew, shown, stored, tasksOn } from './story.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ yousign: { auditTrailDelay: 0 } })
})
afterAll(() => world[Symbol.asyncDispose]())

/** Our notes after the one that says it was sent. */
const afterSent = (leadId: number) => notesOn(world, leadId).filter((text) => !text.includes('Sent for signature'))

describe('a signer who needs somebody', () => {
  it('gets a corrected address after a bounced e-mail, with a masked note', async () => {
    // Yousign remembers an address that bounced, so this one is nobody else's.
    const contacts = [{ ...camille, emails: ['camille.bounced@example.fr'] }]
    const { leadId, request, card } = await sendNew(world, { contacts })
    const signer = stored(world, request.id).signers[0]
    world.yousign.bounce(remoteId(request))
    await until('task', () => tasksOn(world, leadId)[0])
    expect(afterSent(leadId)).toEqual([
      expect.stringContaining('The e-mail to Camille Durand for Mandat did not arrive.'),
    ])
    const body = {
      firstName: 'Camille',
      lastName: 'Durand',
      email: 'c.durand@example.org',
      phone: signer?.sent.phone ?? null,
      unblock: false,
    }
    const answer = await card.call('correct', { request: request.id, signer: signer?.id ?? '' }, body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    await calm(world)
    expect(stored(world, request.id).signers[0]).toMatchObject({ sent: { email: 'c.durand@example.org' }, marks: {} })
    expect(afterSent(leadId)[1]).toMatch(
      /E-mail of Camille Durand corrected for Mandat: c\*+@example\.fr -> c\*+@example\.org, by Sophie Vasseur\./,
    )
    expect(
      world.yousign.inbox.filter((mail) => mail.to === 'c.durand@example.org' && mail.kind === 'invitation'),
    ).toHaveLength(1)
    world.yousign.sign(remoteId(request))
    await reached(world, request.id, 'done')
    await calm(world)
    expect(tasksOn(world, leadId).map((task) => task.isCompleted)).toEqual([true])
  })

  it('cannot be replaced by another person through a correction', async () => {
    const { request, card } = await sendNew(world)
    const signer = stored(world, request.id).signers[0]
    const body = { firstName: 'Zoé', lastName: 'Martin', email: 'zoe@example.fr', phone: null, unblock: false }
    const answer = await card.call('correct', { request: request.id, signer: signer?.id ?? '' }, body)
    expect(answer.status).toBe(400)
    expect(answer.body).toEqual({ code: 'bad_request', detail: 'another_person' })
    expect(
      world.yousign.ledger.filter((one) => one.method === 'PATCH' && one.path.includes(request.yousignId ?? '-')),
    ).toEqual([])
  })

  it('is corrected and unblocked after a blocked identity check', async () => {
    const qualified = (form: SendForm) => ({
      ...form,
      level: 'qualified_electronic_signature' as const,
      mode: null,
      order: 'one_by_one' as const,
      expiryDays: 15,
    })
    const { leadId, request, card } = await sendNew(world, {}, qualified)
    world.yousign.sign(remoteId(request), { name: 'Camille Durand-Petit' })
    await until('blocked', () => stored(world, request.id).signers[0]?.marks.identification_blocked)
    await calm(world)
    expect(afterSent(leadId)).toEqual([expect.stringContaining('Identity check of Camille Durand blocked for Mandat')])
    const view = await shown(card, request.id)
    expect(view.signers[0]?.actions).toContain('unblock')
    const signer = stored(world, request.id).signers[0]
    const body = {
      firstName: 'Camille',
      lastName: 'Durand-Petit',
      email: camille.emails[0],
      phone: signer?.sent.phone ?? null,
      unblock: true,
    }
    const answer = await card.call('correct', { request: request.id, signer: signer?.id ?? '' }, body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    await calm(world)
    expect(stored(world, request.id).signers[0]?.marks.identification_blocked).toBeUndefined()
    world.yousign.sign(remoteId(request), { name: 'Camille Durand-Petit' })
    await reached(world, request.id, 'done')
    await calm(world)
    expect(tasksOn(world, leadId).map((task) => task.isCompleted)).toEqual([true])
  })

  it('whose signature failed technically is told once, with a task', async () => {
    const { leadId, request } = await sendNew(world)
    world.yousign.errorSigner(remoteId(request))
    await until('task', () => tasksOn(world, leadId)[0])
    await calm(world)
    expect(afterSent(leadId)).toEqual([expect.stringContaining('Technical stop at Yousign for Camille Durand')])
    expect(tasksOn(world, leadId)).toHaveLength(1)
    expect(stored(world, request.id)).toMatchObject({ state: 'ongoing', signers: [{ status: 'error' }] })
  })

  it('who wrote to the sender is shown and made a task of', async () => {
    const { leadId, request } = await sendNew(world)
    world.yousign.contactSender(remoteId(request), 'Quel est le montant ?')
    await until('task', () => tasksOn(world, leadId)[0])
    expect(afterSent(leadId)).toEqual([expect.stringContaining('Camille Durand has a question about Mandat.')])
    expect(stored(world, request.id).signers[0]?.marks.sender_contacted).toBeGreaterThan(0)
  })
})
