import { createHmac } from 'node:crypto'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainPdf } from '../simulators/kommo/plain-pdf.ts'
import { createWorld, until, type World } from '../world/world.ts'
import { callsSince, calm, nadia, notesOn, reached, remoteId, sendNew, stored, tasksOn } from './story.ts'

let world: World
const logLines: string[] = []
beforeAll(async () => {
  world = await createWorld({ yousign: { auditTrailDelay: 0 }, logLines })
})
afterAll(() => world[Symbol.asyncDispose]())

interface DeliveryRow {
  event: string
  state: string
  body: Uint8Array | null
  request_id: string | null
}

function deliveries(where: string, ...values: unknown[]): DeliveryRow[] {
  const db = new Sqlite(`${world.config.dataDir}/kommo-yousign.sqlite`, { readonly: true })
  try {
    return db
      .prepare<unknown[], DeliveryRow>(`select event, state, body, request_id from deliveries where ${where}`)
      .all(...values)
  } finally {
    db.close()
  }
}

/** Posts a body as Yousign would; signed with its secret unless another signature is given. */
function post(body: string, signature?: string) {
  const signed = `sha256=${createHmac('sha256', world.webhookSecret).update(body).digest('hex')}`
  return fetch(`${world.url}/hooks/yousign`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-yousign-signature-256': signature ?? signed },
    body,
  })
}

let number = 0
function eventBody(name: string, request: Record<string, unknown>, more: Record<string, unknown> = {}): string {
  number += 1
  return JSON.stringify({
    event_id: `event-${number}`,
    event_name: name,
    event_time: String(Math.floor(Date.now() / 1000)),
    subscription_id: 'sub',
    subscription_description: null,
    sandbox: true,
    data: { signature_request: request },
    ...more,
  })
}

describe('a call that is not from Yousign', () => {
  it('is refused with 401 and nothing of it is stored, whatever is wrong with its signature', async () => {
    const body = eventBody('signature_request.done', { id: 'forged-1', status: 'done' })
    const other = createHmac('sha256', 'another secret of thirty-two chars').update(body).digest('hex')
    for (const signature of [`sha256=${other}`, 'sha256=', 'nonsense', other]) {
      expect((await post(body, signature)).status).toBe(401)
    }
    // A true signature over other bytes: one letter of the body was changed on the way.
    const signed = `sha256=${createHmac('sha256', world.webhookSecret).update(body).digest('hex')}`
    expect((await post(body.replace('"done"', '"dona"'), signed)).status).toBe(401)
    expect(deliveries("delivery_key like 'event-%'")).toEqual([])
  })
})

describe('an event about a request that is not ours', () => {
  it('is kept as id and name only when it carries no prefix of ours', async () => {
    world.yousign.createInApp({
      name: 'Avenant confidentiel',
      signers: [{ first_name: 'Léa', last_name: 'Petit', email: 'lea@example.org' }],
    })
    await calm(world)
    const rows = deliveries("event = 'signature_request.activated'")
    expect(rows.map(({ state, body, request_id }) => ({ state, body, request_id }))).toEqual([
      { state: 'foreign', body: null, request_id: null },
    ])
    expect(callsSince(world, world.bootCalls)).toEqual([])
  })

  it('is refused when it comes from the other environment, even for a request that is ours', async () => {
    const { request } = await sendNew(world)
    await calm(world)
    const from = world.yousign.ledger.length
    const about = { id: request.yousignId, external_id: request.externalId, status: 'done', signers: [] }
    expect((await post(eventBody('signature_request.done', about, { sandbox: false }))).status).toBe(200)
    await calm(world)
    expect(stored(world, request.id).state).toBe('ongoing')
    expect(callsSince(world, from)).toEqual([])
    expect(deliveries("event = 'signature_request.done'")).toEqual([
      { event: 'signature_request.done', state: 'foreign', body: null, request_id: null },
    ])
  })

  it('is rebuilt from Yousign when it carries our prefix and the database does not know it', async () => {
    const leadId = 10_424
    const id = 'restored23456789'
    const externalId = `ky-${world.server.store.deployment}-${leadId}-${id}`
    await sentByAnother(externalId)
    const adopted = await until('adopted', () => world.server.store.request(id))
    await calm(world)
    expect(adopted).toMatchObject({ leadId, externalId })
    expect(stored(world, id)).toMatchObject({
      state: 'ongoing',
      signers: [{ status: 'notified', sent: { lastName: 'Roux' } }],
    })
    const card = (await (await world.session(leadId)).call('card')).body as {
      requests: { id: string; state: string }[]
    }
    expect(card.requests.map((one) => [one.id, one.state])).toEqual([[id, 'ongoing']])
    world.yousign.sign(remoteId(stored(world, id)))
    await reached(world, id, 'done')
    await until('filed', () => world.server.store.files(id).some((file) => file.kind === 'signed'))
  })

  it('is acknowledged and put in quarantine when it is signed and cannot be read', async () => {
    expect((await post('{"hello": "world"}')).status).toBe(200)
    expect(deliveries("state = 'quarantined'")).toHaveLength(1)
  })
})

describe('what comes twice, late or in the wrong order', () => {
  it('changes nothing the second time', async () => {
    world.yousign.setDelivery({ duplicate: 2 })
    const { leadId, request } = await sendNew(world)
    world.yousign.sign(remoteId(request))
    await reached(world, request.id, 'done')
    await until('noted', () => notesOn(world, leadId).some((text) => text.includes('/files/')))
    await calm(world)
    world.yousign.setDelivery({})
    for (const one of world.yousign.deliveries.filter((each) => each.attempt === 0).slice(-20)) {
      world.yousign.sendAgain(one.eventId)
    }
    await calm(world)
    expect(notesOn(world, leadId).map((text) => text.slice(0, 14))).toEqual(['TEST. Sent for', 'TEST. Signed b'])
    expect(tasksOn(world, leadId)).toEqual([])
    expect(new Set(world.server.store.ledger(request.id, 500).map((line) => line.key)).size).toBe(
      world.server.store.ledger(request.id, 500).length,
    )
  })

  it('ends in the same state when events arrive in pairs the wrong way round', async () => {
    world.yousign.setDelivery({ reorder: true })
    const { request } = await sendNew(
      world,
      {
        contacts: [
          { firstName: 'Ada', lastName: 'Martin', emails: ['ada@example.fr'], phones: ['+33639980003'] },
          nadia,
        ],
      },
      (form, card) => ({
        ...form,
        signers: (card.answer.card.composer?.contacts ?? []).map((contact) => ({
          origin: { kind: 'contact', contactId: contact.contactId },
          side: 'client',
          firstName: contact.firstName,
          lastName: contact.lastName,
          email: contact.emails[0]?.value ?? '',
          phone: contact.phones[0]?.e164 ?? null,
          locale: 'fr',
          capacity: { kind: 'own' },
          label: null,
        })),
      }),
    )
    world.yousign.openLink(remoteId(request, 0))
    world.yousign.sign(remoteId(request, 0))
    world.yousign.sign(remoteId(request, 1))
    await world.yousign.flush()
    world.yousign.setDelivery({})
    const done = await reached(world, request.id, 'done')
    expect(done.signers.map((signer) => signer.status)).toEqual(['signed', 'signed'])
    expect(done.signers[0]?.marks.link_opened).toBeDefined()
  })

  it('does not take back what a webhook showed before the slow answer to the activation came', async () => {
    world.yousign.faults.add({
      match: { method: 'POST', path: /\/activate$/ },
      when: 'after',
      kind: {
        call: async () => {
          // Everything happens at Yousign, and its webhooks arrive, before its answer does.
          const remote = [...world.yousign.state.requests.values()].at(-1)
          world.yousign.sign(remote?.signers[0]?.id ?? '')
          await world.yousign.settled()
          await until('webhooks applied', () => {
            const ours = world.server.store.requestOfYousign(remote?.id ?? '')
            return ours?.signers[0]?.status === 'signed'
          })
        },
      },
    })
    const contacts = [
      { firstName: 'Ada', lastName: 'Martin', emails: ['ada@example.fr'], phones: ['+33639980003'] },
      nadia,
    ]
    const { request } = await sendNew(world, { contacts }, (form) => ({
      ...form,
      signers: [...form.signers, { ...nadiaSigner, email: 'second@example.fr' }],
    }))
    await calm(world)
    expect(stored(world, request.id).signers.map((signer) => signer.status)).toEqual(['signed', 'notified'])
    expect(stored(world, request.id).state).toBe('ongoing')
  })

  it('reads the newer envelope like the older one', async () => {
    world.yousign.setDelivery({ envelope: 'metadata' })
    const { request } = await sendNew(world)
    world.yousign.openLink(remoteId(request))
    await until('opened', () => stored(world, request.id).signers[0]?.marks.link_opened)
    world.yousign.sign(remoteId(request))
    await reached(world, request.id, 'done')
    world.yousign.setDelivery({})
    const bodies = deliveries('request_id = ?', request.id).map((row) =>
      JSON.parse(Buffer.from(row.body ?? []).toString()),
    )
    expect(bodies.some((body) => 'metadata' in body && !('event_id' in body))).toBe(true)
  })
})

/** A request as this deployment made it before its database was lost. */
async function sentByAnother(externalId: string): Promise<void> {
  const authorization = `Bearer ${world.config.yousign.apiKey?.reveal() ?? ''}`
  const call = async (path: string, body?: unknown) => {
    const isForm = body instanceof FormData
    const answer = await fetch(`${world.yousign.url}/v3/signature_requests${path}`, {
      method: 'POST',
      headers: { authorization, ...(isForm || body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    })
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return ((await answer.json()) as { id: string }).id
  }
  const id = await call('', { name: 'Mandat', delivery_mode: 'email', external_id: externalId })
  const file = new FormData()
  file.set('nature', 'signable_document')
  file.set('file', new Blob([plainPdf([['Mandat']])] as BlobPart[], { type: 'application/pdf' }), 'mandat.pdf')
  const documentId = await call(`/${id}/documents`, file)
  const place = { document_id: documentId, type: 'signature', page: 1, x: 300, y: 600, width: 160, height: 60 }
  const info = { first_name: 'Claire', last_name: 'Roux', email: 'claire.roux@example.fr', locale: 'fr' }
  const level = { signature_level: 'electronic_signature', signature_authentication_mode: 'no_otp' }
  await call(`/${id}/signers`, { info, ...level, fields: [place] })
  await call(`/${id}/activate`)
}

const nadiaSigner = {
  origin: { kind: 'typed' },
  side: 'client',
  firstName: 'Nadia',
  lastName: 'Benali',
  email: 'nadia.benali@example.fr',
  phone: '+33639980002',
  locale: 'fr',
  capacity: { kind: 'own' },
  label: null,
} as const
