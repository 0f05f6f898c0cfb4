import { describe, expect, it } from 'vitest'
import type { Clock } from '../../../server/domain/clock.ts'
import { createKommo, kommoRemote } from '../../../server/kommo/client.ts'
import { exchangeCode, readCallback } from '../../../server/kommo/oauth.ts'
import { createOAuthTokens, type Integration, type Tokens } from '../../../server/kommo/tokens.ts'
import {
  type Behaviour,
  createLocalServer,
  createNotingLane,
  json,
  type LocalServer,
  noon,
  reset,
} from './local-server.ts'

const day = 86_400_000
const integration: Integration = {
  clientId: 'client',
  clientSecret: 'secret',
  redirectUri: 'https://sign.example.test/oauth/kommo/callback',
}
const account = { id: 5, name: 'Aubry', country: 'FR', language: 'en' }
const first: Tokens = { accessToken: 'access-1', refreshToken: 'refresh-1', issuedAt: noon, expiresAt: noon + day }
const pair = (n: number) => ({
  token_type: 'Bearer',
  expires_in: 86_400,
  access_token: `access-${n}`,
  refresh_token: `refresh-${n}`,
})

/** Takes the access tokens in `valid`; the token endpoint answers with `refreshes`, one after the other. */
async function worldOf(options: { valid: Set<string>; refreshes?: Behaviour[]; tokens?: Tokens | null; now?: number }) {
  const refreshes = options.refreshes ?? []
  const server = await createLocalServer((response, heard) => {
    if (heard.path === '/oauth2/access_token') return (refreshes.shift() ?? json(500, {}))(response, heard)
    const token = heard.headers.authorization?.replace('Bearer ', '') ?? ''
    const answer = options.valid.has(token) ? json(200, account) : json(401, { title: 'Unauthorized', status: 401 })
    answer(response, heard)
  })
  const state = {
    now: options.now ?? noon + 3_600_000,
    stored: options.tokens === undefined ? first : options.tokens,
    writes: [] as Tokens[],
  }
  const clock: Clock = { now: () => state.now, after: () => () => undefined }
  const lane = createNotingLane('kommo')
  const shared = {
    lane,
    clock,
    userAgent: 'kommo-yousign/test',
    timeouts: { json: 10_000, document: 10_000, bytesPerSecond: 100_000 },
  }
  const remote = kommoRemote(shared)
  const store = {
    read: () => state.stored,
    write(tokens: Tokens) {
      state.stored = tokens
      state.writes.push(tokens)
    },
  }
  const tokens = createOAuthTokens({ remote, baseUrl: server.url, store, integration: () => integration })
  const crm = createKommo({ ...shared, baseUrl: server.url, tokens })
  return { server, state, lane, crm, remote, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const refreshesOf = (server: LocalServer) => server.heard.filter((call) => call.path === '/oauth2/access_token')
const callsOf = (server: LocalServer) => server.heard.filter((call) => call.path !== '/oauth2/access_token')

describe('the token of a call', () => {
  it('is renewed once after a 401, kept, and the call repeated once', async () => {
    await using world = await worldOf({ valid: new Set(['access-2']), refreshes: [json(200, pair(2))] })
    expect((await world.crm.account('click')).ok).toBe(true)
    expect(JSON.parse(refreshesOf(world.server)[0]?.body.toString() ?? '')).toEqual({
      client_id: 'client',
      client_secret: 'secret',
      redirect_uri: integration.redirectUri,
      grant_type: 'refresh_token',
      refresh_token: 'refresh-1',
    })
    expect(refreshesOf(world.server)[0]?.headers).not.toHaveProperty('authorization')
    expect(world.state.writes).toEqual([
      {
        accessToken: 'access-2',
        refreshToken: 'refresh-2',
        issuedAt: world.state.now,
        expiresAt: world.state.now + day,
      },
    ])
    expect(callsOf(world.server).map((call) => call.headers.authorization)).toEqual([
      'Bearer access-1',
      'Bearer access-2',
    ])
    expect(world.lane.taken.length, 'places taken: call, refresh, call').toBe(3)
    expect(world.lane.pauses).toEqual([])
  })

  it('is renewed by one refresh for fifty calls at once', async () => {
    await using world = await worldOf({ valid: new Set(['access-2']), refreshes: [json(200, pair(2))] })
    const results = await Promise.all(Array.from({ length: 50 }, () => world.crm.account('effect')))
    expect(results.every((result) => result.ok)).toBe(true)
    expect(refreshesOf(world.server).length).toBe(1)
  })

  it('is renewed before the call when it has run out', async () => {
    await using world = await worldOf({
      valid: new Set(['access-2']),
      refreshes: [json(200, pair(2))],
      now: noon + day,
    })
    expect((await world.crm.account('click')).ok).toBe(true)
    expect(world.server.heard.map((call) => call.headers.authorization)).toEqual([undefined, 'Bearer access-2'])
  })

  it('is renewed early, and an early refresh that fails stops nobody', async () => {
    await using world = await worldOf({
      valid: new Set(['access-1', 'access-2']),
      refreshes: [reset, json(200, pair(2))],
      now: noon + 0.9 * day,
    })
    for (let call = 0; call < 3; call += 1) expect((await world.crm.account('click')).ok).toBe(true)
    expect(refreshesOf(world.server).length, 'no storm of refreshes').toBe(1)
    world.state.now += 6 * 60_000
    expect((await world.crm.account('click')).ok).toBe(true)
    expect(world.state.stored?.refreshToken).toBe('refresh-2')
  })

  it('that is refused right after it was made is not renewed again', async () => {
    await using world = await worldOf({ valid: new Set(), refreshes: [json(200, pair(2)), json(200, pair(3))] })
    expect(await world.crm.account('click')).toEqual({ ok: false, failure: { kind: 'unauthorized' } })
    expect(await world.crm.account('click')).toEqual({ ok: false, failure: { kind: 'unauthorized' } })
    expect(refreshesOf(world.server).length).toBe(1)
    expect(world.lane.pauses[0]?.reason).toBe('key_refused')
  })

  it('refused for one user says so and closes nothing', async () => {
    await using world = await worldOf({ valid: new Set(), refreshes: [json(200, pair(2))] })
    expect(await world.crm.lead(1, 'click', 42)).toMatchObject({ failure: { kind: 'forbidden' } })
    expect(await world.crm.lead(1, 'click', 42)).toMatchObject({ failure: { kind: 'forbidden' } })
    expect(refreshesOf(world.server).length).toBe(1)
    expect(world.lane.pauses).toEqual([])
  })
})

describe('a refresh', () => {
  it('whose answer is lost keeps the old pair, and the next call tries again with it', async () => {
    await using world = await worldOf({ valid: new Set(['access-2']), refreshes: [reset, json(200, pair(2))] })
    expect(await world.crm.account('click')).toMatchObject({ failure: { kind: 'not_sent' } })
    expect(world.state.writes).toEqual([])
    expect((await world.crm.account('click')).ok).toBe(true)
    const used = refreshesOf(world.server).map((call) => JSON.parse(call.body.toString()).refresh_token)
    expect(used).toEqual(['refresh-1', 'refresh-1'])
  })

  it.each([
    ['401', json(401, { hint: 'Token has been revoked', status: 401 })],
    ['400', json(400, { title: 'invalid_grant' })],
  ])('refused with %s ends the grant until somebody connects again', async (_, behaviour) => {
    await using world = await worldOf({ valid: new Set(), refreshes: [behaviour] })
    expect(await world.crm.account('click')).toEqual({ ok: false, failure: { kind: 'unauthorized' } })
    expect(world.lane.pauses).toEqual([{ until: world.state.now + 15 * 60_000, reason: 'key_refused' }])
    expect(world.state.writes).toEqual([])
  })

  it('never overwrites a grant that came in the meantime', async () => {
    const regranted: Tokens = { ...first, accessToken: 'access-9', refreshToken: 'refresh-9' }
    await using world = await worldOf({
      valid: new Set(['access-9']),
      refreshes: [
        (response, heard) => {
          world.state.stored = regranted
          json(401, { hint: 'Token has been revoked' })(response, heard)
        },
      ],
    })
    expect((await world.crm.account('click')).ok).toBe(true)
    expect(world.state.stored).toEqual(regranted)
    expect(world.lane.pauses).toEqual([])
  })

  it('is not tried without a grant', async () => {
    await using world = await worldOf({ valid: new Set(), tokens: null })
    expect(await world.crm.account('click')).toMatchObject({ failure: { kind: 'lane_closed', reason: 'key_refused' } })
    expect(world.server.heard).toEqual([])
  })
})

describe('the grant', () => {
  it('exchanges its code for the first pair', async () => {
    await using world = await worldOf({
      valid: new Set(),
      tokens: null,
      refreshes: [json(200, { ...pair(1), server_time: 1 })],
    })
    expect(await exchangeCode(world.remote, world.server.url, integration, 'def50200')).toEqual({
      ok: true,
      value: {
        accessToken: 'access-1',
        refreshToken: 'refresh-1',
        issuedAt: world.state.now,
        expiresAt: world.state.now + day,
      },
    })
    expect(JSON.parse(world.server.heard[0]?.body.toString() ?? '')).toMatchObject({
      grant_type: 'authorization_code',
      code: 'def50200',
    })
  })

  const good = { code: 'c', referer: 'example.kommo.com', client_id: 'client', state: 's-1' }
  const expected = { clientId: 'client', baseUrl: 'https://example.kommo.com', state: 's-1' }

  it('is read from a person’s or from Kommo’s own call', () => {
    expect(readCallback(good, expected)).toEqual({ ok: true, value: { code: 'c', byKommo: false } })
    const { state: _, referer, ...rest } = good
    expect(readCallback({ ...rest, referrer: referer, from_widget: '1' }, { ...expected, state: null })).toEqual({
      ok: true,
      value: { code: 'c', byKommo: true },
    })
  })

  it.each([
    ['denied', { ...good, error: 'access_denied' }],
    ['incomplete', { ...good, code: '' }],
    ['incomplete', { ...good, referer: '' }],
    ['other_integration', { ...good, client_id: 'x' }],
    ['other_account', { ...good, referer: 'example.kommo.com.evil.test' }],
    ['other_account', { ...good, referer: 'other.kommo.com' }],
    ['other_account', { ...good, referer: 'example.kommo.com:444' }],
    ['wrong_state', { ...good, state: 's-2' }],
    ['wrong_state', { ...good, state: '' }],
  ])('is refused as %s (%#)', (kind, query) => {
    expect(readCallback(query, expected)).toEqual({ ok: false, failure: { kind } })
  })

  it('is refused when no state was given out', () => {
    expect(readCallback({ ...good, state: '' }, { ...expected, state: null })).toMatchObject({
      failure: { kind: 'wrong_state' },
    })
    expect(readCallback({ ...good, state: '' }, { ...expected, state: '' })).toMatchObject({
      failure: { kind: 'wrong_state' },
    })
  })
})
