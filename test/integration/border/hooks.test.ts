// The border with the real verifiers behind it: what the published vectors and real bodies become.
import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readAccountHook } from '../../../server/kommo/hooks.ts'
import { readPipelineHook } from '../../../server/kommo/pipeline-hook.ts'
import { verifyUninstall } from '../../../server/kommo/uninstall.ts'
import { verifyWidgetToken } from '../../../server/kommo/widget-token.ts'
import { readDelivery } from '../../../server/yousign/webhook.ts'
import { accountOrigin, type Border, createBorder, hookKey } from '../../fixtures/border.ts'

const secret = '0123456789abcdef0123456789abcdef'
const vector = {
  body: '{"event_id":"3f0c1f0e-6f0b-4d6e-9a53-2c1d5f8f7a10","event_name":"signature_request.done","event_time":"1790000000","subscription_id":"5d1c6a52-8b1f-4f0e-9c9e-0a4f6d0b7c21","subscription_description":"kommo-widget","sandbox":true,"data":{"signature_request":{"id":"a1f4f3a2-1c2d-4e5f-8a9b-0c1d2e3f4a5b","status":"done","external_id":"kommo-30012345-lead-778899"}}}',
  signature: 'sha256=71f0f6cf2f6e1114c4b04e89ab902ce3fe25159963dd69060d1823259562e906',
}
const integration = { clientId: '11111111-2222-4333-8444-555555555555', clientSecret: 'synthetic-secret-do-not-use' }

function realBorder(): Border {
  const border: Border = createBorder({
    deps: {
      readYousignDelivery: (body, header) => readDelivery(body, header, [secret]),
      readKommoHook: readAccountHook,
      readPipelineHook,
      knowsTrigger: (token) => token === '0123456789abcdef0123456789abcdef',
      revokeKommo: async (query) => verifyUninstall(query, integration),
      verifyWidgetToken: (token) =>
        verifyWidgetToken(token, {
          secret: integration.clientSecret,
          audience: 'https://sign.example.test',
          issuer: accountOrigin,
          clientId: integration.clientId,
          accountId: 12345678,
          now: border.clock.now(),
        }),
    },
  })
  return border
}

describe('Yousign', () => {
  const call = (body: string | Buffer, signature: string) => ({
    method: 'POST' as const,
    url: '/hooks/yousign',
    headers: { 'x-yousign-signature-256': signature, 'content-type': 'application/json' },
    payload: body,
  })

  it('delivers the published vector', async () => {
    await using border = realBorder()
    expect((await border.app.inject(call(vector.body, vector.signature))).statusCode).toBe(200)
    expect(border.stored).toMatchObject([
      {
        key: '3f0c1f0e-6f0b-4d6e-9a53-2c1d5f8f7a10',
        event: 'signature_request.done',
        eventAt: 1_790_000_000_000,
        quarantined: false,
      },
    ])
  })

  it('is not believed with any one bit of signature or body changed', async () => {
    await using border = realBorder()
    const mac = Buffer.from(vector.signature.slice(7), 'hex')
    const body = Buffer.from(vector.body)
    const flip = (bytes: Buffer, bit: number) => {
      const other = Buffer.from(bytes)
      other.writeUInt8(other.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      return other
    }
    for (let bit = 0; bit < mac.length * 8; bit += 1) {
      const reply = await border.app.inject(call(vector.body, `sha256=${flip(mac, bit).toString('hex')}`))
      expect(reply.statusCode).toBe(401)
    }
    for (let bit = 0; bit < body.length * 8; bit += 41) {
      expect((await border.app.inject(call(flip(body, bit), vector.signature))).statusCode).toBe(401)
    }
    expect(border.stored).toEqual([])
  })

  it('is quarantined when signed but not readable', async () => {
    await using border = realBorder()
    for (const body of ['', '[]', '{"event_id":1}', '\u0000']) {
      const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
      expect((await border.app.inject(call(body, signature))).statusCode).toBe(200)
    }
    expect(border.stored.map((delivery) => delivery.quarantined)).toEqual([true, true, true, true])
  })
})

describe('Kommo', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const post = (url: string, payload: string, headers: Record<string, string> = form) => ({
    method: 'POST' as const,
    url,
    headers,
    payload,
  })

  it('names leads and contacts in one call', async () => {
    await using border = realBorder()
    const body =
      'account%5Bid%5D=12345678&leads%5Bstatus%5D%5B0%5D%5Bid%5D=1001&contacts%5Bupdate%5D%5B0%5D%5Bid%5D=2001&contacts%5Bupdate%5D%5B0%5D%5Btype%5D=contact'
    expect((await border.app.inject(post(`/hooks/kommo/${hookKey}`, body))).statusCode).toBe(204)
    expect(border.stored).toMatchObject([
      {
        event: 'status_lead,update_contact',
        quarantined: false,
        changes: [
          { entity: 'lead', id: 1001 },
          { entity: 'contact', id: 2001 },
        ],
      },
    ])
  })

  it('triggers by form and by JSON, with a token of ours only', async () => {
    await using border = realBorder()
    const token = '0123456789abcdef0123456789abcdef'
    const hint = (value: string) => ({
      event: { type: 15, data: { id: 1001, element_type: 2, status_id: 1, pipeline_id: 2 }, time: 1750000100 },
      action: { settings: { widget: { settings: { trigger: value } } } },
      account_id: 12345678,
    })
    const asJson = (value: string) =>
      post('/hooks/kommo/pipeline', JSON.stringify(hint(value)), { 'content-type': 'application/json' })
    const asForm = `event%5Bdata%5D%5Bid%5D=1002&action%5Bsettings%5D%5Bwidget%5D%5Bsettings%5D%5Btrigger%5D=${token}`
    for (const call of [asJson(token), post('/hooks/kommo/pipeline', asForm), asJson('f'.repeat(32))]) {
      expect((await border.app.inject(call)).statusCode).toBe(200)
    }
    expect(border.stored.flatMap((delivery) => delivery.changes)).toEqual([
      { entity: 'lead', id: 1001 },
      { entity: 'lead', id: 1002 },
    ])
  })

  it('revokes with the published vector and with nothing else', async () => {
    await using border = realBorder()
    const url = `/hooks/kommo/uninstall?client_uuid=${integration.clientId}&account_id=12345678&signature=`
    const good = '9e62886708682f47645e9439007e692558590ddad174de470f2d12cf0dd4b046'
    expect((await border.app.inject(url + good)).statusCode).toBe(200)
    expect((await border.app.inject(url + good.replace('9', '8'))).statusCode).toBe(401)
    expect((await border.app.inject('/hooks/kommo/uninstall')).statusCode).toBe(401)
  })

  it('opens a session with its one-time token, and an expired one does not', async () => {
    await using border = realBorder()
    const now = Math.floor(border.clock.now() / 1000)
    const claims = {
      iss: accountOrigin,
      aud: 'https://sign.example.test',
      jti: '22222222-3333-4444-8555-666666666666',
      iat: now,
      nbf: now,
      exp: now + 1800,
      account_id: 12345678,
      user_id: 87654321,
      subdomain: 'example',
      client_uuid: integration.clientId,
    }
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const head = `${part({ typ: 'JWT', alg: 'HS256' })}.${part(claims)}`
    const token = `${head}.${createHmac('sha256', integration.clientSecret).update(head).digest('base64url')}`
    const ask = () =>
      border.app.inject({
        method: 'POST',
        url: '/api/session',
        headers: { origin: accountOrigin, 'x-auth-token': token },
        payload: { leadId: 1001, languages: [], hostLanguage: 'en', version: '1' },
      })
    expect((await ask()).statusCode).toBe(200)
    await border.clock.advance(1_900_000)
    expect((await ask()).statusCode).toBe(401)
    expect(border.lines.join('')).toContain('"reason":"expired"')
  })
})
