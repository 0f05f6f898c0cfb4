// The one place that knows every room: configuration in, a server out that listens when told to.
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { encode } from 'uqr'
import { createAccount } from './account.ts'
import type { Config } from './config/config.ts'
import { deriveKey } from './crypto/keys.ts'
import { createSealer } from './crypto/seal.ts'
import { createTokens, sha256 } from './crypto/tokens.ts'
import { watchDisk } from './db/disk-fault.ts'
import { beginEpoch } from './db/epoch.ts'
import { createErasureJournal } from './db/erasure-journal.ts'
import { createGroupCommit } from './db/group-commit.ts'
import { migrate } from './db/migrate.ts'
import { closeDatabase, openDatabase } from './db/open.ts'
import { createSecretTable } from './db/secrets.ts'
import { createStore } from './db/store.ts'
import { createDocuments } from './documents/opener.ts'
import { createBoot } from './domain/boot.ts'
import type { Clock } from './domain/clock.ts'
import { createUseCases } from './domain/create-use-cases.ts'
import type { Deps } from './domain/deps.ts'
import { createDirectory } from './domain/directory.ts'
import { replayErasures } from './domain/keeping/erasures.ts'
import { createSettled } from './domain/settled.ts'
import type { Store } from './domain/store.ts'
import { recurringJobs } from './domain/sweeps.ts'
import type { IncomingDelivery } from './domain/use-cases.ts'
import { createArchive } from './evidence/archive.ts'
import { evidenceKey } from './evidence/key.ts'
import { readinessOf } from './health.ts'
import { buildApp } from './http/app.ts'
import { createMetrics } from './http/metrics.ts'
import { createHandlers } from './jobs/handlers.ts'
import { createLane } from './jobs/lanes.ts'
import { createQueue } from './jobs/queue.ts'
import { createRunner, type Runner } from './jobs/runner.ts'
import { readAccountHook } from './kommo/hooks.ts'
import { readPipelineHook } from './kommo/pipeline-hook.ts'
import { createHub } from './live/hub.ts'
import { createPhones } from './phones/phones.ts'
import { usualTimeouts } from './remote/call.ts'
import { type CloudTimeouts, usualCloudTimeouts } from './storage/cloud.ts'
import { createFiles } from './storage/place.ts'
import { starterTemplate } from './templates/starters.ts'
import { createYousign } from './yousign/client.ts'
import { parseDelivery, readArrival } from './yousign/webhook.ts'

/** What a caller may put in place of the usual: the demo and the tests hold time and watch commits. */
export interface Overrides {
  clock: Clock
  /** Module of the child process that opens documents. */
  documentChild: string
  /** Folder with the built place editor; without one the server has no such page. */
  placeEditor: string
  /** Wraps the store that the domain sees. */
  store: (store: Store) => Store
  /** Calls an hour and a minute to Yousign; null takes the environment's. */
  yousignLimits: { minute: number; hour: number }
  timeouts: typeof usualTimeouts
  storageTimeouts: CloudTimeouts
  concurrency: number
}

export interface Server {
  app: FastifyInstance
  runner: Runner
  store: Store
  /** The secret last part of the address that Kommo's account webhooks call. */
  kommoHookKey: string
  /** Starts the jobs and listens; answers the address. */
  start(): Promise<string>
  /** Settles when the disk has failed under the database: it is not written any more. Call `stop`, end, start anew. */
  failed: Promise<void>
  /** Stops listening, finishes what runs, closes the database. After `failed` it only answers what is under way. */
  stop(): Promise<void>
}

const version = '0.1.0'
const userAgent = `kommo-yousign/${version}`
const yousignLimits = { sandbox: { minute: 30, hour: 200 }, production: { minute: 60, hour: 1200 } }
const realClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/** Opens and migrates the database and puts the rooms together. Throws with a sentence when the disk cannot be used. */
export function createServer(
  config: Config,
  log: FastifyBaseLogger,
  given: Partial<Overrides> & Pick<Overrides, 'documentChild'>,
): Server {
  const clock = given.clock ?? realClock
  const secretKey = config.secretKey.reveal()
  const db = openDatabase(join(config.dataDir, 'kommo-yousign.sqlite'))
  let isFailed = false
  const failed = new Promise<void>((resolve) =>
    watchDisk(db, (error) => {
      log.fatal({ err: error }, 'the database file can no longer be trusted, this process ends and reads it anew')
      isFailed = true
      resolve()
    }),
  )
  const migrated = migrate(db)
  if (!migrated.ok) throw new Error(migrated.failure.message)
  const epoch = beginEpoch(db, config.dataDir, config.publicUrl, clock.now())
  if (!epoch.ok) throw new Error(epoch.failure.message)
  if (epoch.value.reason !== null)
    log.warn({ reason: epoch.value.reason }, 'this is not the database that ran here last')
  const queue = createQueue(db)
  const hub = createHub()
  const metrics = createMetrics()
  let wake = () => {}
  const tables = createStore({
    db,
    enqueue: queue.enqueue,
    committed(leadId) {
      if (leadId !== null) hub.publish(leadId)
      wake()
    },
  })
  const store = given.store?.(tables) ?? tables
  const secrets = createSecretTable(db, createSealer(deriveKey(secretKey, 'seal')))
  const evidence = evidenceKey(secrets, clock.now())
  // To be compared with what a reader of a complete file sees.
  log.info({ fingerprint: evidence.fingerprint, isNew: evidence.isNew }, 'complete files are signed with this key')
  const lanes = {
    yousign: createLane({
      name: 'yousign',
      db,
      clock,
      windows: given.yousignLimits ?? yousignLimits[config.yousign.environment],
    }),
    kommo: createLane({ name: 'kommo', db, clock, windows: { second: config.kommo.requestsPerSecond } }),
  }
  const timeouts = given.timeouts ?? usualTimeouts
  const account = createAccount({ config, store, secrets, lane: lanes.kommo, clock, userAgent, timeouts, log })
  const apiKey = () => config.yousign.apiKey?.reveal() ?? null
  const documents = createDocuments({ childPath: given.documentChild, log })
  const base: Omit<Deps, 'boot' | 'directory'> = {
    store,
    esign: createYousign({ baseUrl: config.yousign.baseUrl, apiKey, lane: lanes.yousign, clock, userAgent, timeouts }),
    crm: account.crm,
    files: createFiles(config.storage, {
      timeouts: given.storageTimeouts ?? usualCloudTimeouts,
      now: () => clock.now(),
    }),
    documents,
    archive: createArchive(evidence),
    starters: starterTemplate,
    journal: createErasureJournal(config.dataDir),
    markPerson: createTokens(deriveKey(secretKey, 'erasure')).hashToken,
    phones: createPhones(),
    lanes,
    clock,
    log,
    settled: createSettled(clock),
    ...createTokens(deriveKey(secretKey, 'link')),
    qr: (text) => encode(text, { border: 2 }).data.map((row) => row.map((dark) => (dark ? '#' : '.')).join('')),
    sha256,
    settings: {
      publicUrl: config.publicUrl,
      provider: 'Yousign',
      environment: config.yousign.environment,
      connected: () => apiKey() !== null,
      keyMark: () => markOf(apiKey()),
      callTimeout: timeouts.json,
    },
  }
  const directory = createDirectory(base)
  const deps: Deps = { ...base, directory, boot: createBoot({ ...base, directory }) }
  const runner = createRunner({
    queue,
    db,
    handlers: createHandlers(deps, (body) => {
      const delivery = parseDelivery(body)
      return delivery.kind === 'event' ? delivery.event : null
    }),
    clock,
    lanes,
    concurrency: given.concurrency ?? 8,
    log,
    // An effect that gave up is shown as such; Retry takes both up again.
    onStuck(job, reason) {
      if ('effectId' in job.work)
        tables.recordEffect(job.work.effectId, { state: 'stuck', lastError: reason }, null, clock.now())
    },
  })
  const inbox = createGroupCommit<IncomingDelivery, 'new' | 'known'>({
    db,
    write: (delivery) => tables.insertDelivery(delivery, clock.now()),
  })
  const kommoHookKey = Buffer.from(deriveKey(secretKey, 'kommoHook')).toString('base64url')
  const app = buildApp({
    useCases: createUseCases(deps),
    inbox: {
      async accept(delivery) {
        if ((await inbox.submit(delivery)) === 'new') runner.arrived()
      },
    },
    changes: hub,
    clock,
    log,
    metrics,
    trustProxy: config.trustProxy,
    accountOrigin: config.kommo.origin,
    sessionKey: deriveKey(secretKey, 'session'),
    metricsToken: config.metricsToken?.reveal() ?? null,
    placeEditor: given.placeEditor ?? null,
    version,
    verifyWidgetToken: account.verifyToken,
    readYousignDelivery: (body, signature) => readArrival(body, signature, webhookSecrets(config)),
    kommoHookKeys: () => [kommoHookKey],
    kommoAccountId: () => store.settings().accountId,
    readKommoHook: readAccountHook,
    readPipelineHook,
    knowsTrigger: () => false,
    async connectKommo(query) {
      const connected = await account.access.connect(query)
      if (connected.ok) subscribe()
      return connected
    },
    revokeKommo: account.access.revoke,
    readiness: async () => readinessOf({ db, queue, deps }),
  })
  wake = () => runner.wake()
  let subscribed = Promise.resolve()
  /** At every start and after every new grant; repeating it changes nothing. */
  function subscribe(): void {
    subscribed = account.subscribe(`${config.publicUrl}/hooks/kommo/${kommoHookKey}`)
  }

  return {
    app,
    runner,
    store,
    kommoHookKey,
    failed,
    async start() {
      replayErasures(deps)
      store.enqueue(recurringJobs(clock.now()), clock.now())
      // A new key comes with a restart: the first call tells whether it is accepted.
      for (const lane of Object.values(lanes)) if (lane.paused()?.reason === 'key_refused') lane.resume()
      runner.start()
      const address = await app.listen({ host: config.host, port: config.port })
      subscribe()
      return address
    },
    async stop() {
      if (isFailed) return void (await Promise.race([app.close(), pause(1000)]))
      await app.close()
      await subscribed
      await runner.stop()
      inbox.close()
      documents.close()
      // Closing writes.
      if (!isFailed) closeDatabase(db)
    },
  }
}

/** Of a key: the same for the same key, and nothing to learn from it. */
function markOf(key: string | null): string | null {
  return key === null ? null : sha256(new TextEncoder().encode(`key mark ${key}`)).slice(0, 16)
}

function webhookSecrets(config: Config): string[] {
  return config.yousign.webhookSecret === null ? [] : [config.yousign.webhookSecret.reveal()]
}
