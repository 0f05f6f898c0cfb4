// The Kommo account put together for the wiring: access, calls, the card's one-time tokens, and the webhooks of the account.
import type { FastifyBaseLogger } from 'fastify'
import { ok, type Result } from '../shared/result.ts'
import type { Config } from './config/config.ts'
import type { SecretTable } from './db/secrets.ts'
import type { Clock } from './domain/clock.ts'
import type { Crm } from './domain/crm.ts'
import { describe } from './domain/failure.ts'
import type { Lane } from './domain/lane.ts'
import type { Store } from './domain/store.ts'
import { type Access, createAccess } from './kommo/access.ts'
import { createKommo, kommoRemote } from './kommo/client.ts'
import { createDoor } from './kommo/door.ts'
import { createLongLivedToken } from './kommo/tokens.ts'
import { createWebhooks } from './kommo/webhooks.ts'
import { verifyWidgetToken } from './kommo/widget-token.ts'
import type { Timeouts } from './remote/call.ts'

export interface AccountParts {
  config: Config
  store: Store
  secrets: SecretTable
  lane: Lane
  clock: Clock
  userAgent: string
  timeouts: Timeouts
  log: FastifyBaseLogger
}

export interface Account {
  crm: Crm
  access: Access
  /** Whose card asks: every claim of the one-time token checked (design.md 4.8). */
  verifyToken(token: string): Promise<Result<{ userId: number; issuer: string }, { kind: string }>>
  /** Makes the account's webhooks call `destination`. Without them only changes between review and send go unnoticed. */
  subscribe(destination: string): Promise<void>
}

export function createAccount(parts: AccountParts): Account {
  const { config, store, secrets, lane, clock, userAgent, timeouts, log } = parts
  const baseUrl = config.kommo.origin
  const remote = kommoRemote({ lane, clock, userAgent, timeouts })
  const integration = integrationOf(config)
  const access = createAccess({
    remote,
    baseUrl,
    longLivedToken: config.kommo.accessToken?.reveal() ?? null,
    integration,
    secrets,
    accountId: () => store.settings().accountId,
    async accountOf(fresh) {
      const tokens = createLongLivedToken(() => fresh.accessToken, remote)
      const account = await createKommo({ baseUrl, tokens, lane, clock, userAgent, timeouts }).account('click')
      return account.ok ? ok(account.value.id) : account
    },
  })
  const crm = createKommo({ baseUrl, tokens: access.tokens, lane, clock, userAgent, timeouts })
  const hooks = createWebhooks(createDoor(remote, access.tokens), baseUrl)

  async function accountId(): Promise<number | null> {
    const known = store.settings().accountId
    if (known !== null) return known
    const account = await crm.account('click')
    if (!account.ok) return null
    store.changeSettings({ accountId: account.value.id })
    return account.value.id
  }

  return {
    crm,
    access,
    async verifyToken(token) {
      const verified = await verifyWidgetToken(token, {
        secret: integration?.clientSecret ?? '',
        audience: config.kommo.tokenAudience,
        issuer: baseUrl,
        clientId: integration?.clientId ?? '',
        accountId: await accountId(),
        now: clock.now(),
      })
      return verified.ok ? ok({ userId: verified.value.userId, issuer: verified.value.issuer }) : verified
    },
    async subscribe(destination) {
      const ensured = await hooks.ensure(destination)
      if (ensured.ok) log.info({ webhooks: ensured.value }, "Kommo's account webhooks are subscribed")
      else
        log.warn(
          { failure: describe(ensured.failure) },
          "Kommo's account webhooks are not subscribed; it needs an administrator's grant",
        )
    },
  }
}

function integrationOf(config: Config) {
  const { integration } = config.kommo
  if (integration === null) return null
  return {
    clientId: integration.clientId,
    clientSecret: integration.clientSecret.reveal(),
    redirectUri: `${config.publicUrl}/oauth/kommo/callback`,
  }
}
