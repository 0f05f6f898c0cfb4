import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  at,
  type Bench,
  camille,
  createBench,
  createEndpoint,
  draft,
  type Endpoint,
  idOf,
  pdf,
  simple,
} from './harness.ts'
import { readTexts } from './pdf-read.ts'

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

const events = () => endpoint.received.map((each) => each.event)

describe('a signature request from the draft to the signed file', () => {
  it('goes through create, upload, signer, activate, sign, done and download', async () => {
    bench.yousign.subscribe({ endpoint: endpoint.url })
    const anchored = await pdf(['Fait à Rennes', 'Le client : {{s1|signature|120|50}}'])
    const requestId = idOf(
      await bench.call('POST', '/signature_requests', { name: 'Mandat', delivery_mode: 'email', external_id: 'ky-1' }),
    )
    const document = await bench.upload(requestId, anchored, { parse_anchors: 'true' })
    expect(at(document, 'total_anchors')).toBe(1)
    const signer = await bench.call('POST', `/signature_requests/${requestId}/signers`, { info: camille, ...simple })
    expect(at(signer, 'signature_link')).toBeNull()

    const activated = await bench.call('POST', `/signature_requests/${requestId}/activate`)
    expect(activated.status).toBe(201)
    expect(at(activated, 'signers', 0, 'status')).toBe('notified')
    expect(at(activated, 'signers', 0, 'signature_link')).toMatch(/\/sign\/\w{40}$/)
    const again = await bench.call('POST', `/signature_requests/${requestId}/activate`)
    expect(again.status).toBe(400)

    bench.yousign.sign(idOf(signer))
    await bench.yousign.settled()
    expect(events()).toEqual([
      'signature_request.activated',
      'signer.notified',
      'signer.link_opened',
      'signer.done',
      'signature_request.done',
    ])
    const read = await bench.call('GET', `/signature_requests/${requestId}`)
    expect(at(read, 'status')).toBe('done')

    const signed = await bench.call('GET', `/signature_requests/${requestId}/documents/${idOf(document)}/download`)
    expect(signed.headers.get('content-type')).toBe('application/pdf')
    expect(Buffer.from(signed.bytes).equals(anchored)).toBe(false)
    const [page] = await readTexts(signed.bytes, 1)
    const mark = page?.runs.find((run) => run.text === 'Signed by Camille Durand')
    expect(mark?.x).toBeGreaterThan(60)
    expect(mark?.y).toBeGreaterThan(150)
    expect(mark?.y).toBeLessThan(200)
    expect(byteRange(signed.bytes)).toEqual({ start: 0, whole: signed.bytes.byteLength, gap: '<>' })
  })

  it('keeps audit trails back for a while, and gives them as PDF, JSON and archive', async () => {
    const { requestId, signerId } = await draft(bench)
    await bench.call('POST', `/signature_requests/${requestId}/activate`)
    bench.yousign.sign(signerId)
    const path = `/signature_requests/${requestId}/signers/${signerId}/audit_trails`
    expect(at(await bench.call('GET', path), 'type')).toBe('audit_trail.not_ready_for_download')
    await bench.clock.advance(3_000)
    expect(at(await bench.call('GET', path), 'documents', 0, 'name')).toBe('contract.pdf')
    expect((await bench.call('GET', `${path}/download`)).headers.get('content-type')).toBe('application/pdf')
    const all = `/signature_requests/${requestId}/audit_trails/download`
    expect((await bench.call('GET', all)).headers.get('content-type')).toBe('application/zip')
    expect((await bench.call('GET', `${all}?merge=true`)).headers.get('content-type')).toBe('application/pdf')
  })

  it('asks the next signer only after the first, and gives links to nobody else', async () => {
    const { requestId, documentId, signerId } = await draft(bench, { ordered_signers: true })
    const fields = [{ type: 'signature', document_id: documentId, page: 1, x: 60, y: 600 }]
    const info = { ...camille, first_name: 'Łukasz', email: 'lukasz@example.pl' }
    const second = await bench.call('POST', `/signature_requests/${requestId}/signers`, { info, ...simple, fields })
    const activated = await bench.call('POST', `/signature_requests/${requestId}/activate`)
    expect(at(activated, 'signers', 1, 'signature_link')).toBeNull()
    expect(() => bench.yousign.sign(idOf(second))).toThrow('not your turn')
    bench.yousign.sign(signerId)
    const path = `/signature_requests/${requestId}/signers/${idOf(second)}`
    const first = at(await bench.call('GET', path), 'signature_link')
    expect(first).toMatch(/\/sign\//)
    expect(at(await bench.call('GET', path), 'signature_link')).not.toBe(first)
    bench.yousign.sign(idOf(second))
    const signed = await bench.call('GET', `/signature_requests/${requestId}/documents/download?version=completed`)
    const [page] = await readTexts(signed.bytes, 1)
    expect(page?.runs.map((run) => run.text)).toContain('Signed by Łukasz Durand')
  })

  it('fills a template with the texts and signers it is given, and adds its recurring signers', async () => {
    const template = bench.yousign.addTemplate({
      name: 'Bail',
      texts: ['Loyer'],
      recurring: [
        {
          info: { ...camille, first_name: 'Claire', locale: 'fr' },
          signature_level: 'electronic_signature',
          signature_authentication_mode: 'no_otp',
        },
      ],
    })
    const created = await bench.call('POST', '/signature_requests', {
      name: 'Bail Durand',
      delivery_mode: 'none',
      template_id: template.id,
      template_placeholders: {
        signers: [{ label: 'Client', info: camille, ...simple }],
        read_only_text_fields: [{ label: 'Loyer', text: '1 200,00 EUR' }],
      },
    })
    expect(created.status).toBe(201)
    expect(at(created, 'signers')).toHaveLength(2)
    const file = await bench.call('GET', `/signature_requests/${idOf(created)}/documents/download`)
    const [page] = await readTexts(file.bytes, 1)
    expect(page?.runs.map((run) => run.text).join('\n')).toContain('Loyer: 1 200,00 EUR')
    expect((await bench.call('POST', `/signature_requests/${idOf(created)}/activate`)).status).toBe(201)
  })

  it('expires at the end of the day asked for, and comes back once reactivated', async () => {
    const { requestId } = await draft(bench, { expiration_date: '2026-11-26' })
    await bench.call('POST', `/signature_requests/${requestId}/activate`)
    const status = async () => at(await bench.call('GET', `/signature_requests/${requestId}`), 'status')
    await bench.clock.advance(Date.parse('2026-11-26T22:59:59Z') - bench.clock.now())
    expect(await status()).toBe('ongoing')
    await bench.clock.advance(1_000)
    expect(await status()).toBe('expired')
    const reactivated = await bench.call('POST', `/signature_requests/${requestId}/reactivate`, {
      expiration_date: '2026-12-24',
    })
    expect(reactivated.status).toBe(201)
    expect(await status()).toBe('ongoing')
  })

  it('invites a changed address anew and forgets the links of the old one', async () => {
    const { requestId, signerId } = await draft(bench)
    await bench.call('POST', `/signature_requests/${requestId}/activate`)
    const old = bench.yousign.linkOf(signerId)
    const patched = await bench.call('PATCH', `/signature_requests/${requestId}/signers/${signerId}`, {
      info: { email: 'camille@example.org' },
    })
    expect(at(patched, 'info', 'email')).toBe('camille@example.org')
    expect(bench.yousign.state.inbox.at(-1)).toMatchObject({ to: 'camille@example.org', kind: 'invitation' })
    expect(bench.yousign.state.links.has(old.slice(-40))).toBe(false)
  })
})

describe('identity, declines and people in the app', () => {
  it('blocks a qualified signature on another name until the sender unblocks it, and then has an identity proof', async () => {
    bench.yousign.subscribe({ endpoint: endpoint.url })
    const qes = { signature_level: 'qualified_electronic_signature', signature_authentication_mode: null }
    const { requestId, signerId } = await draft(bench, { ordered_signers: true }, qes)
    expect((await bench.call('POST', `/signature_requests/${requestId}/activate`)).status).toBe(201)
    bench.yousign.sign(signerId, { name: 'Camille Dupont' })
    expect(() => bench.yousign.sign(signerId)).toThrow('blocked')
    const signer = `/signature_requests/${requestId}/signers/${signerId}`
    expect((await bench.call('POST', `${signer}/unblock_identification`)).status).toBe(204)
    bench.yousign.sign(signerId, { name: 'CAMILLE DURAND' })
    await bench.yousign.settled()
    expect(events()).toContain('signer.identification_blocked')
    expect(events().slice(-3)).toEqual(['signer.identification_succeeded', 'signer.done', 'signature_request.done'])
    expect((await bench.call('GET', `${signer}/verified_identity_proof/download`)).status).toBe(200)
    expect((await bench.call('GET', `${signer}/audit_trails`)).status).toBe(404)
  })

  it('declines only where the request allows it, and tells both events', async () => {
    const closed = await draft(bench)
    await bench.call('POST', `/signature_requests/${closed.requestId}/activate`)
    expect(() => bench.yousign.decline(closed.signerId, 'no')).toThrow('not allow')
    bench.yousign.subscribe({
      endpoint: endpoint.url,
      subscribed_events: ['signer.declined', 'signature_request.declined'],
    })
    const open = await draft(bench, { signers_allowed_to_decline: true })
    await bench.call('POST', `/signature_requests/${open.requestId}/activate`)
    bench.yousign.decline(open.signerId, 'Le montant est faux')
    await bench.yousign.settled()
    expect(events()).toEqual(['signer.declined', 'signature_request.declined'])
    const read = await bench.call('GET', `/signature_requests/${open.requestId}`)
    expect(at(read, 'decline_information', 'reason')).toBe('Le montant est faux')
  })

  it('reports an invitation that comes back', async () => {
    bench.yousign.subscribe({ endpoint: endpoint.url, subscribed_events: ['signer.notification_delivery_failed'] })
    bench.yousign.state.bouncing.add(camille.email)
    const { requestId } = await draft(bench)
    await bench.call('POST', `/signature_requests/${requestId}/activate`)
    await bench.yousign.settled()
    expect(events()).toEqual(['signer.notification_delivery_failed'])
  })

  it('tells the organisation-wide subscription about requests made in the app, which lists hide by default', async () => {
    bench.yousign.subscribe({ endpoint: endpoint.url })
    const foreign = bench.yousign.createInApp({ name: 'Contrat de travail' })
    bench.yousign.pause(foreign)
    bench.yousign.resume(foreign)
    bench.yousign.cancelInApp(foreign)
    bench.yousign.deleteInApp(foreign, { permanent: true })
    await bench.yousign.settled()
    expect(events()).toEqual([
      'signature_request.activated',
      'signer.notified',
      'signature_request.paused',
      'signature_request.resumed',
      'signature_request.canceled',
      'signature_request.permanently_deleted',
    ])
    bench.yousign.createInApp({ name: 'Avenant' })
    expect(at(await bench.call('GET', '/signature_requests'), 'data')).toHaveLength(0)
    const all = await bench.call('GET', '/signature_requests?source[in]=public_api,app')
    expect(at(all, 'data')).toHaveLength(1)
  })

  it('waits for approvers, and ends when one rejects', async () => {
    const { requestId } = await draft(bench)
    const { phone_number: _, ...info } = camille
    const approver = await bench.call('POST', `/signature_requests/${requestId}/approvers`, { info })
    const activated = await bench.call('POST', `/signature_requests/${requestId}/activate`)
    expect(at(activated, 'status')).toBe('approval')
    expect(at(activated, 'signers', 0, 'signature_link')).toBeNull()
    bench.yousign.reject(idOf(approver), 'Mauvais tarif')
    const read = await bench.call('GET', `/signature_requests/${requestId}`)
    expect(at(read, 'status')).toBe('rejected')
    expect(at(read, 'rejection_information', 'reason')).toBe('Mauvais tarif')
  })
})

/** The signed range, whether it spans the file, and what stands around the hole. */
function byteRange(bytes: Uint8Array): { start: number; whole: number; gap: string } {
  const text = Buffer.from(bytes).toString('latin1')
  const [start = -1, first = 0, second = 0, rest = 0] = (/\/ByteRange\s*\[([\d ]+)\]/.exec(text)?.[1] ?? '')
    .trim()
    .split(' ')
    .map(Number)
  return { start, whole: second + rest, gap: text.charAt(first) + text.charAt(second - 1) }
}
