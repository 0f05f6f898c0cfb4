// A Yousign account that does not let us: who can mend it is said, nothing stays half-sent, Retry works afterwards.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { CardRequest } from '../../shared/card.ts'
import type { SendForm } from '../../shared/form.ts'
import { type CardClient, createWorld, type World } from '../world/world.ts'
import { callsSince, codesOf, formOf, openNew, reached, remoteRequestsOf, reviewed, send } from './story.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ yousign: { auditTrailDelay: 0 } })
})
afterEach(() => world.yousign.setFeatures({ aes: true, qes: true, sms: true, decline: true }))
afterAll(() => world[Symbol.asyncDispose]())

describe('a Yousign account that does not let us', () => {
  const failedWith = async (card: CardClient, form: SendForm) => {
    const request = await reached(world, (await send(card, form)).id, 'failed')
    const view = ((await card.call('card')).body as { requests: CardRequest[] }).requests.find(
      (one) => one.id === request.id,
    )
    return { request, view }
  }

  it.each([
    ['Advanced', { aes: false }, { level: 'advanced_electronic_signature', mode: 'otp_sms', expiryDays: 15 }],
    [
      'Qualified',
      { qes: false },
      { level: 'qualified_electronic_signature', mode: null, order: 'one_by_one', expiryDays: 15 },
    ],
  ] as const)(
    'sign at the %s level fails with who can order it, and leaves no draft behind',
    async (_, features, change) => {
      world.yousign.setFeatures(features)
      const { leadId, card } = await openNew(world)
      const { view } = await failedWith(
        card,
        formOf(card, (form) => ({ ...form, ...change })),
      )
      expect(view?.trouble).toMatchObject({ kind: 'feature_off', feature: 'level', administrators: ['Sophie Vasseur'] })
      expect(view?.actions).toEqual(['retry', 'new_version', 'paper'])
      expect(remoteRequestsOf(world, leadId)).toEqual([])
      // The next one is told at the review and costs no call.
      const other = await openNew(world)
      const review = await reviewed(
        other.card,
        formOf(other.card, (form) => ({ ...form, ...change })),
      )
      expect(codesOf(review.findings)).toContain('red level_not_active')
      world.server.store.changeSettings({ levelsOff: [] })
    },
  )

  it('let signers decline sends without that, and tries it once only', async () => {
    world.yousign.setFeatures({ decline: false })
    const { leadId, card } = await openNew(world)
    await reached(world, (await send(card)).id, 'ongoing')
    expect(remoteRequestsOf(world, leadId).map((one) => one.signers_allowed_to_decline)).toEqual([false])
    const next = await openNew(world)
    const from = world.yousign.ledger.length
    await reached(world, (await send(next.card)).id, 'ongoing')
    expect(callsSince(world, from).filter((call) => call === 'POST /signature_requests')).toHaveLength(1)
    world.server.store.changeSettings({ declineRefused: false })
  })

  it('use its workspace fails with a sentence of its own', async () => {
    world.yousign.faults.add({
      match: { method: 'POST', path: /^\/signature_requests$/ },
      when: 'before',
      kind: {
        status: 403,
        body: {
          type: 'https://example.test/workspace',
          title: 'No access',
          detail: 'The workspace does not exist or the key has no access to it.',
        },
      },
    })
    const { card } = await openNew(world)
    const { view } = await failedWith(card, formOf(card))
    expect(view?.trouble).toMatchObject({ kind: 'workspace_missing', administrators: ['Sophie Vasseur'] })
  })

  it('take a name fails with its words, deletes the draft, and Retry sends it', async () => {
    world.yousign.faults.add({
      match: { method: 'POST', path: /\/signers$/ },
      when: 'before',
      kind: {
        status: 400,
        body: {
          type: 'https://example.test/name',
          title: 'No',
          detail: 'The name is not accepted.',
          invalid_params: [{ name: 'info.last_name', reason: 'no' }],
        },
      },
    })
    const { leadId, card } = await openNew(world)
    const { request, view } = await failedWith(card, formOf(card))
    expect(view?.trouble).toEqual({ kind: 'refused', detail: 'The name is not accepted.: info.last_name' })
    expect(remoteRequestsOf(world, leadId)).toEqual([])
    expect((await card.call('retry', { request: request.id })).status).toBe(200)
    await reached(world, request.id, 'ongoing')
    expect(remoteRequestsOf(world, leadId).map((one) => one.status)).toEqual(['ongoing'])
  })
})
