import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at, type Bench, camille, createBench, draft, idOf, pdf, type Reply, simple } from './harness.ts'

let bench: Bench

beforeAll(async () => {
  bench = await createBench()
})

afterAll(async () => {
  await bench.yousign.close()
})

const types = (reply: Reply) => ({ status: reply.status, type: at(reply, 'type') })
const invalid = (reply: Reply) => at(reply, 'invalid_params', 0, 'name')
const post = (path: string, body?: unknown, key?: string) => bench.call('POST', path, body, key)
const request = { name: 'Contrat', delivery_mode: 'email' }
const field = (documentId: string, more: object = {}) => ({
  type: 'signature',
  document_id: documentId,
  page: 1,
  x: 60,
  y: 600,
  ...more,
})

describe('POST /signature_requests refuses', () => {
  it.each<[string, string, object]>([
    ['an unknown property', 'signing_order', { signing_order: 'parallel' }],
    ['deprecated documents', 'documents', { documents: [] }],
    ['an unknown delivery mode', 'delivery_mode', { delivery_mode: 'sms' }],
    ['a name with an URL', 'name', { name: 'Voir https://example.fr' }],
    ['a name with an e-mail address', 'name', { name: 'Pour a@example.fr' }],
    ['a name with markup', 'name', { name: 'Contrat <b>' }],
    ['a name with a blank at its edge', 'name', { name: ' Contrat' }],
    ['a name over 128', 'name', { name: 'x'.repeat(129) }],
    ['an external id with a slash', 'external_id', { external_id: 'lead/1' }],
    ['an external id over 255', 'external_id', { external_id: 'x'.repeat(256) }],
    ['an expiry in the past', 'expiration_date', { expiration_date: '2026-11-23' }],
    ['an expiry more than a year away', 'expiration_date', { expiration_date: '2027-11-25' }],
    ['an expiry that is no date', 'expiration_date', { expiration_date: '24/12/2026' }],
    [
      'a reminder every 3 days',
      'reminder_settings.interval_in_days',
      { reminder_settings: { interval_in_days: 3, max_occurrences: 1 } },
    ],
    [
      '11 reminders',
      'reminder_settings.max_occurrences',
      { reminder_settings: { interval_in_days: 7, max_occurrences: 11 } },
    ],
    ['an unknown timezone', 'timezone', { timezone: 'Europe/Nowhere' }],
    ['an unknown workspace', 'workspace_id', { workspace_id: 'a1f4f3a2-1c2d-4e5f-8a9b-0c1d2e3f4a5b' }],
    ['an unknown template', 'template_id', { template_id: 'a1f4f3a2-1c2d-4e5f-8a9b-0c1d2e3f4a5b' }],
  ])('%s', async (_, name, more) => {
    const reply = await post('/signature_requests', { ...request, ...more })
    expect(types(reply)).toEqual({ status: 400, type: 'validation.error' })
    expect(invalid(reply)).toBe(name)
  })

  it('accepts the last day that is allowed, today and external ids up to the limit', async () => {
    for (const more of [
      { expiration_date: '2027-11-24' },
      { expiration_date: '2026-11-24' },
      { external_id: `ky-${'x'.repeat(252)}` },
    ]) {
      expect((await post('/signature_requests', { ...request, ...more })).status).toBe(201)
    }
  })

  it.each<[string, string, object]>([
    [
      'an unknown signer label',
      'template_placeholders.signers[0].label',
      { signers: [{ label: 'Kunde', info: camille, ...simple }] },
    ],
    ['a missing signer label', 'template_placeholders.signers', { signers: [] }],
    [
      'an unknown text label',
      'template_placeholders.read_only_text_fields[0].label',
      {
        signers: [{ label: 'Client', info: camille, ...simple }],
        read_only_text_fields: [{ label: 'Prix', text: '1' }],
      },
    ],
  ])('a template with %s', async (_, name, template_placeholders) => {
    const template = bench.yousign.addTemplate({ name: 'Bail' })
    const reply = await post('/signature_requests', { ...request, template_id: template.id, template_placeholders })
    expect([reply.status, invalid(reply)]).toEqual([400, name])
  })

  it('a template that is a draft, and a workspace other than the template’s', async () => {
    const sleeping = bench.yousign.addTemplate({ name: 'Bail', status: 'draft' })
    const placed = bench.yousign.addTemplate({
      name: 'Bail',
      workspace_id: bench.yousign.state.workspaces[1]?.id ?? '',
    })
    const other = bench.yousign.state.workspaces[0]?.id
    const first = await post('/signature_requests', { ...request, template_id: sleeping.id })
    const second = await post('/signature_requests', { ...request, template_id: placed.id, workspace_id: other })
    expect([invalid(first), invalid(second)]).toEqual(['template_id', 'workspace_id'])
  })
})

describe('POST .../signers refuses', () => {
  const aes = { signature_level: 'advanced_electronic_signature', signature_authentication_mode: 'otp_sms' }
  it.each<[string, string, object]>([
    ['an underscore in a name', 'info.first_name', { info: { ...camille, first_name: 'Zoé_' } }],
    ['a dot in a name', 'info.last_name', { info: { ...camille, last_name: 'M. Durand' } }],
    ['a typographic apostrophe', 'info.last_name', { info: { ...camille, last_name: 'D’Arc' } }],
    ['a blank at the edge of a name', 'info.last_name', { info: { ...camille, last_name: 'Durand ' } }],
    ['a phone that is not E.164', 'info.phone_number', { info: { ...camille, phone_number: '06 12 34 56 78' } }],
    ['a language outside the seven', 'info.locale', { info: { ...camille, locale: 'pt' } }],
    ['an address without a domain', 'info.email', { info: { ...camille, email: 'camille' } }],
    ['no level', 'signature_level', { signature_level: undefined }],
    ['AES without SMS', 'signature_authentication_mode', { ...aes, signature_authentication_mode: 'otp_email' }],
    [
      'AES without a mode',
      'signature_authentication_mode',
      { signature_level: 'advanced_electronic_signature', signature_authentication_mode: undefined },
    ],
    ['AES without a phone', 'info.phone_number', { ...aes, info: { ...camille, phone_number: null } }],
    ['QES with a mode', 'signature_authentication_mode', { signature_level: 'qualified_electronic_signature' }],
    [
      'SMS without a phone',
      'info.phone_number',
      { signature_authentication_mode: 'otp_sms', info: { ...camille, phone_number: null } },
    ],
    [
      'SMS to China',
      'info.phone_number',
      { signature_authentication_mode: 'otp_sms', info: { ...camille, phone_number: '+8613800138000' } },
    ],
    ['a group without custom order', 'group_with_id', { group_with_id: 'a1f4f3a2-1c2d-4e5f-8a9b-0c1d2e3f4a5b' }],
    [
      'a place in an order that is not there',
      'insert_after_id',
      { insert_after_id: 'a1f4f3a2-1c2d-4e5f-8a9b-0c1d2e3f4a5b' },
    ],
    ['both a person and a user', '', { user_id: 'a1f4f3a2-1c2d-4e5f-8a9b-0c1d2e3f4a5b' }],
    ['a mail text with an URL', 'custom_text.request_body', { custom_text: { request_body: 'https://example.fr' } }],
  ])('%s', async (_, name, more) => {
    const requestId = idOf(await post('/signature_requests', request))
    const reply = await post(`/signature_requests/${requestId}/signers`, { info: camille, ...simple, ...more })
    expect(types(reply)).toEqual({ status: 400, type: 'validation.error' })
    expect(invalid(reply)).toBe(name)
  })

  it.each<[string, string, object]>([
    ['a page that does not exist', 'fields[0].page', { page: 2 }],
    ['a mention of no whole line', 'fields[0].height', { type: 'mention', mention: '%date%', height: 25 }],
    ['a box that is too narrow', 'fields[0].width', { width: 84 }],
    ['a box that is too low', 'fields[0].height', { height: 36 }],
    ['a document of another request', 'fields[0].document_id', { document_id: 'a1f4f3a2-1c2d-4e5f-8a9b-0c1d2e3f4a5b' }],
  ])('a field with %s', async (_, name, more) => {
    const { requestId, documentId } = await draft(bench)
    const fields = [field(documentId, more)]
    const reply = await post(`/signature_requests/${requestId}/signers`, { info: camille, ...simple, fields })
    expect([reply.status, invalid(reply)]).toEqual([400, name])
  })

  it('levels and modes that are not switched on', async () => {
    const requestId = idOf(await post('/signature_requests', request))
    const path = `/signature_requests/${requestId}/signers`
    bench.yousign.setFeatures({ aes: false, qes: false, sms: false, decline: false })
    const refused = { status: 403, type: 'configuration.not_enabled' }
    expect(types(await post(path, { info: camille, ...aes }))).toEqual(refused)
    expect(types(await post(path, { info: camille, signature_level: 'qualified_electronic_signature' }))).toEqual(
      refused,
    )
    expect(types(await post(path, { info: camille, ...simple, signature_authentication_mode: 'otp_sms' }))).toEqual(
      refused,
    )
    expect(types(await post('/signature_requests', { ...request, signers_allowed_to_decline: true }))).toEqual(refused)
    bench.yousign.setFeatures({ aes: true, qes: true, sms: true, decline: true })
    expect((await post(path, { info: camille, ...aes })).status).toBe(201)
  })
})

describe('documents', () => {
  it('counts pages and anchors, and ignores anchors beyond 150 pages without a word', async () => {
    const requestId = idOf(await post('/signature_requests', request))
    const text = [
      '{{s1|signature|85|37}}',
      '{{s2|signature|120|50}} et {{s1|signature|90|40}}',
      '{{s1|signature|20|20}}',
    ]
    const small = await bench.upload(requestId, await pdf(text, 2), { parse_anchors: 'true' })
    const large = await bench.upload(requestId, await pdf(text, 151), { parse_anchors: 'true' })
    const off = await bench.upload(requestId, await pdf(text))
    const seen = [small, large, off].map((reply) => [at(reply, 'total_pages'), at(reply, 'total_anchors')])
    expect(seen).toEqual([
      [2, 3],
      [151, 0],
      [1, 0],
    ])
  })

  it('refuses what is no PDF, other kinds of file, names with slashes and a missing nature', async () => {
    const requestId = idOf(await post('/signature_requests', request))
    const file = await pdf(['x'])
    const broken = await bench.upload(requestId, Buffer.from('hello'))
    expect(types(broken)).toEqual({ status: 400, type: 'document.analyze_error' })
    expect(invalid(await bench.upload(requestId, file, {}, 'a.xlsx'))).toBe('file')
    expect(invalid(await bench.upload(requestId, file, {}, 'a.png'))).toBe('file')
    expect(invalid(await bench.upload(requestId, file, { name: 'a/b' }))).toBe('name')
    expect(invalid(await bench.upload(requestId, file, { nature: 'contract' }))).toBe('nature')
    const wrongType = await post(`/signature_requests/${requestId}/documents`, { a: 1 })
    expect(wrongType.status).toBe(400)
  })
})

describe('POST .../activate refuses', () => {
  const activate = (requestId: string, body?: unknown) => post(`/signature_requests/${requestId}/activate`, body)
  const refused = { status: 400, type: 'signature_request.not_activable' }
  const qes = { signature_level: 'qualified_electronic_signature', signature_authentication_mode: null }

  it('no document, no signer and a signer without a signature field', async () => {
    const requestId = idOf(await post('/signature_requests', request))
    expect(types(await activate(requestId))).toEqual(refused)
    await bench.upload(requestId, await pdf(['{{s2|signature|85|37}}']), { parse_anchors: 'true' })
    expect(types(await activate(requestId))).toEqual(refused)
    await post(`/signature_requests/${requestId}/signers`, { info: camille, ...simple })
    expect(types(await activate(requestId))).toEqual(refused)
    await post(`/signature_requests/${requestId}/signers`, { info: camille, ...simple })
    expect(types(await activate(requestId))).toEqual(refused)
  })

  it('QES without order, mixed with another level, or with two boxes in one document', async () => {
    const unordered = await draft(bench, {}, qes)
    const mixed = await draft(bench, { ordered_signers: true }, qes)
    const fields = [field(mixed.documentId)]
    await post(`/signature_requests/${mixed.requestId}/signers`, { info: camille, ...simple, fields })
    const twice = await draft(bench, { ordered_signers: true }, qes)
    const path = `/signature_requests/${twice.requestId}/documents/${twice.documentId}/fields`
    const more = { type: 'signature', signer_id: twice.signerId, page: 1, x: 60, y: 100 }
    expect((await post(path, more)).status).toBe(201)
    for (const { requestId } of [unordered, mixed, twice]) expect(types(await activate(requestId))).toEqual(refused)
    expect((await activate((await draft(bench, { ordered_signers: true }, qes)).requestId)).status).toBe(201)
  })

  it('a second time, and a sender id where the sender is no user', async () => {
    const { requestId } = await draft(bench)
    const user = bench.yousign.state.users[0]?.id
    expect(invalid(await activate(requestId, { sender_id: user }))).toBe('sender_id')
    expect((await activate(requestId)).status).toBe(201)
    expect(types(await activate(requestId))).toEqual({ status: 400, type: 'signature_request.status_not_compatible' })
  })
})
