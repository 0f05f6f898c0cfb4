// Each period of the table: the day before it ends everything is there, the day after it is gone, and what somebody else
// still needs stays.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sampleType } from '../../../test/fixtures/document-type.ts'
import { intentOf } from '../../db/testing/store-world.ts'
import { sampleSnapshot } from '../testing/sample-request.ts'
import { createKeepingWorld, day, type KeepingWorld } from './testing/keeping-world.ts'

let world: KeepingWorld
beforeEach(() => {
  world = createKeepingWorld()
})
afterEach(() => world.close())

function deliver(key: string, quarantined = false): void {
  const body = new TextEncoder().encode(`{"who":"Camille Durand","key":"${key}"}`)
  const delivery = {
    source: 'yousign',
    key,
    event: 'signer.done',
    eventAt: null,
    body,
    quarantined,
    changes: [],
  } as const
  world.store.insertDelivery({ ...delivery, changes: [] }, world.now())
}

async function upload(id: string, content: string) {
  const file = await world.file('uploads', content)
  const upload = { id, leadId: 10_001, userId: 1, name: 'Mandat.pdf', ...file, bytes: 1, pages: 1 }
  world.store.saveUpload({ ...upload, createdAt: world.now() })
  return file
}

function review(id: string, storageKey: string): void {
  const { signers, documents, snapshot } = intentOf()
  const [document] = documents
  if (document === undefined) throw new Error('no document')
  const content = {
    snapshot,
    documentKey: id,
    signers,
    sendable: true,
    replaces: null,
    documents: [{ ...document, storageKey }],
  }
  world.store.saveReview({ id, leadId: 10_001, userId: 1, createdAt: world.now(), content })
}

describe('a call that came in', () => {
  it('is kept as digest, ids and key after 90 days, however it is told again', async () => {
    deliver('one')
    world.store.recordDelivery(1, { state: 'applied' })
    await world.sweepAfter(89)
    expect(world.store.delivery(1)?.body).not.toBeNull()
    await world.sweepAfter(2)
    expect(world.rows('select body, body_sha256, delivery_key, event from deliveries')).toEqual([
      { body: null, body_sha256: expect.stringMatching(/^[0-9a-f]{64}$/), delivery_key: 'one', event: 'signer.done' },
    ])
    deliver('one')
    expect(world.rows('select id from deliveries')).toHaveLength(1)
  })

  it('keeps its body while it was not applied', async () => {
    deliver('stuck')
    await world.sweepAfter(400)
    expect(world.store.delivery(1)?.body).not.toBeNull()
  })

  it('goes in batches: no run touches more than a hundred', async () => {
    for (let index = 0; index < 250; index += 1) deliver(`call-${index}`, true)
    expect(await world.sweepAfter(91)).toBe(3)
    expect(world.rows('select id from deliveries where body is not null')).toEqual([])
  })
})

describe('what was never sent', () => {
  it('goes after 30 days, row and file', async () => {
    const { storageKey } = await upload('upload-a', 'a')
    const frozen = await world.file('originals', 'frozen')
    review('review-a', frozen.storageKey)
    world.store.saveConversion({
      reviewId: 'review-a',
      requestId: 'r0',
      yousignId: 'y0',
      documents: [],
      expiresAt: null,
      connection: null,
      createdAt: world.now(),
    })
    await world.sweepAfter(29)
    expect([...world.documents.keys()]).toEqual([storageKey, frozen.storageKey])
    expect(world.store.upload('upload-a')).not.toBeNull()
    await world.sweepAfter(2)
    expect([...world.documents.keys()]).toEqual([])
    expect([world.store.upload('upload-a'), world.store.review('review-a')]).toEqual([null, null])
    expect(world.store.conversion('review-a')).toBeNull()
  })

  it('leaves what was sent, and what others uploaded too', async () => {
    const sent = await upload('upload-s', 'sent')
    const shared = await upload('upload-1', 'same')
    const frozen = await world.file('originals', 'frozen')
    review('review-s', frozen.storageKey)
    const form = { ...sampleSnapshot.form }
    form.source = { kind: 'documents', documents: [{ kind: 'upload', uploadId: 'upload-s', name: 'Mandat.pdf' }] }
    world.request('r1', 'ongoing', frozen.storageKey)
    world.store.record({ requestId: 'r1', request: { snapshot: { ...sampleSnapshot, form } } }, world.now())
    await world.sweepAfter(20)
    await upload('upload-2', 'same')
    await world.sweepAfter(11)
    expect([...world.documents.keys()].sort()).toEqual([frozen.storageKey, sent.storageKey, shared.storageKey].sort())
    expect(world.store.upload('upload-s')).not.toBeNull()
    // Sent, declined, and a year later: the upload goes with the document that was made of it.
    world.store.record({ requestId: 'r1', request: { state: 'declined', endedAt: world.now() } }, world.now())
    await world.sweepAfter(367)
    expect([...world.documents.keys()]).toEqual([])
  })
})

describe('an unsigned original', () => {
  it.each(['declined', 'canceled', 'expired'] as const)(
    'of a request that was %s goes after 12 months',
    async (state) => {
      const { storageKey } = await world.file('originals', state)
      world.request('r1', state, storageKey)
      await world.sweepAfter(364)
      expect(world.documents.has(storageKey)).toBe(true)
      await world.sweepAfter(2)
      expect(world.documents.has(storageKey)).toBe(false)
      expect(world.store.request('r1')?.documents[0]?.sha256).toBe('h')
    },
  )

  it('stays for ever once it is signed, and as long as somebody has still to sign it', async () => {
    for (const state of ['done', 'ongoing'] as const)
      world.request(state, state, (await world.file('originals', state)).storageKey)
    await world.sweepAfter(40 * 365)
    expect(world.documents.size).toBe(2)
  })

  it('stays while another request, a review or a document type needs the same bytes', async () => {
    const [live, reviewed, typed] = [
      await world.file('originals', '1'),
      await world.file('originals', '2'),
      await world.file('originals', '3'),
    ]
    for (const [index, { storageKey }] of [live, reviewed, typed].entries())
      world.request(`old-${index}`, 'declined', storageKey)
    world.request('live', 'ongoing', live.storageKey)
    const body = { ...sampleType, name: `Template ${typed.sha256}` }
    world.store.saveDocumentType({ id: 'type-1', base: null, body, by: 'Sophie' }, world.now())
    await world.sweepAfter(350)
    review('fresh', reviewed.storageKey)
    await world.sweepAfter(17)
    expect([...world.documents.keys()].sort()).toEqual([live, reviewed, typed].map((one) => one.storageKey).sort())
    // The review ends too; then nobody needs its document.
    await world.sweepAfter(31)
    expect([...world.documents.keys()].sort()).toEqual([live, typed].map((one) => one.storageKey).sort())
  })

  it('is not taken from under somebody who has just put the same bytes', async () => {
    const { storageKey } = await world.file('originals', 'again')
    world.request('old', 'declined', storageKey)
    world.wait(367)
    await world.file('originals', 'again')
    await world.sweepAfter(0)
    expect(world.documents.has(storageKey)).toBe(true)
    // Nobody has written a row for it meanwhile.
    await world.sweepAfter(1)
    expect(world.documents.has(storageKey)).toBe(false)
  })

  it('is removed by the next run when the process dies between the row and the file', async () => {
    const { storageKey } = await world.file('originals', 'torn')
    world.request('old', 'declined', storageKey)
    const later = world.now() + 367 * day
    world.store.forgetOriginals(later - 366 * day, 100, later)
    world.restart()
    expect(world.documents.has(storageKey)).toBe(true)
    await world.sweepAfter(1)
    expect(world.documents.has(storageKey)).toBe(false)
    expect(world.store.leftovers(10)).toEqual([])
  })
})

describe('openings of links', () => {
  it('go after 12 months', async () => {
    world.request('r1', 'done', 'k')
    const link = { tokenHash: 'hash', kind: 'file' as const, target: 'f', expiresAt: world.now() }
    world.store.record({ requestId: 'r1', links: [link] }, world.now())
    world.store.recordOpening('hash', world.now())
    await world.sweepAfter(364)
    expect(world.rows('select * from link_openings')).toHaveLength(1)
    await world.sweepAfter(2)
    expect(world.rows('select * from link_openings')).toEqual([])
  })
})

describe('a signed record', () => {
  const tasks = () => world.store.effects('r1').filter(({ kind }) => kind === 'task')

  it('is asked about once, ten years after the last signature', async () => {
    world.request('r1', 'done', 'k')
    await world.sweepAfter(10 * 365)
    expect(tasks()).toEqual([])
    await world.sweepAfter(4)
    await world.sweepAfter(400)
    expect(tasks()).toMatchObject([
      { payload: { forAdministrator: true, text: expect.stringContaining('signed on 24 November 2026') } },
    ])
  })

  it('is asked about again after the time for which it was renewed, in the years that the firm has set', async () => {
    world.store.changeSettings({ reviewYears: 5 })
    world.request('r1', 'done', 'k')
    await world.sweepAfter(5 * 365 + 3)
    expect(tasks()).toHaveLength(1)
    world.store.renew({ requestId: 'r1', until: world.now() + 100 * day, byUser: 1 }, { requestId: 'r1' }, world.now())
    await world.sweepAfter(99)
    expect(tasks()).toHaveLength(1)
    await world.sweepAfter(2)
    expect(tasks()).toHaveLength(2)
  })
})
