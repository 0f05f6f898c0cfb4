import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { at, type Bench, createBench, createEndpoint, draft, type Endpoint, idOf } from './harness.ts'
import { signatureOf } from './sender.ts'

let bench: Bench
let endpoint: Endpoint

beforeEach(async () => {
  bench = await createBench()
  endpoint = await createEndpoint()
})

afterEach(async () => {
  await bench.yousign.close()
  await endpoint.close()
})

const minutes = (count: number) => count * 60_000
const events = () => endpoint.received.map((each) => each.event)
const retries = () => endpoint.received.map((each) => each.headers['x-yousign-retry'])

/** One event, `signature_request.activated`, to one subscription. */
async function oneEvent(auto_retry = true): Promise<void> {
  bench.yousign.subscribe({ endpoint: endpoint.url, auto_retry, subscribed_events: ['signature_request.activated'] })
  bench.yousign.createInApp({ name: 'Contrat' })
}

describe('signatures', () => {
  it('are those of the published test vector', () => {
    const body =
      '{"event_id":"3f0c1f0e-6f0b-4d6e-9a53-2c1d5f8f7a10","event_name":"signature_request.done","event_time":"1790000000","subscription_id":"5d1c6a52-8b1f-4f0e-9c9e-0a4f6d0b7c21","subscription_description":"kommo-widget","sandbox":true,"data":{"signature_request":{"id":"a1f4f3a2-1c2d-4e5f-8a9b-0c1d2e3f4a5b","status":"done","external_id":"kommo-30012345-lead-778899"}}}'
    expect(Buffer.byteLength(body)).toBe(363)
    expect(signatureOf('0123456789abcdef0123456789abcdef', Buffer.from(body))).toBe(
      'sha256=71f0f6cf2f6e1114c4b04e89ab902ce3fe25159963dd69060d1823259562e906',
    )
  })

  it('cover the bytes that arrive', async () => {
    const { secret_key } = bench.yousign.subscribe({ endpoint: endpoint.url, description: 'kommo-widget' })
    bench.yousign.createInApp({ name: 'Société d’été' })
    await bench.yousign.settled()
    expect(endpoint.received).toHaveLength(2)
    for (const { headers, body } of endpoint.received) {
      expect(headers['x-yousign-signature-256']).toBe(signatureOf(secret_key, body))
      expect(headers['user-agent']).toBe('Yousign Webhook Bot')
      expect(JSON.parse(body.toString('utf8'))).toMatchObject({
        subscription_description: 'kommo-widget',
        sandbox: true,
      })
    }
  })
})

describe('failures', () => {
  it('are retried after 2, 6, 30 and 60 minutes, 5 and 18 hours, 1 and 2 days, with the same bytes', async () => {
    endpoint.answer = 500
    await oneEvent()
    await bench.yousign.settled()
    const gaps = [2, 6, 30, 60, 300, 1080, 1440, 2880]
    for (const [index, gap] of gaps.entries()) {
      await bench.clock.advance(minutes(gap) - 1)
      expect(endpoint.received).toHaveLength(index + 1)
      await bench.clock.advance(1)
      await bench.yousign.settled()
    }
    await bench.clock.advance(minutes(10_000))
    expect(retries()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8'])
    expect(new Set(endpoint.received.map(({ body }) => body.toString('utf8'))).size).toBe(1)
  })

  it('time out after one second, later after ten', async () => {
    endpoint.answer = 'hang'
    await oneEvent()
    await expect.poll(() => endpoint.received.length).toBe(1)
    await bench.clock.advance(999)
    expect(bench.yousign.deliveries[0]?.error).toBeUndefined()
    await bench.clock.advance(1)
    await bench.yousign.settled()
    expect(bench.yousign.deliveries[0]?.error).toBe('timeout')
    await bench.clock.advance(minutes(2))
    await expect.poll(() => endpoint.received.length).toBe(2)
    await bench.clock.advance(9_999)
    expect(bench.yousign.deliveries[1]?.error).toBeUndefined()
    await bench.clock.advance(1)
    await bench.yousign.settled()
    expect(bench.yousign.deliveries[1]?.error).toBe('timeout')
  })

  it('without auto_retry are repeated once, and only after a timeout', async () => {
    endpoint.answer = 500
    await oneEvent(false)
    await bench.yousign.settled()
    await bench.clock.advance(minutes(10))
    expect(endpoint.received).toHaveLength(1)
  })

  it('are not what a redirect is', async () => {
    endpoint.answer = 302
    await oneEvent()
    await bench.yousign.settled()
    await bench.clock.advance(minutes(10))
    expect(bench.yousign.deliveries.map((each) => each.status)).toEqual([302])
  })
})

describe('deliveries on demand', () => {
  it('come twice, the wrong way round, late, never, or again', async () => {
    const all = bench.yousign.subscribe({ endpoint: endpoint.url })
    bench.yousign.setDelivery({ duplicate: true })
    bench.yousign.createInApp({ name: 'A' })
    await bench.yousign.settled()
    expect(events()).toEqual([
      'signature_request.activated',
      'signature_request.activated',
      'signer.notified',
      'signer.notified',
    ])
    endpoint.received.length = 0

    bench.yousign.setDelivery({ reorder: true })
    bench.yousign.createInApp({ name: 'B' })
    await bench.yousign.settled()
    expect(events()).toEqual(['signer.notified', 'signature_request.activated'])
    endpoint.received.length = 0

    bench.yousign.setDelivery({ delayMs: 5_000, lose: (event) => event === 'signer.notified' })
    bench.yousign.createInApp({ name: 'C' })
    await bench.yousign.settled()
    expect(events()).toEqual([])
    await bench.clock.advance(5_000)
    await bench.yousign.settled()
    expect(events()).toEqual(['signature_request.activated'])
    expect(bench.yousign.deliveries.filter((each) => each.error === 'lost')).toHaveLength(1)

    const sent = bench.yousign.deliveries.at(-1)
    bench.yousign.sendAgain(sent?.eventId ?? '')
    await bench.yousign.settled()
    expect(events()).toHaveLength(2)
    expect(bench.yousign.deliveries.every((each) => each.subscriptionId === all.id)).toBe(true)
  })

  it('carry the other envelope when asked to', async () => {
    bench.yousign.setDelivery({ envelope: 'metadata' })
    bench.yousign.subscribe({ endpoint: endpoint.url, subscribed_events: ['signature_request.activated'] })
    bench.yousign.createInApp({ name: 'A' })
    await bench.yousign.flush()
    expect(JSON.parse(endpoint.received[0]?.body.toString('utf8') ?? '')).toMatchObject({
      metadata: { event_name: 'signature_request.activated' },
      data: { signature_request: { status: 'ongoing' } },
    })
  })

  it('go out at once when flushed, retries too', async () => {
    endpoint.answer = 500
    await oneEvent()
    await bench.yousign.settled()
    endpoint.answer = 200
    await bench.yousign.flush()
    expect(retries()).toEqual(['0', '1'])
  })
})

describe('subscriptions by the API', () => {
  const body = {
    description: 'kommo-widget',
    sandbox: true,
    subscribed_events: ['signature_request.done'],
    scopes: ['public_api'],
    auto_retry: true,
    enabled: true,
  }
  const call = (method: string, path: string, sent?: object) =>
    bench.call(
      method,
      path,
      sent,
      bench.yousign.createKey({ scope: 'organization', permission: 'full', sandbox: false }),
    )

  it('are made, read, changed and removed; the secret rotates', async () => {
    const made = await call('POST', '/webhooks', { ...body, endpoint: endpoint.url })
    expect(made.status).toBe(201)
    expect(at(made, 'secret_key')).toHaveLength(32)
    const path = `/webhooks/${idOf(made)}`
    const changed = await call('PATCH', path, { secret_key: 'x'.repeat(32), enabled: false })
    expect([at(changed, 'secret_key'), at(changed, 'enabled')]).toEqual(['x'.repeat(32), false])
    expect(at(await call('GET', '/webhooks'), 0, 'id')).toBe(idOf(made))
    expect((await call('DELETE', path)).status).toBe(204)
    expect((await call('GET', path)).status).toBe(404)
  })

  it.each<[string, string, object]>([
    ['a missing description', 'description', { description: undefined }],
    ['an unknown event', 'subscribed_events', { subscribed_events: ['signature_request.completed'] }],
    ['a short secret', 'secret_key', { secret_key: 'short' }],
    ['the property secret', 'secret', { secret: 'x'.repeat(32) }],
    ['workspaces in the sandbox', 'workspaces', { workspaces: ['a1f4f3a2-1c2d-4e5f-8a9b-0c1d2e3f4a5b'] }],
    ['a private address', 'endpoint', { endpoint: 'https://10.0.0.1/hook' }],
    ['plain http', 'endpoint', { endpoint: 'http://sign.example.fr/hook' }],
  ])('refuse %s', async (_, name, more) => {
    const reply = await call('POST', '/webhooks', { ...body, endpoint: 'https://sign.example.fr/hook', ...more })
    expect([reply.status, at(reply, 'invalid_params', 0, 'name')]).toEqual([400, name])
  })

  it('carry only what they name', async () => {
    await call('POST', '/webhooks', { ...body, endpoint: endpoint.url })
    bench.yousign.createInApp({ name: 'Made in the app' })
    const { requestId, signerId } = await draft(bench)
    await bench.call('POST', `/signature_requests/${requestId}/activate`)
    bench.yousign.sign(signerId)
    await bench.yousign.settled()
    expect(events()).toEqual(['signature_request.done'])
  })
})
