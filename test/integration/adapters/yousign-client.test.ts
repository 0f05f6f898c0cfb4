import { describe, expect, it } from 'vitest'
import { createLocalServer, empty, json, type LocalServer, text } from './local-server.ts'
import {
  documentId,
  externalId,
  order,
  remoteRequest,
  remoteSigner,
  requestId,
  signer,
  signerId,
  yousignOf,
} from './yousign-samples.ts'

const bodyOf = (server: LocalServer, call = 0) => JSON.parse(server.heard[call]?.body.toString() ?? '')

describe('what Yousign is asked', () => {
  it('creates a request with everything said once, and reads the answer', async () => {
    await using server = await createLocalServer(json(201, remoteRequest))
    const result = await yousignOf(server).create(order, 'started')
    expect(result).toEqual({
      ok: true,
      value: {
        id: requestId,
        state: 'draft',
        externalId,
        name: 'Convention',
        createdAt: Date.UTC(2026, 10, 24, 12),
        activatedAt: null,
        completedAt: null,
        expiresAt: Date.UTC(2026, 11, 24, 22, 59, 59),
        signers: [{ id: signerId, status: 'initiated' }],
        documents: [{ id: documentId, nature: 'signable_document' }],
        decline: null,
        rejection: null,
        timeZone: 'Europe/Paris',
      },
    })
    const { headers, path, method } = server.heard[0] ?? { headers: {} }
    expect([method, path, headers.authorization, headers['user-agent']]).toEqual([
      'POST',
      '/v3/signature_requests',
      'Bearer key',
      'kommo-yousign/test',
    ])
    expect(bodyOf(server)).toEqual({
      name: order.name,
      delivery_mode: 'email',
      external_id: externalId,
      custom_recipient_order: true,
      timezone: 'Europe/Paris',
      expiration_date: '2026-12-24',
      reminder_settings: { interval_in_days: 2, max_occurrences: 3 },
      audit_trail_locale: 'fr',
      signers_allowed_to_decline: true,
      email_notification: { sender: { type: 'custom', custom_name: 'Aubry & Vasseur' } },
    })
  })

  it.each([
    ['one_by_one', { ordered_signers: true }],
    ['parallel', {}],
  ] as const)('sets no other ordering flag for %s', async (ordering, flags) => {
    await using server = await createLocalServer(json(201, remoteRequest))
    await yousignOf(server).create({ ...order, ordering }, 'started')
    const { ordered_signers, custom_recipient_order, ordered_approvers } = bodyOf(server)
    expect({ ordered_signers, custom_recipient_order, ordered_approvers }).toEqual(flags)
  })

  it('leaves the mode out at the Qualified level, and what is not given', async () => {
    await using server = await createLocalServer(
      json(201, {
        ...remoteSigner,
        signature_level: 'qualified_electronic_signature',
        signature_authentication_mode: null,
      }),
    )
    const level = 'qualified_electronic_signature'
    await yousignOf(server).addSigner(
      requestId,
      { ...signer, level, mode: null, phone: null, fields: [], customText: null },
      'started',
    )
    expect(bodyOf(server)).toEqual({
      info: { first_name: 'Zoé', last_name: 'Roy', email: 'z@example.fr', phone_number: null, locale: 'fr' },
      signature_level: level,
    })
  })

  it('uploads with a file name, a type and a clean name', async () => {
    await using server = await createLocalServer(
      json(201, { id: documentId, total_pages: 3, total_anchors: 2, sha256: 'ab', initials: null }),
    )
    const bytes = new TextEncoder().encode('%PDF-1.7 é')
    const result = await yousignOf(server).addDocument(
      requestId,
      { bytes, name: ' Convention 12/2026 "Héritiers".pdf', parseAnchors: true, initials: true },
      'started',
    )
    expect(result).toEqual({ ok: true, value: { id: documentId, pages: 3, anchors: 2, initials: false, sha256: 'ab' } })
    const { headers, body } = server.heard[0] ?? { headers: {}, body: Buffer.alloc(0) }
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': headers['content-type'] ?? '' },
    }).formData()
    const file = form.get('file') as File
    expect([file.name, file.type]).toEqual(['Convention 12-2026 "Héritiers".pdf', 'application/pdf'])
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes)
    expect([form.get('nature'), form.get('name'), form.get('parse_anchors')]).toEqual([
      'signable_document',
      'Convention 12-2026 "Héritiers"',
      'true',
    ])
    expect(JSON.parse(String(form.get('initials')))).toEqual({ alignment: 'bottom-right', y: 20 })
    expect(Number(headers['content-length'])).toBe(body.byteLength)
  })

  it('lists with both sources and drops what the filter should have dropped', async () => {
    const stranger = { ...remoteRequest, id: documentId, external_id: 'ky-other' }
    await using server = await createLocalServer(
      json(200, { meta: { next_cursor: 'c2' }, data: [stranger, remoteRequest, { ...stranger, external_id: null }] }),
    )
    const result = await yousignOf(server).list(
      { externalId, states: ['draft', 'ongoing'], createdAfter: Date.UTC(2026, 10, 22, 23, 59), after: 'c1' },
      'sweep',
    )
    expect(result.ok && result.value.items.map((item) => item.id)).toEqual([requestId])
    expect(result.ok && result.value.next).toBe('c2')
    const query = new URL(server.heard[0]?.path ?? '', server.url).searchParams
    expect(Object.fromEntries(query)).toEqual({
      limit: '100',
      'source[in]': 'public_api,app',
      'external_id[eq]': externalId,
      'status[in]': 'draft,ongoing',
      'created_at[after]': '2026-11-22',
      after: 'c1',
    })
  })

  it('follows the pages of templates, ten at a time', async () => {
    const page = (name: string, status: string, next: string | null) =>
      json(200, { meta: { next_cursor: next }, data: [{ id: requestId, name, status, description: null }] })
    await using server = await createLocalServer(page('A', 'active', 'n'), page('B', 'draft', null))
    expect(await yousignOf(server).templates('click')).toEqual({
      ok: true,
      value: [
        { id: requestId, name: 'A', active: true },
        { id: requestId, name: 'B', active: false },
      ],
    })
    expect(server.heard.map((call) => call.path)).toEqual(['/v3/templates?limit=10', '/v3/templates?limit=10&after=n'])
  })

  it('corrects only what changed', async () => {
    await using server = await createLocalServer(json(200, remoteSigner))
    await yousignOf(server).correct(requestId, signerId, { email: 'zoe@example.fr' }, 'click')
    expect(server.heard[0]?.method).toBe('PATCH')
    expect(bodyOf(server)).toEqual({ info: { email: 'zoe@example.fr' } })
  })

  it('reads a signer with the link and its end', async () => {
    await using server = await createLocalServer(json(200, remoteSigner))
    const result = await yousignOf(server).signer(requestId, signerId, 'click')
    expect(result.ok && result.value).toMatchObject({
      status: 'notified',
      phone: '+33612345678',
      mode: 'otp_sms',
      link: { url: remoteSigner.signature_link, expiresAt: Date.UTC(2026, 10, 26, 12) },
    })
  })

  it('refuses to read a status nobody knows', async () => {
    await using server = await createLocalServer(json(200, { ...remoteRequest, status: 'dreaming' }))
    expect(await yousignOf(server).read(requestId, 'effect')).toEqual({
      ok: false,
      failure: { kind: 'unknown', cause: 'answer has an unknown shape at "status"', status: 200 },
    })
  })

  it('tells an audit trail that is not ready from one that failed', async () => {
    const notReady = json(400, { type: 'audit_trail.not_ready_for_download', detail: 'Wait.' })
    await using server = await createLocalServer(
      notReady,
      notReady,
      json(400, { type: 'other', detail: '' }),
      json(200, { version: 4 }),
    )
    const client = yousignOf(server)
    expect(await client.auditTrail(requestId, signerId, 'effect')).toEqual({ ok: true, value: 'not_ready' })
    expect(await client.auditTrailData(requestId, signerId, 'effect')).toEqual({ ok: true, value: 'not_ready' })
    expect(await client.identityProof(requestId, signerId, 'effect')).toMatchObject({ ok: false })
    const data = await client.auditTrailData(requestId, signerId, 'effect')
    expect(data.ok && Buffer.from(data.value).toString()).toBe('{"version":4}')
  })
})

describe('calls that answer nothing', () => {
  it.each([
    ['an empty 201', empty(201), true],
    ['a 204', empty(204), true],
    ['a JSON body', json(201, { id: requestId }), true],
    ['a page of somebody on the way', text(200, '<html>Login', 'text/html'), false],
  ] as const)('take %s as expected', async (_, behaviour, fine) => {
    await using server = await createLocalServer(behaviour)
    const result = await yousignOf(server).remind(requestId, signerId, 'click')
    expect(result.ok).toBe(fine)
  })
})
