import { describe, expect, it } from 'vitest'
import { networkFailure } from './exchange.ts'
import { retryAfter } from './retry-after.ts'

const now = Date.UTC(2026, 10, 24, 12, 0, 0)

describe('the wait after a 429', () => {
  it.each([
    [null, null, 60_000],
    ['7', 300, 7_000],
    [null, 300, 300_000],
    ['0', null, 1_000],
    ['1.5', null, 1_500],
    ['soon', 20, 20_000],
    ['-5', null, 60_000],
    ['', null, 60_000],
    ['86400', null, 900_000],
    [null, -3, 1_000],
    [null, Number.NaN, 60_000],
    [new Date(now + 90_000).toUTCString(), null, 90_000],
    [new Date(now - 90_000).toUTCString(), null, 1_000],
  ])('for header %j and body %j is %i ms', (header, seconds, expected) => {
    expect(retryAfter(header, seconds, now)).toBe(expected)
  })
})

describe('an error of the HTTP client', () => {
  const coded = (code: string, more: Record<string, unknown> = {}) =>
    Object.assign(new Error(`no ${code} secret.host`), { code, ...more })
  const fetchFailed = (cause: unknown) => new TypeError('fetch failed', { cause })

  it.each([
    'ENOTFOUND',
    'EAI_AGAIN',
    'ECONNREFUSED',
    'ENETUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
  ])('%s means that nothing was sent', (code) => {
    expect(networkFailure(fetchFailed(coded(code)), null)).toEqual({ kind: 'not_sent', cause: code })
  })

  it.each([
    'ECONNRESET',
    'EPIPE',
    'EPROTO',
    'ETIMEDOUT',
    'UND_ERR_SOCKET',
    'UND_ERR_HEADERS_TIMEOUT',
    'UND_ERR_BODY_TIMEOUT',
  ])('%s proves nothing', (code) => {
    expect(networkFailure(fetchFailed(coded(code)), null)).toEqual({ kind: 'unknown', cause: code, status: null })
  })

  it('of connecting is told from one of waiting', () => {
    expect(networkFailure(fetchFailed(coded('ETIMEDOUT', { syscall: 'connect' })), null).kind).toBe('not_sent')
    expect(networkFailure(fetchFailed(coded('ETIMEDOUT', { syscall: 'read' })), null).kind).toBe('unknown')
  })

  it('over several addresses was not sent only if none was reached', () => {
    const refused = coded('ECONNREFUSED')
    expect(networkFailure(fetchFailed(new AggregateError([refused, coded('ENETUNREACH')])), null).kind).toBe('not_sent')
    expect(networkFailure(fetchFailed(new AggregateError([refused, coded('ECONNRESET')])), null).kind).toBe('unknown')
  })

  it('after the headers is unknown, whatever it is', () => {
    expect(networkFailure(coded('ECONNREFUSED'), 201)).toEqual({ kind: 'unknown', cause: 'ECONNREFUSED', status: 201 })
    expect(networkFailure('odd', null)).toEqual({ kind: 'unknown', cause: 'error', status: null })
  })
})
