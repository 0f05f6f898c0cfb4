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
const post = (path: string, body?: unknown) => bench.call('POST', path, body)

describe('after the activation', () => {
  async function ongoing(more: object = {}, signer: Record<string, unknown> = {}) {
    const made = await draft(bench, { ...more }, signer)
    await post(`/signature_requests/${made.requestId}/activate`)
    return { ...made, path: `/signature_requests/${made.requestId}` }
  }

  it('documents, signers, fields and all but the last day are fixed', async () => {
    const { path, requestId, signerId } = await ongoing()
    expect((await bench.upload(requestId, await pdf(['x']))).status).toBe(400)
    expect((await post(`${path}/signers`, { info: camille, ...simple })).status).toBe(400)
    expect((await bench.call('PATCH', path, { name: 'Autre' })).status).toBe(400)
    expect((await bench.call('PATCH', path, { expiration_date: '2027-01-31' })).status).toBe(200)
    expect((await bench.call('DELETE', `${path}/signers/${signerId}`)).status).toBe(400)
  })

  it('a signer can be corrected until they have signed, their mode only at the simple level', async () => {
    const { path, signerId } = await ongoing()
    const signer = `${path}/signers/${signerId}`
    const patch = (body: object) => bench.call('PATCH', signer, body)
    expect((await patch({ info: { last_name: 'Durant' } })).status).toBe(200)
    expect((await patch({ signature_authentication_mode: 'otp_email' })).status).toBe(200)
    expect((await patch({ signature_level: 'electronic_signature' })).status).toBe(400)
    bench.yousign.sign(signerId)
    expect(types(await patch({ info: { last_name: 'Durand' } })).status).toBe(400)
    const aes = { signature_level: 'advanced_electronic_signature', signature_authentication_mode: 'otp_sms' }
    const advanced = await ongoing({}, aes)
    const mode = { signature_authentication_mode: 'otp_sms' }
    const reply = await bench.call('PATCH', `${advanced.path}/signers/${advanced.signerId}`, mode)
    expect(types(reply)).toEqual({ status: 400, type: 'signer.status_not_compatible' })
  })

  it('cancelling needs a reason, `other` a note, and an open request; deleting needs a closed one', async () => {
    const { path } = await ongoing()
    expect(invalid(await post(`${path}/cancel`, { reason: 'mistake' }))).toBe('reason')
    expect(invalid(await post(`${path}/cancel`, { reason: 'other' }))).toBe('custom_note')
    expect((await bench.call('DELETE', `${path}?permanent_delete=true`)).status).toBe(400)
    expect((await post(`${path}/cancel`, { reason: 'errors_in_document' })).status).toBe(201)
    expect((await post(`${path}/cancel`, { reason: 'errors_in_document' })).status).toBe(400)
    expect((await post(`${path}/reactivate`, { expiration_date: '2026-12-24' })).status).toBe(400)
    expect((await bench.call('DELETE', path)).status).toBe(204)
    expect(at(await bench.call('GET', path), 'status')).toBe('deleted')
    expect((await bench.call('DELETE', `${path}?permanent_delete=true`)).status).toBe(204)
    expect(types(await bench.call('GET', path))).toEqual({ status: 404, type: 'resource.not_found' })
  })

  it('a reminder goes to a notified signer of an ongoing request, and is answered without a body', async () => {
    const { path, signerId } = await ongoing()
    const reply = await post(`${path}/signers/${signerId}/send_reminder`)
    expect([reply.status, reply.bytes.byteLength]).toEqual([201, 0])
    expect(bench.yousign.state.inbox.at(-1)).toMatchObject({ kind: 'reminder', signer_id: signerId })
    bench.yousign.sign(signerId)
    expect((await post(`${path}/signers/${signerId}/send_reminder`)).status).toBe(400)
  })

  it('completed downloads wait for the end', async () => {
    const { path, signerId } = await ongoing()
    const type = 'document.unable_to_download_signature_request_not_in_done'
    expect(types(await bench.call('GET', `${path}/documents/download?version=completed`))).toEqual({
      status: 400,
      type,
    })
    bench.yousign.sign(signerId)
    const archive = await bench.call('GET', `${path}/documents/download?version=completed&archive=true`)
    expect(archive.headers.get('content-type')).toBe('application/zip')
  })

  it('with a custom order, people of a group are asked together and the others after them', async () => {
    const { requestId, documentId, signerId } = await draft(bench, { custom_recipient_order: true })
    const fields = [{ type: 'signature', document_id: documentId, page: 1, x: 60, y: 600 }]
    const add = async (more: object) =>
      idOf(await post(`/signature_requests/${requestId}/signers`, { info: camille, ...simple, fields, ...more }))
    const partner = await add({ group_with_id: signerId })
    const firm = await add({})
    const reply = await post(`/signature_requests/${requestId}/activate`)
    const notified = [0, 1, 2].map((index) => at(reply, 'signers', index, 'status'))
    expect(notified).toEqual(['notified', 'notified', 'initiated'])
    bench.yousign.sign(partner)
    expect(() => bench.yousign.sign(firm)).toThrow('not your turn')
    bench.yousign.sign(signerId)
    bench.yousign.sign(firm)
    expect(bench.yousign.state.requests.get(requestId)?.status).toBe('done')
  })
})
