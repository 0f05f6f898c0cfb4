import { describe, expect, it } from 'vitest'
import { verifyUninstall } from './uninstall.ts'

// The vector of contracts/kommo-api.md 1.6.
const integration = { clientId: '11111111-2222-4333-8444-555555555555', clientSecret: 'synthetic-secret-do-not-use' }
const good = {
  client_uuid: integration.clientId,
  account_id: '12345678',
  signature: '9e62886708682f47645e9439007e692558590ddad174de470f2d12cf0dd4b046',
}

describe('the call that access was revoked', () => {
  it('is accepted with the published signature', () => {
    expect(verifyUninstall(good, integration)).toEqual({ ok: true, value: { accountId: 12345678 } })
  })

  it.each([
    ['incomplete', {}],
    ['incomplete', { ...good, signature: '' }],
    ['incomplete', { ...good, account_id: '12345678|x' }],
    ['other_integration', { ...good, client_uuid: '11111111-2222-4333-8444-555555555556' }],
    ['wrong_signature', { ...good, account_id: '12345679' }],
    ['wrong_signature', { ...good, signature: good.signature.toUpperCase() }],
    ['wrong_signature', { ...good, signature: good.signature.slice(2) }],
    ['wrong_signature', { ...good, signature: `0${good.signature.slice(1)}` }],
  ])('is refused as %s (%#)', (kind, query) => {
    expect(verifyUninstall(query, integration)).toEqual({ ok: false, failure: { kind } })
  })

  it('is refused under another secret', () => {
    expect(verifyUninstall(good, { ...integration, clientSecret: 'another' }).ok).toBe(false)
  })
})
