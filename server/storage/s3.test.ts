import { afterEach, describe, expect, it } from 'vitest'
import { createVirtualClock } from '../../test/simulators/clock.ts'
import type { S3Simulator } from '../../test/simulators/s3/simulator.ts'
import { Secret } from '../config/secret.ts'
import { checkStorage } from '../domain/settings/check-storage.ts'
import { createS3Files, s3Address } from './s3.ts'
import { means, s3At, startS3 } from './testing/clouds.ts'

const bytes = new TextEncoder().encode('%PDF-1.7 signed')
let simulator: S3Simulator
afterEach(() => simulator?.close())

async function start(options: Parameters<typeof startS3>[0] = {}) {
  const cloud = await startS3(options)
  simulator = cloud.simulator
  return cloud
}

const refused = (detail: string) => ({ ok: false, failure: { kind: 'refused', detail } })

describe('S3', () => {
  it('signs few headers, over the real bytes', async () => {
    const { files } = await start()
    await files.put('a/b', bytes)
    expect(
      simulator.ledger.map((one) => /SignedHeaders=([^,]+)/.exec(one.headers['authorization'] ?? '')?.[1]),
    ).toEqual(['host;if-none-match;x-amz-content-sha256;x-amz-date', 'host;x-amz-content-sha256;x-amz-date'])
    expect(simulator.ledger[0]?.headers['content-length']).toBe(String(bytes.length))
  })

  it.each([
    ['another secret', { secretAccessKey: new Secret('canary-wrong-secret') }, 'SignatureDoesNotMatch'],
    ['another key', { accessKeyId: 'NOBODYS' }, 'InvalidAccessKeyId'],
    ['another region', { region: 'us-east-1' }, 'AuthorizationHeaderMalformed'],
    ['a bucket that is not there', { bucket: 'others' }, 'NoSuchBucket'],
  ])('is refused with %s, in one word', async (_what, place, word) => {
    const { files } = await start({ place })
    expect(await files.put('a/b', bytes)).toEqual(refused(word))
    expect(await files.get('a/b')).toEqual(refused(word))
    expect(await files.remove('a/b')).toEqual(refused(word))
    expect(simulator.objects.size).toBe(0)
  })

  it('is refused when the bytes were changed on the way', async () => {
    const { files } = await start()
    await files.put('a/b', bytes)
    const headers = simulator.ledger[0]?.headers ?? {}
    const resend = (body: string, path: string) =>
      fetch(`${simulator.url}${path}`, {
        method: 'PUT',
        headers: Object.fromEntries(
          Object.entries(headers).filter(([name]) => /^(?:x-amz-|authorization|if-none-match)/.test(name)),
        ),
        body,
      })
    const path = '/documents/firm/documents/a/b'
    simulator.objects.clear()
    const forged = await resend('%PDF-1.7 forged', path)
    expect([forged.status, await forged.text()]).toEqual([400, expect.stringContaining('XAmzContentSHA256Mismatch')])
    expect((await resend('%PDF-1.7 signed', `${path}c`)).status).toBe(403)
    expect(simulator.objects.size).toBe(0)
    expect((await resend('%PDF-1.7 signed', path)).status).toBe(200)
  })

  it('is refused when the clocks are too far apart', async () => {
    await start({ clock: createVirtualClock() })
    const now = Date.UTC(2026, 10, 24, 9, 16)
    const files = createS3Files(s3At(simulator), { ...means, now: () => now })
    expect(await files.put('a/b', bytes)).toEqual(refused('RequestTimeTooSkewed'))
  })

  it.each([
    [403, '<Error><Code>QuotaExceeded</Code></Error>', { kind: 'full' }],
    [507, '<Error><Code>XMinioStorageFull</Code></Error>', { kind: 'full' }],
    [400, '<Error><Code>RequestTimeout</Code></Error>', { kind: 'unavailable', detail: 'RequestTimeout' }],
    [409, '<Error><Code>ConditionalRequestConflict</Code></Error>', { kind: 'unavailable' }],
    [503, '<Error><Code>SlowDown</Code></Error>', { kind: 'unavailable', detail: 'SlowDown' }],
    [404, '<html>no such page</html>', { kind: 'refused', detail: 'HTTP 404' }],
  ])('says with %i and %s what it means', async (status, body, failure) => {
    const { files } = await start()
    simulator.faults.add({ match: {}, when: 'before', kind: { status, body }, times: 2 })
    expect(await files.put('a/b', bytes)).toMatchObject({ ok: false, failure })
    expect(await files.get('a/b')).toMatchObject({ ok: false, failure })
  })

  it('fails the check of the place where conditions are ignored, or a missing object is forbidden', async () => {
    const { files } = await start()
    simulator.setConditions(false)
    expect(await checkStorage(files)).toMatchObject({ ok: false, failure: { trouble: 'overwritable' } })
    expect(simulator.objects.size).toBe(0)
    simulator.setConditions(true)
    simulator.setListing(false)
    expect(await checkStorage(files)).toMatchObject({ ok: false, failure: { trouble: 'no_read' } })
    expect(simulator.objects.size).toBe(0)
  })

  it.each([
    [
      { bucket: 'firm', prefix: 'a/b', region: 'eu-west-3', endpoint: null },
      'https://firm.s3.eu-west-3.amazonaws.com/a/b',
    ],
    [{ bucket: 'firm', prefix: '', region: 'eu-west-3', endpoint: null }, 'https://firm.s3.eu-west-3.amazonaws.com'],
    [
      { bucket: 'a.firm', prefix: '', region: 'eu-west-3', endpoint: null },
      'https://s3.eu-west-3.amazonaws.com/a.firm',
    ],
    [
      { bucket: 'firm', prefix: '', region: 'eusc-de-east-1', endpoint: null },
      'https://firm.s3.eusc-de-east-1.amazonaws.eu',
    ],
    [
      { bucket: 'firm', prefix: 'a', region: 'garage', endpoint: 'https://s3.example.org' },
      'https://s3.example.org/firm/a',
    ],
  ])('addresses %j', (place, address) => {
    expect(s3Address(place)).toBe(address)
  })

  it('says where it is', async () => {
    const place = {
      bucket: 'firm',
      prefix: '',
      region: 'eu-west-3',
      accessKeyId: 'k',
      secretAccessKey: new Secret('s'),
    }
    const told = { kind: 's3', bucket: 'firm', region: 'eu-west-3' }
    expect(await createS3Files({ ...place, endpoint: null }, means).where()).toEqual({ ...told, host: null })
    const other = createS3Files({ ...place, endpoint: 'https://s3.example.org' }, means)
    expect(await other.where()).toEqual({ ...told, host: 's3.example.org' })
  })
})
