import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type EndpointName, endpoints, pathOf } from '../../shared/api.ts'
import { err } from '../../shared/result.ts'
import { accountOrigin, createBorder, goodWidgetToken } from '../../test/fixtures/border.ts'
import { type EndpointRow, table, values } from '../../test/fixtures/endpoint-table.ts'

const names = Object.keys(table) as EndpointName[]
const withOneTimeToken: ReadonlySet<EndpointName> = new Set(['session', 'settingsSession'])
const rowOf = (name: EndpointName): EndpointRow => table[name]
const behindSession = names.filter((name) => !withOneTimeToken.has(name))
// A stream that is refused answers like every other route; one that opens is tested over a socket.
const answeredAtOnce = names.filter((name) => name !== 'stream')

function ask(name: EndpointName, headers: Record<string, string>) {
  const row = rowOf(name)
  const isFile = name === 'upload' || name === 'addTemplate'
  const type = isFile ? 'application/pdf' : 'application/json'
  return {
    method: endpoints[name].method,
    url: pathOf(name, values),
    headers: {
      origin: accountOrigin,
      ...(row.body === undefined ? {} : { 'content-type': type }),
      ...(isFile ? { 'x-file-name': 'Acte.pdf' } : {}),
      ...(withOneTimeToken.has(name) ? { 'x-auth-token': goodWidgetToken } : {}),
      ...headers,
    },
    ...(row.body === undefined ? {} : { payload: row.body }),
  }
}

describe('every endpoint of the card', () => {
  it.each(answeredAtOnce)('%s calls its one use case with what was sent', async (name) => {
    await using border = createBorder()
    const reply = await border.app.inject(ask(name, { authorization: await border.bearer() }))
    expect(reply.statusCode, reply.body).toBe(200)
    expect(border.calls).toEqual([{ name: table[name].useCase, args: table[name].args }])
    expect(reply.headers['cache-control']).toBe('no-store')
    expect(reply.headers['access-control-allow-origin']).toBe(accountOrigin)
  })

  it.each(behindSession)('%s answers 401 without a session and asks nobody', async (name) => {
    await using border = createBorder()
    for (const headers of [{}, { authorization: 'Bearer x.y.z' }, { authorization: 'Basic abc' }]) {
      const reply = await border.app.inject(ask(name, headers))
      expect(reply.statusCode).toBe(401)
      expect(reply.json()).toEqual({ code: 'unauthenticated' })
      expect(reply.headers['access-control-allow-origin']).toBe(accountOrigin)
    }
    expect(border.calls).toEqual([])
  })

  it.each(names)('%s passes a refusal of its use case through, readable by the card', async (name) => {
    const forbidden = async () => err({ code: 'forbidden' as const })
    await using border = createBorder({ useCases: { [table[name].useCase]: forbidden } })
    const reply = await border.app.inject(ask(name, { authorization: await border.bearer() }))
    expect(reply.statusCode).toBe(403)
    expect(reply.json()).toEqual({ code: 'forbidden' })
    expect(reply.headers['access-control-allow-origin']).toBe(accountOrigin)
  })

  it.each(names)('%s ends a bug as 500 that says nothing outside', async (name) => {
    const broken = async () => Promise.reject(new Error('canary-inside'))
    await using border = createBorder({ useCases: { [table[name].useCase]: broken } })
    const reply = await border.app.inject(ask(name, { authorization: await border.bearer() }))
    expect(reply.statusCode).toBe(500)
    expect(reply.json()).toEqual({ code: 'unavailable' })
    expect(reply.headers['access-control-allow-origin']).toBe(accountOrigin)
    expect(border.lines.join('')).toContain('canary-inside')
  })

  it.each(['SQLITE_FULL', 'SQLITE_BUSY', 'SQLITE_IOERR_FSYNC', 'SQLITE_CORRUPT'])(
    'asks to come again after %s',
    async (code) => {
      const refused = async () => Promise.reject(Object.assign(new Error('canary-inside'), { code }))
      await using border = createBorder({ useCases: { card: refused } })
      const reply = await border.app.inject(ask('card', { authorization: await border.bearer() }))
      expect(reply.statusCode).toBe(503)
      expect(reply.headers['retry-after']).toBe('5')
      expect(reply.json()).toEqual({ code: 'unavailable' })
    },
  )

  it.each(names)('%s gives a foreign page nothing, even with a session', async (name) => {
    await using border = createBorder()
    const reply = await border.app.inject(
      ask(name, { authorization: await border.bearer(), origin: 'https://evil.example' }),
    )
    expect(reply.statusCode).toBe(401)
    expect(reply.headers['access-control-allow-origin']).toBeUndefined()
    expect(border.calls).toEqual([])
  })

  it.each(names)('%s answers the preflight of the account only', async (name) => {
    await using border = createBorder()
    const preflight = (origin: string) =>
      border.app.inject({ method: 'OPTIONS', url: pathOf(name, values), headers: { origin } })
    const own = await preflight(accountOrigin)
    expect(own.statusCode).toBe(204)
    expect(own.headers).toMatchObject({
      'access-control-allow-origin': accountOrigin,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'Authorization, X-Auth-Token, Content-Type, X-File-Name, Last-Event-ID',
      'access-control-expose-headers': expect.stringContaining('Content-Disposition'),
      'access-control-max-age': '600',
      vary: 'Origin',
    })
    expect(own.headers['access-control-allow-credentials']).toBeUndefined()
    const foreign = await preflight('https://example.kommo.com.evil.example')
    expect(foreign.statusCode).toBe(204)
    expect(Object.keys(foreign.headers).filter((header) => header.startsWith('access-control'))).toEqual([])
  })
})

describe('bad input', () => {
  const bodied = names.filter((name) => 'body' in table[name] && name !== 'upload' && name !== 'addTemplate')

  it.each(bodied)('%s answers 400 with what to correct', async (name) => {
    await using border = createBorder()
    const headers = { authorization: await border.bearer(), 'content-type': 'application/json' }
    for (const payload of ['', '{', '[]', '{"extra":1}', '"x"', 'null']) {
      const reply = await border.app.inject({ ...ask(name, headers), payload })
      expect(reply.statusCode, payload).toBe(400)
      expect(reply.json()).toMatchObject({ code: 'bad_request', detail: expect.stringMatching(/^(Correct|Send) /) })
    }
    expect(border.calls).toEqual([])
  })

  it.each([
    ['a lead that is no number', '/api/leads/12x/card'],
    ['a lead of zero', '/api/leads/0/card'],
    ['an id with a slash', '/api/leads/1/signature-requests/a%2Fb/timeline'],
    ['an id that is too long', `/api/leads/1/signature-requests/${'a'.repeat(65)}/timeline`],
    ['an address that cannot be decoded', '/api/leads/%zz/card'],
  ])('refuses %s, readable by the card', async (_, url) => {
    await using border = createBorder()
    const headers = { origin: accountOrigin, authorization: await border.bearer() }
    const reply = await border.app.inject({ method: 'GET', url, headers })
    expect(reply.statusCode).toBe(400)
    expect(reply.json().code).toBe('bad_request')
    expect(reply.headers['access-control-allow-origin']).toBe(accountOrigin)
    expect(border.calls).toEqual([])
  })

  it('answers 404 as JSON for what does not exist, readable by the card', async () => {
    await using border = createBorder()
    const reply = await border.app.inject({ method: 'GET', url: '/api/nothing', headers: { origin: accountOrigin } })
    expect(reply.statusCode).toBe(404)
    expect(reply.json()).toEqual({ code: 'not_found' })
    expect(reply.headers['access-control-allow-origin']).toBe(accountOrigin)
  })

  it('takes a POST without a body that calls itself JSON', async () => {
    await using border = createBorder()
    const headers = { authorization: await border.bearer(), 'content-type': 'application/json' }
    const reply = await border.app.inject(ask('undo', headers))
    expect(reply.statusCode).toBe(200)
  })

  it('tells when to come again where the problem says until when', async () => {
    await using border = createBorder({
      useCases: { remind: async () => err({ code: 'too_soon', until: Date.UTC(2026, 10, 24, 9, 0, 30) }) },
    })
    const reply = await border.app.inject(ask('remind', { authorization: await border.bearer() }))
    expect(reply.statusCode).toBe(429)
    expect(reply.headers['retry-after']).toBe('30')
  })

  it('answers no fuzzed call with a 5xx', async () => {
    await using border = createBorder()
    const authorization = await border.bearer()
    const urls = [
      ...answeredAtOnce.map((name) => pathOf(name, values)),
      '/s/x',
      '/files/x',
      '/hooks/yousign',
      '/nothing',
    ]
    const anyCall = fc.record({
      method: fc.constantFrom('GET' as const, 'POST' as const, 'PUT' as const, 'DELETE' as const),
      url: fc.oneof(fc.constantFrom(...urls), fc.webPath({ size: 'small' })),
      type: fc.constantFrom('application/json', 'application/pdf', 'text/plain', 'multipart/form-data', ';;', ''),
      payload: fc.oneof(
        fc.json(),
        fc.string(),
        fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      ),
      name: fc.string({ unit: 'grapheme-ascii' }).map((text) => text.replace(/[^\x20-\x7e]/g, '')),
    })
    await fc.assert(
      fc.asyncProperty(anyCall, async ({ method, url, type, payload, name }) => {
        const headers = { origin: accountOrigin, authorization, 'content-type': type, 'x-file-name': name }
        const tokens = { 'x-auth-token': goodWidgetToken, 'last-event-id': name }
        const reply = await border.app.inject({ method, url: url || '/', headers: { ...headers, ...tokens }, payload })
        expect(reply.statusCode, `${method} ${url} ${reply.body}`).toBeLessThan(500)
      }),
      { numRuns: 100 },
    )
  }, 60_000)
})
