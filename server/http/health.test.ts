import { describe, expect, it } from 'vitest'
import { createBorder, metricsToken } from '../../test/fixtures/border.ts'

const stranger = { remoteAddress: '203.0.113.7' }
const withToken = { authorization: `Bearer ${metricsToken}` }

describe('the health of the server', () => {
  it('is one word for a stranger and more for this machine', async () => {
    await using border = createBorder()
    await border.clock.advance(5000)
    expect((await border.app.inject({ url: '/healthz', ...stranger })).json()).toEqual({ status: 'ok' })
    const inside = await border.app.inject('/healthz')
    expect(inside.json()).toEqual({ status: 'ok', version: '1.2.3', uptimeSeconds: expect.any(Number) })
  })

  it('is not ready with 503, and why only for insiders', async () => {
    const checks = { database: { state: 'bad' as const, detail: 'disk full' } }
    await using border = createBorder({ deps: { readiness: async () => ({ ready: false, checks }) } })
    const outside = await border.app.inject({ url: '/readyz', ...stranger })
    expect(outside.statusCode).toBe(503)
    expect(outside.json()).toEqual({ status: 'not_ready' })
    const inside = await border.app.inject({ url: '/readyz', ...stranger, headers: withToken })
    expect(inside.statusCode).toBe(503)
    expect(inside.json()).toMatchObject({ checks })
  })

  it('is not ready when a check breaks', async () => {
    await using border = createBorder({ deps: { readiness: () => Promise.reject(new Error('canary')) } })
    const reply = await border.app.inject('/readyz')
    expect(reply.statusCode).toBe(503)
    expect(reply.body).not.toContain('canary')
  })
})

describe('the metrics', () => {
  it('are for this machine and for the token', async () => {
    await using border = createBorder()
    expect((await border.app.inject('/metrics')).statusCode).toBe(200)
    const asked = (headers: Record<string, string>) => border.app.inject({ url: '/metrics', ...stranger, headers })
    expect((await asked(withToken)).statusCode).toBe(200)
    expect((await asked({})).statusCode).toBe(403)
    expect((await asked({ authorization: 'Bearer ' })).statusCode).toBe(403)
    expect((await asked({ authorization: 'Bearer null' })).statusCode).toBe(403)
    expect((await asked({ 'x-forwarded-for': '127.0.0.1' })).statusCode).toBe(403)
  })

  it('are not for a stranger behind a proxy of this machine', async () => {
    await using border = createBorder()
    const headers = { 'x-forwarded-for': '203.0.113.7' }
    expect((await border.app.inject({ url: '/metrics', headers })).statusCode).toBe(403)
    const spoofed = { 'x-forwarded-for': '127.0.0.1, 203.0.113.7' }
    expect((await border.app.inject({ url: '/metrics', headers: spoofed })).statusCode).toBe(403)
  })

  it('need no token set to stay closed', async () => {
    await using border = createBorder({ deps: { metricsToken: null } })
    const headers = { authorization: 'Bearer null' }
    expect((await border.app.inject({ url: '/metrics', ...stranger, headers })).statusCode).toBe(403)
  })

  it('count by route pattern and never by what was asked', async () => {
    await using border = createBorder()
    await border.app.inject('/files/canary-file-token')
    await border.app.inject('/nowhere/canary')
    await border.app.inject({ method: 'POST', url: '/hooks/kommo/canary-key' })
    await border.app.inject({ method: 'POST', url: '/hooks/yousign', payload: 'x' })
    const text = (await border.app.inject('/metrics')).body
    expect(text).toContain('route="/files/:token",status="404"')
    expect(text).toContain('hook_deliveries_total{source="yousign",outcome="refused"} 1')
    expect(text).not.toContain('canary')
  })
})
