// How many calls a life without faults takes: the minimum, and none for progress events (protocols.md P1, P2).
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SignatureRequest } from '../../server/domain/signature-request.ts'
import { createWorld, until, type World } from '../world/world.ts'
import { sendTo } from './signing.ts'
import { callsSince, calm, clientsOf, reached, remoteId, sendNew, stored } from './story.ts'

let world: World
beforeAll(async () => {
  world = await createWorld({ yousign: { auditTrailDelay: 0 } })
})
afterAll(() => world[Symbol.asyncDispose]())

describe('the number of calls of a fault-free life', () => {
  it.each<[number, number, string[]]>([
    [1, 1, ['create', 'document', 'signer', 'activate', 'read', 'download', 'trail', 'trail data']],
    [
      2,
      1,
      [
        'create',
        'document',
        'signer',
        'signer',
        'activate',
        'trail',
        'trail data',
        'read',
        'download',
        'trail',
        'trail data',
      ],
    ],
    [
      3,
      1,
      [
        'create',
        'document',
        'signer',
        'signer',
        'signer',
        'activate',
        'trail',
        'trail data',
        'trail',
        'trail data',
        'read',
        'download',
        'trail',
        'trail data',
      ],
    ],
    [
      1,
      2,
      ['create', 'document', 'document', 'signer', 'activate', 'read', 'download', 'download', 'trail', 'trail data'],
    ],
    [
      3,
      2,
      [
        'create',
        'document',
        'document',
        'signer',
        'signer',
        'signer',
        'activate',
        'trail',
        'trail data',
        'trail',
        'trail data',
        'read',
        'download',
        'download',
        'trail',
        'trail data',
      ],
    ],
  ])('%i signers and %i own documents take the minimum', async (signers, documents, calls) => {
    expect(
      await lifeOf(() =>
        sendTo(
          world,
          signers,
          'simple',
          'clients_then_firm',
          Array.from({ length: documents }, (_, index) => [[`Pièce ${index}`]]),
        ),
      ),
    ).toEqual(calls.toSorted())
  })

  it('a template takes the minimum', async () => {
    const template = world.yousign.addTemplate({ name: 'Simple' })
    const calls = await lifeOf(() =>
      sendNew(world, { documents: [] }, (form, card) => ({
        ...form,
        source: { kind: 'template', templateId: template.id, name: template.name, texts: [] },
        signers: clientsOf(card).map((signer) => ({ ...signer, label: 'Client' })),
      })),
    )
    expect(calls).toEqual(['create', 'list signers', 'activate', 'read', 'download', 'trail', 'trail data'].toSorted())
  })

  /** Sends, opens and signs everything; the calls by their purpose, sorted. */
  async function lifeOf(sent: () => Promise<{ request: SignatureRequest }>): Promise<string[]> {
    await calm(world)
    await trailsFiled()
    const from = world.yousign.ledger.length
    const { request } = await sent()
    for (let step = 0; step < request.signers.length; step += 1) {
      await calm(world)
      const next = stored(world, request.id).signers.findIndex((signer) => signer.status === 'notified')
      world.yousign.openLink(remoteId(request, next))
      world.yousign.sign(remoteId(request, next))
    }
    await reached(world, request.id, 'done')
    const ready = () =>
      world.server.store.files(request.id).filter((file) => file.kind === 'audit_trail_data').length ===
      request.signers.length
    await until('trails', ready)
    await calm(world)
    return callsSince(world, from)
      .map((call) => purposes.find(([pattern]) => pattern.test(call))?.[1] ?? call)
      .sort()
  }

  /** Requests of earlier tests fetch their trails five seconds after the signature. */
  async function trailsFiled(): Promise<void> {
    const done = () =>
      [...world.yousign.state.requests.values()].every((remote) => {
        const request = world.server.store.requestOfYousign(remote.id)
        if (request?.state !== 'done') return true
        return (
          world.server.store.files(request.id).filter((file) => /trail_data|proof/.test(file.kind)).length >=
          request.signers.length
        )
      })
    await until('earlier trails', done)
  }
})

const purposes: [RegExp, string][] = [
  [/^POST \/signature_requests$/, 'create'],
  [/^POST .*\/documents$/, 'document'],
  [/^POST .*\/signers$/, 'signer'],
  [/^GET .*\/signers$/, 'list signers'],
  [/^POST .*\/activate$/, 'activate'],
  [/^GET \/signature_requests\/:id$/, 'read'],
  [/^GET .*\/documents\/:id\/download$/, 'download'],
  [/^GET .*\/audit_trails\/download$/, 'trail'],
  [/^GET .*\/audit_trails$/, 'trail data'],
]
