import { jwtVerify } from 'jose'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../clock.ts'
import { createState } from './create-state.ts'
import { people, users } from './seed-data.ts'
import { createKommo, type KommoSimulator } from './simulator.ts'
import type { KommoState } from './state.ts'

let clock: VirtualClock
let kommo: KommoSimulator

beforeEach(async () => {
  clock = createVirtualClock()
  kommo = await createKommo({ clock, seed })
})
afterEach(() => kommo.close())

test('the eighth request of a second waits, one second later it is let in', async () => {
  for (let count = 0; count < 7; count += 1) expect((await get()).status).toBe(200)
  const refused = await get()
  expect(refused.status).toBe(429)
  expect(refused.headers.get('content-type')).toContain('application/problem+json')
  expect(await refused.json()).toMatchObject({ title: 'Too Many Requests', status: 429, retry_after: 1 })
  await clock.advance(1000)
  expect((await get()).status).toBe(200)
})

test('both hosts count together', async () => {
  for (let count = 0; count < 7; count += 1) await get()
  expect((await fetch(`${kommo.driveUrl}/v1.0/files/x`)).status).toBe(429)
})

test('who goes on in spite of 429 is blocked without JSON, at the token endpoint too, until the block ends', async () => {
  const seen = new Set<number>()
  for (let count = 0; count < 28; count += 1) seen.add((await get()).status)
  expect([...seen]).toEqual([200, 429, 403])
  await clock.advance(60_000)
  const blocked = await fetch(`${kommo.url}/oauth2/access_token`, { method: 'POST' })
  expect(blocked.status).toBe(403)
  expect(blocked.headers.get('content-type')).toContain('text/html')
  expect(await blocked.text()).toContain('nginx')
  await clock.advance(600_000)
  expect((await get()).status).toBe(200)
})

test('pages that others registered are neither limited nor recorded', async () => {
  await kommo.close()
  kommo = await createKommo({ clock, seed, extend: (app) => void app.get('/leads/detail/:id', () => 'card') })
  for (let count = 0; count < 30; count += 1) expect((await fetch(`${kommo.url}/leads/detail/1`)).status).toBe(200)
  expect(kommo.ledger).toEqual([])
})

test('the widget gets the same token for 25 minutes and a token names its user and the integration', async () => {
  const about = { userId: people.marc, audience: 'https://sign.example.test' }
  const token = await kommo.widgetToken(about)
  await clock.advance(25 * 60_000 - 1)
  expect(await kommo.widgetToken(about)).toBe(token)
  expect(await kommo.widgetToken({ ...about, userId: people.sophie })).not.toBe(token)
  await clock.advance(1)
  const next = await kommo.widgetToken(about)
  expect(next).not.toBe(token)
  const secret = new TextEncoder().encode(kommo.integration.clientSecret)
  const { payload } = await jwtVerify(next, secret, {
    algorithms: ['HS256'],
    audience: about.audience,
    issuer: kommo.url,
    currentDate: new Date(clock.now()),
  })
  expect(payload).toMatchObject({
    user_id: people.marc,
    account_id: 12_345_678,
    client_uuid: kommo.integration.clientId,
  })
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(1800)
})

test('an empty account has the fields every account has', () => {
  expect(createState('x').fields.contacts.map((field) => field.code)).toEqual(['PHONE', 'EMAIL', 'POSITION'])
})

function seed(state: KommoState): void {
  for (const user of users) state.users.set(user.id, structuredClone(user))
}

function get(): Promise<Response> {
  return fetch(`${kommo.url}/api/v4/account`, { headers: { authorization: `Bearer ${token()}` } })
}

let cached: { of: KommoSimulator; token: string } | undefined
function token(): string {
  if (cached?.of !== kommo) cached = { of: kommo, token: kommo.longLivedToken() }
  return cached.token
}
