// A whole world on this machine: simulated Yousign and Kommo, and our server between them, all in this process.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '../../server/config/config.ts'
import { Secret } from '../../server/config/secret.ts'
import { createLog } from '../../server/log.ts'
import { createServer, type Overrides, type Server } from '../../server/wiring.ts'
import { type EndpointName, endpoints, pathOf } from '../../shared/api.ts'
import type { SessionAnswer } from '../../shared/card.ts'
import type { Clock } from '../simulators/clock.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import { createKommo, type KommoOptions, type KommoSimulator } from '../simulators/kommo/simulator.ts'
import { createYousign, type YousignOptions, type YousignSimulator } from '../simulators/yousign/simulator.ts'
import { recordExchanges } from './exchanges.ts'

export interface WorldOptions {
  yousign?: YousignOptions
  kommo?: KommoOptions
  overrides?: Partial<Overrides>
  clock?: Clock
  undoSeconds?: number
  /** Lines of the server's log, for tests that read them. */
  logLines?: string[]
  config?: (config: Config) => Config
}

export interface World {
  yousign: YousignSimulator
  kommo: KommoSimulator
  server: Server
  config: Config
  /** `http://127.0.0.1:PORT` of our server. */
  url: string
  webhookSecret: string
  /** Calls at Yousign that the start of the server made; what follows belongs to the test. */
  bootCalls: number
  /** A session like the card's own: one-time token in, session token out. */
  session(leadId: number, userId?: number): Promise<CardClient>
  [Symbol.asyncDispose](): Promise<void>
}

export interface CardClient {
  answer: SessionAnswer
  /** Calls an endpoint as the card does; answers status and body. */
  call(
    name: EndpointName,
    values?: Record<string, string | number>,
    body?: unknown,
  ): Promise<{ status: number; body: unknown }>
}

export const webhookSecret = '0123456789abcdef0123456789abcdef'
/** Short enough that a lost answer does not cost a test half a minute. */
export const quickTimeouts = { json: 2_000, document: 10_000, bytesPerSecond: 100_000 }

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const clock = options.clock
  const held = clock === undefined ? {} : { clock }
  const yousign = await createYousign({
    ...held,
    limits: { perMinute: Number.POSITIVE_INFINITY, perHour: Number.POSITIVE_INFINITY },
    ...options.yousign,
  })
  const kommo = await createKommo({ ...held, requestsPerSecond: Number.POSITIVE_INFINITY, ...options.kommo })
  const dataDir = await mkdtemp(join(tmpdir(), 'kommo-yousign-'))
  const key = yousign.createKey({ scope: 'organization', permission: 'full', sandbox: true })
  const config = configOf({ yousign, kommo, dataDir, key })
  const finalConfig = options.config?.(config) ?? config
  const started = await startServer(finalConfig, {
    ...held,
    yousignLimits: { minute: 100_000, hour: 100_000 },
    ...options.overrides,
    ...(options.logLines === undefined ? {} : { logLines: options.logLines }),
  })
  started.server.store.changeSettings({ undoSeconds: options.undoSeconds ?? 0 })
  yousign.subscribe({ endpoint: `${started.url}/hooks/yousign`, secret_key: webhookSecret, sandbox: true })
  await registerHooks(kommo, started)
  if (finalConfig.yousign.apiKey !== null)
    await until('compared with Yousign', () =>
      yousign.ledger.some(({ path }) => path.startsWith('/signature_requests?')),
    )

  return {
    yousign,
    kommo,
    server: started.server,
    config: finalConfig,
    url: started.url,
    webhookSecret,
    bootCalls: yousign.ledger.length,
    session: (leadId, userId = people.sophie) => openSession(started.url, kommo, leadId, userId),
    async [Symbol.asyncDispose]() {
      await started.server.stop()
      await recordExchanges(yousign)
      await yousign.close()
      await kommo.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Starts our server on a free port; the address is known before the configuration that names it. */
export async function startServer(
  config: Config,
  options: Partial<Overrides> & { logLines?: string[] },
): Promise<{ server: Server; url: string }> {
  const { logLines, ...overrides } = options
  const log = createLog(
    logLines === undefined
      ? { level: 'silent' }
      : { level: 'trace', stream: { write: (line: string) => void logLines.push(line) } },
  )
  const server = createServer(config, log, {
    documentChild: fileURLToPath(new URL('../../server/documents/child.ts', import.meta.url)),
    timeouts: quickTimeouts,
    ...overrides,
  })
  const url = await server.start()
  return { server, url }
}

export function configOf(parts: {
  yousign: YousignSimulator
  kommo: KommoSimulator
  dataDir: string
  key: string
  port?: number
}): Config {
  const { yousign, kommo, dataDir, key } = parts
  return {
    publicUrl: 'https://sign.example.test',
    host: '127.0.0.1',
    port: parts.port ?? 0,
    dataDir,
    secretKey: new Secret(new Uint8Array(32).fill(7)),
    kommo: {
      origin: kommo.url,
      subdomain: kommo.state.account.subdomain,
      integration: { clientId: kommo.integration.clientId, clientSecret: new Secret(kommo.integration.clientSecret) },
      accessToken: new Secret(kommo.longLivedToken()),
      tokenAudience: 'https://sign.example.test',
      requestsPerSecond: 1_000,
    },
    yousign: {
      environment: 'sandbox',
      baseUrl: `${yousign.url}/v3`,
      apiKey: new Secret(key),
      webhookSecret: new Secret(webhookSecret),
    },
    storage: { kind: 'file', directory: join(dataDir, 'documents') },
    storageEeaOnly: false,
    logLevel: 'silent',
    trustProxy: ['loopback'],
    metricsToken: null,
    backupPassphrase: null,
  }
}

/** Kommo's account webhooks, registered as an administrator's token does it (contracts/kommo-api.md 7.1). */
export async function registerHooks(kommo: KommoSimulator, started: { server: Server; url: string }): Promise<void> {
  const settings = [
    'add_lead',
    'status_lead',
    'update_lead',
    'delete_lead',
    'restore_lead',
    'update_contact',
    'delete_contact',
    'restore_contact',
  ]
  const answer = await fetch(`${kommo.url}/api/v4/webhooks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${kommo.longLivedToken()}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      destination: `${started.url}/hooks/kommo/${started.server.kommoHookKey}`,
      settings,
      sort: 10,
    }),
  })
  if (!answer.ok) throw new Error(`webhooks were not registered: ${answer.status} ${await answer.text()}`)
}

export async function openSession(
  url: string,
  kommo: KommoSimulator,
  leadId: number,
  userId: number,
  audience = 'https://sign.example.test',
): Promise<CardClient> {
  const oneTime = await kommo.widgetToken({ userId, audience })
  const reply = await fetch(`${url}${endpoints.session.path}`, {
    method: 'POST',
    headers: { 'x-auth-token': oneTime, 'content-type': 'application/json', origin: kommo.url },
    body: JSON.stringify({ leadId, languages: ['en'], hostLanguage: 'en', version: '0.1.0' }),
  })
  const text = await reply.text()
  if (reply.status !== 200) throw new RefusedSession(reply.status, text)
  const answer = JSON.parse(text) as SessionAnswer
  return {
    answer,
    async call(name, values = {}, body) {
      const raw = body instanceof Uint8Array
      const sent = await fetch(`${url}${pathOf(name, { lead: leadId, ...values })}`, {
        method: endpoints[name].method,
        headers: {
          authorization: `Bearer ${answer.token}`,
          origin: kommo.url,
          ...(body === undefined ? {} : { 'content-type': raw ? 'application/pdf' : 'application/json' }),
          ...(raw ? { 'x-file-name': 'contract.pdf' } : {}),
        },
        ...(body === undefined ? {} : { body: raw ? Buffer.from(body) : JSON.stringify(body) }),
      })
      const type = sent.headers.get('content-type') ?? ''
      const content = type.includes('json') ? await sent.json() : new Uint8Array(await sent.arrayBuffer())
      return { status: sent.status, body: content }
    },
  }
}

export class RefusedSession extends Error {
  readonly status: number
  constructor(status: number, body: string) {
    super(`session refused: ${status} ${body}`)
    this.status = status
  }
}

/** Waits until `check` answers something; fails with `what` when it does not within ten seconds. */
export async function until<T>(
  what: string,
  check: () => T | undefined | false | null | Promise<T | undefined | false | null>,
): Promise<T> {
  const end = Date.now() + 10_000
  for (;;) {
    const found = await check()
    if (found) return found
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
}
