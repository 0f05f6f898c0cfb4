import { existsSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Exchange } from '../exchange.ts'
import { at, type Bench, camille, createBench, draft, idOf, pdf, simple } from './harness.ts'

/** The provider's own file with its checker; not part of the repository, so the check is left out where it is absent. */
const checkerFile = new URL('../../../../shared/contracts/yousign-checker.mjs', import.meta.url)
const isThere = existsSync(checkerFile)

type Check = (exchange: Exchange) => string[]
interface Checker {
  createChecker(ajv: typeof Ajv2020): Check
  selfTest(check: Check): unknown
}

let bench: Bench

beforeAll(async () => {
  bench = await createBench()
})

afterAll(async () => {
  await bench.yousign.close()
})

const title = 'every answer of every operation satisfies the OpenAPI file'
const told = isThere ? title : `${title} (left out: the contract checker is not on this machine)`

it.skipIf(!isThere)(told, { timeout: 60_000 }, async () => {
  const { createChecker, selfTest } = (await import(checkerFile.href)) as Checker
  const check = createChecker(Ajv2020)
  selfTest(check)
  await tour()
  const statuses = new Set(bench.yousign.ledger.map((exchange) => exchange.status))
  expect([...statuses].sort()).toEqual([200, 201, 204, 400, 401, 403, 404, 405, 415, 429])
  const violations = bench.yousign.ledger.flatMap((exchange) => {
    // Calls that were refused were wrong on purpose; of those only the answer counts.
    const all = check(exchange)
    return exchange.status < 400 ? all : all.filter((each) => /: (answer|status) /.test(each))
  })
  expect(violations).toEqual([])
})

/** Every operation at least once in each state that shows another answer, and every kind of refusal. */
async function tour(): Promise<void> {
  const { call, yousign, upload } = bench
  const admin = yousign.createKey({ scope: 'organization', permission: 'full', sandbox: false })
  const reader = yousign.createKey({ scope: 'organization', permission: 'read' })
  for (const path of ['/workspaces', '/workspaces/default', '/users', '/templates?limit=10']) await call('GET', path)

  const { requestId, documentId, signerId } = await draft(bench, {
    external_id: 'ky-1',
    ordered_signers: true,
    signers_allowed_to_decline: true,
    reminder_settings: { interval_in_days: 7, max_occurrences: 3 },
    expiration_date: '2026-12-24',
  })
  const base = `/signature_requests/${requestId}`
  await upload(requestId, await pdf(['{{s1|signature|120|50}}']), {
    parse_anchors: 'true',
    name: 'Annexe',
    initials: '{"alignment":"bottom-right","y":20}',
  })
  await upload(requestId, await pdf(['annexe']), { nature: 'attachment' }, 'annexe.pdf')
  const fields = [
    { type: 'signature', document_id: documentId, page: 1, x: 60, y: 600 },
    { type: 'mention', document_id: documentId, page: 1, x: 60, y: 500, mention: 'Lu et approuvé' },
    {
      type: 'text',
      document_id: documentId,
      page: 1,
      x: 60,
      y: 400,
      max_length: 20,
      question: 'Lieu ?',
      optional: true,
    },
    { type: 'checkbox', document_id: documentId, page: 1, x: 60, y: 300, optional: true, checked: false, size: 24 },
  ]
  const second = await call('POST', `${base}/signers`, { info: camille, ...simple, fields, insert_after_id: signerId })
  await call('GET', `${base}/documents/${documentId}/fields`)
  await call('POST', `${base}/documents/${documentId}/fields`, {
    type: 'signature',
    signer_id: idOf(second),
    page: 1,
    x: 300,
    y: 100,
  })
  await call('GET', `${base}/documents`)
  await call('GET', `${base}/documents/${documentId}`)
  await call('PATCH', base, { name: 'Contrat modifié' })
  await call('POST', `${base}/metadata`, { data: { lead: 778899 } })
  await call('PUT', `${base}/metadata`, { data: { lead: 778899, firm: 'aubry' } })
  await call('GET', `${base}/metadata`)
  await call('DELETE', `${base}/metadata`)
  await call('POST', `${base}/followers`, [{ email: 'suivi@example.fr', locale: 'fr' }])
  await call('GET', `${base}/followers`)
  await call('POST', `${base}/activate`)
  await call('GET', base)
  await call('GET', `${base}/signers`)
  await call('GET', `${base}/signers/${signerId}`)
  await call('PATCH', `${base}/signers/${signerId}`, { info: { last_name: 'Durant' } })
  await call('POST', `${base}/signers/${signerId}/send_reminder`)
  yousign.sign(signerId)
  yousign.sign(idOf(second))
  await call('GET', `${base}/signers/${signerId}/audit_trails`)
  await bench.clock.advance(5_000)
  await call('GET', `${base}/signers/${signerId}/audit_trails`)
  await call('GET', `${base}/signers/${signerId}/audit_trails/download`)
  await call('GET', `${base}/audit_trails/download?merge=true`)
  await call('GET', `${base}/documents/download?version=completed`)
  await call('GET', `${base}/documents/${documentId}/download`)
  await call('GET', `/signature_requests?status[in]=done&source[in]=public_api,app&limit=100`)

  await endings()
  await templates()
  await refusals(reader)
  await subscriptions(admin)
}

async function endings(): Promise<void> {
  const { call, yousign } = bench
  const declined = await draft(bench, { signers_allowed_to_decline: true })
  await call('POST', `/signature_requests/${declined.requestId}/activate`, {})
  yousign.decline(declined.signerId, 'Non')
  await call('GET', `/signature_requests/${declined.requestId}`)

  const rejected = await draft(bench)
  const path = `/signature_requests/${rejected.requestId}`
  const approver = await call('POST', `${path}/approvers`, { info: camille })
  await call('POST', `${path}/activate`)
  await call('GET', `${path}/approvers/${idOf(approver)}`)
  yousign.reject(idOf(approver), 'Non')
  await call('GET', path)

  const expired = await draft(bench, { expiration_date: '2026-11-24' })
  await call('POST', `/signature_requests/${expired.requestId}/activate`)
  yousign.expire(expired.requestId)
  await call('POST', `/signature_requests/${expired.requestId}/reactivate`, { expiration_date: '2026-12-24' })
  await call('POST', `/signature_requests/${expired.requestId}/cancel`, { reason: 'other', custom_note: 'Erreur' })
  await call('DELETE', `/signature_requests/${expired.requestId}`)
  await call('GET', `/signature_requests/${expired.requestId}`)
  await call('DELETE', `/signature_requests/${expired.requestId}?permanent_delete=true`)

  const qes = { signature_level: 'qualified_electronic_signature', signature_authentication_mode: null }
  const qualified = await draft(bench, { ordered_signers: true }, qes)
  const signer = `/signature_requests/${qualified.requestId}/signers/${qualified.signerId}`
  await call('POST', `/signature_requests/${qualified.requestId}/activate`)
  yousign.failIdentity(qualified.signerId, 'blocked')
  await call('POST', `${signer}/unblock_identification`)
  yousign.sign(qualified.signerId)
  await call('GET', `${signer}/verified_identity_proof/download`)
  await call('GET', `${signer}/audit_trails/download`)
}

async function templates(): Promise<void> {
  const { call, yousign } = bench
  const template_id = yousign.addTemplate({ name: 'Bail', texts: ['Loyer'] }).id
  const template_placeholders = {
    signers: [{ label: 'Client', info: camille, ...simple }],
    read_only_text_fields: [{ label: 'Loyer', text: '1 200' }],
  }
  const body = { name: 'Bail', delivery_mode: 'none', template_id, template_placeholders }
  const made = await call('POST', '/signature_requests', body)
  await call('GET', `/signature_requests/${idOf(made)}/signers`)
  const { requestId, documentId, signerId } = await draft(bench)
  await call('PATCH', `/signature_requests/${requestId}/documents/${documentId}`, { name: 'Autre.pdf' })
  await call('DELETE', `/signature_requests/${requestId}/signers/${signerId}`)
  await call('DELETE', `/signature_requests/${requestId}/documents/${documentId}`)
  await call('POST', '/signature_requests', { signature_request_id: requestId, name: 'Copie' })
}

async function refusals(reader: string): Promise<void> {
  const { call, yousign } = bench
  await call('POST', '/signature_requests', { name: ' ', delivery_mode: 'fax' })
  await call('POST', '/signature_requests', { name: 'x', delivery_mode: 'email' }, reader)
  await call('GET', '/workspaces', undefined, 'nobody')
  await call('GET', `/signature_requests/a1f4f3a2-1c2d-4e5f-8a9b-0c1d2e3f4a5b`)
  await call('PATCH', '/signature_requests', {})
  const { requestId } = await draft(bench)
  const form = { method: 'POST', body: new URLSearchParams('a=b'), headers: { authorization: `Bearer ${bench.key}` } }
  await fetch(`${yousign.url}/v3/signature_requests/${requestId}/cancel`, form)
  await call('GET', `/signature_requests/${requestId}/documents/download?version=completed`)
  yousign.setLimits({ perMinute: 0, perHour: 0 })
  await call('GET', '/templates')
  yousign.setLimits({ perMinute: Number.POSITIVE_INFINITY, perHour: Number.POSITIVE_INFINITY })
}

async function subscriptions(admin: string): Promise<void> {
  const { call } = bench
  const made = await call(
    'POST',
    '/webhooks',
    {
      endpoint: 'https://sign.example.fr/hooks/yousign',
      description: 'kommo-widget',
      sandbox: true,
      subscribed_events: ['signature_request.done'],
      scopes: ['public_api'],
      auto_retry: true,
      enabled: true,
    },
    admin,
  )
  expect(at(made, 'workspaces')).toEqual(['*'])
  await call('GET', '/webhooks', undefined, admin)
  await call('GET', `/webhooks/${idOf(made)}`, undefined, admin)
  await call('PATCH', `/webhooks/${idOf(made)}`, { enabled: false }, admin)
  await call('DELETE', `/webhooks/${idOf(made)}`, undefined, admin)
}
