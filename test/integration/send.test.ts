import { describe, expect, it } from 'vitest'
import type { RequestReply, ReviewReply } from '../../shared/api.ts'
import type { CardRequest } from '../../shared/card.ts'
import type { SendForm } from '../../shared/form.ts'
import { type CardClient, createWorld, until, type World } from '../world/world.ts'

async function sendUsual(
  card: CardClient,
  change: (form: SendForm) => SendForm = (form) => form,
): Promise<CardRequest> {
  const usual = card.answer.card.composer?.usual
  if (!usual) throw new Error('no usual case')
  const review = await card.call('review', {}, { form: change(usual), replaces: null })
  expect(review.status, JSON.stringify(review.body)).toBe(200)
  const reviewed = review.body as ReviewReply
  expect(reviewed.findings.filter((finding) => finding.severity === 'red')).toEqual([])
  const sent = await card.call(
    'send',
    {},
    { reviewId: reviewed.reviewId, intent: 'send', besides: null, replaces: null },
  )
  expect(sent.status, JSON.stringify(sent.body)).toBeLessThan(300)
  return (sent.body as RequestReply).request
}

const requestOf = (world: World, id: string) => world.server.store.request(id)

describe('sending from the lead card', () => {
  it('sends the usual case, follows the signature, files the signed PDF and moves the lead', async () => {
    await using world = await createWorld({ yousign: { auditTrailDelay: 50 } })
    const card = await world.session(10_423)
    const request = await sendUsual(card)
    const sent = await until('sent', () => {
      const now = requestOf(world, request.id)
      return now?.state === 'ongoing' ? now : null
    })
    const signerId = sent.signers[0]?.yousignId ?? ''
    world.yousign.openLink(signerId)
    world.yousign.sign(signerId)
    await until('done', () => requestOf(world, request.id)?.state === 'done')
    await until('filed', () => world.server.store.files(request.id).some((file) => file.kind === 'signed'))
    await until('noted', () =>
      [...world.kommo.state.notes.values()].some((note) => JSON.stringify(note).includes('/files/')),
    )
    const calls = world.yousign.ledger
      .slice(world.bootCalls)
      .map((exchange) => `${exchange.method} ${exchange.path.replace(/[0-9a-f-]{36}/g, ':id')}`)
    expect(calls).toMatchInlineSnapshot(`
      [
        "GET /templates?limit=10",
        "POST /signature_requests",
        "POST /signature_requests/:id/documents",
        "POST /signature_requests/:id/signers",
        "POST /signature_requests/:id/activate",
        "GET /signature_requests/:id",
        "GET /signature_requests/:id/documents/:id/download",
      ]
    `)
  })
})
