// The complete file, the whole way: asked for by the card, checked offline, refused to others and while something is missing.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkCompleteFile, verdictOf } from '../../server/evidence/check.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import { type CardClient, createWorld, until, type World } from '../world/world.ts'
import { createLeapingClock } from './leaping-clock.ts'
import { levelChoice, signAll } from './signing.ts'
import { calm, camille, clientsOf, nadia, openNew, sendNew, shown, signedBytes, stored } from './story.ts'

const clock = createLeapingClock()
const logLines: string[] = []
let world: World
/** Signed at Simple by two people. */
let done: Awaited<ReturnType<typeof complete>>
beforeAll(async () => {
  world = await createWorld({ clock, yousign: { auditTrailDelay: 0 }, logLines })
  done = await complete()
})
afterAll(() => world[Symbol.asyncDispose]())

const evidence = async (card: CardClient, request: { id: string }) => {
  const { status, body } = await card.call('evidence', { request: request.id })
  return { status, body, zip: body instanceof Uint8Array ? body : new Uint8Array() }
}
const filesOf = (zip: Uint8Array) => new Map(Object.entries(unzipSync(zip)))
const textOf = (zip: Uint8Array, path: string) => new TextDecoder().decode(filesOf(zip).get(path))
const kinds = (id: string) => world.server.store.files(id).map((file) => file.kind)
const hasKey = (id: string, key: string) => world.server.store.ledger(id, 500).some((line) => line.key === key)
const fingerprint = () =>
  logLines.map((line) => JSON.parse(line)).find((line) => 'fingerprint' in line)?.fingerprint as string

/** Signed by everybody and everything fetched. */
async function complete(level: keyof typeof levelChoice = 'simple') {
  const sent = await sendNew(world, { contacts: [camille, nadia] }, (form, card) => ({
    ...form,
    ...levelChoice[level],
    ...(level === 'qualified' ? { order: 'one_by_one' as const, expiryDays: 15 } : {}),
    signers: clientsOf(card),
  }))
  await signAll(world, sent.request)
  clock.leap(6_000)
  await until('complete', async () => (await shown(sent.card, sent.request.id)).completeFile !== null)
  await calm(world)
  return sent
}

describe('the complete file', () => {
  it('holds the very bytes of Yousign and ours, is the same twice, and passes the check', async () => {
    const { request, card } = done
    const first = await evidence(card, request)
    expect(first.status).toBe(200)
    expect(Buffer.from((await evidence(card, request)).zip).equals(Buffer.from(first.zip))).toBe(true)
    expect(verdictOf(checkCompleteFile(first.zip, fingerprint()))).toEqual({ isGood: true, sentence: 'nothing wrong' })

    const files = filesOf(first.zip)
    expect([...files.keys()].filter((path) => path.startsWith('evidence/'))).toEqual([
      'evidence/1 Camille Durand/audit-trail.json',
      'evidence/1 Camille Durand/audit-trail.pdf',
      'evidence/2 Nadia Benali/audit-trail.json',
      'evidence/2 Nadia Benali/audit-trail.pdf',
    ])
    const document = stored(world, request.id).documents[0]
    const signed = [...files].find(([path]) => path.startsWith('signed/'))?.[1] ?? new Uint8Array()
    const theirs = await signedBytes(world, request.yousignId ?? '', document?.yousignId ?? '')
    expect(theirs.equals(Buffer.from(signed))).toBe(true)
    expect(textOf(first.zip, 'differences.txt')).toContain(`SHA-256 ${document?.sha256}`)
    expect(textOf(first.zip, 'differences.txt')).toMatch(
      /Camille Durand (names|indique)|de Camille Durand indique le même/,
    )
    expect(JSON.parse(textOf(first.zip, 'evidence/1 Camille Durand/audit-trail.json'))).toMatchObject({ version: 4 })
    expect(JSON.parse(textOf(first.zip, 'ledger.json')).map((line: { event: string }) => line.event)).toEqual(
      expect.arrayContaining(['send_pressed', 'sent', 'signed', 'done', 'filed', 'noted']),
    )
    const view = await shown(card, request.id)
    expect(view.files.map((file) => file.kind).sort()).toEqual(['audit_trail', 'audit_trail', 'signed'])
    expect(view.completeFile).toMatch(/^TEST - Mandat - (complete file|archive complète) - \d{4}-\d\d-\d\d\.zip$/)
  })

  it('has the identity proofs at Qualified', async () => {
    const { request, card } = await complete('qualified')
    const { zip } = await evidence(card, request)
    expect([...filesOf(zip).keys()].filter((path) => path.startsWith('evidence/'))).toEqual([
      'evidence/1 Camille Durand/identity-proof.pdf',
      'evidence/2 Nadia Benali/identity-proof.pdf',
    ])
    expect(verdictOf(checkCompleteFile(zip, null)).isGood).toBe(true)
  })

  it('is for those who may see the lead, and of this lead', async () => {
    const { request, card } = done
    const other = await openNew(world)
    expect((await other.card.call('evidence', { request: request.id })).status).toBe(404)
    expect((await card.call('evidence', { request: 'nobody' })).status).toBe(404)
    // Camille Roy may see leads of her own only.
    const own = await openNew(world, { responsibleUserId: people.camille }, people.camille)
    const asked = await own.card.call('evidence', { lead: request.leadId, request: request.id })
    expect(asked).toEqual({ status: 403, body: { code: 'forbidden' } })
  })

  it('does not exist with a hole: a stored file that is gone or was changed is a refusal, and the log says which', async () => {
    const { request, card } = done
    const path = join(world.config.dataDir, 'documents', 'requests', request.id, 'audit_trail_data-0.json')
    const before = await readFile(path)
    await writeFile(path, Buffer.concat([before, Buffer.from(' ')]))
    expect(await evidence(card, request)).toMatchObject({ status: 503, body: { code: 'file_lost' } })
    await rm(path)
    expect(await evidence(card, request)).toMatchObject({ status: 503, body: { code: 'file_lost' } })
    expect(logLines.filter((line) => line.includes('the complete file cannot be made'))).toHaveLength(2)
    await writeFile(path, before)
    expect((await evidence(card, request)).status).toBe(200)
  })
})

describe('while something is still to come', () => {
  it('the complete file is not offered; the data holds up neither the PDF nor itself, and what never comes is named', async () => {
    const body = { type: 'audit_trail.not_ready_for_download', detail: 'Wait.' }
    const takeAway = world.yousign.faults.add({
      match: { method: 'GET', path: /\/audit_trails$/ },
      when: 'before',
      kind: { status: 400, body },
      times: Number.POSITIVE_INFINITY,
    })
    const { request, card } = await sendNew(world)
    expect(await evidence(card, request)).toMatchObject({ status: 409, body: { code: 'not_filed' } })
    await signAll(world, request)
    clock.leap(6_000)
    await until('the PDF is kept', () => kinds(request.id).includes('audit_trail'))
    expect(kinds(request.id)).not.toContain('audit_trail_data')
    expect((await shown(card, request.id)).completeFile).toBeNull()
    expect(await evidence(card, request)).toMatchObject({ status: 409, body: { code: 'not_filed' } })

    for (let hour = 0; hour < 27 && !hasKey(request.id, `no-trail-data:${request.signers[0]?.id}`); hour += 1) {
      clock.leap(3_600_000)
      await calm(world)
    }
    takeAway()
    const again = await world.session(request.leadId)
    const { zip, status } = await evidence(again, request)
    expect(status).toBe(200)
    expect(JSON.parse(textOf(zip, 'manifest.json')).missing).toEqual([
      { path: 'evidence/1 Camille Durand/audit-trail.json', reason: 'not_provided' },
    ])
    expect(verdictOf(checkCompleteFile(zip, null)).isGood).toBe(true)
  })
})
