// "Signed on paper": the request is stopped at Yousign first, the scan kept, the lead moved; a signature that comes in between wins.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { checkCompleteFile, verdictOf } from '../../server/evidence/check.ts'
import type { UploadReply } from '../../shared/api.ts'
import type { FormDocument } from '../../shared/form.ts'
import { plainPdf } from '../simulators/kommo/plain-pdf.ts'
import { people, pipelines, stages } from '../simulators/kommo/seed-data.ts'
import { type CardClient, createWorld, until, type World } from '../world/world.ts'
import {
  calm,
  camille,
  clientsOf,
  formOf,
  nadia,
  notesOn,
  press,
  reached,
  remoteId,
  remoteRequestsOf,
  reviewed,
  sendNew,
  shown,
  stored,
  tasksOn,
} from './story.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ yousign: { auditTrailDelay: 0 } })
  const stageAfterDone = { pipelineId: pipelines.successions, statusId: stages.signed }
  world.server.store.changeSettings({ stageAfterDone, language: 'en' })
})
afterEach(() => world.yousign.faults.clear())
afterAll(() => world[Symbol.asyncDispose]())

const sendToBoth = () =>
  sendNew(world, { contacts: [camille, nadia] }, (form, card) => ({ ...form, signers: clientsOf(card) }))

let scans = 0
/** Bytes of a scan that no other test has, and the choice that names their upload. */
async function scanned(card: CardClient): Promise<{ bytes: Uint8Array; scan: FormDocument }> {
  scans += 1
  const bytes = plainPdf([[`Scan ${scans}`]])
  const answer = await card.call('upload', {}, bytes)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  const { uploadId, name } = answer.body as UploadReply
  return { bytes, scan: { kind: 'upload', uploadId, name } }
}

const why = 'The client has no smartphone'
const onPaper = (card: CardClient, request: string, scan: FormDocument) =>
  card.call('paper', { request }, { scan, why })
const cancelsOf = (yousignId: string | null) =>
  world.yousign.ledger.filter(({ path }) => path === `/signature_requests/${yousignId}/cancel`)
const paperNotes = (leadId: number) => notesOn(world, leadId).filter((text) => /on paper|the scan/.test(text))
const stageOf = (leadId: number) => world.kommo.state.leads.get(leadId)?.statusId
const linesOf = (id: string) => world.server.store.ledger(id, 50).map(({ event }) => event)

describe('an ongoing request that was signed on paper', () => {
  it('is stopped at Yousign, never done, and leaves the scan, one note, the new stage, and who said so and why', async () => {
    const { leadId, request, card } = await sendToBoth()
    world.yousign.sign(remoteId(request, 0))
    await until('signed', () => stored(world, request.id).signers[0]?.status === 'signed')
    const { bytes, scan } = await scanned(card)
    expect((await shown(card, request.id)).actions).toContain('paper')
    expect((await onPaper(card, request.id, scan)).status).toBe(200)
    await reached(world, request.id, 'canceled')
    await calm(world)
    expect(remoteRequestsOf(world, leadId)[0]?.status).toBe('canceled')
    expect(paperNotes(leadId)).toEqual([
      expect.stringMatching(/^TEST\. Signed on paper: Mandat\. Scan kept on .* By Sophie Vasseur\. YS-/),
    ])
    expect(notesOn(world, leadId).join()).not.toMatch(/cancelled|smartphone/)
    expect(stageOf(leadId)).toBe(stages.signed)
    const view = await shown(card, request.id)
    expect(view.paper).toMatchObject({ by: 'Sophie Vasseur', why, outcome: 'kept' })
    expect(view.filing).toMatchObject({ signedDocuments: 'none', note: 'done', stage: 'done' })
    expect(view.actions).toEqual(['send_second'])
    const file = view.files.find(({ kind }) => kind === 'paper_scan')
    expect(file?.name).toMatch(/^TEST - Mandat - Durand - signed on paper \d{4}-\d\d-\d\d\.pdf$/)
    const read = await card.call('file', { request: request.id, file: file?.id ?? '' })
    expect(Buffer.from(read.body as Uint8Array).equals(Buffer.from(bytes))).toBe(true)
    const asked = world.server.store.ledger(request.id, 50).find(({ event }) => event === 'paper_asked')
    expect(asked?.facts).toEqual({ by: 'Sophie Vasseur', why })
    expect(linesOf(request.id)).not.toContain('done')
  })

  it('has a complete file with the scan, which says that no signature in it can be checked', async () => {
    const { request, card } = await sendToBoth()
    world.yousign.sign(remoteId(request, 0))
    await until('signed', () => stored(world, request.id).signers[0]?.status === 'signed')
    expect((await shown(card, request.id)).completeFile).toBeNull()
    const { scan } = await scanned(card)
    await onPaper(card, request.id, scan)
    await reached(world, request.id, 'canceled')
    await calm(world)
    await until('whole', async () => (await shown(card, request.id)).completeFile)
    const zip = await card.call('evidence', { request: request.id })
    expect(zip.status, JSON.stringify(zip.body)).toBe(200)
    const checks = checkCompleteFile(zip.body as Uint8Array, null)
    expect(checks.filter(({ result }) => result === 'wrong')).toEqual([])
    expect(verdictOf(checks).isGood).toBe(true)
    const said = checks.map(({ sentence }) => sentence).join('\n')
    expect(said).toMatch(/signed on paper, says Sophie Vasseur on \d{4}-/)
    expect(said).toMatch(/paper\/TEST - .*: a scan of paper, which holds no signature that could be checked/)
    expect(said).toMatch(/evidence\/1 Camille Durand\/audit-trail\.pdf: \d+ bytes/)
  })

  it.each([
    ['is cut off before Yousign acts', { when: 'before', kind: 'reset' }, 2],
    ['is cut off after Yousign has acted', { when: 'after', kind: 'reset' }, 1],
  ] as const)('is stopped and told once when the cancellation %s', async (_what, fault, calls) => {
    const { leadId, request, card } = await sendToBoth()
    const { scan } = await scanned(card)
    world.yousign.faults.add({ ...fault, match: { method: 'POST', path: /cancel$/, nth: 1 } })
    await onPaper(card, request.id, scan)
    await reached(world, request.id, 'canceled')
    await calm(world)
    expect(cancelsOf(request.yousignId)).toHaveLength(calls)
    expect(paperNotes(leadId)).toHaveLength(1)
  })

  it('pressed by two people at once, and again, is one', async () => {
    const { leadId, request, card } = await sendToBoth()
    const marc = await world.session(leadId, people.marc)
    const { scan } = await scanned(card)
    const answers = await Promise.all([card, marc, card].map((one) => onPaper(one, request.id, scan)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    await reached(world, request.id, 'canceled')
    expect((await onPaper(marc, request.id, scan)).status).toBe(200)
    const other = await scanned(card)
    expect(await onPaper(card, request.id, other.scan)).toMatchObject({ status: 409, body: { code: 'too_late' } })
    await calm(world)
    expect(paperNotes(leadId)).toHaveLength(1)
    expect(linesOf(request.id).filter((event) => event.startsWith('paper'))).toEqual(['paper_kept', 'paper_asked'])
    expect(world.server.store.files(request.id).filter(({ kind }) => kind === 'paper_scan')).toHaveLength(1)
  })

  it('and by everybody at Yousign before it could be stopped, is done: the scan is not kept, and that is told', async () => {
    const { leadId, request, card } = await sendToBoth()
    const { scan } = await scanned(card)
    const signBoth = () => {
      for (const position of [0, 1]) world.yousign.sign(remoteId(request, position))
    }
    world.yousign.faults.add({
      match: { method: 'POST', path: /cancel$/, nth: 1 },
      when: 'before',
      kind: { call: signBoth },
    })
    await onPaper(card, request.id, scan)
    await reached(world, request.id, 'done')
    await calm(world)
    const view = await shown(card, request.id)
    expect([view.state, view.paper?.outcome, view.ending]).toEqual(['done', 'overtaken', null])
    expect(view.files.map(({ kind }) => kind)).not.toContain('paper_scan')
    expect(view.files.map(({ kind }) => kind)).toContain('signed')
    expect(paperNotes(leadId)).toEqual([expect.stringContaining('everybody had signed at Yousign before')])
    expect(view.actions).toEqual(['send_second'])
    // Who presses only now is told as well.
    expect(await onPaper(card, request.id, scan)).toMatchObject({
      status: 409,
      body: { code: 'too_late', state: 'done' },
    })
  })

  it('goes on when Yousign refuses to stop it, and the scan can be given again', async () => {
    const { request, card } = await sendToBoth()
    const { scan } = await scanned(card)
    const kind = { status: 403, body: { type: 'x', detail: 'Not now.' } }
    world.yousign.faults.add({ match: { method: 'POST', path: /cancel$/, nth: 1 }, when: 'before', kind })
    await onPaper(card, request.id, scan)
    await until('refused', () => stored(world, request.id).trouble?.kind === 'refused')
    expect(stored(world, request.id)).toMatchObject({ state: 'ongoing', paper: null, cancelAsked: null })
    expect((await onPaper(card, request.id, scan)).status).toBe(200)
    await reached(world, request.id, 'canceled')
  })
})

describe('a request that had ended', () => {
  it('declined: is marked at once, keeps its state, and its task is closed', async () => {
    const { leadId, request, card } = await sendToBoth()
    world.yousign.decline(remoteId(request, 0), 'No computer')
    await reached(world, request.id, 'declined')
    await until('the task', () => tasksOn(world, leadId)[0])
    const file = card.answer.card.composer?.files[0]
    const scan = { kind: 'lead_file' as const, uuid: file?.uuid ?? '', name: file?.name ?? '' }
    expect((await onPaper(card, request.id, scan)).status).toBe(200)
    await calm(world)
    expect(stored(world, request.id)).toMatchObject({ state: 'declined', paper: { outcome: 'kept' } })
    expect(stageOf(leadId)).toBe(stages.signed)
    expect(tasksOn(world, leadId).map(({ isCompleted }) => isCompleted)).toEqual([true])
    expect(cancelsOf(request.yousignId)).toEqual([])
    // The contract exists: nothing replaces it by accident, and nothing brings it back.
    const refused = await card.call('review', {}, { form: formOf(card), replaces: request.id })
    expect(refused).toMatchObject({ status: 409, body: { code: 'not_replaceable', why: 'signed' } })
  })

  it('expired: is not extended any more', async () => {
    const { request, card } = await sendNew(world)
    world.yousign.expire(request.yousignId ?? '')
    await reached(world, request.id, 'expired')
    const { scan } = await scanned(card)
    expect((await onPaper(card, request.id, scan)).status).toBe(200)
    expect((await shown(card, request.id)).actions).toEqual(['send_second'])
    expect((await card.call('extend', { request: request.id }, { days: 9 })).status).toBe(409)
    await calm(world)
  })
})

describe('a scan', () => {
  it('is refused without a reason, from another lead, and when it is no PDF; nothing is stopped', async () => {
    const { request, card } = await sendNew(world)
    const stranger = await sendNew(world)
    const { scan } = await scanned(card)
    const theirs = await scanned(stranger.card)
    const call = (body: unknown) => card.call('paper', { request: request.id }, body)
    expect((await call({ scan, why: ' ' })).status).toBe(400)
    expect((await call({ scan: theirs.scan, why })).status).toBe(404)
    expect((await card.call('paper', { request: stranger.request.id }, { scan, why })).status).toBe(404)
    const uuid = world.kommo.uploadLeadFile(stranger.leadId, 'x.pdf', new TextEncoder().encode('no PDF'), people.sophie)
    const bad = await onPaper(stranger.card, stranger.request.id, { kind: 'lead_file', uuid, name: 'x.pdf' })
    expect(bad).toMatchObject({ status: 422, body: { code: 'document', kind: 'not_pdf' } })
    await calm(world)
    expect([stored(world, request.id).state, stored(world, stranger.request.id).state]).toEqual(['ongoing', 'ongoing'])
  })

  it('of a request that is only prepared is not taken', async () => {
    const { leadId, request } = await sendNew(world)
    const card = await world.session(leadId)
    const { reviewId } = await reviewed(card, formOf(card))
    const prepared = (await press(card, reviewId, { intent: 'prepare', besides: request.id })).body as {
      request: { id: string }
    }
    const { scan } = await scanned(card)
    expect(await onPaper(card, prepared.request.id, scan)).toMatchObject({ status: 409, body: { state: 'prepared' } })
  })
})
