import { describe, expect, it } from 'vitest'
import { createBorder } from '../../test/fixtures/border.ts'

describe('connecting and disconnecting Kommo', () => {
  const callback = '/oauth/kommo/callback?code=def502&referer=example.kommo.com&client_id=c1&from_widget=1'

  it('hands the callback on, from a browser or from Kommo itself', async () => {
    const given: unknown[] = []
    const connectKommo = async (call: unknown) => {
      given.push(call)
      return { ok: true as const, value: null }
    }
    await using border = createBorder({ deps: { connectKommo } })
    const reply = await border.app.inject({ url: callback, headers: { 'accept-language': 'fr-FR,fr;q=0.9' } })
    expect(reply.statusCode).toBe(200)
    expect(reply.body).toContain('Kommo est connecté')
    await border.app.inject('/oauth/kommo/callback?code=c&referrer=example.kommo.com&client_id=c1&state=st')
    expect(given).toEqual([
      { code: 'def502', referer: 'example.kommo.com', client_id: 'c1', from_widget: '1' },
      { code: 'c', referrer: 'example.kommo.com', client_id: 'c1', state: 'st' },
    ])
  })

  it.each([
    ['denied', 200],
    ['refused', 400],
    ['unavailable', 503],
  ] as const)('says %s without saying why', async (kind, status) => {
    const connectKommo = async () => ({ ok: false as const, failure: { kind, reason: 'canary-reason' } })
    await using border = createBorder({ deps: { connectKommo } })
    const reply = await border.app.inject(callback)
    expect(reply.statusCode).toBe(status)
    expect(reply.body).not.toContain('canary')
    expect(border.lines.join('')).toContain('canary-reason')
    expect(border.lines.join('')).not.toContain('def502')
  })

  it.each([
    ['a part that came twice', '?code=a&code=b&referer=x&client_id=y'],
    ['a part without end', `?code=${'x'.repeat(5000)}`],
  ])('refuses %s without asking anybody', async (_, query) => {
    const connectKommo = () => Promise.reject(new Error('asked'))
    await using border = createBorder({ deps: { connectKommo } })
    expect((await border.app.inject(`/oauth/kommo/callback${query}`)).statusCode).toBe(400)
  })

  it('takes the signed "access revoked" call and no other', async () => {
    await using border = createBorder()
    const url = '/hooks/kommo/uninstall?client_uuid=c1&account_id=12345678&signature='
    expect((await border.app.inject(`${url}good`)).statusCode).toBe(200)
    expect((await border.app.inject(`${url}bad`)).statusCode).toBe(401)
    expect((await border.app.inject(url)).statusCode).toBe(401)
    expect((await border.app.inject('/hooks/kommo/uninstall')).statusCode).toBe(401)
  })
})
