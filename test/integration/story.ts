// What the stories of this folder share: leads of their own, the way from the form to Send, and what is found afterwards.

import type { SignatureRequest } from '../../server/domain/signature-request.ts'
import type { RequestReply, ReviewReply, SendBody } from '../../shared/api.ts'
import type { CardRequest } from '../../shared/card.ts'
import type { Finding } from '../../shared/findings.ts'
import type { FormDocument, FormSigner, SendForm } from '../../shared/form.ts'
import type { RequestState } from '../../shared/states.ts'
import { plainPdf } from '../simulators/kommo/plain-pdf.ts'
import { people, pipelines, stages } from '../simulators/kommo/seed-data.ts'
import { type CardClient, until, type World } from '../world/world.ts'

export interface LeadWish {
  contacts?: { firstName?: string; lastName?: string; name?: string; emails?: string[]; phones?: string[] }[]
  /** Lines of each page of each PDF; default: one PDF of one page without anchors. */
  documents?: string[][][]
  responsibleUserId?: number
}

export const camille = {
  firstName: 'Camille',
  lastName: 'Durand',
  emails: ['camille.durand@example.fr'],
  phones: ['+33 6 39 98 00 01'],
}
export const nadia = {
  firstName: 'Nadia',
  lastName: 'Benali',
  emails: ['nadia.benali@example.fr'],
  phones: ['+33 6 39 98 00 02'],
}

let made = 0

/** A lead with contacts and files that no other test knows; bytes differ, so no two documents are the same. */
export function newLead(world: World, wish: LeadWish = {}): number {
  made += 1
  const place = { pipelineId: pipelines.successions, statusId: stages.quote }
  const responsibleUserId = wish.responsibleUserId ?? people.marc
  const leadId = world.kommo.addLead({ name: `Dossier ${made}`, ...place, responsibleUserId }, people.sophie)
  for (const contact of wish.contacts ?? [camille]) world.kommo.addContact(leadId, contact, people.sophie)
  for (const [index, pages] of (wish.documents ?? [[['Mandat']]]).entries()) {
    const bytes = plainPdf(pages.map((lines) => [`Pièce ${made}-${index}`, ...lines]))
    world.kommo.uploadLeadFile(leadId, `Mandat ${index + 1}.pdf`, bytes, people.sophie)
  }
  return leadId
}

/** Anchors for so many signers, one line each, as a page's lines. */
export function anchorLines(signers: number): string[] {
  return Array.from({ length: signers }, (_, index) => `{{s${index + 1}|signature|120|40}}`)
}

/** The usual case with every contact of the lead as a signer and every file as a document. */
export function formOf(card: CardClient, change: (form: SendForm) => SendForm = (form) => form): SendForm {
  const composer = card.answer.card.composer
  if (!composer?.usual) throw new Error('the lead has no usual case')
  const documents = composer.files.map(
    (file): FormDocument => ({ kind: 'lead_file', uuid: file.uuid, name: file.name }),
  )
  return change({ ...composer.usual, name: 'Mandat', source: { kind: 'documents', documents: documents.toReversed() } })
}

/** The lead's contacts as signers. */
export function clientsOf(card: CardClient): FormSigner[] {
  return (card.answer.card.composer?.contacts ?? []).map((contact) => ({
    origin: { kind: 'contact', contactId: contact.contactId },
    side: 'client',
    firstName: contact.firstName,
    lastName: contact.lastName,
    email: contact.emails[0]?.value ?? '',
    phone: contact.phones[0]?.e164 ?? null,
    locale: contact.locale,
    capacity: { kind: 'own' },
    label: null,
  }))
}

/** Somebody of the firm who signs last. */
export const firmSigner: FormSigner = {
  origin: { kind: 'user', userId: people.sophie },
  side: 'firm',
  firstName: 'Sophie',
  lastName: 'Vasseur',
  email: 'sophie.vasseur@aubry-vasseur.example',
  phone: '+33639980099',
  locale: 'fr',
  capacity: { kind: 'own' },
  label: null,
}

export async function reviewed(card: CardClient, form: SendForm, replaces: string | null = null): Promise<ReviewReply> {
  const answer = await card.call('review', {}, { form, replaces })
  if (answer.status !== 200) throw new Error(`review: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body as ReviewReply
}

export function press(card: CardClient, reviewId: string, more: Partial<SendBody> = {}) {
  return card.call('send', {}, { reviewId, intent: 'send', besides: null, replaces: null, ...more })
}

/** Review and Send; fails with what stands against it. */
export async function send(card: CardClient, form: SendForm = formOf(card)): Promise<CardRequest> {
  const review = await reviewed(card, form)
  const answer = await press(card, review.reviewId)
  if (answer.status !== 200)
    throw new Error(`${answer.status} ${JSON.stringify(answer.body)} ${redOf(review.findings)}`)
  return (answer.body as RequestReply).request
}

/** A sent request of a lead of its own, with its signers asked; the session that sent it. */
export async function sendNew(
  world: World,
  wish: LeadWish = {},
  change: (form: SendForm, card: CardClient) => SendForm = (form) => form,
): Promise<{ leadId: number; card: CardClient; request: SignatureRequest }> {
  const leadId = newLead(world, wish)
  // The hooks of the new lead must not look like a change after the review.
  await world.kommo.hooksSettled()
  const card = await world.session(leadId)
  const { id } = await send(
    card,
    formOf(card, (form) => change(form, card)),
  )
  return { leadId, card, request: await reached(world, id, 'ongoing') }
}

export function stored(world: World, id: string): SignatureRequest {
  const request = world.server.store.request(id)
  if (request === null) throw new Error(`no request ${id}`)
  return request
}

export function reached(world: World, id: string, state: RequestState): Promise<SignatureRequest> {
  return until(`request is ${state}`, () => {
    const request = stored(world, id)
    return request.state === state ? request : null
  })
}

/** Yousign's id of the signer at that position. */
export function remoteId(request: SignatureRequest, position = 0): string {
  return request.signers[position]?.yousignId ?? ''
}

/** All webhooks delivered and every job that is due done, and what those caused too. */
export async function calm(world: World): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await world.yousign.settled()
    await world.kommo.hooksSettled()
    await world.server.runner.drain()
  }
}

/** Texts of our notes on the lead, oldest first. */
export function notesOn(world: World, leadId: number): string[] {
  return [...world.kommo.state.notes.values()]
    .filter((note) => note.entityId === leadId && note.noteType === 'extended_service_message')
    .map((note) => String(note.params['text']))
}

export function tasksOn(world: World, leadId: number) {
  return [...world.kommo.state.tasks.values()].filter((task) => task.entityId === leadId && task.text.includes('YS-'))
}

/** Requests at the simulated Yousign that this lead caused, drafts included. */
export function remoteRequestsOf(world: World, leadId: number) {
  return [...world.yousign.state.requests.values()].filter((one) => one.external_id?.includes(`-${leadId}-`))
}

/** Calls to Yousign since `from` (an index of the ledger), with ids replaced. */
export function callsSince(world: World, from: number): string[] {
  return world.yousign.ledger
    .slice(from)
    .map((one) => `${one.method} ${one.path.replace(/[0-9a-f-]{36}/g, ':id')}`)
    .filter((call) => !call.startsWith('GET /templates'))
}

export function codesOf(findings: readonly Finding[]): string[] {
  return findings.map((finding) => `${finding.severity} ${finding.code}`)
}

function redOf(findings: readonly Finding[]): string {
  return codesOf(findings.filter((finding) => finding.severity === 'red')).join(', ')
}

/** The signed document as Yousign itself hands it out. */
export async function signedBytes(world: World, yousignId: string, documentId: string): Promise<Buffer> {
  const key = world.config.yousign.apiKey?.reveal() ?? ''
  const url = `${world.yousign.url}/v3/signature_requests/${yousignId}/documents/${documentId}/download`
  const answer = await fetch(url, { headers: { authorization: `Bearer ${key}` } })
  if (answer.status !== 200) throw new Error(`download: ${answer.status}`)
  return Buffer.from(await answer.arrayBuffer())
}

/** A lead of its own with a card open on it. */
export async function openNew(
  world: World,
  wish: LeadWish = {},
  userId: number = people.sophie,
): Promise<{ leadId: number; card: CardClient }> {
  const leadId = newLead(world, wish)
  await world.kommo.hooksSettled()
  return { leadId, card: await world.session(leadId, userId) }
}

/** The request as the card shows it now. */
export async function shown(card: CardClient, id: string): Promise<CardRequest> {
  const answer = (await card.call('card')).body as { requests: CardRequest[] }
  const request = answer.requests.find((one) => one.id === id)
  if (!request) throw new Error('the card does not show the request')
  return request
}
