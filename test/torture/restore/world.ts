// The world of the restore campaign: two simulators in this process, the server in another one on a clock that runs faster.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleServer } from '../../crash/bundle.ts'
import { createFastClock } from '../../crash/fast-clock.ts'
import { orderFor } from '../../crash/server-order.ts'
import type { Stage } from '../../crash/story.ts'
import { superviseServer } from '../../crash/supervisor.ts'
import { createKommo } from '../../simulators/kommo/simulator.ts'
import { createYousign } from '../../simulators/yousign/simulator.ts'
import { webhookSecret } from '../../world/world.ts'

export interface RestoreWorld {
  stage: Stage
  dataDir: string
  /** No story will be prepared any more. */
  closeReviews(): Promise<void>
  /** How long a send can be taken back, in seconds of the server, from its next process on; it is killed for that. */
  undoTime(seconds: number): Promise<void>
  /** Kills the server; the next one starts when the answer is called. */
  down(): Promise<() => void>
  close(): Promise<void>
}

/** A minute of the server passes in two seconds. */
const factor = 30
const endless = Number.POSITIVE_INFINITY

export async function createRestoreWorld(mutant: string | null): Promise<RestoreWorld> {
  const pace = { epoch: Date.now(), factor, ahead: 0 }
  const yousign = await createYousign({ limits: { perMinute: endless, perHour: endless }, auditTrailDelay: 0 })
  const kommo = await createKommo({ requestsPerSecond: endless, clock: createFastClock(pace) })
  const dataDir = await mkdtemp(join(tmpdir(), 'kommo-yousign-restore-'))
  const bundle = await bundleServer({ mutant })
  const hook = yousign.subscribe({ endpoint: 'http://127.0.0.1:9/', secret_key: webhookSecret, sandbox: true })
  const order = orderFor({ yousign, kommo, dataDir, documentChild: bundle.documentChild, pace })
  const server = superviseServer({
    module: bundle.server,
    order,
    onUp(url) {
      hook.endpoint = `${url}/hooks/yousign`
    },
  })
  return {
    stage: { yousign, kommo, url: server.url, documents: join(dataDir, 'documents') },
    dataDir,
    async closeReviews() {
      server.change({ documentChild: bundle.noDocuments })
      await server.kill()
    },
    async undoTime(undoSeconds) {
      server.change({ settings: { ...order.settings, undoSeconds } })
      await server.kill()
    },
    down: server.down,
    async close() {
      await server.close()
      await yousign.close()
      await kommo.close()
      await bundle.remove()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
