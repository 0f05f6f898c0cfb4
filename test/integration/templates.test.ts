// Own templates: taken in, filled from the lead, seen as they are sent, and stopped when the lead says something else.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withReader } from '../../server/documents/reader.ts'
import type { DocumentTypeBody } from '../../shared/document-type.ts'
import type { SettingsPage, TemplatePreview, TemplateView } from '../../shared/settings.ts'
import type { StarterKey } from '../../shared/starters.ts'
import { addTemplate } from '../crash/forms.ts'
import { sampleType } from '../fixtures/document-type.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import { fillContacts, fillLead, firmWish, leadWish } from '../world/template-fields.ts'
import { type CardClient, createWorld, type World } from '../world/world.ts'
import {
  callsSince,
  calm,
  camille,
  codesOf,
  nadia,
  newLead,
  press,
  reached,
  remoteId,
  remoteRequestsOf,
  reviewed,
  send,
  signedBytes,
  stored,
} from './story.ts'

let world: World
let page: SettingsPage
beforeAll(async () => {
  world = await createWorld({ yousign: { auditTrailDelay: 0 } })
  const card = await world.session(newLead(world), people.sophie)
  page = await asPage(card.call('settings'))
  page = await asPage(card.call('saveChoices', {}, { ...page.choices, ...firmWish }))
})
afterAll(() => world[Symbol.asyncDispose]())

async function asPage(answer: Promise<{ status: number; body: unknown }>): Promise<SettingsPage> {
  const { status, body } = await answer
  expect(status, JSON.stringify(body)).toBe(200)
  return body as SettingsPage
}

/** A lead with a couple whose fields are all filled; the card of the administrator. */
async function openFilled(): Promise<{ leadId: number; card: CardClient }> {
  const leadId = newLead(world, { contacts: [camille, nadia], responsibleUserId: people.sophie })
  fillLead(world.kommo, leadId)
  fillContacts(world.kommo, leadId)
  await world.kommo.hooksSettled()
  return { leadId, card: await world.session(leadId, people.sophie) }
}

async function taken(card: CardClient, starter: StarterKey): Promise<TemplateView> {
  const { ownTemplates } = await asPage(card.call('takeStarter', { starter, language: 'fr' }))
  const [newest] = ownTemplates
  if (newest === undefined) throw new Error('nothing was taken in')
  return newest
}

let named = 0

async function typeFrom(card: CardClient, change: Partial<DocumentTypeBody>): Promise<string> {
  named += 1
  const name = `Type ${named}`
  const body = { ...sampleType, name, clients: { kind: 'all' as const }, ...change }
  const { types } = await asPage(card.call('saveType', {}, { id: null, base: null, body }))
  return types.find((type) => type.name === name)?.id ?? ''
}

async function formOfType(leadId: number, id: string) {
  const card = await world.session(leadId, people.sophie)
  const type = card.answer.card.composer?.types.find((one) => one.id === id)
  if (type === undefined) throw new Error('the type is not offered')
  return { card, form: type.form }
}

async function textOf(pdf: Uint8Array): Promise<string> {
  return withReader(pdf, async (reader) => {
    const pages: string[] = []
    for (let number = 1; number <= reader.pages; number += 1) {
      pages.push((await reader.text(number)).map((piece) => piece.str).join(' '))
    }
    return pages.join(' ').replace(/\s+/g, ' ')
  })
}

describe('a Word template', () => {
  it('is filled from the lead, seen as Yousign converts it, and that very draft is sent', async () => {
    const { leadId, card: opened } = await openFilled()
    const template = await taken(opened, 'fee_agreement')
    expect(template.tags.filter(({ problem }) => problem !== null)).toEqual([])
    const id = await typeFrom(opened, {
      source: { kind: 'own_template', templateId: template.id, name: template.name },
      firm: [{ kind: 'responsible' }],
      order: 'clients_then_firm',
    })
    const { card, form } = await formOfType(leadId, id)
    form.signers[2] = { ...(form.signers[2] ?? fail()), phone: '+33639980099' }
    const review = await reviewed(card, form)
    expect(codesOf(review.findings)).toEqual([])
    expect(review.documents).toMatchObject([{ pages: null }])
    const from = world.yousign.ledger.length
    const pages = await card.call('reviewDocument', { review: review.reviewId, index: 0 })
    expect(pages.status).toBe(200)
    const text = await textOf(pages.body as Uint8Array)
    for (const part of ['Camille Durand', 'Nadia Benali', '1 500,00 €', 'mille huit cents euros', '1er janvier 1986'])
      expect(text).toContain(part)
    expect(text).toContain('Gdańsk (Pologne)')
    // A second look makes nothing new.
    await card.call('reviewDocument', { review: review.reviewId, index: 0 })
    expect(remoteRequestsOf(world, leadId)).toHaveLength(1)
    const answer = await press(card, review.reviewId)
    const requestId = (answer.body as { request: { id: string } }).request.id
    await reached(world, requestId, 'ongoing')
    expect(remoteRequestsOf(world, leadId)).toHaveLength(1)
    const calls = callsSince(world, from)
    expect(calls.filter((call) => call === 'POST /signature_requests')).toHaveLength(1)
    expect(calls.filter((call) => call === 'POST /signature_requests/:id/documents')).toHaveLength(1)
    const request = stored(world, requestId)
    for (const position of [0, 1, 2]) world.yousign.sign(remoteId(request, position))
    await calm(world)
    const signed = await signedBytes(world, request.yousignId ?? '', request.documents[0]?.yousignId ?? '')
    expect(await textOf(signed)).toContain('mille huit cents euros')
    expect(world.server.store.files(requestId).map(({ kind }) => kind)).toContain('signed')
  })

  it('names every field that is missing, and is not sent', async () => {
    const { leadId, card: opened } = await openFilled()
    const template = await taken(opened, 'fee_agreement')
    const source = { kind: 'own_template' as const, templateId: template.id, name: template.name }
    const id = await typeFrom(opened, { source, firm: [], order: 'all_at_once' })
    const { 'lead.fee_net': _, ...without } = leadWish
    const field = world.kommo.addField('leads', 'Honoraires HT', 'numeric')
    world.kommo.editLead(leadId, { values: { [field]: null } }, people.sophie)
    expect(Object.keys(without)).toHaveLength(Object.keys(leadWish).length - 1)
    const { card, form } = await formOfType(leadId, id)
    const review = await reviewed(card, form)
    const texts = review.findings.flatMap((finding) => (finding.code === 'template_field' ? [finding.text] : []))
    expect(texts).toContain('"Fee excl. VAT" is empty on the lead. The document needs it.')
    expect(review.documents).toEqual([])
    expect((await press(card, review.reviewId)).status).toBe(422)
    expect(remoteRequestsOf(world, leadId)).toEqual([])
  })

  it('has places for as many as sign, or is not sent', async () => {
    const { leadId, card: opened } = await openFilled()
    const template = await taken(opened, 'nda')
    const source = { kind: 'own_template' as const, templateId: template.id, name: template.name }
    const id = await typeFrom(opened, { source, firm: [], order: 'all_at_once' })
    const { card, form } = await formOfType(leadId, id)
    expect(codesOf((await reviewed(card, form)).findings)).toContain('red template_places')
  })

  it('is not sent with what the lead no longer says, and the difference is shown', async () => {
    const { leadId, card: opened } = await openFilled()
    const template = await taken(opened, 'fee_agreement')
    const source = { kind: 'own_template' as const, templateId: template.id, name: template.name }
    const id = await typeFrom(opened, { source, firm: [{ kind: 'responsible' }], order: 'clients_then_firm' })
    const { card, form } = await formOfType(leadId, id)
    form.signers[2] = { ...(form.signers[2] ?? fail()), phone: '+33639980099' }
    const review = await reviewed(card, form)
    fillLead(world.kommo, leadId, { ...leadWish, 'lead.fee_net': 2000 })
    await world.kommo.hooksSettled()
    await calm(world)
    const answer = await press(card, review.reviewId)
    expect(answer).toMatchObject({ status: 409, body: { code: 'changed' } })
    const { differences } = answer.body as { differences: { of: string; before: string; after: string }[] }
    expect(differences).toContainEqual({
      what: 'document_field',
      of: 'Honoraires HT',
      before: '1\u00a0500,00\u00a0€',
      after: '2\u00a0000,00\u00a0€',
    })
    expect(remoteRequestsOf(world, leadId)).toEqual([])
  })
})

describe('a PDF form', () => {
  it('is filled, shown and sent as the same bytes, and every value is in what the signer sees', async () => {
    const { leadId, card: opened } = await openFilled()
    const template = await taken(opened, 'private_power')
    const source = { kind: 'own_template' as const, templateId: template.id, name: template.name }
    const id = await typeFrom(opened, {
      source,
      clients: { kind: 'main' },
      firm: [],
      order: 'one_by_one',
      level: 'qualified_electronic_signature',
      mode: null,
    })
    const { card, form } = await formOfType(leadId, id)
    const review = await reviewed(card, form)
    expect(codesOf(review.findings).filter((code) => code.startsWith('red'))).toEqual([])
    const bytes = (await card.call('reviewDocument', { review: review.reviewId, index: 0 })).body as Uint8Array
    const text = await textOf(bytes)
    for (const part of ['Durand', 'Łukasiewicz', '1er janvier 1986']) expect(text).toContain(part)
    const answer = await press(card, review.reviewId)
    const request = await reached(world, (answer.body as { request: { id: string } }).request.id, 'ongoing')
    const [remote] = remoteRequestsOf(world, leadId)
    expect(remote?.documents).toHaveLength(1)
    expect(request.documents[0]?.sha256).toBe(review.documents[0]?.sha256)
  })
})

describe('a template at Yousign', () => {
  it('gets its texts from the lead, and its labels are proved by a draft that is deleted for good', async () => {
    const { leadId, card: opened } = await openFilled()
    const remote = addTemplate(world.yousign, 2, ['Honoraires'])
    const before = world.yousign.state.requests.size
    const texts = [{ label: remote.texts[0] ?? fail(), text: 'Honoraires : [[lead.fee_net]]' }]
    const source = {
      kind: 'template' as const,
      templateId: remote.id,
      name: 'Mandat',
      labels: remote.signers.map(({ label }) => label),
      texts,
    }
    const id = await typeFrom(opened, { source, firm: [], order: 'one_by_one' })
    expect(world.yousign.state.requests.size).toBe(before)
    const { card, form } = await formOfType(leadId, id)
    const { id: requestId } = await send(card, form)
    const request = await reached(world, requestId, 'ongoing')
    expect(request.snapshot.form.source).toMatchObject({ texts: [{ text: 'Honoraires : €1,500.00' }] })
    const wrong = { ...source, labels: ['Nobody', 'Knows'] }
    const refused = await opened.call(
      'saveType',
      {},
      { id: null, base: null, body: { ...sampleType, name: 'Faux', source: wrong, firm: [] } },
    )
    expect(refused).toMatchObject({ status: 422, body: { problems: [{ code: 'template_refused' }] } })
    const tag = { ...source, texts: [{ label: texts[0]?.label ?? '', text: '[[lead.prise]]' }] }
    const unknown = await opened.call(
      'saveType',
      {},
      { id: null, base: null, body: { ...sampleType, name: 'Faux', source: tag, firm: [] } },
    )
    expect(unknown).toMatchObject({ status: 422, body: { problems: [{ code: 'template_tags' }] } })
  })
})

describe('the settings page', () => {
  it('shows what a real lead would say, and hands the filled file out', async () => {
    const { leadId, card } = await openFilled()
    const template = await taken(card, 'fee_agreement')
    const { body } = await card.call('previewTemplate', { template: template.id, lead: leadId })
    const preview = body as TemplatePreview
    expect(preview.problems).toEqual([])
    expect(preview.values).toContainEqual({ name: 'Honoraires TTC en lettres', text: 'mille huit cents euros' })
    const file = await card.call('filledTemplate', { template: template.id, lead: leadId })
    expect(file.status).toBe(200)
    expect(
      Buffer.from(file.body as Uint8Array)
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
    const empty = newLead(world)
    const missing = (await card.call('previewTemplate', { template: template.id, lead: empty })).body as TemplatePreview
    expect(missing.problems.length).toBeGreaterThan(3)
    const marc = await world.session(leadId, people.marc)
    expect(await marc.call('previewTemplate', { template: template.id, lead: leadId })).toMatchObject({ status: 403 })
  })

  it('refuses what is no template with a sentence of its own', async () => {
    const { card } = await openFilled()
    const wrong = await card.call('addTemplate', { language: 'fr' }, new TextEncoder().encode('hello'))
    expect(wrong).toMatchObject({ status: 422, body: { code: 'document', kind: 'not_template' } })
  })
})

function fail(): never {
  throw new Error('not there')
}
