// The simulated services around the measured server, and data in which one request is out for signature.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { migrate } from '../../server/db/migrate.ts'
import { closeDatabase, openDatabase } from '../../server/db/open.ts'
import { createStore } from '../../server/db/store.ts'
import { createQueue } from '../../server/jobs/queue.ts'
import { environmentFor } from '../crash/server-order.ts'
import { cardOf, eventually, prepareStory, pressSend, requestsOf, type Stage, type Story } from '../crash/story.ts'
import { createKommo } from '../simulators/kommo/simulator.ts'
import { createYousign } from '../simulators/yousign/simulator.ts'
import { webhookSecret } from '../world/world.ts'
import type { Bundle } from './bundle.ts'
import { copyData, startProduct } from './product.ts'

export interface BenchStage extends Stage {
  /** Environment of the server, without DATA_DIR. */
  env: Record<string, string>
  secret: string
  /** What the request out for signature belongs to. */
  leadId: number
  /**
   * Bodies of webhook calls about that request, with `placeholder` for the event's id: one that tells nothing new, and one of
   * an opened link with `timePlaceholder` for its time; every earlier time is news.
   */
  bodies: { known: string; opened: string }
  placeholder: string
  timePlaceholder: string
  /** A new directory with the data of a server that was stopped. */
  newData(): Promise<string>
  /** Where the simulated Yousign sends its webhooks from now on. */
  sendHooksTo(url: string): void
  close(): Promise<void>
}

/** As long as Yousign's event ids. */
const placeholder = 'eeeeeeee-0000-0000-0000-eeeeeeeeeeee'
const timePlaceholder = '1999999999'

export async function createStage(bundle: Bundle): Promise<BenchStage> {
  const endless = { perMinute: Number.POSITIVE_INFINITY, perHour: Number.POSITIVE_INFINITY }
  const yousign = await createYousign({ limits: endless, auditTrailDelay: 0 })
  const kommo = await createKommo({ requestsPerSecond: Number.POSITIVE_INFINITY })
  const hook = yousign.subscribe({ endpoint: 'http://127.0.0.1:9/', secret_key: webhookSecret, sandbox: true })
  const env = environmentFor(yousign, kommo)
  const sendHooksTo = (url: string) => {
    hook.endpoint = `${url}/hooks/yousign`
  }
  const original = await bundle.newDir('data')
  sendAtOnce(original)
  const server = await startProduct({ module: bundle.server.full, env, dataDir: original })
  sendHooksTo(server.url)
  const stage: Stage = { yousign, kommo, url: async () => server.url, documents: join(original, 'documents') }
  const story = await prepareStory(stage, 'template')
  await pressSend(stage, story, await cardOf(stage, story.leadId))
  const signer = await eventually('the request is out for signature', async () => {
    const request = requestsOf(stage, story).find((one) => one.status === 'ongoing')
    return request?.signers[0]
  })
  yousign.openLink(signer.id)
  await eventually('the card shows the opened link', async () => hasOpened(stage, story))
  const bodyOf = (event: string) => {
    const delivery = yousign.deliveries.findLast((one) => one.event === event)
    if (!delivery) throw new Error(`no ${event} was delivered`)
    return Buffer.from(delivery.body).toString('utf8')
  }
  const bodies = {
    known: withPlaceholders(bodyOf('signer.notified'), false),
    opened: withPlaceholders(bodyOf('signer.link_opened'), true),
  }
  await yousign.settled()
  await server.stop()

  return {
    ...stage,
    env,
    secret: webhookSecret,
    leadId: story.leadId,
    bodies,
    placeholder,
    timePlaceholder,
    sendHooksTo,
    async newData() {
      const dir = await bundle.newDir('data')
      await copyData(original, dir)
      return dir
    },
    async close() {
      await yousign.close()
      await kommo.close()
      await rm(original, { recursive: true, force: true })
    },
  }
}

/** A send waits five seconds for its Undo; nobody is there to press it. */
function sendAtOnce(dataDir: string): void {
  const db = openDatabase(join(dataDir, 'kommo-yousign.sqlite'))
  const migrated = migrate(db)
  if (!migrated.ok) throw new Error(migrated.failure.message)
  createStore({ db, enqueue: createQueue(db).enqueue, committed() {} }).changeSettings({
    undoSeconds: 0,
    language: 'en',
  })
  closeDatabase(db)
}

async function hasOpened(stage: Stage, story: Story): Promise<boolean> {
  const { answer } = await cardOf(stage, story.leadId)
  return answer.card.requests.some((request) => request.signers.some((one) => 'link_opened' in one.marks))
}

function withPlaceholders(body: string, time: boolean): string {
  const event = JSON.parse(body) as Record<string, unknown>
  event['event_id'] = placeholder
  if (time) event['event_time'] = timePlaceholder
  return JSON.stringify(event)
}
