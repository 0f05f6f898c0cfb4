// Levels, codes, orders and documents: what reaches Yousign, in which order people are asked, and how many calls it takes
// (contracts/yousign.md 3; protocols.md P1 "the minimum of remote calls").
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SignatureRequest } from '../../server/domain/signature-request.ts'
import type { FormSigner, SendForm } from '../../shared/form.ts'
import type { AuthenticationMode, Level, SigningOrder } from '../../shared/levels.ts'
import { createWorld, until, type World } from '../world/world.ts'
import {
  anchorLines,
  callsSince,
  calm,
  camille,
  clientsOf,
  firmSigner,
  formOf,
  nadia,
  newLead,
  reached,
  remoteId,
  reviewed,
  send,
  sendNew,
  signedBytes,
  stored,
} from './story.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ yousign: { auditTrailDelay: 0 } })
  world.server.store.changeSettings({ noCodeAllowed: true })
})
afterAll(() => world[Symbol.asyncDispose]())

const levelChoice = {
  simple: { level: 'electronic_signature', mode: 'otp_sms' },
  byMail: { level: 'electronic_signature', mode: 'otp_email' },
  none: { level: 'electronic_signature', mode: 'no_otp' },
  advanced: { level: 'advanced_electronic_signature', mode: 'otp_sms' },
  qualified: { level: 'qualified_electronic_signature', mode: null },
} as const satisfies Record<string, { level: Level; mode: AuthenticationMode | null }>

/** So many signers: two clients, then somebody of the firm. */
const people = (form: FormSigner[], count: number): FormSigner[] =>
  [...form, firmSigner].slice(count === 1 ? 0 : -count, count === 1 ? 1 : undefined)

function sendTo(
  count: number,
  choice: keyof typeof levelChoice,
  order: SigningOrder,
  documents: string[][][] = [[['Mandat']]],
) {
  const contacts = count === 3 ? [camille, nadia] : [camille]
  return sendNew(world, { contacts, documents }, (form: SendForm, card) => ({
    ...form,
    ...levelChoice[choice],
    order,
    expiryDays: 15,
    signers: people(clientsOf(card), count),
  }))
}

const asked = (request: SignatureRequest) => stored(world, request.id).signers.map((signer) => signer.status)

/** Lets everybody sign as they are asked; answers who was asked at each step. */
async function signAll(request: SignatureRequest): Promise<string[][]> {
  const steps: string[][] = []
  await calm(world)
  for (let step = 0; step < request.signers.length; step += 1) {
    steps.push(asked(request))
    const next = stored(world, request.id).signers.findIndex((signer) => signer.status === 'notified')
    world.yousign.sign(remoteId(request, next))
    await calm(world)
  }
  await reached(world, request.id, 'done')
  return steps
}

/** Every stored PDF is what Yousign holds, byte by byte. */
async function expectFiled(request: SignatureRequest): Promise<void> {
  const wanted = Math.max(1, request.documents.length)
  const files = await until('filed', () => {
    const signed = world.server.store.files(request.id).filter((file) => file.kind === 'signed')
    return signed.length === wanted ? signed : null
  })
  const remote = world.yousign.state.requests.get(request.yousignId ?? '')
  for (const file of files) {
    const card = await world.session(request.leadId)
    const got = await card.call('file', { request: request.id, file: file.id })
    const theirs = await signedBytes(world, request.yousignId ?? '', remote?.documents[file.position]?.id ?? '')
    expect(Buffer.from(got.body as Uint8Array).equals(theirs)).toBe(true)
  }
}

describe('who signs when', () => {
  const [first, then] = ['notified', 'initiated']
  it.each<[string, number, keyof typeof levelChoice, SigningOrder, string[][]]>([
    ['one client', 1, 'simple', 'clients_then_firm', [[first]]],
    ['one client by e-mail code', 1, 'byMail', 'clients_then_firm', [[first]]],
    ['one client without a code', 1, 'none', 'clients_then_firm', [[first]]],
    [
      'client, then the firm',
      2,
      'simple',
      'clients_then_firm',
      [
        [first, then],
        ['signed', first],
      ],
    ],
    [
      'clients together, then the firm',
      3,
      'simple',
      'clients_then_firm',
      [
        [first, first, then],
        ['signed', first, then],
        ['signed', 'signed', first],
      ],
    ],
    [
      'one by one',
      3,
      'simple',
      'one_by_one',
      [
        [first, then, then],
        ['signed', first, then],
        ['signed', 'signed', first],
      ],
    ],
    [
      'all at once',
      3,
      'simple',
      'all_at_once',
      [
        [first, first, first],
        ['signed', first, first],
        ['signed', 'signed', first],
      ],
    ],
    ['one client at Advanced', 1, 'advanced', 'clients_then_firm', [[first]]],
    [
      'clients, then the firm at Advanced',
      3,
      'advanced',
      'clients_then_firm',
      [
        [first, first, then],
        ['signed', first, then],
        ['signed', 'signed', first],
      ],
    ],
    ['one client at Qualified', 1, 'qualified', 'one_by_one', [[first]]],
    [
      'one by one at Qualified',
      3,
      'qualified',
      'one_by_one',
      [
        [first, then, then],
        ['signed', first, then],
        ['signed', 'signed', first],
      ],
    ],
  ])('%s', async (_, count, choice, order, steps) => {
    const { request } = await sendTo(count, choice, order)
    const remote = world.yousign.state.requests.get(request.yousignId ?? '')
    const { level, mode } = levelChoice[choice]
    expect(remote?.signers.map((one) => [one.signature_level, one.signature_authentication_mode])).toEqual(
      request.signers.map(() => [level, mode]),
    )
    if (choice === 'qualified') {
      expect(remote?.ordered_signers).toBe(true)
      const bodies = world.yousign.ledger
        .filter((one) => one.path.endsWith(`${request.yousignId}/signers`))
        .map((one) => Object.keys(one.requestBody as object))
      expect(bodies.flat()).not.toContain('signature_authentication_mode')
    }
    expect(await signAll(request)).toEqual(steps)
    await expectFiled(request)
  })
})

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
    const { request } = await sendTo(3, 'simple', 'clients_then_firm', [[['Mandat'], anchorLines(3)]])
    expect(request.documents[0]).toMatchObject({ parseAnchors: true, anchors: 3, pages: 2, boxes: [] })
    const remote = world.yousign.state.requests.get(request.yousignId ?? '')
    expect(remote?.documents[0]).toMatchObject({ total_pages: 2, total_anchors: 3 })
    expect(new Set(remote?.fields.map((field) => field.signer_id)).size).toBe(3)
    await signAll(request)
    await expectFiled(request)
  })

  it.each([
    ['are for another number of people', 2],
    ['are missing', 0],
  ])('appends a signature page with a box for everybody when anchors %s', async (_, anchors) => {
    const { request } = await sendTo(3, 'simple', 'clients_then_firm', [[['Mandat', ...anchorLines(anchors)]]])
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
    const template = world.yousign.addTemplate({
      name: 'Mandat type',
      texts: ['Objet'],
      signers: [
        { label: 'Client', signature_level: 'electronic_signature', signature_authentication_mode: 'otp_sms' },
        { label: 'Avocat', signature_level: 'electronic_signature', signature_authentication_mode: 'otp_sms' },
      ],
    })
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
    expect(asked(request)).toEqual(['notified', 'initiated'])
    await signAll(request)
    await expectFiled(request)
    // The labels need not be typed again.
    const offered = (await world.session(leadId)).answer.card.composer?.templates.find(
      (one) => one.templateId === template.id,
    )
    expect(offered).toMatchObject({ signerLabels: ['Client', 'Avocat'], textLabels: ['Objet'] })
  })
})

describe('the number of calls of a fault-free life', () => {
  it.each<[number, number, string[]]>([
    [1, 1, ['create', 'document', 'signer', 'activate', 'read', 'download', 'trail']],
    [2, 1, ['create', 'document', 'signer', 'signer', 'activate', 'trail', 'read', 'download', 'trail']],
    [
      3,
      1,
      ['create', 'document', 'signer', 'signer', 'signer', 'activate', 'trail', 'trail', 'read', 'download', 'trail'],
    ],
    [1, 2, ['create', 'document', 'document', 'signer', 'activate', 'read', 'download', 'download', 'trail']],
    [
      3,
      2,
      [
        'create',
        'document',
        'document',
        'signer',
        'signer',
        'signer',
        'activate',
        'trail',
        'trail',
        'read',
        'download',
        'download',
        'trail',
      ],
    ],
  ])('%i signers and %i own documents take the minimum', async (signers, documents, calls) => {
    expect(
      await lifeOf(() =>
        sendTo(
          signers,
          'simple',
          'clients_then_firm',
          Array.from({ length: documents }, (_, index) => [[`Pièce ${index}`]]),
        ),
      ),
    ).toEqual(calls.toSorted())
  })

  it('a template takes the minimum', async () => {
    const template = world.yousign.addTemplate({ name: 'Simple' })
    const calls = await lifeOf(() =>
      sendNew(world, { documents: [] }, (form, card) => ({
        ...form,
        source: { kind: 'template', templateId: template.id, name: template.name, texts: [] },
        signers: clientsOf(card).map((signer) => ({ ...signer, label: 'Client' })),
      })),
    )
    // A template's documents are known from a read of the request only.
    expect(calls).toEqual(['create', 'list signers', 'activate', 'read', 'read', 'download', 'trail'].toSorted())
  })

  /** Sends, opens and signs everything; the calls by their purpose, sorted. */
  async function lifeOf(sent: () => Promise<{ request: SignatureRequest }>): Promise<string[]> {
    await calm(world)
    await trailsFiled()
    const from = world.yousign.ledger.length
    const { request } = await sent()
    for (let step = 0; step < request.signers.length; step += 1) {
      await calm(world)
      const next = stored(world, request.id).signers.findIndex((signer) => signer.status === 'notified')
      world.yousign.openLink(remoteId(request, next))
      world.yousign.sign(remoteId(request, next))
    }
    await reached(world, request.id, 'done')
    const ready = () =>
      world.server.store.files(request.id).filter((file) => file.kind === 'audit_trail').length ===
      request.signers.length
    await until('trails', ready)
    await calm(world)
    return callsSince(world, from)
      .map((call) => purposes.find(([pattern]) => pattern.test(call))?.[1] ?? call)
      .sort()
  }

  /** Requests of earlier tests fetch their trails five seconds after the signature. */
  async function trailsFiled(): Promise<void> {
    const done = () =>
      [...world.yousign.state.requests.values()].every((remote) => {
        const request = world.server.store.requestOfYousign(remote.id)
        if (request?.state !== 'done') return true
        return (
          world.server.store.files(request.id).filter((file) => /trail|proof/.test(file.kind)).length >=
          request.signers.length
        )
      })
    await until('earlier trails', done)
  }
})

const purposes: [RegExp, string][] = [
  [/^POST \/signature_requests$/, 'create'],
  [/^POST .*\/documents$/, 'document'],
  [/^POST .*\/signers$/, 'signer'],
  [/^GET .*\/signers$/, 'list signers'],
  [/^POST .*\/activate$/, 'activate'],
  [/^GET \/signature_requests\/:id$/, 'read'],
  [/^GET .*\/documents\/:id\/download$/, 'download'],
  [/^GET .*\/audit_trails\/download$/, 'trail'],
]
