import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { at, type Bench, camille, createBench, draft, idOf, pdf, simple } from './harness.ts'

let bench: Bench

beforeEach(async () => {
  bench = await createBench()
})

afterEach(async () => {
  await bench.yousign.close()
})

const request = { name: 'Contrat', delivery_mode: 'email' }
const get = (path: string, key?: string) => bench.call('GET', path, undefined, key)

describe('keys', () => {
  it('a missing, revoked or other environment’s key is 401, and only production keys manage webhooks', async () => {
    const production = bench.yousign.createKey({ scope: 'organization', permission: 'full', sandbox: false })
    const revoked = bench.yousign.createKey({ scope: 'organization', permission: 'full' })
    bench.yousign.revokeKey(revoked)
    const statuses = [
      await get('/workspaces/default', 'nothing'),
      await get('/workspaces/default', revoked),
      await get('/workspaces/default', production),
      await get('/webhooks'),
      await get('/webhooks', production),
    ].map((reply) => reply.status)
    expect(statuses).toEqual([401, 401, 401, 401, 200])
  })

  it('a read-only key writes nothing, and a workspace key sees only its own', async () => {
    const reader = bench.yousign.createKey({ scope: 'organization', permission: 'read' })
    expect((await bench.call('POST', '/signature_requests', request, reader)).status).toBe(403)
    const elsewhere = bench.yousign.state.workspaces[1]?.id ?? ''
    const narrow = bench.yousign.createKey({ scope: 'workspace', workspaces: [elsewhere], permission: 'full' })
    const mine = await bench.call('POST', '/signature_requests', request)
    expect((await get(`/signature_requests/${idOf(mine)}`, narrow)).status).toBe(404)
    const theirs = await bench.call('POST', '/signature_requests', request, narrow)
    expect(at(theirs, 'workspace_id')).toBe(elsewhere)
    expect(at(await get('/signature_requests', narrow), 'data')).toHaveLength(1)
  })
})

describe('limits', () => {
  it('are told on every answer, and end in 429 until the minute is over', async () => {
    bench.yousign.setLimits({ perMinute: 3, perHour: 200 })
    const first = await get('/workspaces/default')
    const names = [
      'ratelimit-limit',
      'ratelimit-remaining',
      'ratelimit-reset',
      'x-ratelimit-limit-hour',
      'x-ratelimit-remaining-hour',
    ]
    expect(names.map((name) => first.headers.get(name))).toEqual(['3', '2', '60', '200', '199'])
    await get('/nowhere')
    await get('/workspaces/default')
    const refused = await get('/workspaces/default')
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('60')
    expect(refused.headers.get('ratelimit-remaining')).toBe('0')
    expect(refused.body).toEqual({ message: 'API rate limit exceeded' })
    await bench.clock.advance(60_000)
    expect((await get('/workspaces/default')).status).toBe(200)
  })
})

describe('errors', () => {
  it('have the shapes of their status', async () => {
    const gone = await get('/signature_requests/a1f4f3a2-1c2d-4e5f-8a9b-0c1d2e3f4a5b')
    expect([gone.status, at(gone, 'type')]).toEqual([404, 'resource.not_found'])
    const method = await bench.call('PUT', '/signature_requests', {})
    expect([method.status, method.body]).toEqual([405, { message: 'Method Not Allowed' }])
    const typeless = await fetch(`${bench.yousign.url}/v3/signature_requests`, {
      method: 'POST',
      body: 'a=b',
      headers: { authorization: `Bearer ${bench.key}`, 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(typeless.status).toBe(415)
    const broken = await fetch(`${bench.yousign.url}/v3/signature_requests`, {
      method: 'POST',
      body: '{',
      headers: { authorization: `Bearer ${bench.key}`, 'content-type': 'application/json' },
    })
    expect(broken.status).toBe(400)
  })
})

describe('lists', () => {
  it('walk by cursor without repeating or leaving out, newest first', async () => {
    const ids: string[] = []
    for (let n = 0; n < 5; n += 1) ids.unshift(idOf(await bench.call('POST', '/signature_requests', request)))
    const seen: unknown[] = []
    let cursor: unknown = null
    do {
      const after = typeof cursor === 'string' ? `&after=${cursor}` : ''
      const reply = await get(`/signature_requests?limit=2${after}`)
      seen.push(...(at(reply, 'data') as { id: string }[]).map((each) => each.id))
      cursor = at(reply, 'meta', 'next_cursor')
      // A newcomer between two pages does not shift them.
      if (seen.length === 2) await bench.call('POST', '/signature_requests', request)
    } while (cursor !== null)
    expect(seen).toEqual(ids)
  })

  it.each([
    ['external_id[eq]=ky-1', 1],
    ['status[in]=ongoing,approval', 1],
    ['status[eq]=draft', 1],
    ['created_at[after]=2026-11-23', 2],
    ['created_at[before]=2026-11-24', 0],
    ['created_at[between]=2026-11-24,2026-11-24', 2],
    ['q=bail', 1],
  ])('filter by %s', async (query, count) => {
    const { requestId } = await draft(bench, { external_id: 'ky-1' })
    await bench.call('POST', `/signature_requests/${requestId}/activate`)
    await bench.call('POST', '/signature_requests', { ...request, name: 'Bail Durand' })
    expect(at(await get(`/signature_requests?${query}`), 'data')).toHaveLength(count)
  })

  it.each([
    'status[eq]=pending',
    'external_id[in]=a',
    'created_at[after]=2026-11-24T10:00:00Z',
    'limit=101',
    'page=2',
    'after=x',
  ])('refuse %s', async (query) => {
    const reply = await get(`/signature_requests?${query}`)
    expect([reply.status, at(reply, 'type')]).toEqual([400, 'parameters_not_valid'])
  })

  it('of templates take ten at most', async () => {
    expect((await get('/templates?limit=11')).status).toBe(400)
    expect(at(await get('/templates?limit=1'), 'data')).toHaveLength(1)
  })
})

describe('a replica that lags', () => {
  it('shows the state of a while ago, hides the newest from lists, and catches up', async () => {
    const { requestId } = await draft(bench)
    bench.yousign.setReplicaLag(2_000)
    await bench.clock.advance(5_000)
    await bench.call('POST', `/signature_requests/${requestId}/activate`)
    const late = idOf(await bench.call('POST', '/signature_requests', request))
    expect(at(await get(`/signature_requests/${requestId}`), 'status')).toBe('draft')
    expect(at(await get(`/signature_requests/${late}`), 'status')).toBe('draft')
    expect(at(await get('/signature_requests'), 'data')).toHaveLength(1)
    await bench.clock.advance(2_000)
    expect(at(await get(`/signature_requests/${requestId}`), 'status')).toBe('ongoing')
    expect(at(await get('/signature_requests'), 'data')).toHaveLength(2)
  })
})

describe('faults', () => {
  const path = /^\/signature_requests$/

  it('before: nothing happened at Yousign; after: it did, and the caller does not know', async () => {
    bench.yousign.faults.add({ match: { method: 'POST', path }, when: 'before', kind: 'reset' })
    await expect(bench.call('POST', '/signature_requests', request)).rejects.toThrow()
    expect(bench.yousign.state.requests.size).toBe(0)
    bench.yousign.faults.add({
      match: { method: 'POST', path },
      when: 'after',
      kind: { status: 502, html: '<h1>Bad Gateway</h1>' },
    })
    const reply = await bench.call('POST', '/signature_requests', request)
    expect([reply.status, reply.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8'])
    expect(bench.yousign.state.requests.size).toBe(1)
    expect(bench.yousign.ledger.map((exchange) => [exchange.status, exchange.fault])).toEqual([
      [0, true],
      [502, true],
    ])
  })

  it('strike the n-th match as often as asked, cut answers short, and let a test act in between', async () => {
    const steps: string[] = []
    bench.yousign.faults.add({ match: { nth: 2 }, when: 'after', kind: { truncate: true } })
    bench.yousign.faults.add({ match: { nth: 1 }, when: 'after', kind: { call: () => void steps.push('acted') } })
    expect((await get('/workspaces/default')).status).toBe(200)
    await expect(get('/workspaces/default')).rejects.toThrow()
    expect((await get('/workspaces/default')).status).toBe(200)
    expect(steps).toEqual(['acted'])
    expect(bench.yousign.faults.struck).toBe(2)
  })

  it('hang on the clock of the simulator', async () => {
    bench.yousign.faults.add({ match: {}, when: 'before', kind: { hang: 30_000 } })
    const slow = bench.call('POST', '/signature_requests', request)
    await expect.poll(() => bench.clock.pending).toBe(1)
    expect(bench.yousign.state.requests.size).toBe(0)
    await bench.clock.advance(30_000)
    expect((await slow).status).toBe(201)
  })
})

describe('uploads', () => {
  it('are shown in the ledger by name and type', async () => {
    const requestId = idOf(await bench.call('POST', '/signature_requests', request))
    await bench.upload(requestId, await pdf(['x']))
    await bench.call('POST', `/signature_requests/${requestId}/signers`, { info: camille, ...simple })
    expect(bench.yousign.ledger[1]?.requestBody).toEqual({
      file: { filename: 'contract.pdf', contentType: 'application/pdf' },
      nature: 'signable_document',
    })
  })
})
