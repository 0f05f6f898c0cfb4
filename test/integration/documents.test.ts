// What is sent: defaults, anchors or a signature page, templates (product.md 3.2; protocols.md P9).
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TemplateRecord } from '../simulators/yousign/model.ts'
import { createWorld, type World } from '../world/world.ts'
import { asked, expectFiled, sendTo, signAll } from './signing.ts'
import {
  anchorLines,
  clientsOf,
  firmSigner,
  formOf,
  newLead,
  reached,
  remoteId,
  reviewed,
  send,
  sendNew,
} from './story.ts'

let world: World
let template: TemplateRecord
beforeAll(async () => {
  world = await createWorld({ yousign: { auditTrailDelay: 0 } })
  template = world.yousign.addTemplate({
    name: 'Mandat type',
    texts: ['Objet'],
    signers: ['Client', 'Avocat'].map((label) => ({
      label,
      signature_level: 'electronic_signature',
      signature_authentication_mode: 'otp_sms',
    })),
  })
})
afterAll(() => world[Symbol.asyncDispose]())

describe('what is sent', () => {
  it('follows the defaults: decline allowed, reminders, deadline, zone, sender, language of the audit trail', async () => {
    const { request } = await sendNew(world)
    const remote = world.yousign.state.requests.get(request.yousignId ?? '')
    expect(remote).toMatchObject({
      name: 'Mandat - Aubry & Vasseur',
      signers_allowed_to_decline: true,
      reminder_settings: { interval_in_days: 2, max_occurrences: 3 },
      timezone: 'Europe/Paris',
      expiration_day: request.snapshot.expirationDate,
      delivery_mode: 'email',
      email_notification: { sender: { type: 'custom', custom_name: 'Aubry & Vasseur' } },
    })
    expect(['en', 'fr']).toContain(remote?.audit_trail_locale)
    expect(JSON.stringify(remote?.name)).not.toContain('Dossier')
  })

  it('uses the anchors of the document when there is one for every signer', async () => {
    const { request } = await sendTo(world, 3, 'simple', 'clients_then_firm', [[['Mandat'], anchorLines(3)]])
    expect(request.documents[0]).toMatchObject({ parseAnchors: true, anchors: 3, pages: 2, boxes: [] })
    const remote = world.yousign.state.requests.get(request.yousignId ?? '')
    expect(remote?.documents[0]).toMatchObject({ total_pages: 2, total_anchors: 3 })
    expect(new Set(remote?.fields.map((field) => field.signer_id)).size).toBe(3)
    await signAll(world, request)
    await expectFiled(world, request)
  })

  it.each([
    ['are for another number of people', 2],
    ['are missing', 0],
  ])('appends a signature page with a box for everybody when anchors %s', async (_, anchors) => {
    const { request } = await sendTo(world, 3, 'simple', 'clients_then_firm', [[['Mandat', ...anchorLines(anchors)]]])
    expect(request.documents[0]).toMatchObject({ parseAnchors: false, anchors: 0, pages: 2 })
    const remote = world.yousign.state.requests.get(request.yousignId ?? '')
    expect(remote?.fields.map((field) => [field.signer_id, field.page])).toEqual(
      request.signers.map((signer) => [signer.yousignId, 2]),
    )
    expect(remote?.documents[0]?.total_pages).toBe(2)
  })

  it('shows in whose name somebody signs, and keeps the document that was reviewed', async () => {
    const leadId = newLead(world)
    await world.kommo.hooksSettled()
    const card = await world.session(leadId)
    const form = formOf(card, (one) => ({
      ...one,
      signers: one.signers.map((signer) => ({
        ...signer,
        capacity: { kind: 'company' as const, company: 'SCI Les Tilleuls', role: 'gérante' },
      })),
    }))
    const review = await reviewed(card, form)
    const seen = await card.call('reviewDocument', { review: review.reviewId, index: 0 })
    const request = await reached(world, (await send(card, form)).id, 'ongoing')
    const uploaded = world.yousign.state.files.get(request.documents[0]?.yousignId ?? '')
    expect(request.documents[0]?.sha256).toBe(review.documents[0]?.sha256)
    expect(Buffer.from(seen.body as Uint8Array).equals(Buffer.from(uploaded ?? []))).toBe(true)
    expect(review.documents[0]).toMatchObject({ signaturePage: true, pages: 2 })
  })

  it('fills the placeholders and texts of a Yousign template', async () => {
    const { request, leadId } = await sendNew(world, { documents: [] }, (form, card) => ({
      ...form,
      source: {
        kind: 'template',
        templateId: template.id,
        name: template.name,
        texts: [{ label: 'Objet', text: 'Vente Duval' }],
      },
      signers: [
        ...clientsOf(card).map((signer) => ({ ...signer, label: 'Client' })),
        { ...firmSigner, label: 'Avocat' },
      ],
    }))
    const remote = world.yousign.state.requests.get(request.yousignId ?? '')
    expect(remote?.signers.map((one) => [one.label, one.info.last_name, one.id])).toEqual([
      ['Client', 'Durand', remoteId(request, 0)],
      ['Avocat', 'Vasseur', remoteId(request, 1)],
    ])
    expect(asked(world, request)).toEqual(['notified', 'initiated'])
    await signAll(world, request)
    await expectFiled(world, request)
    // The labels need not be typed again.
    const offered = (await world.session(leadId)).answer.card.composer?.templates.find(
      (one) => one.templateId === template.id,
    )
    expect(offered).toMatchObject({ signerLabels: ['Client', 'Avocat'], textLabels: ['Objet'] })
  })
})
