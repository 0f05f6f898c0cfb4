// Where the campaign of kills is played: both services in this process, a wire that can fail to each of them, and our server
// in a process that is killed and comes back on the same data. An hour passes in a minute.
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleServer } from '../crash/bundle.ts'
import { createFastClock, type Pace } from '../crash/fast-clock.ts'
import type { ServerOrder } from '../crash/messages.ts'
import { type OrderParts, orderFor } from '../crash/server-order.ts'
import { type Supervisor, superviseServer } from '../crash/supervisor.ts'
import type { Clock } from '../simulators/clock.ts'
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
  const order = orderOf({ yousign, kommo, dataDir, documentChild: bundle.documentChild, pace, url, wires })
  const server = superviseServer({ module: bundle.server, order, onUp() {} })
  return {
    yousign,
    kommo,
    wires,
    server,
    clock,
    readKey: yousign.createKey({ scope: 'organization', permission: 'full', sandbox: true }),
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

function orderOf(parts: OrderParts & { url: string; wires: TortureWorld['wires'] }): ServerOrder {
  const { url, wires } = parts
  const usual = orderFor({ ...parts, token: { lifeSeconds: 10_000 * 3_600 } })
  return {
    ...usual,
    env: {
      ...usual.env,
      PUBLIC_URL: url,
      PORT: new URL(url).port,
      KOMMO_BASE_URL: wires.kommo.url,
      YOUSIGN_BASE_URL: wires.yousign.url,
    },
    pace: { ...parts.pace },
    timeouts: patience,
    settings: { ...usual.settings, undoSeconds: 5 },
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
