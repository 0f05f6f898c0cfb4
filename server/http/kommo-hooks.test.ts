import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBorder, hookKey } from '../../test/fixtures/border.ts'
import { isOneOf } from './same-secret.ts'

describe('POST /hooks/kommo/:key', () => {
  const form = 'leads%5Bstatus%5D%5B0%5D%5Bid%5D=1001&account%5Bid%5D=12345678'
  const asForm = { 'content-type': 'application/x-www-form-urlencoded' }
  const kommo = (key: string, payload: string | Buffer, headers: Record<string, string> = asForm) => ({
    method: 'POST' as const,
    url: `/hooks/kommo/${key}`,
    headers,
    payload,
  })

  it('stores what it says as a hint and answers 204', async () => {
    await using border = createBorder()
    const reply = await border.app.inject(kommo(hookKey, form))
    expect(reply.statusCode).toBe(204)
    expect(border.stored).toEqual([
      {
        source: 'kommo',
        key: 'h1001',
        event: 'status_lead',
        eventAt: null,
        body: Buffer.from(form),
        quarantined: false,
        changes: [{ entity: 'lead', id: 1001 }],
      },
    ])
  })

  it('keeps a call that names another account for a person', async () => {
    await using border = createBorder()
    const reply = await border.app.inject(kommo(hookKey, form.replace('12345678', '99')))
    expect(reply.statusCode).toBe(204)
    expect(border.stored).toMatchObject([{ event: 'other_account', quarantined: true, changes: [] }])
  })

  it('answers a wrong key like any unknown address, before it reads the body', async () => {
    await using border = createBorder()
    const unknown = await border.app.inject({ method: 'POST', url: '/nowhere', payload: form, headers: asForm })
    for (const key of ['wrong', `${hookKey}x`, hookKey.slice(0, -1), hookKey.toUpperCase(), 'uninstall', '%00']) {
      const reply = await border.app.inject(kommo(key, Buffer.alloc(2 * 1024 * 1024)))
      expect(reply.statusCode, key).toBe(404)
      expect(reply.body).toBe(unknown.body)
    }
    expect(border.stored).toEqual([])
  })

  it('knows no key at all before set-up', async () => {
    await using border = createBorder({ deps: { kommoHookKeys: () => [''] } })
    expect((await border.app.inject(kommo('%20', form))).statusCode).toBe(404)
    expect((await border.app.inject(kommo('', form))).statusCode).toBe(404)
  })

  it('takes the old and the new key while one replaces the other', async () => {
    await using border = createBorder({ deps: { kommoHookKeys: () => ['old-key', 'new-key'] } })
    expect((await border.app.inject(kommo('old-key', form))).statusCode).toBe(204)
    expect((await border.app.inject(kommo('new-key', form))).statusCode).toBe(204)
  })

  it('stores every fuzzed body, quarantined unless readable, and answers 204', async () => {
    await using border = createBorder()
    const body = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array))
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom('application/json', 'x', ''), async (payload, type) => {
        const reply = await border.app.inject(kommo(hookKey, payload, { 'content-type': type }))
        expect(reply.statusCode).toBe(204)
        expect(border.stored.at(-1)).toMatchObject({ source: 'kommo', quarantined: true, event: 'unreadable' })
        expect(Buffer.from(border.stored.at(-1)?.body ?? []).equals(payload)).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  it('refuses more than 1 MiB with 413', async () => {
    await using border = createBorder()
    expect((await border.app.inject(kommo(hookKey, Buffer.alloc(1024 * 1024 + 1)))).statusCode).toBe(413)
  })
})

describe('POST /hooks/kommo/pipeline', () => {
  const call = (hint: object | string, type = 'application/json') => ({
    method: 'POST' as const,
    url: '/hooks/kommo/pipeline',
    headers: { 'content-type': type },
    payload: typeof hint === 'string' ? hint : JSON.stringify(hint),
  })

  it.each(['application/json', 'application/x-www-form-urlencoded'])('stores a known trigger as %s', async (type) => {
    await using border = createBorder()
    const reply = await border.app.inject(call({ token: 'known-trigger' }, type))
    expect(reply.statusCode).toBe(200)
    expect(border.stored).toMatchObject([
      {
        source: 'kommo',
        // The reader is told what the body calls itself.
        key: `pipeline:${type}`,
        event: 'pipeline',
        eventAt: 1_750_000_100_000,
        quarantined: false,
        changes: [{ entity: 'lead', id: 1001 }],
      },
    ])
  })

  it.each([
    ['no token', {}],
    ['a token of nobody', { token: 'unknown' }],
    ['another account', { token: 'known-trigger', accountId: 1 }],
    ['a lead that did not come in from outside', { token: 'known-trigger', entered: false }],
    ['nothing readable', 'x'],
  ])('acknowledges and drops a call with %s', async (_, hint) => {
    await using border = createBorder()
    const reply = await border.app.inject(call(hint))
    expect(reply.statusCode).toBe(200)
    expect(border.stored).toEqual([])
  })

  it('is no account hook, even when a key has its name', async () => {
    await using border = createBorder({ deps: { kommoHookKeys: () => ['pipeline'] } })
    await border.app.inject(call('leads%5Bstatus%5D%5B0%5D%5Bid%5D=1001'))
    expect(border.stored).toEqual([])
  })

  it('answers 503 when a known trigger could not be stored', async () => {
    const accept = () => Promise.reject(new Error('full'))
    await using border = createBorder({ deps: { inbox: { accept } } })
    expect((await border.app.inject(call({ token: 'known-trigger' }))).statusCode).toBe(503)
  })
})

describe('comparing secrets', () => {
  it('matches one of them exactly and an empty one never', () => {
    expect(isOneOf('b', ['a', 'b'])).toBe(true)
    expect(isOneOf('a', ['a', 'b'])).toBe(true)
    expect(isOneOf('c', ['a', 'b'])).toBe(false)
    expect(isOneOf('', [''])).toBe(false)
    expect(isOneOf('', [])).toBe(false)
  })
})
