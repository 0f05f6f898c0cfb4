import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { verifyWidgetToken, type WidgetTokenRules } from './widget-token.ts'

const secret = 'synthetic-secret-do-not-use'
// The synthetic token of contracts/kommo-api.md 9.
const published =
  'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJodHRwczovL2V4YW1wbGUua29tbW8uY29tIiwiYXVkIjoiaHR0cHM6Ly9zaWduLmV4YW1wbGUudGVzdCIsImp0aSI6IjIyMjIyMjIyLTMzMzMtNDQ0NC04NTU1LTY2NjY2NjY2NjY2NiIsImlhdCI6MTc1MDAwMDAwMCwibmJmIjoxNzUwMDAwMDAwLCJleHAiOjE3NTAwMDE4MDAsImFjY291bnRfaWQiOjEyMzQ1Njc4LCJ1c2VyX2lkIjo4NzY1NDMyMSwic3ViZG9tYWluIjoiZXhhbXBsZSIsImNsaWVudF91dWlkIjoiMTExMTExMTEtMjIyMi00MzMzLTg0NDQtNTU1NTU1NTU1NTU1In0.c5cN_UtkLU4VFIR8aKJ79rneJ4Qj3J1XH2ItojR3z1E'
const issued = 1_750_000_000

const rules: WidgetTokenRules = {
  secret,
  audience: 'https://sign.example.test:8443',
  issuer: 'https://example.kommo.com',
  clientId: '11111111-2222-4333-8444-555555555555',
  accountId: 12345678,
  now: (issued + 60) * 1000,
}

const claims = {
  iss: 'https://example.kommo.com',
  aud: 'https://sign.example.test',
  jti: '22222222-3333-4444-8555-666666666666',
  iat: issued,
  nbf: issued,
  exp: issued + 1800,
  account_id: 12345678,
  user_id: 87654321,
  client_uuid: rules.clientId,
}

const make = (changes: Record<string, unknown> = {}, alg = 'HS256', key = secret) =>
  new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg, typ: 'JWT' }).sign(new TextEncoder().encode(key))

describe('the card’s one-time token', () => {
  it('is accepted as published, whatever port we have', async () => {
    expect(await verifyWidgetToken(published, rules)).toEqual({
      ok: true,
      value: {
        userId: 87654321,
        accountId: 12345678,
        issuer: 'https://example.kommo.com',
        tokenId: claims.jti,
        expiresAt: (issued + 1800) * 1000,
      },
    })
  })

  it.each([
    ['a minute early', { now: (issued - 59) * 1000 }],
    ['a minute late', { now: (issued + 1859) * 1000 }],
    ['under the previous secret', { secret: ['new secret', secret] }],
    ['before the account is known', { accountId: null }],
  ])('is accepted %s', async (_, changes) => {
    expect((await verifyWidgetToken(published, { ...rules, ...changes })).ok).toBe(true)
  })

  it.each([
    ['expired', { now: (issued + 1861) * 1000 }],
    ['not_yet_valid', { now: (issued - 61) * 1000 }],
    ['other_audience', { audience: 'https://other.example.test' }],
    ['other_audience', { audience: 'http://sign.example.test' }],
    ['other_issuer', { issuer: 'https://other.kommo.com' }],
    ['other_issuer', { issuer: 'https://example.kommo.com:8443' }],
    ['other_integration', { clientId: 'another' }],
    ['other_account', { accountId: 1 }],
    ['wrong_signature', { secret: 'another' }],
    ['wrong_signature', { secret: [] }],
    ['wrong_signature', { secret: '' }],
  ])('is refused as %s (%#)', async (kind, changes) => {
    expect(await verifyWidgetToken(published, { ...rules, ...changes })).toEqual({ ok: false, failure: { kind } })
  })

  it.each([
    ['lives_too_long', { exp: issued + 3601 }],
    ['not_yet_valid', { iat: issued + 200, nbf: issued }],
    ['incomplete', { user_id: undefined }],
    ['incomplete', { user_id: '87654321' }],
    ['incomplete', { account_id: undefined }],
    ['incomplete', { exp: undefined }],
    ['incomplete', { iat: undefined }],
    ['incomplete', { jti: '' }],
    ['other_audience', { aud: ['https://a.test', 'https://b.test'] }],
  ])('is refused as %s with other claims (%#)', async (kind, changes) => {
    expect(await verifyWidgetToken(await make(changes), rules)).toEqual({ ok: false, failure: { kind } })
  })

  it('of another algorithm is refused, also with the right secret', async () => {
    const longSecret = secret.repeat(3)
    for (const alg of ['HS384', 'HS512']) {
      const token = await make({}, alg, longSecret)
      expect((await verifyWidgetToken(token, { ...rules, secret: longSecret })).ok, alg).toBe(false)
    }
    const [, payload] = published.split('.')
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`
    expect((await verifyWidgetToken(none, rules)).ok).toBe(false)
  })

  it('that is none is refused', async () => {
    for (const text of ['', 'a.b.c', '..', published.slice(0, -3), `${published}.x`, 'é'.repeat(50)]) {
      expect((await verifyWidgetToken(text, rules)).ok, text).toBe(false)
    }
  })
})
