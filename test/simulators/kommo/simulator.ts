// A Kommo account on this machine: API and pages on one origin, the drive on another, webhooks going out.
import Fastify, { type FastifyInstance } from 'fastify'
import { type Clock, realClock } from '../clock.ts'
import type { Exchange } from '../exchange.ts'
import type { KommoActs } from './acts.ts'
import { accountRoutes } from './api/account.ts'
import { contactRoutes } from './api/contacts.ts'
import { customFieldRoutes } from './api/custom-fields.ts'
import { eventRoutes } from './api/events.ts'
import { fileRoutes } from './api/files.ts'
import { leadRoutes } from './api/leads.ts'
import { noteRoutes } from './api/notes.ts'
import { taskRoutes } from './api/tasks.ts'
import { webhookRoutes } from './api/webhooks.ts'
import { registerControl } from './control.ts'
import { createState } from './create-state.ts'
import { driveRoutes } from './drive.ts'
import { createFaults, type Faults } from './faults.ts'
import { createDesk, type HookWeather } from './hooks/desk.ts'
import { createIntegrationCalls } from './integration.ts'
import { oauthRoutes } from './oauth.ts'
import { createActs } from './people.ts'
import { createRateLimit } from './rate-limit.ts'
import { quickSeed } from './seed.ts'
import { type Serving, serveRoutes } from './server.ts'
import type { KommoState } from './state.ts'
import { createTokens } from './tokens.ts'
import type { World } from './world.ts'

export interface KommoOptions {
  /** Default: real time. Drives token lives, the rate limit and webhook retries. */
  clock?: Clock
  /** Default 0: any free port. */
  port?: number
  /** Default `example`. */
  subdomain?: string
  /** The private integration's keys; defaults are fixed synthetic ones (`integration` shows them). */
  clientId?: string
  clientSecret?: string
  redirectUri?: string
  /** Ticked in the integration; default `crm`, `files` and `files_delete`. */
  scopes?: string[]
  /** Fills the account; default `quickSeed`; people want `demoSeed`. Nothing fires webhooks while seeding. */
  seed?: (state: KommoState, now: number) => void | Promise<void>
  /** Bytes that the drive takes in one part; default 131,072. */
  partSize?: number
  /** Per IP; default 7, Infinity turns the limit off. */
  requestsPerSecond?: number
  /** Registers further routes on the account's origin (the lead card pages); they see neither rate limit nor faults nor ledger. */
  extend?: (app: FastifyInstance, kommo: KommoSimulator) => void | Promise<void>
}

/** One exchange with the API or the drive; `userId` is whose rights it ran with, null when it was refused before that. */
export interface KommoExchange extends Exchange {
  host: 'api' | 'drive'
  userId: number | null
}

export interface HookRecord {
  at: number
  kind: 'account' | 'pipeline_widget' | 'pipeline_send' | 'uninstall' | 'oauth'
  destination: string
  headers: Record<string, string>
  /** The body exactly as sent; empty for GET calls. */
  body: string
  /** 1 for the first try. */
  attempt: number
  /** 0 when nothing was answered in time; null while waiting. */
  status: number | null
}

export interface Change {
  entity: 'lead' | 'contact' | 'company' | 'note' | 'task' | 'file' | 'user' | 'field' | 'webhook'
  /** 0 for things without a number (files). */
  id: number
  /** The lead in whose card the change shows, when there is exactly one. */
  leadId?: number
}

export interface KommoIntegration {
  clientId: string
  clientSecret: string
  redirectUri: string
}

export interface PipelineAction {
  destination: string
  leadId: number
  statusId: number
  pipelineId: number
  /** Default 15 `lead_appeared_in_status`. */
  type?: 1 | 14 | 15
  direction?: 'went_to_trigger' | 'went_in_trigger' | 'went_from_trigger' | null
  settings?: Record<string, string>
  /** Default `form`. */
  encoding?: 'form' | 'json'
}

export interface KommoSimulator extends KommoActs {
  /** `http://127.0.0.1:PORT`; plays `https://<subdomain>.kommo.com`. */
  readonly url: string
  /** Plays `https://drive-c.kommo.com`. */
  readonly driveUrl: string
  readonly integration: KommoIntegration
  readonly state: KommoState
  readonly clock: Clock
  /** Every API and drive exchange in order of its answer. */
  readonly ledger: KommoExchange[]
  /** Every webhook call made, one record a try. */
  readonly hooks: HookRecord[]
  readonly faults: Faults
  /** Loses, doubles or delays account webhooks. */
  setHookWeather(weather: HookWeather): void
  /** Ends 429 and IP blocks. */
  forgive(): void
  /** Told after every change of the state through API, acts or hooks; the answer ends it. */
  onChange(listener: (what: Change) => void): () => void
  /** A valid long-lived token of the administrator (default) or of another user; default life one year. */
  longLivedToken(o?: { userId?: number; lifeSeconds?: number }): string
  /** A fresh one-time authorization code, good for 20 minutes. */
  authorizationCode(userId?: number): string
  /** What Kommo does when the widget is installed: calls the redirect URL itself. Resolves with the answer's status, 0 without one. */
  install(userId?: number): Promise<number>
  /** Revokes every grant of the integration and calls the uninstall hook when a destination is given. */
  uninstall(destination?: string): Promise<void>
  /** What `$authorizedAjax` sends: HS256, contracts/kommo-api.md 9. The same user and audience get the same token for 25 minutes. */
  widgetToken(o: { userId: number; audience: string; issuer?: string; lifeSeconds?: number }): Promise<string>
  /** The Digital Pipeline widget action, contracts/kommo-api.md 8.1; resolves with the answer's status, 0 without one. */
  sendPipelineAction(action: PipelineAction): Promise<number>
  /** The "API: Send webhook" action, contracts/kommo-api.md 8.2; up to 4 retries within an hour. */
  sendPipelineWebhook(o: {
    destination: string
    leadId: number
    oldStatusId?: number
    oldPipelineId?: number
  }): Promise<number>
  /** Waits until no webhook call is on its way; retries that wait for the clock do not count. */
  hooksSettled(): Promise<void>
  close(): Promise<void>
}

const synthetic: KommoIntegration = {
  clientId: '11111111-2222-4333-8444-555555555555',
  clientSecret: 'synthetic-secret-do-not-use',
  redirectUri: 'https://sign.example.test/oauth/kommo/callback',
}

/** Starts the account on 127.0.0.1, filled by `seed`. */
export async function createKommo(options: KommoOptions = {}): Promise<KommoSimulator> {
  const clock = options.clock ?? realClock
  const state = createState(options.subdomain ?? 'example')
  const listeners = new Set<(what: Change) => void>()
  let seeding = true
  const scopes = options.scopes ?? ['crm', 'files', 'files_delete']
  const integration = {
    clientId: options.clientId ?? synthetic.clientId,
    clientSecret: options.clientSecret ?? synthetic.clientSecret,
    redirectUri: options.redirectUri ?? synthetic.redirectUri,
  }
  const world: World = {
    state,
    clock,
    integration,
    scopes: new Set(scopes),
    partSize: options.partSize ?? 131_072,
    tokens: createTokens(clock, { accountId: state.account.id, clientId: integration.clientId, scopes }),
    desk: createDesk(clock, state, () => seeding),
    origin: { api: '', drive: '' },
    seconds: () => Math.floor(clock.now() / 1000),
    changed(change) {
      for (const listener of listeners) listener(change)
    },
  }
  await (options.seed ?? quickSeed)(state, clock.now())
  seeding = false

  const faults = createFaults()
  const limit = createRateLimit(clock, options.requestsPerSecond ?? 7)
  const ledger: KommoExchange[] = []
  const serving = { world, limit, faults, ledger }
  const app = Fastify(serverOptions)
  const drive = Fastify(serverOptions)
  const api: Serving = { ...serving, host: 'api', routes: apiRoutes(world) }
  serveRoutes(app, api, ['/api', '/oauth2'])
  serveRoutes(drive, { ...serving, host: 'drive', routes: driveRoutes(world) }, ['/'])

  const kommo: KommoSimulator = {
    get url() {
      return world.origin.api
    },
    get driveUrl() {
      return world.origin.drive
    },
    integration,
    state,
    clock,
    ledger,
    hooks: world.desk.hooks,
    faults,
    ...createActs(world),
    ...createIntegrationCalls(world),
    setHookWeather(weather) {
      world.desk.weather = weather
    },
    forgive: () => limit.forgive(),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    hooksSettled: () => world.desk.settled(),
    async close() {
      world.desk.close()
      await Promise.all([app.close(), drive.close()])
    },
  }
  registerControl(app, kommo)
  await options.extend?.(app, kommo)
  world.origin.drive = await drive.listen({ host: '127.0.0.1', port: 0 })
  world.origin.api = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 })
  return kommo
}

// Names of files in download addresses are long once they are percent-encoded.
const serverOptions = { forceCloseConnections: true, routerOptions: { maxParamLength: 2000 } }

function apiRoutes(world: World) {
  return [
    ...oauthRoutes(world),
    ...accountRoutes(world),
    ...customFieldRoutes(world),
    ...noteRoutes(world),
    ...leadRoutes(world),
    ...contactRoutes(world),
    ...taskRoutes(world),
    ...fileRoutes(world),
    ...webhookRoutes(world),
    ...eventRoutes(world),
  ]
}
