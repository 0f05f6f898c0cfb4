import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { createLocalServer, json } from './local-server.ts'
import { documentId, externalId, order, requestId, signer, signerId, yousignOf } from './yousign-samples.ts'

const checkerPath = fileURLToPath(new URL('../../../../shared/contracts/yousign-checker.mjs', import.meta.url))

describe('the published contract', () => {
  it.skipIf(!existsSync(checkerPath))('is kept by every call that the client can make', async () => {
    const { createChecker } = await import(checkerPath)
    const check = createChecker(Ajv2020) as (exchange: unknown) => string[]
    await using server = await createLocalServer(json(500, {}))
    const client = yousignOf(server)
    const template = {
      id: requestId,
      signers: [
        { ...signer, label: 'Client' },
        { ...signer, label: 'Cabinet', customText: null, mode: null },
      ],
      texts: [{ label: 'Montant TTC', text: '1 200,00 EUR' }],
    }
    await client.identity('click')
    for (const ordering of ['one_by_one', 'staged', 'parallel'] as const) {
      await client.create({ ...order, ordering, expirationDate: tomorrow() }, 'started')
    }
    await client.create({ ...order, expirationDate: tomorrow(), template }, 'started')
    await client.list({}, 'sweep')
    await client.list({ externalId, states: ['ongoing', 'paused'], createdAfter: Date.now(), after: 'x' }, 'sweep')
    await client.read(requestId, 'effect')
    await client.addDocument(
      requestId,
      { bytes: new Uint8Array(3), name: 'a.pdf', parseAnchors: false, initials: false },
      'started',
    )
    await client.addSigner(requestId, signer, 'started')
    await client.addSigner(requestId, { ...signer, groupWith: signerId, customText: null }, 'started')
    await client.addSigner(requestId, { ...signer, level: 'qualified_electronic_signature', mode: null }, 'started')
    await client.signers(requestId, 'started')
    await client.signer(requestId, signerId, 'click')
    await client.activate(requestId, 'started')
    await client.remove(requestId, 'started')
    await client.cancel(requestId, 'other', 'Autre version', 'click')
    await client.cancel(requestId, 'errors_in_document', null, 'click')
    await client.reactivate(requestId, tomorrow(), 'click')
    await client.remind(requestId, signerId, 'click')
    await client.correct(requestId, signerId, { firstName: 'A', lastName: 'B', email: 'a@b.fr', phone: null }, 'click')
    await client.unblock(requestId, signerId, 'click')
    await client.download(requestId, documentId, 'effect')
    await client.auditTrail(requestId, signerId, 'effect')
    await client.auditTrailData(requestId, signerId, 'effect')
    await client.identityProof(requestId, signerId, 'effect')
    await client.templates('click')
    expect(server.heard.length).toBe(27)
    for (const call of server.heard) {
      const type = call.headers['content-type']
      const requestBody = call.body.byteLength === 0 ? undefined : await parsed(type ?? '', call.body)
      const exchange = { method: call.method, path: call.path.replace('/v3', ''), requestType: type, requestBody }
      expect(check(exchange), `${call.method} ${call.path}`).toEqual([])
    }
  })
})

function tomorrow(): string {
  return new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
}

async function parsed(type: string, body: Buffer): Promise<unknown> {
  if (!type.startsWith('multipart/')) return JSON.parse(body.toString())
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
  return Object.fromEntries(
    [...form].map(([name, part]) => [
      name,
      typeof part === 'string' ? part : { filename: part.name, contentType: part.type },
    ]),
  )
}
