import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkStorage } from '../domain/settings/check-storage.ts'
import { type Cloud, prefix, startGcs, startS3 } from './testing/clouds.ts'

const bytes = new TextEncoder().encode('%PDF-1.7 signed é')
const kept = { ok: true, value: { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.byteLength } }
const key = 'requests/r1/signed-0.pdf'
const at = `documents/${prefix}/${key}`
const conflict = { ok: false, failure: { kind: 'conflict' } }
const unavailable = { ok: false, failure: { kind: 'unavailable' } }
const object = /signed-0/
/** Stands for the method of uploads, which differs. */
const uploading = 'upload'

describe.each<[string, () => Promise<Cloud>]>([
  ['S3', startS3],
  ['Google Cloud Storage', startGcs],
])('documents in %s', (_name, start) => {
  let cloud: Cloud
  beforeEach(async () => {
    cloud = await start()
  })
  afterEach(() => cloud.simulator.close())

  it('are written, read and removed', async () => {
    const { files, simulator } = cloud
    expect(await files.get(key)).toEqual({ ok: true, value: null })
    expect(await files.put(key, bytes)).toEqual(kept)
    expect(simulator.objects.get(at)).toEqual(bytes)
    const read = await files.get(key)
    expect(read.ok && read.value !== null && new Uint8Array(read.value)).toEqual(bytes)
    expect(await files.remove(key)).toEqual({ ok: true, value: null })
    expect(await files.get(key)).toEqual({ ok: true, value: null })
    expect(await files.remove(key)).toEqual({ ok: true, value: null })
  })

  it('may be empty, and large', async () => {
    const { files } = cloud
    const large = new Uint8Array(500_000).map((_, index) => index % 251)
    expect((await files.put('a/empty', new Uint8Array())).ok).toBe(true)
    expect(await files.put('a/large', large)).toMatchObject({ ok: true, value: { bytes: large.length } })
    const read = await files.get('a/large')
    expect(read.ok && read.value !== null && Buffer.from(read.value).equals(large)).toBe(true)
  })

  it('may be put again with the same bytes and never with others', async () => {
    const { files, simulator } = cloud
    await files.put(key, bytes)
    expect(await files.put(key, bytes)).toEqual(kept)
    expect(await files.put(key, new Uint8Array([1]))).toEqual(conflict)
    expect(simulator.objects.get(at)).toEqual(bytes)
  })

  it('put ten times at once with different bytes are there once, for whom it was said', async () => {
    const { files, simulator } = cloud
    const results = await Promise.all(Array.from({ length: 10 }, (_, n) => files.put(key, new Uint8Array([n]))))
    const winners = results.flatMap((result, n) => (result.ok ? [n] : []))
    expect(winners).toEqual([simulator.objects.get(at)?.[0]])
    expect(results.filter((result) => !result.ok && result.failure.kind !== 'conflict')).toEqual([])
  })

  it('are not reached by a key that is not allowed', async () => {
    const { files, simulator } = cloud
    const refused = { ok: false, failure: { kind: 'refused', detail: 'the key is not allowed' } }
    expect(await files.put('../x', bytes)).toEqual(refused)
    expect(await files.get('a//b')).toEqual(refused)
    expect(await files.remove('A')).toEqual(refused)
    expect(simulator.ledger).toEqual([])
  })

  it.each(['reset', 'hang'] as const)(
    'whose upload had no answer (%s) are not called stored, and are the same when put again',
    async (fault) => {
      const { files, simulator, upload } = cloud
      simulator.faults.add({ match: { method: upload, path: object }, when: 'after', kind: fault })
      expect(await files.put(key, bytes)).toMatchObject(unavailable)
      expect(simulator.objects.get(at)).toEqual(bytes)
      expect(await files.put(key, bytes)).toEqual(kept)
    },
  )

  it('whose upload did not arrive are put by the next try', async () => {
    const { files, simulator, upload } = cloud
    simulator.faults.add({ match: { method: upload, path: object }, when: 'before', kind: 'reset' })
    expect(await files.put(key, bytes)).toMatchObject(unavailable)
    expect(simulator.objects.size).toBe(0)
    expect(await files.put(key, bytes)).toEqual(kept)
  })

  it('that arrived torn are never called stored, however often they are put', async () => {
    const { files, simulator, upload } = cloud
    simulator.faults.add({ match: { method: upload, path: object }, when: 'before', kind: 'torn upload' })
    expect(await files.put(key, bytes)).toEqual(conflict)
    expect(await files.put(key, bytes)).toEqual(conflict)
    expect(simulator.objects.get(at)?.length).toBeLessThan(bytes.length)
  })

  it.each([
    ['torn answer', unavailable],
    ['short answer', conflict],
  ] as const)('are not called stored while the proof is a %s', async (fault, expected) => {
    const { files, simulator } = cloud
    simulator.faults.add({ match: { method: 'GET', path: object }, when: 'after', kind: fault })
    expect(await files.put(key, bytes)).toMatchObject(expected)
    expect(await files.put(key, bytes)).toEqual(kept)
  })

  it('are not half handed out when the answer breaks off', async () => {
    const { files, simulator } = cloud
    await files.put(key, bytes)
    simulator.faults.add({ match: { method: 'GET', path: object }, when: 'after', kind: 'torn answer' })
    expect(await files.get(key)).toMatchObject(unavailable)
  })

  it('that vanish between writing and reading are not called stored', async () => {
    const { files, simulator, upload } = cloud
    simulator.faults.add({ match: { method: upload, path: object }, when: 'before', kind: { status: 200 } })
    expect(await files.put(key, bytes)).toMatchObject(unavailable)
  })

  it.each([
    [500, { kind: 'unavailable' }],
    [503, { kind: 'unavailable' }],
    [429, { kind: 'unavailable' }],
    [409, { kind: 'unavailable' }],
    [507, { kind: 'full' }],
    [403, { kind: 'refused', detail: 'HTTP 403' }],
    [400, { kind: 'refused', detail: 'HTTP 400' }],
    [301, { kind: 'refused', detail: 'HTTP 301' }],
  ])('tell a %i in words of ours', async (status, failure) => {
    const { files, simulator } = cloud
    const body = '<html>the secret is in here</html>'
    simulator.faults.add({ match: { path: object }, when: 'before', kind: { status, body }, times: 3 })
    expect(await files.put(key, bytes)).toMatchObject({ failure })
    expect(await files.get(key)).toMatchObject({ failure })
    expect(await files.remove(key)).toMatchObject({ failure })
    expect(await files.put(key, bytes)).toEqual(kept)
  })

  it('are not called missing by a hang or a closed port', async () => {
    const { files, simulator } = cloud
    simulator.faults.add({ match: { method: 'GET', path: object }, when: 'before', kind: 'hang' })
    expect(await files.get(key)).toMatchObject(unavailable)
    await simulator.close()
    expect(await files.get(key)).toMatchObject(unavailable)
  })

  it('pass the check of the place, which leaves nothing behind', async () => {
    const { files, simulator, upload } = cloud
    expect(await checkStorage(files)).toEqual({ ok: true, value: null })
    expect(simulator.objects.size).toBe(0)
    expect(simulator.ledger.filter((one) => one.method === upload && one.status === 412)).toHaveLength(1)
  })

  it.each([
    ['no_read', 'GET', 1],
    ['no_write', uploading, 1],
    ['no_write', uploading, 2],
    ['no_remove', 'DELETE', 1],
  ] as const)('fail the check with what must be put right: %s, %s %i', async (trouble, method, nth) => {
    const { files, simulator, upload } = cloud
    const match = { method: method === uploading ? upload : method, path: /probe/, nth }
    simulator.faults.add({ match, when: 'before', kind: { status: 403 } })
    expect(await checkStorage(files)).toEqual({ ok: false, failure: { trouble, detail: 'HTTP 403' } })
    expect(simulator.objects.size).toBe(trouble === 'no_remove' ? 1 : 0)
  })

  it('fail the check when the service does not answer', async () => {
    const { files, simulator, upload } = cloud
    simulator.faults.add({ match: { method: upload, path: /probe/, nth: 1 }, when: 'before', kind: { status: 503 } })
    expect(await checkStorage(files)).toMatchObject({ ok: false, failure: { trouble: 'unavailable' } })
  })
})
