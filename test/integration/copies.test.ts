// The signed document among the lead's files in Kommo: one, the very bytes, under the name of the rule, whatever goes wrong.
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store, StoredFile } from '../../server/domain/store.ts'
import type { Fault } from '../simulators/kommo/faults.ts'
import { type CardClient, createWorld, until, type World } from '../world/world.ts'
import { createLeapingClock } from './leaping-clock.ts'
import { calm, remoteId, sendNew, shown } from './story.ts'

/** What the store says otherwise than it is: a size, or that the database was restored. */
let pretend: { bytes: number | null; restoredAt: number | null }
const clock = createLeapingClock()
let world: World
beforeAll(async () => {
  const store = (real: Store): Store => ({
    ...real,
    file(id) {
      const file = real.file(id)
      return file === null ? null : { ...file, bytes: pretend.bytes ?? file.bytes }
    },
    restoredAt: () => pretend.restoredAt ?? real.restoredAt(),
  })
  world = await createWorld({
    clock,
    yousign: { auditTrailDelay: 0 },
    kommo: { partSize: 4096 },
    overrides: { store },
  })
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => {
  pretend = { bytes: null, restoredAt: null }
  world.kommo.faults.clear()
  world.server.store.changeSettings({ copyToKommo: true })
})

interface Signed {
  leadId: number
  id: string
  card: CardClient
  /** Index of the first call to Kommo after the signature. */
  from: number
}

async function sign(arm: (leadId: number, id: string) => void = () => {}): Promise<Signed> {
  const { leadId, request, card } = await sendNew(world)
  await calm(world)
  const from = world.kommo.ledger.length
  arm(leadId, request.id)
  world.yousign.sign(remoteId(request))
  await until('noted', () =>
    effectsOf(request.id).some(({ key, state }) => key.endsWith(':note:done') && state === 'done'),
  )
  return { leadId, id: request.id, card, from }
}

const effectsOf = (id: string) => world.server.store.effects(id)
/** Whatever has to be waited for is leapt over. */
async function settled(id: string): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    await world.server.runner.drain()
    if (effectsOf(id).every((one) => one.state === 'done' || one.state === 'dropped')) return
    clock.leap(31_000)
  }
  throw new Error('the copy is not settled')
}

/** Files of the lead beside the one that was sent, with what they hold. */
function copiesOn(leadId: number) {
  const { fileLinks, files } = world.kommo.state
  return fileLinks
    .filter((link) => link.entityType === 'leads' && link.entityId === leadId)
    .flatMap((link) => files.get(link.fileUuid) ?? [])
    .filter((file) => file.deletedAt === null && !/^Mandat \d$/.test(file.name))
}

async function keptOf(id: string): Promise<Buffer> {
  const file = world.server.store.files(id).find((one) => one.kind === 'signed') as StoredFile
  return readFile(`${world.config.dataDir}/documents/${file.storageKey}`)
}

async function expectOneCopy({ leadId, id, card }: Signed): Promise<void> {
  await settled(id)
  const copies = copiesOn(leadId)
  expect(copies.map((file) => `${file.name}.${file.extension}`)).toEqual([
    expect.stringMatching(/^TEST - Mandat - Durand - signed \d{4}-\d\d-\d\d\.pdf$/),
  ])
  expect((await keptOf(id)).equals(copies[0]?.bytes ?? Buffer.alloc(0))).toBe(true)
  expect((await shown(card, id)).filing).toMatchObject({ copy: 'done', copyProblem: null })
}

const calls = (from: number) =>
  world.kommo.ledger
    .slice(from)
    .map((one) => `${one.method} ${(one.path.split('?')[0] ?? '').replace(/[0-9a-f-]{36}|\d{4,}/g, ':id')}`)
    .filter((call) => /files|sessions|download/.test(call))
    .map((call) => call.replace(/upload\/.*|:id\/TEST.*/, '...'))

describe('a copy in Kommo', () => {
  it('is not made when the firm has not chosen it', async () => {
    world.server.store.changeSettings({ copyToKommo: false })
    const signed = await sign()
    await settled(signed.id)
    expect(copiesOn(signed.leadId)).toEqual([])
    expect(calls(signed.from)).toEqual([])
    expect((await shown(signed.card, signed.id)).filing?.copy).toBe('none')
  })

  it('is the very document, in parts, read back before it is attached, in the fewest calls', async () => {
    const signed = await sign()
    await settled(signed.id)
    const told = calls(signed.from)
    await expectOneCopy(signed)
    const parts = Math.ceil((await keptOf(signed.id)).length / 4096)
    expect(parts).toBeGreaterThan(1)
    expect(told).toEqual([
      'POST /v1.0/sessions',
      ...Array<string>(parts).fill('POST /v1.0/sessions/...'),
      'GET /v1.0/files/:id',
      'GET /download/:id/...',
      'PUT /api/v4/leads/:id/files',
      'GET /api/v4/leads/:id/files',
    ])
    const lines = world.server.store.ledger(signed.id, 50).map((line) => line.event)
    expect(lines.filter((event) => event === 'copied')).toHaveLength(1)
  })

  it('is not offered as a document to send', async () => {
    const signed = await sign()
    await settled(signed.id)
    expect(copiesOn(signed.leadId)).toHaveLength(1)
    const composer = (await world.session(signed.leadId)).answer.card.composer
    expect(composer?.files.map((file) => file.name)).toEqual(['Mandat 1'])
    expect(composer?.usual?.source).toMatchObject({ documents: [{ name: expect.stringContaining('Mandat 1') }] })
  })

  const link = { method: 'PUT', path: /\/leads\/\d+\/files/ }
  it.each<[string, Fault[]]>([
    ['a part is lost', [{ match: { path: /\/upload\//, nth: 2 }, when: 'after', kind: 'reset' }]],
    ['its link is made, and the answer lost', [{ match: link, when: 'after', kind: 'reset' }]],
    [
      'its link is made, and the answer and the look for it are lost',
      [
        { match: link, when: 'after', kind: { status: 500 } },
        { match: { method: 'GET', path: link.path }, when: 'before', kind: 'reset' },
      ],
    ],
    ['its link never arrives', [{ match: link, when: 'before', kind: 'reset' }]],
    ['it cannot be read back', [{ match: { path: /\/download\// }, when: 'before', kind: { status: 503 } }]],
    [
      'Kommo says: later',
      [{ match: { path: /sessions$/ }, when: 'before', kind: { status: 429, body: { retry_after: 5 } } }],
    ],
  ])('is there once when %s', async (_, faults) => {
    await expectOneCopy(
      await sign(() => {
        for (const fault of faults) world.kommo.faults.add(fault)
      }),
    )
  })

  it('that came to Kommo as something else is removed and made again', async () => {
    const spoil = () => {
      const last = [...world.kommo.state.files.values()].at(-1)
      if (last) last.bytes = last.bytes.map((byte) => byte ^ 1)
    }
    const match = { path: /^\/v1.0\/files\// }
    const before = world.kommo.state.files.size
    await expectOneCopy(await sign(() => world.kommo.faults.add({ match, when: 'before', kind: { call: spoil } })))
    const made = [...world.kommo.state.files.values()].slice(before)
    expect(made.filter((file) => /signed/.test(file.name)).map((file) => file.deletedAt !== null)).toEqual([
      true,
      false,
    ])
  })

  it('is not made again in a database that was restored, when it is there', async () => {
    pretend.restoredAt = Number.MAX_SAFE_INTEGER
    const signed = await sign((leadId, id) => {
      const put = async () => {
        const name = 'TEST - Mandat - Durand - signed 2026-01-01.pdf'
        world.kommo.uploadLeadFile(leadId, name, await keptOf(id), 0)
      }
      const match = { method: 'GET', path: new RegExp(`/leads/${leadId}/files`) }
      world.kommo.faults.add({ match, when: 'before', kind: { call: put } })
    })
    await expectOneCopy(signed)
    expect(calls(signed.from).filter((call) => call.startsWith('POST'))).toEqual([])
  })

  it('that Kommo takes and does not show hangs at a note', async () => {
    const hide = () => void world.kommo.state.fileLinks.pop()
    const signed = await sign(() =>
      world.kommo.faults.add({ match: link, when: 'after', kind: { call: hide }, times: 20 }),
    )
    const notes = () =>
      [...world.kommo.state.notes.values()].filter(
        (note) => note.entityId === signed.leadId && note.noteType === 'attachment',
      )
    await settled(signed.id)
    expect(notes().map((note) => note.params['file_name'])).toEqual([expect.stringContaining('- signed ')])
    expect((await shown(signed.card, signed.id)).filing?.copy).toBe('done')
  })

  it('without the right to files is shown with what to do, and made on Retry', async () => {
    const forbidden = { status: 403, body: 'Forbidden' }
    const signed = await sign(() =>
      world.kommo.faults.add({ match: { path: /sessions$/ }, when: 'before', kind: forbidden }),
    )
    await until('stuck', () => effectsOf(signed.id).some((one) => one.state === 'stuck'))
    const view = await shown(signed.card, signed.id)
    expect(view.filing).toMatchObject({ note: 'done', copy: 'stuck', copyProblem: 'no_access' })
    expect((await signed.card.call('retryEffects', { request: signed.id })).status).toBe(200)
    await expectOneCopy(signed)
  })

  it('is not put at a lead that is gone, and what was uploaded for it is removed', async () => {
    const { leadId, id } = await sign((lead) => {
      const gone = () => {
        const found = world.kommo.state.leads.get(lead)
        if (found) found.isDeleted = true
      }
      world.kommo.faults.add({ match: link, when: 'before', kind: { call: gone } })
    })
    await settled(id)
    expect(copiesOn(leadId)).toEqual([])
    expect([...world.kommo.state.files.values()].at(-1)?.deletedAt).not.toBeNull()
    expect(effectsOf(id).find((one) => one.kind === 'copy')).toMatchObject({ state: 'dropped', lastError: 'lead_gone' })
  })

  it('of more than 300 MB is not tried', async () => {
    pretend.bytes = 314_572_801
    const signed = await sign()
    await settled(signed.id)
    expect(calls(signed.from)).toEqual([])
    expect((await shown(signed.card, signed.id)).filing).toMatchObject({
      copy: 'not_available',
      copyProblem: 'too_large',
    })
  })
})
