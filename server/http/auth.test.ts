import { SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { ok } from '../../shared/result.ts'
import { accountOrigin, createBorder, goodWidgetToken, marc } from '../../test/fixtures/border.ts'
import { createVirtualClock } from '../../test/simulators/clock.ts'
import { createSessions } from './auth.ts'

const key = new Uint8Array(32).fill(1)

function setUp(account = accountOrigin) {
  const clock = createVirtualClock()
  return { clock, sessions: createSessions({ key, account, clock }) }
}

describe('a session token', () => {
  it('says who looks and lives 15 minutes', async () => {
    const { clock, sessions } = setUp()
    const { token, expiresAt } = await sessions.issue(marc)
    expect(expiresAt - clock.now()).toBe(15 * 60 * 1000)
    expect(await sessions.read(`Bearer ${token}`)).toEqual({ ok: true, value: { viewer: marc, expiresAt } })
    await clock.advance(15 * 60 * 1000 - 1000)
    expect(await sessions.read(`Bearer ${token}`)).toMatchObject({ ok: true })
    await clock.advance(1000)
    expect(await sessions.read(`Bearer ${token}`)).toMatchObject({ ok: false })
  })

  it('is refused in every forged form', async () => {
    const { clock, sessions } = setUp()
    const { token } = await sessions.issue(marc)
    const [head = '', body = '', mac = ''] = token.split('.')
    const now = Math.floor(clock.now() / 1000)
    const claims = { sub: '1', lang: 'fr', iss: 'kommo-yousign', aud: accountOrigin, exp: now + 900 }
    const signed = (fields: object, alg = 'HS256') =>
      new SignJWT({ ...claims, ...fields }).setProtectedHeader({ alg }).sign(new Uint8Array(64).fill(1).subarray(0, 32))
    const longKey = new Uint8Array(64).fill(1)
    const forged = [
      `${head}.${body}.`,
      `${head}.${body}`,
      `${head}.${body}.${mac.slice(0, -1)}`,
      `${head}.${Buffer.from(JSON.stringify({ ...claims, sub: '2' })).toString('base64url')}.${mac}`,
      new UnsecuredJWT(claims).encode(),
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS512' }).sign(longKey),
      await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32).fill(2)),
      await signed({ aud: 'https://other.kommo.com' }),
      await signed({ iss: 'somebody' }),
      await signed({ sub: '0' }),
      await signed({ sub: '1e3' }),
      await signed({ lang: 'xx' }),
      await signed({ exp: undefined }),
      await signed({ exp: now }),
    ]
    for (const text of forged) expect(await sessions.read(`Bearer ${text}`), text).toMatchObject({ ok: false })
    expect(await sessions.read(`Bearer ${await signed({})}`)).toMatchObject({ ok: true })
  })

  it('is refused with any one bit of its signature changed', async () => {
    const { sessions } = setUp()
    const { token } = await sessions.issue(marc)
    const dot = token.lastIndexOf('.')
    const mac = Buffer.from(token.slice(dot + 1), 'base64url')
    for (let bit = 0; bit < mac.length * 8; bit += 1) {
      const other = Buffer.from(mac)
      other.writeUInt8(other.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      const forged = `${token.slice(0, dot)}.${other.toString('base64url')}`
      expect(await sessions.read(`Bearer ${forged}`)).toMatchObject({ ok: false })
    }
  })

  it('of another account is refused under the same key', async () => {
    const { token } = await setUp('https://other.kommo.com').sessions.issue(marc)
    expect(await setUp().sessions.read(`Bearer ${token}`)).toMatchObject({ ok: false })
  })
})

describe('POST /api/session', () => {
  const payload = { leadId: 1001, languages: ['fr-FR'], hostLanguage: 'en', version: '1' }
  const headers = { origin: accountOrigin, 'x-auth-token': goodWidgetToken }

  it('answers the session together with the first state of the card', async () => {
    await using border = createBorder()
    const reply = await border.app.inject({ method: 'POST', url: '/api/session', headers, payload })
    const now = border.clock.now()
    expect(reply.json()).toEqual({
      token: expect.any(String),
      expiresAt: now + 15 * 60 * 1000,
      now,
      user: { id: marc.userId, name: 'Marc Delorme', isAdmin: false },
      language: 'fr',
      dictionary: { send: 'Envoyer' },
      card: expect.objectContaining({ leadId: 1001, cursor: 4 }),
    })
    const authorization = `Bearer ${reply.json().token}`
    const next = await border.app.inject({ url: '/api/leads/1001/card', headers: { authorization } })
    expect(next.statusCode).toBe(200)
    expect(border.calls.at(-1)).toEqual({ name: 'card', args: [marc, 1001] })
  })

  it('takes the same one-time token again, because the host reuses it', async () => {
    await using border = createBorder()
    for (let time = 0; time < 2; time += 1) {
      const reply = await border.app.inject({ method: 'POST', url: '/api/session', headers, payload })
      expect(reply.statusCode).toBe(200)
    }
  })

  it.each([
    ['without a token', { 'x-auth-token': '' }, 'wrong_signature'],
    ['with a forged token', { 'x-auth-token': 'eyJx.y.z' }, 'wrong_signature'],
    ['with a token that is far too long', { 'x-auth-token': 'x'.repeat(5000) }, 'token_missing'],
    ['from a foreign page', { origin: 'https://evil.example' }, 'foreign_origin'],
    ['from nowhere', { origin: '' }, 'foreign_origin'],
  ])('refuses %s with one and the same answer; why is in the log', async (_, change, reason) => {
    await using border = createBorder()
    const reply = await border.app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { ...headers, ...change },
      payload,
    })
    expect(reply.statusCode).toBe(401)
    expect(reply.body).toBe('{"code":"unauthenticated"}')
    expect(border.lines.join('')).toContain(`"reason":"${reason}"`)
    expect(border.calls).toEqual([])
  })

  it('refuses a token whose issuer is another account', async () => {
    const verifyWidgetToken = async () => ok({ userId: 1, issuer: 'https://other.kommo.com' })
    await using border = createBorder({ deps: { verifyWidgetToken } })
    const reply = await border.app.inject({ method: 'POST', url: '/api/session', headers, payload })
    expect(reply.statusCode).toBe(401)
    expect(border.lines.join('')).toContain('foreign_issuer')
  })
})
