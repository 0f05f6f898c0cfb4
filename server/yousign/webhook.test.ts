import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readArrival, readDelivery } from './webhook.ts'

const secret = '0123456789abcdef0123456789abcdef'
// The published vector of contracts/yousign.md 4.4.
const vector =
  '{"event_id":"3f0c1f0e-6f0b-4d6e-9a53-2c1d5f8f7a10","event_name":"signature_request.done","event_time":"1790000000","subscription_id":"5d1c6a52-8b1f-4f0e-9c9e-0a4f6d0b7c21","subscription_description":"kommo-widget","sandbox":true,"data":{"signature_request":{"id":"a1f4f3a2-1c2d-4e5f-8a9b-0c1d2e3f4a5b","status":"done","external_id":"kommo-30012345-lead-778899"}}}'
const vectorSignature = 'sha256=71f0f6cf2f6e1114c4b04e89ab902ce3fe25159963dd69060d1823259562e906'

const bytes = (text: string) => new TextEncoder().encode(text)
const sign = (body: Uint8Array, key = secret) => `sha256=${createHmac('sha256', key).update(body).digest('hex')}`
const read = (text: string, secrets: string[] = [secret]) => readDelivery(bytes(text), sign(bytes(text)), secrets)

describe('the signature', () => {
  it('of the published vector is right, and the event is read', () => {
    expect(bytes(vector).byteLength).toBe(363)
    expect(readDelivery(bytes(vector), vectorSignature, [secret])).toEqual({
      ok: true,
      value: {
        kind: 'event',
        event: {
          eventId: '3f0c1f0e-6f0b-4d6e-9a53-2c1d5f8f7a10',
          name: 'signature_request.done',
          at: 1_790_000_000_000,
          sandbox: true,
          requestId: 'a1f4f3a2-1c2d-4e5f-8a9b-0c1d2e3f4a5b',
          externalId: 'kommo-30012345-lead-778899',
          requestState: 'done',
          expiresAt: null,
          signer: null,
          signers: [],
          approverId: null,
        },
      },
    })
  })

  it.each([
    ['no_signature', undefined],
    ['no_signature', ''],
    ['malformed_signature', vectorSignature.slice('sha256='.length)],
    ['malformed_signature', vectorSignature.toUpperCase()],
    ['malformed_signature', `${vectorSignature}0`],
    ['malformed_signature', vectorSignature.slice(0, -1)],
    ['malformed_signature', `${vectorSignature}, ${vectorSignature}`],
    ['malformed_signature', vectorSignature.replace('sha256', 'sha1')],
    ['wrong_signature', sign(bytes(vector), 'another secret')],
    ['wrong_signature', sign(bytes(vector.replace('"done"', '"declined"')))],
  ])('is refused as %s for %s', (kind, header) => {
    expect(readDelivery(bytes(vector), header, [secret])).toEqual({ ok: false, failure: { kind } })
  })

  it('with any single bit changed is refused', () => {
    for (let bit = 0; bit < 256; bit += 1) {
      const mac = Buffer.from(vectorSignature.slice(7), 'hex')
      mac[bit >> 3] = (mac[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(readDelivery(bytes(vector), `sha256=${mac.toString('hex')}`, [secret]).ok, `bit ${bit}`).toBe(false)
    }
  })

  it('over a body with any byte changed is refused', () => {
    for (let index = 0; index < 363; index += 1) {
      const body = bytes(vector)
      body[index] = (body[index] ?? 0) ^ 1
      expect(readDelivery(body, vectorSignature, [secret]).ok, `byte ${index}`).toBe(false)
    }
  })

  it('of either secret counts while one replaces the other', () => {
    expect(readDelivery(bytes(vector), vectorSignature, ['new', secret]).ok).toBe(true)
    expect(readDelivery(bytes(vector), vectorSignature, [secret, 'new']).ok).toBe(true)
  })

  it('is never accepted without a secret or with an empty one', () => {
    expect(readDelivery(bytes(vector), vectorSignature, []).ok).toBe(false)
    expect(readDelivery(bytes(vector), sign(bytes(vector), ''), ['']).ok).toBe(false)
  })
})

describe('what the border reads', () => {
  it('is the head of the same event, refused and unreadable for the same reasons', () => {
    expect(readArrival(bytes(vector), vectorSignature, [secret])).toEqual({
      ok: true,
      value: {
        kind: 'event',
        event: {
          eventId: '3f0c1f0e-6f0b-4d6e-9a53-2c1d5f8f7a10',
          name: 'signature_request.done',
          at: 1_790_000_000_000,
        },
      },
    })
    for (const text of [
      '',
      'no JSON',
      '[]',
      '{"event_id":"1"}',
      '{"event_id":"1","event_name":"a","event_time":"x"}',
      vector,
    ]) {
      const given = [bytes(text), sign(bytes(text)), [secret]] as const
      const [arrival, delivery] = [readArrival(...given), readDelivery(...given)]
      if (!arrival.ok || !delivery.ok) throw new Error('a signed body was refused')
      if (delivery.value.kind === 'event') expect(delivery.value).toMatchObject(arrival.value)
      else expect(arrival.value).toEqual(delivery.value)
      expect(readArrival(bytes(text), sign(bytes(text), 'another'), [secret])).toMatchObject({ ok: false })
    }
  })
})

describe('the body', () => {
  it('may carry its envelope under metadata', () => {
    const { data, ...metadata } = JSON.parse(vector)
    const flat = readDelivery(bytes(vector), vectorSignature, [secret])
    expect(read(JSON.stringify({ metadata, data }))).toEqual(flat)
    expect(read(JSON.stringify({ metadata: { ...metadata, data } }))).toEqual(flat)
  })

  it('tells every signer status it holds, and the one it is about', () => {
    const event = {
      ...JSON.parse(vector),
      event_name: 'signer.done',
      data: {
        signature_request: {
          id: 'r',
          status: 'ongoing',
          expiration_date: '2026-10-21T21:59:59+00:00',
          signers: [
            { id: 'a', status: 'notified' },
            { id: 'b', status: 'notified' },
            { id: 'c', status: 'dreaming' },
            null,
          ],
        },
        signer: {
          id: 'b',
          status: 'signed',
          signed_at: '2026-09-21T09:06:40+00:00',
          signature_level: 'electronic_signature',
          info: { locale: 'fr', email: 'x' },
        },
      },
    }
    const result = read(JSON.stringify(event))
    expect(result.ok && result.value.kind === 'event' && result.value.event).toMatchObject({
      requestState: 'ongoing',
      expiresAt: Date.UTC(2026, 9, 21, 21, 59, 59),
      externalId: null,
      signer: {
        id: 'b',
        status: 'signed',
        signedAt: Date.UTC(2026, 8, 21, 9, 6, 40),
        level: 'electronic_signature',
        locale: 'fr',
      },
      signers: [
        { id: 'a', status: 'notified' },
        { id: 'b', status: 'signed' },
      ],
    })
  })

  it.each([
    ['an unknown status', { signature_request: { id: 'r', status: 'dreaming', external_id: 5 } }, 'r'],
    ['no request at all', { contact: { id: 'c' } }, null],
    ['nonsense for data', 'nonsense', null],
    ['nothing for data', null, null],
    ['a number for an id', { signature_request: { id: 7 }, signer: { id: '' }, approver: 3 }, null],
  ])('with %s is still an event', (_, data, requestId) => {
    const result = read(JSON.stringify({ ...JSON.parse(vector), data }))
    expect(result.ok && result.value).toMatchObject({
      kind: 'event',
      event: {
        requestId,
        requestState: null,
        expiresAt: null,
        externalId: null,
        signer: null,
        signers: [],
        approverId: null,
      },
    })
  })

  it.each([
    ['no JSON', 'hello'],
    ['no JSON', ''],
    ['no event', '[]'],
    ['no event', 'null'],
    ['no event_id', '{}'],
    ['no event_id', '{"metadata":{}}'],
    ['no event_id', JSON.stringify({ ...JSON.parse(vector), event_id: '' })],
    ['no event_time', JSON.stringify({ ...JSON.parse(vector), event_time: 'soon' })],
    ['no sandbox', JSON.stringify({ ...JSON.parse(vector), sandbox: 'yes' })],
    ['no event_id', '{"metadata":{"__proto__":{"event_id":"x"}}}'],
  ])('is unreadable, not refused, with %s', (reason, text) => {
    expect(read(text)).toEqual({ ok: true, value: { kind: 'unreadable', reason } })
  })

  it('in broken UTF-8 is unreadable', () => {
    const body = new Uint8Array([0x7b, 0xff, 0xfe, 0x7d])
    expect(readDelivery(body, sign(body), [secret])).toMatchObject({ ok: true, value: { kind: 'unreadable' } })
  })
})
