// Requests that are stopped, paused, or wait for somebody's approval at Yousign (protocols.md P1, P7).

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CardRequest } from '../../shared/card.ts'
import { createWorld, until, type World } from '../world/world.ts'
import { createLeapingClock } from './leaping-clock.ts'
import {
  calm,
  camille,
  clientsOf,
  formOf,
  nadia,
  newLead,
  notesOn,
  press,
  reached,
  reviewed,
  sendNew,
  shown,
  stored,
  tasksOn,
} from './story.ts'

const minute = 60_000
const clock = createLeapingClock()
let world: World
beforeAll(async () => {
  world = await createWorld({ clock, yousign: { auditTrailDelay: 0 } })
})
afterAll(() => world[Symbol.asyncDispose]())

const sendToBoth = () =>
  sendNew(world, { contacts: [camille, nadia] }, (form, card) => ({ ...form, signers: clientsOf(card) }))

/** Our notes after the one that says it was sent. */
const afterSent = (leadId: number) => notesOn(world, leadId).filter((text) => !text.includes('Sent for signature'))

describe('a request that was stopped', () => {
  it('by us leaves a note and no task, and tells by whom and why', async () => {
    const { leadId, request, card } = await sendToBoth()
    const answer = await card.call('cancel', { request: request.id }, { reason: 'errors_in_document', note: 'Page 3' })
    expect(answer.status).toBe(200)
    await reached(world, request.id, 'canceled')
    await calm(world)
    expect(afterSent(leadId)).toEqual([
      expect.stringContaining('Mandat: signature request cancelled by Sophie Vasseur.'),
    ])
    expect(tasksOn(world, leadId)).toEqual([])
    expect(stored(world, request.id).ending).toMatchObject({ kind: 'canceled', by: 'Sophie Vasseur', note: 'Page 3' })
  })

  it('by us stays ours when the answer is lost and reads still show it open', async () => {
    const { leadId, request, card } = await sendToBoth()
    const cancels = () => world.yousign.ledger.filter(({ path }) => path === `/signature_requests/${remote}/cancel`)
    const remote = request.yousignId ?? ''
    world.yousign.faults.add({ match: { method: 'POST', path: /cancel$/ }, when: 'after', kind: 'reset' })
    world.yousign.setReplicaLag(60_000)
    world.yousign.setDelivery({ lose: true })
    expect((await card.call('cancel', { request: request.id }, { reason: 'other', note: null })).status).toBe(200)
    await until('refused', () => {
      clock.leap(5_000)
      return cancels().some(({ status }) => status === 400)
    })
    await calm(world)
    expect(stored(world, request.id)).toMatchObject({ state: 'ongoing', trouble: null })
    world.yousign.setReplicaLag(0)
    world.yousign.setDelivery({})
    clock.leap(minute)
    const ended = await reached(world, request.id, 'canceled')
    await calm(world)
    expect(ended.ending).toMatchObject({ kind: 'canceled', by: 'Sophie Vasseur' })
    expect(tasksOn(world, leadId)).toEqual([])
  })

  it('in Yousign itself leaves a note and a task', async () => {
    const { leadId, request } = await sendToBoth()
    world.yousign.cancelInApp(request.yousignId ?? '')
    await reached(world, request.id, 'canceled')
    await calm(world)
    expect(afterSent(leadId)).toEqual([expect.stringContaining("cancelled in Yousign's own application")])
    expect(tasksOn(world, leadId)).toHaveLength(1)
    expect(stored(world, request.id).ending).toMatchObject({ kind: 'canceled', by: null })
  })

  it.each([false, true])(
    'by deleting it in Yousign (for good: %s) is marked and freed for a new version',
    async (permanent) => {
      const { leadId, request, card } = await sendNew(world)
      world.yousign.expire(request.yousignId ?? '')
      await reached(world, request.id, 'expired')
      world.yousign.deleteInApp(request.yousignId ?? '', { permanent })
      await until('deleted', () => stored(world, request.id).deletedAt)
      await calm(world)
      const view = await shown(card, request.id)
      expect([view.state, view.actions]).toEqual(['expired', ['new_version', 'paper']])
      expect(afterSent(leadId)).toHaveLength(1)
    },
  )

  it('while it runs, by pausing it and deleting the paused one, leaves a note and a task', async () => {
    const { leadId, request } = await sendNew(world)
    world.yousign.pause(request.yousignId ?? '')
    await reached(world, request.id, 'paused')
    world.yousign.deleteInApp(request.yousignId ?? '')
    await until('deleted', () => stored(world, request.id).deletedAt)
    await calm(world)
    // Something else may have ended it, of which the event is still on its way.
    expect(afterSent(leadId)).toEqual([])
    await until('told', () => {
      clock.leap(minute)
      return tasksOn(world, leadId).length > 0
    })
    expect(afterSent(leadId)).toEqual([expect.stringContaining("deleted in Yousign's own application")])
    expect(tasksOn(world, leadId)).toHaveLength(1)
  })

  it('for a while by pausing it in Yousign goes on when it is resumed', async () => {
    const { leadId, request, card } = await sendNew(world)
    world.yousign.pause(request.yousignId ?? '')
    await reached(world, request.id, 'paused')
    const paused = await shown(card, request.id)
    expect([paused.actions, paused.signers[0]?.actions]).toEqual([['refresh'], []])
    world.yousign.resume(request.yousignId ?? '')
    await reached(world, request.id, 'ongoing')
    await calm(world)
    expect(afterSent(leadId)).toEqual([])
    expect(tasksOn(world, leadId)).toEqual([])
  })
})

describe('a template with an approver', () => {
  async function sendForApproval() {
    const info = {
      first_name: 'Claire',
      last_name: 'Aubry',
      email: 'claire.aubry@example.fr',
      phone_number: null,
      locale: 'fr' as const,
    }
    const template = world.yousign.addTemplate({ name: `Avec approbation ${Math.random()}`, approvers: [info] })
    const leadId = newLead(world, { documents: [] })
    await world.kommo.hooksSettled()
    const card = await world.session(leadId)
    const form = formOf(card, (one) => ({
      ...one,
      source: { kind: 'template', templateId: template.id, name: template.name, texts: [] },
      signers: clientsOf(card).map((signer) => ({ ...signer, label: 'Client' })),
    }))
    const { reviewId } = await reviewed(card, form)
    const { request } = (await press(card, reviewId)).body as { request: CardRequest }
    return { leadId, card, request: await reached(world, request.id, 'approval') }
  }

  it('waits for the approval, says so in no note, and is sent when it is given', async () => {
    const { leadId, request } = await sendForApproval()
    await calm(world)
    expect(notesOn(world, leadId)).toEqual([])
    const remote = world.yousign.state.requests.get(request.yousignId ?? '')
    world.yousign.approve(remote?.approvers[0]?.id ?? '')
    await reached(world, request.id, 'ongoing')
    await calm(world)
    expect(notesOn(world, leadId)).toEqual([expect.stringContaining('Sent for signature: Mandat')])
  })

  it('that is rejected leaves a note and a task, and nobody was contacted', async () => {
    const { leadId, request, card } = await sendForApproval()
    const remote = world.yousign.state.requests.get(request.yousignId ?? '')
    world.yousign.reject(remote?.approvers[0]?.id ?? '', 'Montant faux')
    await reached(world, request.id, 'rejected')
    await calm(world)
    expect(notesOn(world, leadId)).toEqual([expect.stringContaining('Mandat was rejected by the approver')])
    expect(tasksOn(world, leadId)).toHaveLength(1)
    expect((await shown(card, request.id)).ending).toMatchObject({ kind: 'rejected', reason: 'Montant faux' })
  })
})
