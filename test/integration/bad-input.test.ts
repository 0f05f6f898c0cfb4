// What cannot be sent is named before anything reaches Yousign (product.md 3.3, 5.5).

import { PDFDocument } from '@cantoo/pdf-lib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { onePage, textDocument } from '../../server/documents/testing/samples.ts'
import type { UploadReply } from '../../shared/api.ts'
import type { FormSigner, SendForm } from '../../shared/form.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import { type CardClient, createWorld, type World } from '../world/world.ts'
import {
  callsSince,
  calm,
  camille,
  clientsOf,
  codesOf,
  formOf,
  type LeadWish,
  nadia,
  newLead,
  openNew,
  press,
  reached,
  remoteRequestsOf,
  reviewed,
  send,
} from './story.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ yousign: { auditTrailDelay: 0 } })
})
afterAll(() => world[Symbol.asyncDispose]())

/** Review finds it, Send refuses, and Yousign was asked nothing. */
async function refusedWith(wish: LeadWish, change: (form: SendForm, card: CardClient) => SendForm): Promise<string[]> {
  const { leadId, card } = await openNew(world, wish)
  const from = world.yousign.ledger.length
  const review = await reviewed(card, change(formOf(card), card))
  const answer = await press(card, review.reviewId)
  expect(answer.status).toBe(422)
  expect(answer.body).toMatchObject({ code: 'findings' })
  await calm(world)
  expect(callsSince(world, from)).toEqual([])
  expect(world.server.store.requestsOfLead(leadId)).toEqual([])
  return codesOf(review.findings)
}

const firstSigner = (change: Partial<FormSigner>) => (form: SendForm) => ({
  ...form,
  signers: form.signers.map((signer, index) => (index === 0 ? { ...signer, ...change } : signer)),
})

describe('people who cannot sign like this', () => {
  it.each<[string, LeadWish, (form: SendForm, card: CardClient) => SendForm, string]>([
    ['no e-mail', { contacts: [{ ...camille, emails: [] }] }, (form) => form, 'red no_email'],
    [
      'several e-mails',
      { contacts: [{ ...camille, emails: ['a@example.fr', 'b@example.fr'] }] },
      (form) => form,
      'red several_emails',
    ],
    ['an address that is none', {}, firstSigner({ email: 'camille@example' }), 'red bad_email'],
    ['no phone for the SMS', { contacts: [{ ...camille, phones: [] }] }, (form) => form, 'red no_phone'],
    ['a landline for the SMS', {}, firstSigner({ phone: '02 99 01 23 45' }), 'red bad_phone'],
    ['a number that is none', {}, firstSigner({ phone: '333' }), 'red bad_phone'],
    ['letters that Yousign refuses', {}, firstSigner({ lastName: 'Durand_2' }), 'red name_refused'],
    [
      'a company in place of a person',
      { contacts: [{ name: 'SCI Les Tilleuls', emails: camille.emails, phones: camille.phones }] },
      (form) => form,
      'red company_as_name',
    ],
    [
      'no first name',
      { contacts: [{ name: 'Durand', emails: camille.emails, phones: camille.phones }] },
      (form) => form,
      'red no_first_name',
    ],
    ['nobody', {}, (form) => ({ ...form, signers: [] }), 'red no_signer'],
    [
      'one mailbox and one phone for two',
      { contacts: [camille, { ...nadia, emails: camille.emails, phones: camille.phones }] },
      (form, card) => ({ ...form, signers: clientsOf(card) }),
      'red shared_both',
    ],
    ['a notarial deed', {}, (form) => ({ ...form, name: 'Acte authentique de vente' }), 'red not_signable'],
    ['no document', { documents: [] }, (form) => form, 'red no_document'],
  ])('%s is found at the review', async (_, wish, change, expected) => {
    expect(await refusedWith(wish, change)).toContain(expected)
  })

  it('say of which signer it is, so that the card can point there', async () => {
    const { card } = await openNew(world, { contacts: [camille, { ...nadia, emails: [] }] })
    const review = await reviewed(
      card,
      formOf(card, (form) => ({ ...form, signers: clientsOf(card) })),
    )
    expect(review.findings.filter((one) => one.severity === 'red')).toEqual([
      { severity: 'red', signer: 1, code: 'no_email', name: 'Nadia Benali' },
    ])
  })

  it('a lead without contacts has a card without a usual case, and a person typed in can be sent to', async () => {
    const { card } = await openNew(world, { contacts: [] })
    expect(card.answer.card.composer).toMatchObject({ usual: null, contacts: [] })
    const files = card.answer.card.composer?.files ?? []
    const typed: FormSigner = {
      origin: { kind: 'typed' },
      side: 'client',
      firstName: 'Zoé',
      lastName: 'Lemaire',
      email: 'zoe@example.fr',
      phone: '06 39 98 77 01',
      locale: 'fr',
      capacity: { kind: 'own' },
      label: null,
    }
    const form: SendForm = {
      source: {
        kind: 'documents',
        documents: files.map((file) => ({ kind: 'lead_file', uuid: file.uuid, name: file.name })),
      },
      name: 'Mandat',
      level: 'electronic_signature',
      mode: 'otp_sms',
      order: 'clients_then_firm',
      signers: [typed],
      expiryDays: 30,
      type: null,
      reason: null,
    }
    const request = await reached(world, (await send(card, form)).id, 'ongoing')
    expect(request.signers[0]?.sent.phone).toBe('+33639987701')
  })
})

describe('documents that cannot be sent', () => {
  const upload = (card: CardClient, bytes: Uint8Array) => card.call('upload', {}, bytes)

  it.each<[string, () => Uint8Array | Promise<Uint8Array>, string]>([
    ['is protected by a password', encrypted, 'encrypted'],
    ['is damaged', async () => (await textDocument(['Mandat'])).slice(0, 400), 'damaged'],
    ['is no PDF', () => Buffer.from('PK\u0003\u0004 a spreadsheet'), 'not_pdf'],
    [
      'runs a script',
      () => onePage({ catalog: '/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>' }),
      'active_content',
    ],
  ])('one that %s is named as it is uploaded', async (_, make, kind) => {
    const { card } = await openNew(world)
    const answer = await upload(card, await make())
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ code: 'document', kind })
  })

  it('one of more than 50 MB is refused by its size', async () => {
    const { card } = await openNew(world)
    const answer = await upload(card, new Uint8Array(50_000_001))
    expect(answer.status).toBe(413)
    expect(answer.body).toMatchObject({ code: 'too_large', limit: 50_000_000 })
  })

  it('one among the files of the lead is named at the review, before anything reaches Yousign', async () => {
    const leadId = newLead(world, { documents: [] })
    world.kommo.uploadLeadFile(leadId, 'Protégé.pdf', await encrypted(), people.sophie)
    await world.kommo.hooksSettled()
    const card = await world.session(leadId)
    const answer = await card.call('review', {}, { form: formOf(card), replaces: null })
    expect(answer.status).toBe(422)
    expect(answer.body).toEqual({ code: 'document', kind: 'encrypted', name: 'Protégé' })
    expect(remoteRequestsOf(world, leadId)).toEqual([])
  })

  it('of another lead cannot be reached by its id', async () => {
    const mine = await openNew(world)
    const other = await openNew(world)
    const uploaded = (await upload(other.card, await textDocument(['Mandat']))).body as UploadReply
    const documents = [
      { kind: 'upload' as const, uploadId: uploaded.uploadId, name: 'a.pdf' },
      { kind: 'lead_file' as const, uuid: other.card.answer.card.composer?.files[0]?.uuid ?? '', name: 'b.pdf' },
    ]
    for (const document of documents) {
      const form = formOf(mine.card, (one) => ({ ...one, source: { kind: 'documents', documents: [document] } }))
      const answer = await mine.card.call('review', {}, { form, replaces: null })
      expect([answer.status, answer.body]).toEqual([404, { code: 'not_found' }])
    }
  })

  it('an uploaded one that is sound is sent like any other', async () => {
    const { card } = await openNew(world, { documents: [] })
    const { uploadId, pages } = (await upload(card, await textDocument(['Mandat', 'page 2']))).body as UploadReply
    expect(pages).toBe(2)
    const form = formOf(card, (one) => ({
      ...one,
      source: { kind: 'documents', documents: [{ kind: 'upload', uploadId, name: 'contract.pdf' }] },
    }))
    await reached(world, (await send(card, form)).id, 'ongoing')
  })
})

async function encrypted(): Promise<Uint8Array> {
  const pdf = await PDFDocument.create()
  pdf.addPage([595, 842])
  pdf.encrypt({ userPassword: 'secret', ownerPassword: 'owner' })
  return pdf.save()
}
