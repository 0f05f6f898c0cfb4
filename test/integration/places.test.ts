// Places to sign of a document type: the editor's way in and out, and where they lie in what is sent and signed.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPlaceEditor } from '../../scripts/build-place-editor.ts'
import type { Card } from '../../shared/card.ts'
import type { DocumentTypeBody } from '../../shared/document-type.ts'
import type { EditorSession } from '../../shared/place-editor.ts'
import type { PlaceBox, Places } from '../../shared/places.ts'
import type { SettingsPage } from '../../shared/settings.ts'
import { sampleType } from '../fixtures/document-type.ts'
import { a4, rectanglesOn, type SheetWish, sheets } from '../fixtures/sheets.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import { type CardClient, createWorld, type World } from '../world/world.ts'
import { createLeapingClock } from './leaping-clock.ts'
import {
  codesOf,
  newLead,
  openNew,
  press,
  reached,
  remoteId,
  remoteRequestsOf,
  reviewed,
  send,
  signedBytes,
} from './story.ts'

const clock = createLeapingClock()
const logLines: string[] = []
let world: World
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'places-'))
  await buildPlaceEditor(fileURLToPath(new URL('../..', import.meta.url)), folder)
  world = await createWorld({ yousign: { auditTrailDelay: 0 }, clock, logLines, overrides: { placeEditor: folder } })
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const box: PlaceBox = {
  signer: 1,
  kind: 'signature',
  page: { from: 'first', offset: 0 },
  x: 60,
  y: 640,
  width: 180,
  height: 60,
}
const last = { from: 'last', offset: 0 } as const
const places: Places = {
  boxes: [
    box,
    { ...box, kind: 'date', y: 705, height: 24 },
    { ...box, page: last },
    { ...box, page: last, kind: 'name', y: 705, height: 24 },
  ],
  initials: true,
}
const plain: DocumentTypeBody = {
  ...sampleType,
  source: { kind: 'file', pattern: null },
  firm: [],
  consents: [],
  followUps: [],
}

async function typeOf(name: string, change: Partial<DocumentTypeBody> = {}): Promise<{ card: CardClient; id: string }> {
  const { card } = await openNew(world)
  const answer = await card.call('saveType', {}, { id: null, base: null, body: { ...plain, name, ...change } })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return { card, id: (answer.body as SettingsPage).types.find((one) => one.name === name)?.id ?? '' }
}

/** A lead with that one document, and the form of the type filled in for it. */
async function formFor(id: string, pages: SheetWish[]) {
  const leadId = newLead(world, { documents: [] })
  world.kommo.uploadLeadFile(leadId, 'Mandat.pdf', await sheets(pages), people.sophie)
  await world.kommo.hooksSettled()
  const card = await world.session(leadId)
  const type = ((await card.call('card')).body as Card).composer?.types.find((one) => one.id === id)
  if (type === undefined) throw new Error('the type is not offered')
  return { leadId, card, form: type.form }
}

async function post(path: string, body: unknown, token?: string) {
  const answer = await fetch(`${world.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown>, headers: answer.headers }
}

/** Path of the editor and its one-time code. */
async function opened(card: CardClient, id: string): Promise<{ path: string; code: string }> {
  const { status, body } = await card.call('openPlaces', { type: id })
  expect(status, JSON.stringify(body)).toBe(200)
  const url = new URL((body as { url: string }).url)
  expect(url.origin).toBe('https://sign.example.test')
  return { path: url.pathname, code: url.hash.slice(1) }
}

async function entered(card: CardClient, id: string): Promise<{ path: string; session: EditorSession }> {
  const { path, code } = await opened(card, id)
  const answer = await post(`${path}/open`, { code })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return { path, session: answer.body as unknown as EditorSession }
}

describe('the place editor', () => {
  it('opens for administrators, for a type of ours, once, for two minutes, and its code is in no log', async () => {
    const { card, id } = await typeOf('Ouvert')
    const marc = await world.session(newLead(world), people.marc)
    expect(await marc.call('openPlaces', { type: id })).toEqual({ status: 403, body: { code: 'not_administrator' } })
    expect((await card.call('openPlaces', { type: 'unknown' })).status).toBe(404)

    const { path, code } = await opened(card, id)
    expect(await post(`${path}/open`, { code })).toMatchObject({
      status: 200,
      body: { type: { id, version: 1, places: null } },
    })
    expect(await post(`${path}/open`, { code })).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    expect(logLines.join('')).not.toContain(code)

    const other = await typeOf('Autre')
    const stray = await opened(card, id)
    expect((await post(`/settings/places/${other.id}/open`, { code: stray.code })).status).toBe(401)
    // Tried in the wrong place, it is used up.
    expect((await post(`${stray.path}/open`, { code: stray.code })).status).toBe(401)

    const late = await opened(card, id)
    clock.leap(2 * 60_000)
    expect((await post(`${late.path}/open`, { code: late.code })).status).toBe(401)
  })

  it('is a page that loads nothing but our own files and may be framed by nobody', async () => {
    const page = await fetch(`${world.url}/settings/places/any`, { headers: { 'accept-language': 'fr' } })
    expect([page.status, page.headers.get('content-language'), page.headers.get('cache-control')]).toEqual([
      200,
      'fr',
      'no-store',
    ])
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
    for (const [file, type] of [
      ['editor.js', 'text/javascript'],
      ['editor.css', 'text/css'],
      ['pdf.mjs', 'text/javascript'],
      ['pdf.worker.mjs', 'text/javascript'],
      ['standard_fonts/FoxitFixed.pfb', 'application/octet-stream'],
    ] as const) {
      const answer = await fetch(`${world.url}/settings/places/-/${file}`)
      expect([file, answer.status]).toEqual([file, 200])
      expect(answer.headers.get('content-type')).toContain(type)
      const again = await fetch(`${world.url}/settings/places/-/${file}`, {
        headers: { 'if-none-match': answer.headers.get('etag') ?? '' },
      })
      expect(again.status).toBe(304)
    }
    for (const file of [
      'package.json',
      '..%2F..%2Fpackage.json',
      'cmaps/..%2F..%2Fpackage.json',
      'build/pdf.mjs',
      'cmaps/none.bcmap',
      'constructor',
    ])
      expect((await fetch(`${world.url}/settings/places/-/${file}`)).status, file).toBe(404)
  })

  it('saves the next version, and nothing over a version that somebody saved meanwhile', async () => {
    const { card, id } = await typeOf('Enregistré')
    const { path, session } = await entered(card, id)
    expect(await post(`${path}/save`, { base: 1, places }, session.token)).toMatchObject({
      status: 200,
      body: { version: 2 },
    })
    expect(world.server.store.documentType(id)).toMatchObject({
      version: 2,
      places,
      name: 'Enregistré',
      savedBy: 'Sophie Vasseur',
    })
    expect(await post(`${path}/save`, { base: 1, places }, session.token)).toMatchObject({
      status: 409,
      body: { code: 'moved_on', savedBy: 'Sophie Vasseur' },
    })
    expect((await post(`${path}/save`, { base: 2, places: null }, session.token)).status).toBe(200)
    expect(world.server.store.documentType(id)?.places).toBeNull()
    await card.call('retireType', { type: id })
    expect((await post(`${path}/save`, { base: 3, places }, session.token)).status).toBe(404)
  })

  it('takes no other token, no other type, and nothing that is no place', async () => {
    const { card, id } = await typeOf('Fermé')
    const { path, session } = await entered(card, id)
    const other = await typeOf('Fermé aussi')
    for (const [where, token] of [
      [path, undefined],
      [path, card.answer.token],
      [path, 'a.b.c'],
      [`/settings/places/${other.id}`, session.token],
    ] as const)
      expect((await post(`${where}/save`, { base: 1, places }, token)).status).toBe(401)
    // And the editor's token opens nothing of the card.
    const settings = await fetch(`${world.url}/api/settings`, { headers: { authorization: `Bearer ${session.token}` } })
    expect(settings.status).toBe(401)
    for (const body of [
      '{',
      '[]',
      {},
      { base: 1 },
      { base: 0, places },
      { base: 1, places: { boxes: [{ ...box, x: -1 }], initials: false } },
    ])
      expect((await post(`${path}/save`, body, session.token)).status, JSON.stringify(body)).toBe(400)
    expect(
      await post(`${path}/save`, { base: 1, places: { ...places, boxes: [{ ...box, signer: 2 }] } }, session.token),
    ).toMatchObject({
      status: 422,
      body: {
        problems: [
          { code: 'places_missing', field: 'places' },
          { code: 'places_nobody', field: 'places' },
        ],
      },
    })
    for (const body of ['{', '[]', {}, { code: '' }, { code: 'x'.repeat(101) }, { code: 1 }])
      expect((await post(`${path}/open`, body)).status, JSON.stringify(body)).toBe(400)
    expect(world.server.store.documentType(id)?.version).toBe(1)
  })
})

describe('a document of a type with places', () => {
  it('carries signatures, date, name and initials there and nowhere else', async () => {
    const { id } = await typeOf('Placé', { places })
    const { leadId, card, form } = await formFor(id, [a4, a4, a4])
    const review = await reviewed(card, form)
    expect(codesOf(review.findings)).toContain('info places_used')
    expect(review.documents[0]).toMatchObject({ signaturePage: false, pages: 3 })
    const request = await reached(world, (await send(card, form)).id, 'ongoing')
    const remote = remoteRequestsOf(world, leadId)[0]
    expect(remote?.fields.map(({ type, page, x, y, extra }) => [type, page, x, y, extra['mention']])).toEqual([
      ['signature', 1, 60, 640, undefined],
      ['mention', 1, 60, 705, '%date%'],
      ['signature', 3, 60, 640, undefined],
      ['mention', 3, 60, 705, 'Camille Durand'],
    ])
    expect(remote?.documents[0]?.initials).toEqual({ edge: 'bottom', alignment: 'right', y: 20 })
    world.yousign.sign(remoteId(request))
    await reached(world, request.id, 'done')
    const signed = await signedBytes(world, request.yousignId ?? '', request.documents[0]?.yousignId ?? '')
    const drawn = await Promise.all([1, 2, 3].map((page) => rectanglesOn(signed, page)))
    expect(drawn.map((on) => on.map(({ x, y }) => [x, Math.round(y)]))).toEqual([
      [
        [60, 640],
        [60, 705],
        [expect.closeTo(a4.width - 64, 1), 802],
      ],
      [[expect.closeTo(a4.width - 64, 1), 802]],
      [
        [60, 640],
        [60, 705],
        [expect.closeTo(a4.width - 64, 1), 802],
      ],
    ])
  })

  it.each<[string, string, SheetWish[]]>([
    ['is too small', 'red places_outside', [{ width: 595, height: 420 }]],
    ['is rotated', 'red places_turned', [{ ...a4, turn: 90 }]],
    ['is cropped', 'red places_turned', [{ ...a4, crop: 20 }]],
    ['is one page where first and last must differ', 'red places_overlap', [a4]],
  ])('that %s is not sent, however often Send is pressed', async (what, code, pages) => {
    const { id } = await typeOf(`Refusé, ${what}`, { places })
    const { leadId, card, form } = await formFor(id, pages)
    const review = await reviewed(card, form)
    expect(codesOf(review.findings)).toContain(code)
    expect((await press(card, review.reviewId)).status).toBe(422)
    expect(remoteRequestsOf(world, leadId)).toEqual([])
  })

  it('is not sent to others than those who have a place', async () => {
    const { id } = await typeOf('Deux', { places, clients: { kind: 'all' } })
    const { card, form } = await formFor(id, [a4, a4])
    const [first] = form.signers
    if (first === undefined) throw new Error('nobody signs')
    const both = {
      ...form,
      signers: [first, { ...first, firstName: 'Nadia', email: 'n@example.fr', phone: '+33639980002' }],
    }
    expect(codesOf((await reviewed(card, both)).findings)).toContain('red places_signers')
  })

  it('keeps places that fit only another level from Qualified', async () => {
    const { id } = await typeOf('Relevé', { places })
    const { card, form } = await formFor(id, [a4, a4])
    const raised = {
      ...form,
      level: 'qualified_electronic_signature' as const,
      mode: null,
      order: 'one_by_one' as const,
    }
    expect(codesOf((await reviewed(card, raised)).findings)).toContain('red places_twice')
  })
})

describe('a foreign document', () => {
  const lines = ['{{s1|signature|120|40}}']
  it.each<[string, SheetWish[], string, boolean]>([
    ['upright, with anchors', [{ ...a4, lines }, a4], '', false],
    [
      'with a rotated page',
      [
        { ...a4, lines },
        { ...a4, turn: 270 },
      ],
      'info pages_turned',
      true,
    ],
    ['with a cropped page', [{ ...a4, lines, crop: 30 }, a4], 'info pages_turned', true],
    ['rotated, without anchors', [{ ...a4, turn: 90 }], 'info signature_page', true],
  ])('%s gets the signature page when it must', async (what, pages, code, appended) => {
    const { id } = await typeOf(`Étranger, ${what}`)
    const { card, form } = await formFor(id, pages)
    const review = await reviewed(card, form)
    expect(codesOf(review.findings).filter((one) => one.startsWith('info'))).toEqual(code === '' ? [] : [code])
    expect(review.documents[0]).toMatchObject({ signaturePage: appended, pages: pages.length + (appended ? 1 : 0) })
    const request = await reached(world, (await send(card, form)).id, 'ongoing')
    world.yousign.sign(remoteId(request))
    await reached(world, request.id, 'done')
    if (!appended) return
    const [laid] = request.documents[0]?.boxes ?? []
    const signed = await signedBytes(world, request.yousignId ?? '', request.documents[0]?.yousignId ?? '')
    const drawn = await rectanglesOn(signed, pages.length + 1)
    const there = drawn.filter(({ x, y }) => Math.abs(x - (laid?.x ?? 0)) < 1 && Math.abs(y - (laid?.y ?? 0)) < 1)
    // The frame on our page, and the signature in it.
    expect(there.map(({ width, height }) => [width, height])).toEqual(Array(2).fill([laid?.width, laid?.height]))
  })
})
