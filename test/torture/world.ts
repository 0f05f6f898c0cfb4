// Where the campaign of kills is played: both services in this process, a wire that can fail to each of them, and our server
// in a process that is killed and comes back on the same data. An hour passes in a minute.
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bundle, bundleServer } from '../crash/bundle.ts'
import { createFastClock, type Pace } from '../crash/fast-clock.ts'
import type { ServerOrder } from '../crash/messages.ts'
import { type Supervisor, superviseServer } from '../crash/supervisor.ts'
import type { Clock } from '../simulators/clock.ts'
import { pipelines, stages } from '../simulators/kommo/seed-data.ts'
import { createKommo, type KommoSimulator } from '../simulators/kommo/simulator.ts'
import { createYousign, type YousignSimulator } from '../simulators/yousign/simulator.ts'
import { webhookSecret } from '../world/world.ts'
import { createProxy, type FaultyWire } from './proxy.ts'

export interface TortureWorld {
  yousign: YousignSimulator
  kommo: KommoSimulator
  wires: { yousign: FaultyWire; kommo: FaultyWire }
  server: Supervisor
  clock: Clock
  /** Text of a key that may read everything at Yousign. */
  readKey: string
  /** Where the server keeps its database and documents. */
  dataDir: string
  /** Faults are gone and every webhook is prompt; what has been sent by then keeps its fate. */
  calm(): void
  /** Documents are opened by the next processes; false: a stand-in starts in their place, which is much quicker. */
  openDocuments(able: boolean): Promise<void>
  /** Kills the server; everybody lives so many milliseconds later. */
  jump(ms: number): Promise<void>
  close(): Promise<void>
}

export interface WorldOptions {
  mutant: string | null
  seed: number
}

export const factor = 60
/** Real milliseconds after which the server gives a call up. */
export const patience = { json: 1_000, document: 1_500, bytesPerSecond: 100_000 }
const hour = 3_600_000
/** A process that is killed leaves what it wrote to the system, so no disk is needed to keep it (Linux). */
const memory = '/dev/shm'
/** Webhooks wait for an answer in real time at least so long, because the machine is the same. */
const floor = 400

export async function createTortureWorld({ mutant, seed }: WorldOptions): Promise<TortureWorld> {
  const bundle = await bundleServer({ mutant })
  const pace: Pace = { epoch: Date.now(), factor, ahead: 0 }
  const clock = createFastClock(pace, floor)
  const endless = { perMinute: Number.POSITIVE_INFINITY, perHour: Number.POSITIVE_INFINITY }
  const yousign = await createYousign({ clock, seed, limits: endless, auditTrailDelay: 2_000 })
  const kommo = await createKommo({ clock, requestsPerSecond: Number.POSITIVE_INFINITY })
  const wires = { yousign: await createProxy(yousign.url), kommo: await createProxy(kommo.url) }
  const dataDir = await mkdtemp(join(existsSync(memory) ? memory : tmpdir(), 'kommo-yousign-torture-'))
  const url = `http://127.0.0.1:${await freePort()}`
  yousign.subscribe({ endpoint: `${url}/hooks/yousign`, secret_key: webhookSecret, sandbox: true, auto_retry: true })
  const key = () => yousign.createKey({ scope: 'organization', permission: 'full', sandbox: true })
  const order = orderOf({ bundle, pace, url, dataDir, wires, kommo, key: key() })
  const server = superviseServer({ module: bundle.server, order, onUp() {} })
  return {
    yousign,
    kommo,
    wires,
    server,
    clock,
    readKey: key(),
    dataDir,
    calm() {
      for (const wire of Object.values(wires)) wire.calm()
      yousign.faults.clear()
      kommo.faults.clear()
      yousign.setDelivery({})
      yousign.setReplicaLag(0)
      kommo.setHookWeather({})
    },
    async openDocuments(able) {
      server.change({ documentChild: able ? bundle.documentChild : bundle.noDocuments })
      await server.kill()
    },
    async jump(ms) {
      await yousign.flush()
      pace.ahead += ms
      server.change({ pace: { ...pace } })
      await server.kill()
    },
    async close() {
      await server.close()
      await Promise.all(Object.values(wires).map((wire) => wire.close()))
      await yousign.close()
      await kommo.close()
      await bundle.remove()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function orderOf(parts: {
  bundle: Bundle
  pace: Pace
  url: string
  dataDir: string
  wires: TortureWorld['wires']
  kommo: KommoSimulator
  key: string
}): ServerOrder {
  const { bundle, pace, url, dataDir, wires, kommo, key } = parts
  return {
    env: {
      PUBLIC_URL: url,
      HOST: '127.0.0.1',
      PORT: new URL(url).port,
      DATA_DIR: dataDir,
      SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
      KOMMO_BASE_URL: wires.kommo.url,
      KOMMO_SUBDOMAIN: kommo.state.account.subdomain,
      KOMMO_CLIENT_ID: kommo.integration.clientId,
      KOMMO_CLIENT_SECRET: kommo.integration.clientSecret,
      KOMMO_ACCESS_TOKEN: kommo.longLivedToken({ lifeSeconds: (10_000 * hour) / 1_000 }),
      KOMMO_REQUESTS_PER_SECOND: '50',
      YOUSIGN_BASE_URL: wires.yousign.url,
      YOUSIGN_API_KEY: key,
      YOUSIGN_WEBHOOK_SECRET: webhookSecret,
      LOG_LEVEL: 'info',
    },
    pace: { ...pace },
    documentChild: bundle.documentChild,
    timeouts: patience,
    settings: {
      undoSeconds: 5,
      language: 'en',
      stageAfterDone: { pipelineId: pipelines.successions, statusId: stages.signed },
    },
    yousignLimits: null,
  }
}

/** One that every process of the server listens on, so that webhooks meet a closed door while it is down. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port is free')
  return address.port
}
