// Everything the border needs, handed in by the wiring. Verifiers and readers arrive as functions, so that http/ knows
// neither remote; each answers a refusal with a reason that goes to the log and never outside.
import type { FastifyBaseLogger } from 'fastify'
import type { Result } from '../../shared/result.ts'
import type { Clock } from '../domain/clock.ts'
import type { Arrival, CrmChanges, HookProblem, PipelineHint, WebhookRefusal } from '../domain/event.ts'
import type { Hub, Inbox, UseCases } from '../domain/use-cases.ts'
import type { Metrics } from './metrics.ts'

export interface HttpDeps {
  useCases: UseCases
  inbox: Inbox
  /** Calls when something of a lead changed; feeds the event streams. */
  changes: Pick<Hub, 'subscribe'>
  clock: Clock
  log: FastifyBaseLogger
  metrics: Metrics
  /** Which proxies may say whom they speak for (TRUST_PROXY). */
  trustProxy: boolean | string | string[]
  /** `https://example.kommo.com`: the only origin whose pages may ask. */
  accountOrigin: string
  /** Derived from SECRET_KEY under a label of its own; signs our session tokens. */
  sessionKey: Uint8Array
  /** METRICS_TOKEN; null: details only from this machine. */
  metricsToken: string | null
  /** Folder with the built place editor; null: not built. */
  placeEditor: string | null
  /** Of this build, shown beside the health. */
  version: string

  /** Kommo's one-time token (contracts/kommo-api.md 9): signature, audience, issuer, client, account and times checked. */
  verifyWidgetToken(token: string): Promise<Result<WidgetIdentity, Refusal>>
  /** Signature in constant time over the raw bytes, then the minimal parse (contracts/yousign.md 4.4, 4.5). */
  readYousignDelivery(body: Uint8Array, signature: string | undefined): Result<Arrival, WebhookRefusal>
  /** The secret last parts of `/hooks/kommo/:key`; two while one replaces the other, none before set-up. */
  kommoHookKeys(): readonly string[]
  /** The account this deployment serves; null before it is known. */
  kommoAccountId(): number | null
  /** Account webhooks (contracts/kommo-api.md 7). */
  readKommoHook(body: Uint8Array, contentType: string): Result<CrmChanges, HookProblem>
  /** Digital Pipeline calls (8.1, 8.2). */
  readPipelineHook(body: Uint8Array, contentType: string): Result<PipelineHint, HookProblem>
  /** Whether a trigger of ours has this token (protocols.md P3); it alone gives a pipeline call its authority. */
  knowsTrigger(token: string): boolean
  /** Checks the query and exchanges the authorization code (1.2, 1.3). */
  connectKommo(query: KommoCallbackQuery): Promise<Result<unknown, ConnectRefusal>>
  /** The signed "access revoked" call (1.6). Idempotent; destroys no records. */
  revokeKommo(query: KommoRevocationQuery): Promise<Result<unknown, Refusal>>
  readiness(): Promise<Readiness>
}

/** For the log only: which check failed. */
export interface Refusal {
  kind: string
}

export interface WidgetIdentity {
  userId: number
  /** `iss` of the token: the origin of the account's pages. */
  issuer: string
}

/** As it came, in Kommo's own names, bounded; what is missing is for the reader to refuse. */
export interface KommoCallbackQuery {
  code?: string
  referer?: string
  /** One sentence of Kommo's page spells it so (1.2). */
  referrer?: string
  client_id?: string
  state?: string
  /** Present when Kommo itself calls, on installation: no browser, no state. */
  from_widget?: string
  error?: string
}

export interface ConnectRefusal {
  /** Somebody said no at Kommo; the call is not what it must be; Kommo does not answer. */
  kind: 'denied' | 'refused' | 'unavailable'
  /** For the log only. */
  reason: string
}

export interface KommoRevocationQuery {
  client_uuid?: string
  account_id?: string
  signature?: string
}

export interface Readiness {
  ready: boolean
  /** One line a part: `database`, `jobs`, … Amber: it works, and somebody should look. */
  checks: Record<string, { state: 'ok' | 'amber' | 'bad'; detail: string }>
}
