import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PDFDocument } from '@cantoo/pdf-lib'
import { describe, expect, it } from 'vitest'
import type { Delivery } from '../../../server/domain/event.ts'
import { createYousign as createClient } from '../../../server/yousign/client.ts'
import { readDelivery } from '../../../server/yousign/webhook.ts'
import { createVirtualClock } from '../../simulators/clock.ts'
import { createYousign, type YousignOptions } from '../../simulators/yousign/simulator.ts'
import { createNotingLane } from './local-server.ts'
import { order, signer } from './yousign-samples.ts'

const unlimited = { perMinute: Number.POSITIVE_INFINITY, perHour: Number.POSITIVE_INFINITY }

async function serviceOf(options: YousignOptions = {}) {
  const clock = createVirtualClock()
  const yousign = await createYousign({ clock, limits: unlimited, ...options })
  const key = yousign.createKey({ scope: 'organization', permission: 'full' })
  const lane = createNotingLane('yousign')
  const client = createClient({
    baseUrl: `${yousign.url}/v3`,
    apiKey: () => key,
    lane,
    clock,
    userAgent: 'kommo-yousign/test',
  })
  return { yousign, clock, lane, client, key, [Symbol.asyncDispose]: () => yousign.close() }
}

function must<T>(result: { ok: true; value: T } | { ok: false; failure: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

async function onePage(): Promise<Uint8Array> {
  const pdf = await PDFDocument.create()
  pdf.addPage([595, 842])
  return pdf.save()
}

type Client = Awaited<ReturnType<typeof serviceOf>>['client']

async function sent(client: Client, ordering: 'parallel' | 'one_by_one' | 'staged' = 'parallel') {
  const request = must(await client.create({ ...order, name: 'Convention', ordering }, 'started'))
  const bytes = await onePage()
  const document = must(
    await client.addDocument(
      request.id,
      { bytes, name: 'Convention.pdf', parseAnchors: false, initials: false },
      'started',
    ),
  )
  const fields = [{ documentId: document.id, page: 1, x: 60, y: 600, width: 180, height: 60, mention: null }]
  const first = must(await client.addSigner(request.id, { ...signer, fields, customText: null }, 'started'))
  const activated = must(await client.activate(request.id, 'started'))
  return { request, document, bytes, first, activated }
}

describe('Yousign', () => {
  it('carries one request from draft to signed files in the fewest calls', async () => {
    await using world = await serviceOf()
    const { client, yousign, clock } = world
    const { request, document, bytes, first, activated } = await sent(client)
    expect(request.state).toBe('draft')
    expect([document.pages, document.anchors]).toEqual([1, 0])
    expect(activated).toEqual({ state: 'ongoing', signers: [{ id: first.id, status: 'notified' }] })
    expect(yousign.ledger.length, 'calls to send').toBe(4)
    expect(must(await client.signer(request.id, first.id, 'click')).link?.url).toContain('/sign/')

    yousign.sign(first.id)
    expect(must(await client.read(request.id, 'effect'))).toMatchObject({ state: 'done', externalId: order.externalId })
    const signedFile = must(await client.download(request.id, document.id, 'effect'))
    expect(Buffer.from(signedFile).includes('/ByteRange')).toBe(true)
    expect(Buffer.from(signedFile).equals(Buffer.from(bytes))).toBe(false)
    expect(must(await client.auditTrail(request.id, first.id, 'effect'))).toBe('not_ready')
    await clock.advance(10_000)
    expect(
      Buffer.from(must(await client.auditTrail(request.id, first.id, 'effect')) as Uint8Array)
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
    const data = must(await client.auditTrailData(request.id, first.id, 'effect')) as Uint8Array
    expect(JSON.parse(Buffer.from(data).toString())).toHaveProperty('signer')
  })

  it('finds a request again by its external id, and only that one', async () => {
    await using world = await serviceOf()
    const { client } = world
    const { request } = await sent(client)
    must(await client.create({ ...order, externalId: 'ky-other' }, 'started'))
    const { items, next } = must(await client.list({ externalId: order.externalId }, 'effect'))
    expect([items.map((item) => item.id), next]).toEqual([[request.id], null])
    const open = must(
      await client.list({ states: ['ongoing'], createdAfter: world.clock.now() - 2 * 86_400_000 }, 'sweep'),
    )
    expect(open.items.map((item) => item.id)).toContain(request.id)
  })

  it('deletes a draft for good and refuses to delete what people have been sent', async () => {
    await using world = await serviceOf()
    const { client } = world
    const draft = must(await client.create(order, 'started'))
    must(await client.remove(draft.id, 'sweep'))
    expect(await client.read(draft.id, 'effect')).toEqual({ ok: false, failure: { kind: 'not_found' } })
    const { request } = await sent(client)
    expect(await client.remove(request.id, 'sweep')).toMatchObject({ ok: false, failure: { kind: 'refused' } })
    must(await client.cancel(request.id, 'other', 'Nouvelle version', 'click'))
    expect(must(await client.read(request.id, 'effect')).state).toBe('canceled')
  })

  it('reminds, corrects, tells a decline and revives after expiry', async () => {
    await using world = await serviceOf()
    const { client, yousign, clock } = world
    const { request, first } = await sent(client)
    must(await client.remind(request.id, first.id, 'click'))
    const corrected = must(await client.correct(request.id, first.id, { email: 'zoe@example.fr' }, 'click'))
    expect([corrected.email, corrected.lastName, corrected.phone]).toEqual(['zoe@example.fr', 'Roy', '+33612345678'])
    yousign.expire(request.id)
    expect(must(await client.read(request.id, 'effect')).state).toBe('expired')
    const later = new Date(clock.now() + 10 * 86_400_000).toISOString().slice(0, 10)
    must(await client.reactivate(request.id, later, 'click'))
    yousign.decline(first.id, 'Montant erroné')
    expect(must(await client.read(request.id, 'effect'))).toMatchObject({
      state: 'declined',
      decline: { signerId: first.id, reason: 'Montant erroné' },
    })
  })

  it('sends from a template', async () => {
    await using world = await serviceOf()
    const { client, yousign } = world
    const template = yousign.addTemplate({ name: 'Convention' })
    const found = must(await client.templates('click')).find((each) => each.id === template.id)
    expect(found).toEqual({ id: template.id, name: 'Convention', active: true })
    const signers = [{ ...signer, label: 'Client', customText: null }]
    const request = must(
      await client.create(
        { ...order, ordering: 'parallel', template: { id: template.id, signers, texts: [] } },
        'started',
      ),
    )
    const [first] = must(await client.signers(request.id, 'started'))
    expect(first).toMatchObject({ firstName: 'Zoé', level: 'electronic_signature', mode: 'otp_sms' })
    expect(must(await client.activate(request.id, 'started')).state).toBe('ongoing')
  })

  it('tells its workspace, refuses a revoked key and says what is left of the quota', async () => {
    await using world = await serviceOf({ limits: { perMinute: 3, perHour: 50 } })
    const { client, lane, yousign, key } = world
    expect(must(await client.identity('click')).workspaceId).toMatch(/^[0-9a-f-]{36}$/)
    expect(lane.corrections[0]).toEqual({ minute: 2, hour: 49 })
    await client.identity('click')
    await client.identity('click')
    expect(await client.identity('click')).toMatchObject({ failure: { kind: 'throttled' } })
    expect(lane.pauses.at(-1)?.reason).toBe('throttled')
    await world.clock.advance(60_000)
    yousign.revokeKey(key)
    expect(await client.identity('click')).toEqual({ ok: false, failure: { kind: 'unauthorized' } })
    expect(lane.pauses.at(-1)?.reason).toBe('key_refused')
  })

  it.each(['flat', 'metadata'] as const)('signs webhooks that are read in their %s shape', async (envelope) => {
    await using world = await serviceOf()
    const { client, yousign } = world
    const read: Delivery[] = []
    const secret = 'k'.repeat(32)
    const server = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        const header = request.headers['x-yousign-signature-256']
        const delivery = readDelivery(Buffer.concat(parts), String(header), ['older', secret])
        if (delivery.ok) read.push(delivery.value)
        response.writeHead(delivery.ok ? 200 : 401).end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    yousign.setDelivery({ envelope })
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/yousign`
    yousign.subscribe({ endpoint, secret_key: secret })
    const { request, first } = await sent(client)
    yousign.sign(first.id)
    await yousign.flush()
    await new Promise((resolve) => server.close(resolve))
    const events = read.flatMap((each) =>
      each.kind === 'event' && each.event.requestId === request.id ? [each.event] : [],
    )
    expect(read.every((each) => each.kind === 'event')).toBe(true)
    expect(yousign.deliveries.every((each) => each.status === 200)).toBe(true)
    const names = events.map((event) => event.name)
    for (const name of ['signature_request.activated', 'signer.done', 'signature_request.done'])
      expect(names).toContain(name)
    const done = events.find((event) => event.name === 'signer.done')
    expect(done).toMatchObject({
      externalId: order.externalId,
      sandbox: true,
      signer: { id: first.id, status: 'signed' },
    })
    expect(events.find((event) => event.name === 'signature_request.done')?.requestState).toBe('done')
  })
})
