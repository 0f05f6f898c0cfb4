import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decideConfig } from './config.ts'
import { type EnvName, readEnv } from './env.ts'
import { Secret } from './secret.ts'

type Changes = Partial<Record<EnvName, string>>

const least = {
  PUBLIC_URL: 'https://sign.example.com',
  SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
  KOMMO_SUBDOMAIN: 'aubry',
}
const s3Keys = { S3_ACCESS_KEY_ID: 'AKIA0', S3_SECRET_ACCESS_KEY: 'canary-secret' }
const privateKey = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
}).privateKey
const keyFile = {
  type: 'service_account',
  client_email: 'documents@firm.iam.gserviceaccount.com',
  private_key: privateKey,
  private_key_id: '01ab',
  token_uri: 'https://oauth2.googleapis.com/token',
}
const json = JSON.stringify(keyFile)
const changed = (changes: Record<string, unknown>) => JSON.stringify({ ...keyFile, ...changes })

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'ky-config-'))
  writeFileSync(join(directory, 'key.json'), json)
})
afterAll(() => rmSync(directory, { recursive: true }))

const decide = (changes: Changes) => decideConfig(readEnv({ ...least, ...changes }), directory)

function storageOf(changes: Changes) {
  const decided = decide(changes)
  if (!decided.ok) throw new Error(decided.failure.map((problem) => problem.sentence).join(' '))
  return decided.value.storage
}

describe('a bucket of S3', () => {
  it('needs a region and keys', () => {
    expect(storageOf({ STORAGE_URL: 's3://firm/a/b?region=eu-west-3', ...s3Keys })).toEqual({
      kind: 's3',
      bucket: 'firm',
      prefix: 'a/b',
      region: 'eu-west-3',
      endpoint: null,
      accessKeyId: 'AKIA0',
      secretAccessKey: new Secret('canary-secret'),
    })
  })

  it.each([
    ['https://s3.example.org', 'https://s3.example.org'],
    ['https://10.0.0.7:3900/', 'https://10.0.0.7:3900'],
    ['https://169.254.1.1', 'https://169.254.1.1'],
    ['http://127.0.0.1:3900', 'http://127.0.0.1:3900'],
    ['http://[::1]:3900', 'http://[::1]:3900'],
    ['http://localhost:3900', 'http://localhost:3900'],
  ])('may be at the endpoint %s', (endpoint, origin) => {
    const STORAGE_URL = `s3://firm/?region=garage&endpoint=${encodeURIComponent(endpoint)}`
    expect(storageOf({ STORAGE_URL, ...s3Keys })).toMatchObject({ prefix: '', endpoint: origin })
  })
})

describe('a bucket of Google Cloud Storage', () => {
  it.each([
    ['the key file', 'key.json'],
    ['its content', json],
  ])('takes %s', (_what, GCS_CREDENTIALS) => {
    expect(storageOf({ STORAGE_URL: 'gs://firm_documents/a', GCS_CREDENTIALS })).toEqual({
      kind: 'gcs',
      bucket: 'firm_documents',
      prefix: 'a',
      endpoint: null,
      account: {
        email: keyFile.client_email,
        privateKey: new Secret(privateKey),
        keyId: '01ab',
        tokenUri: keyFile.token_uri,
      },
    })
  })
})

describe('a place that is half configured', () => {
  const s3 = 's3://firm/a?region=eu-west-3'
  it.each<[EnvName, string, Changes]>([
    ['S3_ACCESS_KEY_ID', 'S3_ACCESS_KEY_ID is missing', { STORAGE_URL: s3, S3_SECRET_ACCESS_KEY: 'x' }],
    ['S3_SECRET_ACCESS_KEY', 'S3_SECRET_ACCESS_KEY is missing', { STORAGE_URL: s3, S3_ACCESS_KEY_ID: 'x' }],
    ['STORAGE_URL', 'region', { STORAGE_URL: 's3://firm/a', ...s3Keys }],
    ['STORAGE_URL', 'region', { STORAGE_URL: 's3://firm/a?region=EU%2Fwest', ...s3Keys }],
    ['STORAGE_URL', 'keys', { STORAGE_URL: 's3://AKIA:canary@firm/a?region=eu-west-3', ...s3Keys }],
    ['STORAGE_URL', 'bucket', { STORAGE_URL: 's3:///a?region=eu-west-3', ...s3Keys }],
    ['STORAGE_URL', 'bucket', { STORAGE_URL: 's3://Firm/a?region=eu-west-3', ...s3Keys }],
    ['STORAGE_URL', 'parameters', { STORAGE_URL: `${s3}&secret=canary`, ...s3Keys }],
    ['STORAGE_URL', 'parameters', { STORAGE_URL: `${s3}&region=eu-west-1`, ...s3Keys }],
    ['STORAGE_URL', 'prefix', { STORAGE_URL: 's3://firm/a//b?region=eu-west-3', ...s3Keys }],
    ['STORAGE_URL', 'prefix', { STORAGE_URL: 's3://firm/caf%C3%A9?region=eu-west-3', ...s3Keys }],
    ['STORAGE_URL', 'endpoint', { STORAGE_URL: `${s3}&endpoint=http://10.0.0.7:3900`, ...s3Keys }],
    ['STORAGE_URL', 'endpoint', { STORAGE_URL: `${s3}&endpoint=https://s3.example.org/path`, ...s3Keys }],
    ['STORAGE_URL', 'endpoint', { STORAGE_URL: `${s3}&endpoint=s3.example.org`, ...s3Keys }],
    ['GCS_CREDENTIALS', 'GCS_CREDENTIALS is missing', { STORAGE_URL: 'gs://firm/a' }],
    ['GCS_CREDENTIALS', 'cannot be read', { STORAGE_URL: 'gs://firm/a', GCS_CREDENTIALS: './nowhere.json' }],
    ['GCS_CREDENTIALS', 'key file', { STORAGE_URL: 'gs://firm/a', GCS_CREDENTIALS: '{"canary":1' }],
    [
      'GCS_CREDENTIALS',
      'key file',
      { STORAGE_URL: 'gs://firm/a', GCS_CREDENTIALS: changed({ type: 'authorized_user' }) },
    ],
    [
      'GCS_CREDENTIALS',
      'private key',
      { STORAGE_URL: 'gs://firm/a', GCS_CREDENTIALS: changed({ private_key: 'canary' }) },
    ],
    [
      'GCS_CREDENTIALS',
      'token_uri',
      { STORAGE_URL: 'gs://firm/a', GCS_CREDENTIALS: changed({ token_uri: 'http://example.org/token' }) },
    ],
    ['STORAGE_URL', 'parameters', { STORAGE_URL: 'gs://firm/a?region=eu', GCS_CREDENTIALS: json }],
  ])('does not start, for %s: %s (%#)', (name, words, changes) => {
    const decided = decide(changes)
    const problems = decided.ok ? [] : decided.failure
    expect(problems.map((problem) => problem.name)).toEqual([name])
    expect(problems[0]?.sentence).toContain(words)
    expect(problems[0]?.sentence).not.toContain('canary')
  })

  it('says everything that is missing at once', () => {
    const decided = decide({ STORAGE_URL: 's3://firm/a' })
    expect(decided.ok ? [] : decided.failure.map((problem) => problem.name)).toEqual([
      'STORAGE_URL',
      'S3_ACCESS_KEY_ID',
      'S3_SECRET_ACCESS_KEY',
    ])
  })
})

describe('keys of a bucket', () => {
  it('are never shown', () => {
    const places = [
      storageOf({ STORAGE_URL: 's3://firm/a?region=eu-west-3', ...s3Keys }),
      storageOf({ STORAGE_URL: 'gs://firm/a', GCS_CREDENTIALS: json }),
    ]
    const shown = `${JSON.stringify(places)} ${inspect(places, { depth: null })}`
    expect(shown).not.toContain('canary')
    expect(shown).not.toContain('PRIVATE KEY')
    expect(shown.match(/\[secret\]/g)).toHaveLength(4)
  })
})
