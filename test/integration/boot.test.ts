// Before the first send after a start: whose account is it, and is the database as old as the world (protocols.md P6)?
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Secret } from '../../server/config/secret.ts'
import type { Server } from '../../server/wiring.ts'
import { createYousign, type YousignSimulator } from '../simulators/yousign/simulator.ts'
import { createWorld, openSession, startServer, until, type World } from '../world/world.ts'
import { newLead, notesOn, openNew, remoteRequestsOf, send, sendNew, shown, tasksOn } from './story.ts'

const limits = { perMinute: Number.POSITIVE_INFINITY, perHour: Number.POSITIVE_INFINITY }
const windows = { yousignLimits: { minute: 100_000, hour: 100_000 } }
const sophie = 8_765_001

let world: World
let servers: Server[] = []
beforeEach(async () => {
  world = await createWorld({ yousign: { auditTrailDelay: 0 } })
  servers = []
})
afterEach(async () => {
  for (const server of servers) await server.stop()
  await world[Symbol.asyncDispose]()
})

/** The next process on the same data, or on those of `dataDir`; the one before is stopped first. */
async function restart(change: { yousign?: YousignSimulator; key?: string; dataDir?: string } = {}) {
  await (servers.at(-1) ?? world.server).stop()
  const { config } = world
  const baseUrl = change.yousign ? `${change.yousign.url}/v3` : config.yousign.baseUrl
  const apiKey = change.key === undefined ? config.yousign.apiKey : new Secret(change.key)
  const dataDir = change.dataDir ?? config.dataDir
  const storage = { kind: 'file' as const, directory: join(dataDir, 'documents') }
  const started = await startServer(
    { ...config, dataDir, storage, yousign: { ...config.yousign, baseUrl, apiKey } },
    windows,
  )
  servers.push(started.server)
  for (const webhook of world.yousign.state.webhooks.values()) webhook.endpoint = `${started.url}/hooks/yousign`
  return { ...started, session: (leadId: number) => openSession(started.url, world.kommo, leadId, sophie) }
}

describe('a key of another Yousign account', () => {
  it('sends nothing while requests are open at the one before, deletes none of them, and says so', async () => {
    const { leadId, request } = await sendNew(world)
    const yousign = await createYousign({ limits, seed: 2 })
    try {
      const key = yousign.createKey({ scope: 'organization', permission: 'full', sandbox: true })
      const { server, session } = await restart({ yousign, key })
      await until('looked', () => yousign.ledger.length > 0)
      const card = await session(leadId)
      await until('told', async () => (await session(leadId)).answer.card.connection.kind === 'other_account')
      await card.call('refresh', { request: request.id })
      await until('asked', () => yousign.ledger.some((one) => one.path.includes(request.yousignId ?? '-')))
      expect(server.store.request(request.id)).toMatchObject({ state: 'ongoing', deletedAt: null })
      expect(yousign.ledger.filter((one) => one.method !== 'GET')).toEqual([])
    } finally {
      await servers.pop()?.stop()
      await yousign.close()
    }
    const { server, session } = await restart()
    expect((await session(leadId)).answer.card.connection.kind).toBe('connected')
    world.yousign.sign(world.yousign.state.requests.get(request.yousignId ?? '')?.signers[0]?.id ?? '')
    await until('done', () => server.store.request(request.id)?.state === 'done')
  })

  it('is taken when nothing is open', async () => {
    const yousign = await createYousign({ limits, seed: 2 })
    try {
      const key = yousign.createKey({ scope: 'organization', permission: 'full', sandbox: true })
      const { server } = await restart({ yousign, key })
      await until('taken', () => server.store.connection()?.workspaceId === yousign.state.workspaces[0]?.id)
    } finally {
      await servers.pop()?.stop()
      await yousign.close()
    }
    await restart()
  })
})

describe('a database that is older than the world', () => {
  it('takes over what it does not know, holds what it was about to send, and a person sends that', async () => {
    const old = await mkdtemp(join(tmpdir(), 'old-'))
    // Yousign answers no create, so the copy knows this one as about to be sent.
    const mend = world.yousign.faults.add({
      match: { method: 'POST', path: /^\/signature_requests$/ },
      when: 'before',
      kind: { status: 503 },
      times: 100,
    })
    const { leadId, card } = await openNew(world)
    const { id } = await send(card)
    await until('asked', () => world.yousign.faults.struck > 0)
    await world.server.runner.stop()
    await cp(world.config.dataDir, old, { recursive: true })
    mend()

    // In the life that will be lost it is taken back, and another one is sent and signed.
    const lost = await restart()
    expect((await (await lost.session(leadId)).call('undo', { request: id })).status).toBe(200)
    await until('taken back', () => lost.server.store.request(id)?.endedAt)
    const otherLead = newLead(world)
    await world.kommo.hooksSettled()
    const other = await send(await lost.session(otherLead))
    const sent = await until('sent', () => lost.server.store.request(other.id)?.yousignId)
    await lost.server.stop()
    servers.pop()
    await rm(join(old, 'epoch'))

    const { server, session } = await restart({ dataDir: old })
    const adopted = await until('adopted', () => server.store.request(other.id))
    expect(adopted).toMatchObject({ leadId: otherLead, yousignId: sent })
    expect(adopted.signers[0]).toMatchObject({ sent: { origin: { kind: 'contact' }, side: 'client' } })
    const held = await until('held', async () => {
      const request = await shown(await session(leadId), id)
      return request.state === 'held' ? request : null
    })
    expect(held).toMatchObject({ trouble: { kind: 'restored' }, actions: ['send_prepared', 'discard'] })
    await until('task', () => tasksOn(world, leadId)[0])
    expect(remoteRequestsOf(world, leadId).filter((one) => one.activated_at !== null)).toEqual([])

    world.yousign.sign(adopted.signers[0]?.yousignId ?? '')
    await until('filed', () => server.store.files(other.id).some((file) => file.kind === 'signed'))
    await until('told', () => notesOn(world, otherLead).some((text) => text.includes('Signed by everyone')))
    expect(notesOn(world, otherLead).filter((text) => text.includes('Sent for signature'))).toHaveLength(1)
    expect((await (await session(leadId)).call('sendPrepared', { request: id })).status).toBe(200)
    // It looks for the create whose answer was lost first, which takes its time.
    expect(server.store.request(id)).toMatchObject({ state: 'preparing', trouble: null })
    await rm(old, { recursive: true, force: true })
  })

  it('is noticed by a webhook about a request that it does not know', async () => {
    const { leadId, request } = await sendNew(world)
    const rows = new Sqlite(join(world.config.dataDir, 'kommo-yousign.sqlite'))
    await world.server.stop()
    forget(rows, request.id)
    rows.close()
    // A list that does not show it yet: only the webhook tells of it.
    world.yousign.setReplicaLag(3_600_000)
    const { server } = await restart()
    await until('compared', () => server.store.reconciling() === null && server.store.connection() !== null)
    world.yousign.setReplicaLag(0)
    world.yousign.openLink(request.signers[0]?.yousignId ?? '')
    await until('adopted', () => server.store.request(request.id))
    expect(server.store.restoredAt()).toBeGreaterThan(0)
    expect(server.store.request(request.id)).toMatchObject({ leadId, state: 'ongoing' })
  })
})

/** As if the rows had been written after the backup. */
function forget(db: Sqlite.Database, id: string): void {
  for (const table of ['signers', 'documents', 'drafts', 'effects', 'ledger', 'files', 'links'])
    db.prepare(`delete from ${table} where request_id = ?`).run(id)
  db.prepare('delete from signature_requests where id = ?').run(id)
}
