import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { at, type Bench, camille, createBench, draft } from './harness.ts'

let bench: Bench

beforeEach(async () => {
  bench = await createBench()
})

afterEach(async () => {
  await bench.yousign.close()
})

async function get(path: string): Promise<string> {
  return (await fetch(new URL(path, bench.yousign.url))).text()
}

/** Presses a button: posts its form and follows to the page that is shown then. */
async function press(path: string, form: Record<string, string> = {}): Promise<string> {
  const response = await fetch(new URL(path, bench.yousign.url), { method: 'POST', body: new URLSearchParams(form) })
  return response.text()
}

describe('the signer’s pages', () => {
  it('lead from the invitation over the code in the inbox to the signature', async () => {
    const { requestId } = await draft(bench, {}, { signature_authentication_mode: 'otp_sms' })
    await bench.call('POST', `/signature_requests/${requestId}/activate`)
    const link = /href="(http[^"]+\/sign\/\w+)"/.exec(await get('/inbox'))?.[1] ?? ''
    expect(await get(link)).toContain('Open the document')
    expect(bench.yousign.state.requests.get(requestId)?.signers[0]?.link_opened_at).toBeNull()
    const document = await press(`${link}/open`)
    expect(document).toContain('Page 1 of 1')
    expect(document).toContain('Continue')
    expect(document).not.toContain('Decline to sign')
    expect(await press(`${link}/continue`)).toContain('name="code"')
    expect(await press(`${link}/sign`, { code: '000' })).toContain('This is not the code that was sent.')
    const code = bench.yousign.state.inbox.at(-1)?.code ?? ''
    expect(await get(`/inbox?to=${encodeURIComponent(camille.phone_number)}`)).toContain(code)
    expect(await press(`${link}/sign`, { code })).toContain('Thank you, Camille.')
    expect(bench.yousign.state.requests.get(requestId)?.status).toBe('done')
  })

  it('check an identity first where the level needs it', async () => {
    const qes = { signature_level: 'qualified_electronic_signature', signature_authentication_mode: null }
    const { requestId, signerId } = await draft(bench, { ordered_signers: true }, qes)
    await bench.call('POST', `/signature_requests/${requestId}/activate`)
    const link = bench.yousign.linkOf(signerId)
    await press(`${link}/open`)
    expect(await press(`${link}/continue`)).toContain('Confirm my identity')
    expect(await press(`${link}/sign`)).toContain('The identity is not proved yet.')
    expect(await press(`${link}/identity`, { outcome: 'succeeded' })).toContain('>Sign</button>')
    expect(await press(`${link}/sign`)).toContain('Thank you, Camille.')
  })

  it('decline with a reason, and write to the sender', async () => {
    const { requestId, signerId } = await draft(bench, { signers_allowed_to_decline: true })
    await bench.call('POST', `/signature_requests/${requestId}/activate`)
    const link = bench.yousign.linkOf(signerId)
    expect(await press(`${link}/open`)).toContain('Decline to sign')
    await press(`${link}/write`, { text: 'Est-ce le bon montant ?' })
    expect(bench.yousign.state.inbox.at(-1)).toMatchObject({ kind: 'to_sender', body: 'Est-ce le bon montant ?' })
    expect(await press(`${link}/decline`, { reason: '<b>Non</b>' })).toContain('This document was declined.')
    expect(await get('/inbox')).toContain('&#60;b&#62;Non')
  })

  it('end after 48 hours, and offer a fresh link', async () => {
    const { requestId, signerId } = await draft(bench)
    await bench.call('POST', `/signature_requests/${requestId}/activate`)
    const link = bench.yousign.linkOf(signerId)
    await bench.clock.advance(48 * 3_600_000 + 1)
    expect(await get(link)).toContain('This link has expired')
    await press(`${link}/renew`)
    expect(await get(bench.yousign.state.inbox.at(-1)?.link ?? '')).toContain('Open the document')
  })
})

describe('the other pages', () => {
  it('show an address that bounces, and the requests with what a colleague can do', async () => {
    const { requestId, signerId } = await draft(bench)
    await bench.call('POST', `/signature_requests/${requestId}/activate`)
    expect(await press('/inbox/bounce', { to: camille.email, bounces: 'yes' })).toContain('This e-mail works again')
    expect(bench.yousign.state.requests.get(requestId)?.signers[0]?.delivery_failed).toBe(true)
    expect(await press('/app', { request: requestId, action: 'pause' })).toContain('Resume')
    expect(await get(bench.yousign.linkOf(signerId))).toContain('has paused this document')
    expect(await press('/app', { request: requestId, action: 'expire' })).toContain('Reactivate')
  })

  it('have a control door with the same actions', async () => {
    const { requestId, signerId } = await draft(bench)
    await bench.call('POST', `/signature_requests/${requestId}/activate`)
    const act = (action: string, body: object) =>
      fetch(`${bench.yousign.url}/_control/${action}`, { method: 'POST', body: JSON.stringify(body) })
    expect((await act('decline', { signerId, reason: 'x' })).status).toBe(409)
    expect((await act('sign', { signerId })).status).toBe(200)
    expect((await act('fly', {})).status).toBe(404)
    expect(bench.yousign.state.requests.get(requestId)?.status).toBe('done')
    const ledger: unknown = JSON.parse(await get('/_control/ledger'))
    expect(ledger).toHaveLength(bench.yousign.ledger.length)
    expect(at({ status: 200, headers: new Headers(), bytes: new Uint8Array(), body: ledger }, 0, 'path')).toBe(
      '/signature_requests',
    )
  })
})
