import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { decideConfig } from './config.ts'
import { type EnvName, envNames, readEnv } from './env.ts'
import { Secret } from './secret.ts'

const secretKey = Buffer.alloc(32, 7).toString('base64')
const least = { PUBLIC_URL: 'https://sign.example.com', SECRET_KEY: secretKey, KOMMO_SUBDOMAIN: 'aubry' }
const decide = (changes: Partial<Record<EnvName, string>> = {}) =>
  decideConfig(readEnv({ ...least, ...changes }), '/srv/ky')

function configOf(changes: Partial<Record<EnvName, string>> = {}) {
  const decided = decide(changes)
  if (!decided.ok) throw new Error(decided.failure.map((problem) => problem.sentence).join(' '))
  return decided.value
}

describe('the configuration', () => {
  it('is complete with three names', () => {
    expect(configOf()).toEqual({
      publicUrl: 'https://sign.example.com',
      host: '127.0.0.1',
      port: 3000,
      dataDir: '/srv/ky/data',
      secretKey: new Secret(new Uint8Array(32).fill(7)),
      kommo: {
        origin: 'https://aubry.kommo.com',
        subdomain: 'aubry',
        integration: null,
        accessToken: null,
        tokenAudience: 'https://sign.example.com',
        requestsPerSecond: 5,
      },
      yousign: {
        environment: 'sandbox',
        baseUrl: 'https://api-sandbox.yousign.app/v3',
        apiKey: null,
        webhookSecret: null,
      },
      storage: { kind: 'file', directory: '/srv/ky/data/documents' },
      storageEeaOnly: false,
      logLevel: 'info',
      trustProxy: ['loopback'],
      metricsToken: null,
      backupPassphrase: null,
    })
    expect(Buffer.from(configOf().secretKey.reveal())).toEqual(Buffer.alloc(32, 7))
  })

  it('takes other hosts, with or without a version', () => {
    const local = { PUBLIC_URL: 'http://localhost:3000', KOMMO_BASE_URL: 'http://127.0.0.1:4001/' }
    expect(configOf({ ...local, YOUSIGN_BASE_URL: 'http://127.0.0.1:4002' })).toMatchObject({
      publicUrl: 'http://localhost:3000',
      kommo: { origin: 'http://127.0.0.1:4001', tokenAudience: 'http://localhost:3000' },
      yousign: { baseUrl: 'http://127.0.0.1:4002/v3' },
    })
    expect(configOf({ YOUSIGN_BASE_URL: 'https://proxy.example.com/y/v3/' }).yousign.baseUrl).toBe(
      'https://proxy.example.com/y/v3',
    )
  })

  it.each([
    ['file:./kept', '/srv/ky/kept'],
    ['file:/var/kept', '/var/kept'],
    ['file:///var/kept', '/var/kept'],
  ])('keeps documents under %s', (STORAGE_URL, directory) => {
    expect(configOf({ STORAGE_URL }).storage).toEqual({ kind: 'file', directory })
  })

  it.each([
    ['true', true],
    ['false', false],
    ['loopback, 10.0.0.1', ['loopback', '10.0.0.1']],
  ])('reads TRUST_PROXY=%s', (TRUST_PROXY, trustProxy) => {
    expect(configOf({ TRUST_PROXY }).trustProxy).toEqual(trustProxy)
  })

  it.each<[EnvName, string, Partial<Record<EnvName, string>>]>([
    ['PUBLIC_URL', 'missing', { PUBLIC_URL: '' }],
    ['PUBLIC_URL', 'https', { PUBLIC_URL: 'http://sign.example.com' }],
    ['PUBLIC_URL', 'without a path', { PUBLIC_URL: 'https://sign.example.com/app' }],
    ['PUBLIC_URL', 'origin', { PUBLIC_URL: 'sign.example.com' }],
    ['SECRET_KEY', 'openssl rand -base64 32', { SECRET_KEY: ' ' }],
    ['SECRET_KEY', '32 bytes', { SECRET_KEY: Buffer.alloc(16).toString('base64') }],
    ['KOMMO_SUBDOMAIN', 'missing', { KOMMO_SUBDOMAIN: '' }],
    ['KOMMO_SUBDOMAIN', 'first part', { KOMMO_SUBDOMAIN: 'aubry.kommo.com' }],
    ['KOMMO_CLIENT_SECRET', 'KOMMO_CLIENT_SECRET is missing', { KOMMO_CLIENT_ID: 'x' }],
    ['KOMMO_CLIENT_ID', 'KOMMO_CLIENT_ID is missing', { KOMMO_CLIENT_SECRET: 'canary' }],
    ['KOMMO_BASE_URL', 'origin', { KOMMO_BASE_URL: 'https://aubry.kommo.com/api' }],
    ['KOMMO_REQUESTS_PER_SECOND', 'whole number', { KOMMO_REQUESTS_PER_SECOND: '0' }],
    ['PORT', 'whole number', { PORT: '3000x' }],
    ['YOUSIGN_ENVIRONMENT', 'sandbox, production', { YOUSIGN_ENVIRONMENT: 'test' }],
    ['YOUSIGN_BASE_URL', 'production host', { YOUSIGN_BASE_URL: 'https://api.yousign.app/v3' }],
    ['YOUSIGN_BASE_URL', 'address', { YOUSIGN_BASE_URL: 'api.yousign.app' }],
    ['STORAGE_URL', 'directory', { STORAGE_URL: './documents' }],
    ['STORAGE_URL', 'directory', { STORAGE_URL: 'file://elsewhere/documents' }],
    ['STORAGE_EEA_ONLY', 'one of: true, false', { STORAGE_EEA_ONLY: 'yes' }],
    ['LOG_LEVEL', 'one of', { LOG_LEVEL: 'loud' }],
    ['BACKUP_PASSPHRASE', 'must differ', { BACKUP_PASSPHRASE: secretKey }],
  ])('refuses a bad %s and says: %s', (name, words, changes) => {
    const decided = decide(changes)
    const problems = decided.ok ? [] : decided.failure
    expect(problems.map((problem) => problem.name)).toEqual([name])
    expect(problems[0]?.sentence).toContain(words)
    expect(problems[0]?.sentence).not.toContain('canary')
  })

  it('names every problem at once', () => {
    const decided = decideConfig(readEnv({}), '/srv/ky')
    expect(decided.ok ? [] : decided.failure.map((problem) => problem.name).sort()).toEqual([
      'KOMMO_SUBDOMAIN',
      'PUBLIC_URL',
      'SECRET_KEY',
    ])
  })

  it('never shows a secret', () => {
    const canary = 'canary-7f3a'
    const config = configOf({
      YOUSIGN_API_KEY: canary,
      KOMMO_CLIENT_ID: 'id',
      KOMMO_CLIENT_SECRET: canary,
      METRICS_TOKEN: canary,
    })
    const shown = [
      JSON.stringify(config),
      inspect(config, { depth: null }),
      `${config.yousign.apiKey}`,
      String(config.secretKey),
    ].join(' ')
    expect(shown).not.toContain(canary)
    expect(shown).not.toContain(secretKey)
    expect(shown).toContain('[secret]')
    expect(config.yousign.apiKey?.reveal()).toBe(canary)
  })
})

describe('the example file', () => {
  const text = readFileSync(new URL('./example.env', import.meta.url), 'utf8')

  it('names everything that is read, once', () => {
    const names = [...text.matchAll(/^([A-Z\d_]+)=/gm)].map((match) => match[1])
    expect(names.sort()).toEqual([...envNames].sort())
  })

  it('starts with only the secret key filled in', () => {
    const pairs = [...text.matchAll(/^([A-Z\d_]+)=(.*)$/gm)].map((match) => [match[1], match[2]])
    const decided = decideConfig(readEnv({ ...Object.fromEntries(pairs), SECRET_KEY: secretKey }), '/srv/ky')
    expect(decided.ok).toBe(true)
  })
})
