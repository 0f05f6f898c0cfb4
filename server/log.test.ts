import { describe, expect, it } from 'vitest'
import { err } from '../shared/result.ts'
import { accountOrigin, createBorder, goodWidgetToken, hookKey, signed } from '../test/fixtures/border.ts'
import { createLog, redact } from './log.ts'

const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJjYW5hcnkiOjF9.c2lnbmF0dXJl'

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  write(createLog({ level: 'trace', stream: { write: (line) => void lines.push(line) } }))
  return lines.join('')
}

describe('the log', () => {
  it('holds no secret of a whole tour through the server', async () => {
    await using border = createBorder({
      useCases: {
        card: () =>
          Promise.reject(new Error(`GET https://api.example.test/v3/x?token=canary-query failed with ${jwt}`)),
        signerTurn: async () => err('unavailable' as const),
      },
      deps: {
        inbox: { accept: () => Promise.reject(new Error(`could not store what came to /hooks/kommo/${hookKey}`)) },
      },
    })
    const { app } = border
    const authorization = await border.bearer()
    const event = '{"event_id":"canary-event"}'
    const mac = signed(event)
    await app.inject({ url: '/api/leads/1001/card?x=canary-query', headers: { authorization } })
    await app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { origin: accountOrigin, 'x-auth-token': goodWidgetToken, cookie: 'canary-cookie' },
      payload: { leadId: 1, languages: ['canary-language'], hostLanguage: 'en', version: '1' },
    })
    await app.inject({
      method: 'POST',
      url: '/hooks/yousign',
      headers: { 'x-yousign-signature-256': mac },
      payload: event,
    })
    await app.inject({ method: 'POST', url: `/hooks/kommo/${hookKey}`, payload: 'leads[status][0][id]=1' })
    await app.inject({ method: 'POST', url: '/hooks/kommo/canary-wrong-key', payload: 'x' })
    for (const url of [
      '/s/canary-signer-token',
      '/files/canary-file-token',
      '/nowhere/canary?canary=1',
      '/%zz-canary',
    ]) {
      await app.inject(url)
    }
    await app.inject({ method: 'POST', url: '/s/canary-signer-token' })
    await app.inject('/oauth/kommo/callback?code=canary-code&referer=example.kommo.com&client_id=c&state=canary-state')
    await app.inject('/hooks/kommo/uninstall?client_uuid=c&account_id=1&signature=canary-signature')
    await app.inject({
      url: '/metrics',
      remoteAddress: '203.0.113.7',
      headers: { authorization: 'Bearer canary-bearer' },
    })
    const log = border.lines.join('')
    expect(log).not.toContain('canary')
    for (const secret of [authorization.slice(7), goodWidgetToken, hookKey, mac, mac.slice(7), jwt, '203.0.113.7']) {
      expect(log).not.toContain(secret)
    }
    // It still says what happened.
    expect(log).toContain('"route":"/api/leads/:lead/card","status":500')
    expect(log).toContain('"route":"/s/:token"')
    expect(log).toContain('delivery not stored')
    for (const line of border.lines) expect(() => JSON.parse(line)).not.toThrow()
  })

  it('hides secret fields and the insides of errors and requests', () => {
    const error = Object.assign(new Error('failed'), { code: 'E1', config: { token: 'canary' }, response: 'canary' })
    const text = logged((log) => {
      log.info({ authorization: 'canary', token: 'canary', call: { headers: { a: 'canary' }, body: 'canary' } }, 'one')
      log.error({ err: error }, 'two')
      log.info({ req: { method: 'GET', url: '/s/canary-token', headers: { a: 'canary' } } }, 'three')
      log.info({ res: { statusCode: 200, headers: { location: 'canary' } } }, 'four')
      log.child({ secret: 'canary' }).warn('five')
      log.info({ reason: `got ${jwt}` }, 'asked https://sign.example.test/s/canary-token')
    })
    expect(text).not.toContain('canary')
    expect(text).not.toContain(jwt)
    expect(text).toContain('"code":"E1"')
    expect(text).toContain('"status":200')
    expect(text.match(/\n/g)).toHaveLength(6)
  })

  it('writes nothing below its level', () => {
    const lines: string[] = []
    const log = createLog({ level: 'warn', stream: { write: (line) => void lines.push(line) } })
    log.info('quiet')
    expect(lines).toEqual([])
  })
})

describe('redacting a text', () => {
  it.each([
    ['GET /s/abcdef123456 404', 'GET /s/[secret] 404'],
    ['https://sign.example.test/files/abcdef123456', 'https://sign.example.test/files/[secret]'],
    ['/hooks/kommo/k_3f9c0d', '/hooks/kommo/[secret]'],
    ['/hooks/kommo/pipeline and /hooks/kommo/uninstall', '/hooks/kommo/pipeline and /hooks/kommo/uninstall'],
    ['/hooks/kommo/pipeline-like-key', '/hooks/kommo/[secret]'],
    ['authorization: Bearer abc.def-1', 'authorization: Bearer [secret]'],
    [`token ${jwt}.`, 'token [secret].'],
    ['sha256=71f0f6cf2f6e1114c4b04e89ab902ce3', 'sha256=[secret]'],
    ['https://h.test/a?k=1&b=2', 'https://h.test/a?[secret]'],
    ['/cb?code=abc&x=1', '/cb?code=[secret]&x=1'],
    ['https://yousign.app/procedure/AbC123dEf456GhI789jKl0', 'https://yousign.app/procedure/[secret]'],
  ])('%s', (text, expected) => {
    expect(redact(text)).toBe(expected)
  })

  it.each([
    'https://api.yousign.app/v3/signature_requests/a1f4f3a2-1c2d-4e5f-8a9b-0c1d2e3f4a5b/activate',
    'at store (file:///srv/app/server/http/files.ts:10:2)',
    'status 503 after 12 ms',
  ])('leaves "%s" as it is', (text) => {
    expect(redact(text)).toBe(text)
  })
})
