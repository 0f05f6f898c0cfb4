import { createSign, generateKeyPairSync } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { createVirtualClock } from '../../test/simulators/clock.ts'
import type { GcsSimulator } from '../../test/simulators/gcs/simulator.ts'
import { Secret } from '../config/secret.ts'
import { createGcsFiles } from './gcs.ts'
import { gcsAt, means, startGcs } from './testing/clouds.ts'

const bytes = new TextEncoder().encode('%PDF-1.7 signed')
let simulator: GcsSimulator
afterEach(() => simulator?.close())

async function start(options: Parameters<typeof startGcs>[0] = {}) {
  const cloud = await startGcs(options)
  simulator = cloud.simulator
  return cloud
}

const refused = (detail: string) => ({ ok: false, failure: { kind: 'refused', detail } })
const exchanges = () => simulator.ledger.filter((one) => one.path === '/token').length

describe('Google Cloud Storage', () => {
  it('is asked for one token by many callers, and for the next a minute before the end', async () => {
    const clock = createVirtualClock()
    const { files } = await start({ clock })
    await Promise.all(Array.from({ length: 8 }, (_, n) => files.put(`a/${n}`, bytes)))
    expect(exchanges()).toBe(1)
    await clock.advance(3_538_000)
    await files.get('a/1')
    expect(exchanges()).toBe(1)
    await clock.advance(1_000)
    expect((await files.get('a/1')).ok).toBe(true)
    expect(exchanges()).toBe(2)
  })

  it('may end a token early: the call is made again with another one, once', async () => {
    const { files } = await start()
    await files.put('a/b', bytes)
    simulator.revokeTokens()
    expect(await files.get('a/b')).toMatchObject({ ok: true })
    expect(exchanges()).toBe(2)
    simulator.faults.add({ match: { path: /alt=media/ }, when: 'before', kind: { status: 401 }, times: 9 })
    expect(await files.get('a/b')).toEqual(refused('HTTP 401'))
    expect(exchanges()).toBe(3)
  })

  it('refuses a statement of somebody else, in one word', async () => {
    await start()
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    const { account } = gcsAt(simulator)
    const pem = stranger.export({ type: 'pkcs8', format: 'pem' }).toString()
    for (const other of [
      { ...account, privateKey: new Secret(pem) },
      { ...account, email: 'somebody@else.example' },
      { ...account, keyId: 'f'.repeat(40) },
    ]) {
      const files = createGcsFiles(gcsAt(simulator, { account: other }), means)
      expect(await files.put('a/b', bytes)).toEqual(refused('invalid_grant'))
      expect(await files.get('a/b')).toEqual(refused('invalid_grant'))
    }
    expect(simulator.objects.size).toBe(0)
  })

  it.each([
    ['a token endpoint that is down', { status: 503 }, { kind: 'unavailable', detail: 'HTTP 503' }],
    ['a token endpoint that hangs up', 'reset' as const, { kind: 'unavailable' }],
    ['a token that cannot be read', { status: 200, body: '{}', type: 'application/json' }, { kind: 'unavailable' }],
  ])('is unavailable with %s, and asked again by the next caller', async (_what, kind, failure) => {
    const { files } = await start()
    simulator.faults.add({ match: { path: /token/ }, when: 'before', kind })
    // The location is asked for too, with the same token.
    expect(await files.put('a/b', bytes)).toMatchObject({ ok: false, failure })
    expect((await files.put('a/b', bytes)).ok).toBe(true)
  })

  it.each([
    [403, 'quotaExceeded', { kind: 'full' }],
    [403, 'userRateLimitExceeded', { kind: 'unavailable', detail: 'userRateLimitExceeded' }],
    [429, 'rateLimitExceeded', { kind: 'unavailable' }],
    [403, 'forbidden', { kind: 'refused', detail: 'forbidden' }],
  ])('says with %i %s what it means', async (status, reason, failure) => {
    const { files } = await start()
    const body = JSON.stringify({ error: { code: status, errors: [{ reason }] } })
    const kind = { status, body, type: 'application/json' }
    simulator.faults.add({ match: { path: /a%2Fb/ }, when: 'before', kind })
    expect(await files.put('a/b', bytes)).toMatchObject({ ok: false, failure })
  })

  it('does not call a document missing when the bucket is', async () => {
    const { files } = await start({ place: { bucket: 'others' } })
    expect(await files.get('a/b')).toEqual(refused('notFound'))
    expect(await files.remove('a/b')).toEqual(refused('notFound'))
    expect(await files.put('a/b', bytes)).toEqual(refused('notFound'))
  })

  it('tells its location once, if the account may know it', async () => {
    const known = await start()
    simulator.setBucketReader(true)
    const place = { kind: 'gcs', bucket: 'documents', host: new URL(simulator.url).host, region: 'europe-west9' }
    expect(await Promise.all([known.files.where(), known.files.where()])).toEqual([place, place])
    expect(await known.files.where()).toEqual(place)
    const asked = () => simulator.ledger.filter((one) => one.path.endsWith('?fields=location')).length
    expect(asked()).toBe(1)
    await simulator.close()
    const { files } = await start()
    expect(await files.where()).toMatchObject({ bucket: 'documents', region: null })
    expect(await files.where()).toMatchObject({ region: null })
    expect(asked()).toBe(1)
  })

  it('asks for its location again when there was no answer', async () => {
    const { files } = await start()
    simulator.setBucketReader(true)
    simulator.faults.add({ match: { path: /fields=location/, nth: 1 }, when: 'before', kind: { status: 503 } })
    expect(await files.where()).toMatchObject({ region: null })
    expect(await files.where()).toMatchObject({ region: 'europe-west9' })
  })
})

describe('the simulated token endpoint', () => {
  const seconds = Math.floor(Date.now() / 1000)
  const good = { scope: 'https://www.googleapis.com/auth/devstorage.read_write', iat: seconds, exp: seconds + 3600 }

  it.each<[string, Record<string, unknown>, string]>([
    ['a good statement', {}, ''],
    ['another audience', { aud: 'https://oauth2.googleapis.com/token' }, 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
    ['a scope that cannot write', { scope: 'https://www.googleapis.com/auth/devstorage.read_only' }, 'scope'],
    ['more than an hour', { exp: seconds + 3601 }, 'short-lived'],
    ['a time long gone', { iat: seconds - 7200, exp: seconds - 3600 }, 'ERR_JWT_EXPIRED'],
    ['a time to come', { iat: seconds + 900, exp: seconds + 1800 }, 'short-lived'],
    ['no scope', { scope: undefined }, 'ERR_JWT_CLAIM_VALIDATION_FAILED'],
  ])('judges %s', async (_what, changes, words) => {
    await start()
    const { client_email: iss, token_uri: aud, private_key } = simulator.keyFile
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const text = `${part({ alg: 'RS256' })}.${part({ iss, aud, ...good, ...changes })}`
    const signature = createSign('RSA-SHA256').update(text).sign(private_key, 'base64url')
    const answer = await fetch(aud, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: `${text}.${signature}`,
      }),
    })
    expect(answer.status).toBe(words === '' ? 200 : 400)
    expect(await answer.text()).toContain(words)
  })
})
