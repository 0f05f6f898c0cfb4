import fastify from 'fastify'
import type { Clock } from '../clock.ts'
import type { Exchange } from '../exchange.ts'
import { serveApi } from './api.ts'
import { acceptBodies } from './body.ts'
import { serveControl } from './control.ts'
import { createFaults, type Faults } from './faults.ts'
import { createKey } from './keys.ts'
import type { Features, Level, Message, TemplateRecord, WebhookRecord, YousignState } from './model.ts'
import { servePages } from './pages/pages.ts'
import { createPeople } from './people.ts'
import { seedForeign, template, workspace } from './seed.ts'
import { createWorld } from './start.ts'
import { newWebhook } from './webhooks.ts'

export interface YousignOptions {
  /** Default: the real clock. Expiry, reminders, retries, rate limits and timeouts all follow it. */
  clock?: Clock
  /** Default 0: any free port of 127.0.0.1. */
  port?: number
  /** Ids, codes and link tokens repeat for the same seed; default 1. */
  seed?: number
  /** Environment of the data; default true. */
  sandbox?: boolean
  /** Default: 30 and 200 in the sandbox, 60 and 1,200 in production. `Infinity` switches a limit off. */
  limits?: { perMinute: number; perHour: number }
  /** Default true, a documented difference: real endpoints must be public https addresses. */
  allowLoopbackEndpoints?: boolean
  /** Default true; false sends every event once, whatever the subscription says. */
  retries?: boolean
  /** Milliseconds from a signature until its audit trail can be had; default 3,000. */
  auditTrailDelay?: number
  /** Default true: another department's requests exist from the start. */
  seedForeign?: boolean
}

/** One attempt to deliver one event to one subscription. */
export interface DeliveryRecord {
  eventId: string
  event: string
  subscriptionId: string
  endpoint: string
  /** The bytes as sent. */
  body: Uint8Array
  headers: Record<string, string>
  /** 0 for the first attempt, as in `X-Yousign-Retry`. */
  attempt: number
  at: number
  /** Undefined while it is on its way and when it failed without an answer. */
  status: number | undefined
  error: 'timeout' | 'connection' | 'lost' | undefined
}

export interface DeliveryControls {
  /** How many extra times each event is sent; true means once more. */
  duplicate?: boolean | number
  /** Waits this long before the first attempt. */
  delayMs?: number
  /** Holds events back and sends each pair the wrong way round. */
  reorder?: boolean
  /** Events that never leave; true loses all. */
  lose?: boolean | ((event: string) => boolean)
  /** `metadata` puts the six root fields under that key, as newer documentation is said to show. */
  envelope?: 'flat' | 'metadata'
}

export interface KeyRequest {
  scope: 'organization' | 'workspace'
  /** For a workspace key; default: the default workspace. */
  workspaces?: string[]
  permission: 'full' | 'read'
  /** Default: the environment of the data. Only a production key manages webhooks. */
  sandbox?: boolean
}

export interface AppSigner {
  first_name: string
  last_name: string
  email: string
  level?: Level
}

/** A request of somebody else in the organisation, made in Yousign's app and already sent. */
export interface AppRequest {
  name: string
  /** Default: one person of another department. */
  signers?: AppSigner[]
  workspaceId?: string
  externalId?: string
  source?: 'app' | 'public_api'
  deliveryMode?: 'email' | 'none'
  /** Leaves it a draft. */
  draft?: boolean
}

/**
 * What people do at Yousign: signers, approvers and colleagues in its app. Everything happens at once and emits the events that
 * belong to it. Throws when the state does not allow it, because then the test is wrong.
 */
export interface People {
  /** A link that works now, as a fresh read of the signer would give. */
  linkOf(signerId: string): string
  openLink(signerId: string): void
  /** Opens the link, proves the identity where the level needs it, and signs. Another name than on the ID blocks AES and QES. */
  sign(signerId: string, options?: { name?: string }): void
  decline(signerId: string, reason: string): void
  failIdentity(signerId: string, outcome: 'failed' | 'blocked' | 'expired'): void
  /** The invitation comes back undelivered; the address refuses mail from now on. */
  bounce(signerId: string): void
  contactSender(signerId: string, text: string): void
  /** A technical failure of this signer's signature. */
  errorSigner(signerId: string): void
  approve(approverId: string): void
  reject(approverId: string, reason: string): void
  expire(requestId: string): void
  cancelInApp(requestId: string): void
  deleteInApp(requestId: string, options?: { permanent?: boolean }): void
  pause(requestId: string): void
  resume(requestId: string): void
  reactivateInApp(requestId: string, expirationDate?: string): void
  /** Sends the automatic reminder now. */
  remind(requestId: string): void
  /** Returns the id of the new request. */
  createInApp(request: AppRequest): string
}

export interface YousignSimulator extends People {
  /** `http://127.0.0.1:PORT`; the API is below `/v3`, pages for people at `/inbox`, `/app` and `/sign/...`. */
  readonly url: string
  /** Every API exchange in the order of the answers; paths below `/v3`. Withheld answers have status 0. */
  readonly ledger: Exchange[]
  readonly state: YousignState
  /** E-mails and SMS in the order they were sent. */
  readonly inbox: Message[]
  readonly deliveries: DeliveryRecord[]
  readonly faults: Faults
  /** Returns the key's text. */
  createKey(key: KeyRequest): string
  revokeKey(key: string): void
  setFeatures(features: Partial<Features>): void
  addWorkspace(name: string): string
  /** Fills in what is left out: active, one signer labelled "Client", no texts. */
  addTemplate(template: Partial<TemplateRecord> & { name: string }): TemplateRecord
  /** A subscription made in Yousign's app, for customers who cannot make one with their key. */
  subscribe(webhook: Partial<WebhookRecord> & { endpoint: string }): WebhookRecord
  /** Replaces all delivery controls; `{}` goes back to prompt, complete and in order. */
  setDelivery(controls: DeliveryControls): void
  /** Sends an event again to everybody who was sent it, with the same bytes. */
  sendAgain(eventId: string): void
  /** Sends now whatever waits for a delay, a partner or a retry, and resolves when no delivery is on its way. */
  flush(): Promise<void>
  /** Resolves when no delivery is on its way; what waits for its time keeps waiting. */
  settled(): Promise<void>
  /**
   * Reads answer what was true this many milliseconds ago. What is younger than that is missing from lists and shown in its first
   * state when asked for by id, or not at all with `hideNew`.
   */
  setReplicaLag(ms: number, options?: { hideNew?: boolean }): void
  setLimits(limits: { perMinute: number; perHour: number }): void
  /** Where "Back to the lead" on the pages goes; undefined hides it. */
  setBackLink(url: string | undefined): void
  close(): Promise<void>
}

/** Starts a simulated Yousign on the loopback interface. */
export async function createYousign(options: YousignOptions = {}): Promise<YousignSimulator> {
  const world = createWorld(options)
  const people = createPeople(world)
  if (options.seedForeign !== false) seedForeign(world.state, people)
  const faults = createFaults()
  const ledger: Exchange[] = []
  const { state, sender, random, clock } = world
  const app = fastify({
    bodyLimit: 60 * 1024 * 1024,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
  })
  await acceptBodies(app)

  const simulator: YousignSimulator = {
    ...people,
    get url() {
      return world.settings.url
    },
    ledger,
    state,
    inbox: state.inbox,
    deliveries: sender.deliveries,
    faults,
    createKey: (key) => createKey(world, key),
    revokeKey(key) {
      const record = state.keys.get(key)
      if (record !== undefined) record.revoked = true
    },
    setFeatures: (features) => void Object.assign(state.features, features),
    addWorkspace(name) {
      const made = workspace(random, name, false, clock.now())
      state.workspaces.push(made)
      return made.id
    },
    addTemplate(wanted) {
      const made = template(random, wanted, clock.now())
      state.templates.push(made)
      return made
    },
    subscribe(wanted) {
      const webhook = newWebhook(world, wanted)
      state.webhooks.set(webhook.id, webhook)
      return webhook
    },
    setDelivery: sender.setControls,
    sendAgain: sender.sendAgain,
    flush: sender.flush,
    settled: sender.settled,
    setReplicaLag: world.history.setLag,
    setLimits: (limits) => void Object.assign(world.limits, limits),
    setBackLink(url) {
      world.settings.backUrl = url
    },
    async close() {
      world.schedule.close()
      sender.close()
      await app.close()
    },
  }
  serveApi(app, world, faults, ledger)
  serveControl(app, simulator)
  servePages(app, world, people)
  world.settings.url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 })
  return simulator
}
