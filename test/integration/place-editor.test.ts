// The place editor's way in and out: its one-time code, its page and files, and what it saves.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPlaceEditor } from '../../scripts/build-place-editor.ts'
import type { EditorSession } from '../../shared/place-editor.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import { type CardClient, createWorld, type World } from '../world/world.ts'
import { createLeapingClock } from './leaping-clock.ts'
import { newLead } from './story.ts'
import { box, places, typeOf } from './typed.ts'

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
    const { card, id } = await typeOf(world, 'Ouvert')
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

    const other = await typeOf(world, 'Autre')
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
    const { card, id } = await typeOf(world, 'Enregistré')
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
    const { card, id } = await typeOf(world, 'Fermé')
    const { path, session } = await entered(card, id)
    const other = await typeOf(world, 'Fermé aussi')
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
