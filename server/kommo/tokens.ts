// Access to the account: a long-lived token, or an OAuth pair that is renewed here and nowhere else
// (contracts/kommo-api.md 1.3 to 1.5). One refresh in flight; the new pair is kept before anybody uses it.
import { err, ok, type Result } from '../../shared/result.ts'
import type { CallFailure } from '../domain/failure.ts'
import type { Priority } from '../domain/lane.ts'
import { callRemote, keyProbeMs, type Remote } from '../remote/call.ts'
import { readJson } from '../remote/reply.ts'
import { tokenSchema } from './wire.ts'

export interface Tokens {
  accessToken: string
  refreshToken: string
  /** Epoch milliseconds. */
  issuedAt: number
  expiresAt: number
}

/** Port: where the pair is kept, encrypted. Both are synchronous; `write` is durable when it returns. */
export interface TokenStore {
  read(): Tokens | null
  write(tokens: Tokens): void
}

export interface Integration {
  clientId: string
  clientSecret: string
  /** Must equal the configured one, on a refresh too. */
  redirectUri: string
}

export interface AccessTokens {
  /** The token for the next call, renewed first when its time is nearly over. */
  current(priority: Priority): Promise<Result<string, CallFailure>>
  /** After a 401 on `refused`: a newer token, the same one when it is too young to be the reason, null when none is to be had. */
  renew(refused: string, priority: Priority): Promise<Result<string | null, CallFailure>>
}

/** A token that an administrator made by hand; it cannot be renewed. */
export function createLongLivedToken(token: () => string | null, remote: Remote): AccessTokens {
  return {
    current: async () => {
      const value = token()
      return value === null ? err(noGrant(remote)) : ok(value)
    },
    renew: async (refused) => {
      const value = token()
      return ok(value === refused ? null : value)
    },
  }
}

/** Renews at 80 % of the token's life. `integration` is read before every refresh; null: not set up yet. */
export function createOAuthTokens(options: {
  remote: Remote
  baseUrl: string
  store: TokenStore
  integration: () => Integration | null
}): AccessTokens {
  const { remote, store } = options
  let refreshing: Promise<Result<string, CallFailure>> | null = null
  let nextEarlyTry = 0

  function refresh(priority: Priority): Promise<Result<string, CallFailure>> {
    refreshing ??= refreshOnce(options, priority).finally(() => {
      refreshing = null
    })
    return refreshing
  }

  return {
    async current(priority) {
      if (refreshing !== null) return refreshing
      const tokens = store.read()
      if (tokens === null) return err(noGrant(remote))
      const now = remote.clock.now()
      if (now >= tokens.expiresAt - expiryLeeway) return refresh(priority)
      const dueAt = tokens.issuedAt + (tokens.expiresAt - tokens.issuedAt) * 0.8
      if (now < dueAt || now < nextEarlyTry) return ok(tokens.accessToken)
      nextEarlyTry = now + earlyPause
      const renewed = await refresh(priority)
      // The old token still works: an early refresh that failed is tried again later, the call goes on.
      return renewed.ok || renewed.failure.kind === 'unauthorized' ? renewed : ok(tokens.accessToken)
    },

    async renew(refused, priority) {
      if (refreshing !== null) return refreshing
      const tokens = store.read()
      if (tokens === null) return ok(null)
      if (tokens.accessToken !== refused) return ok(tokens.accessToken)
      // Refreshing again and again would only turn in circles.
      if (remote.clock.now() - tokens.issuedAt < youngAge) return ok(refused)
      return refresh(priority)
    },
  }
}

/** Asks the token endpoint (1.3). `grant` is what follows `client_id`, `client_secret` and `redirect_uri`. */
export async function askForTokens(
  remote: Remote,
  baseUrl: string,
  integration: Integration,
  grant: { grant_type: 'authorization_code'; code: string } | { grant_type: 'refresh_token'; refresh_token: string },
  priority: Priority,
): Promise<Result<Tokens, CallFailure>> {
  const answer = await callRemote(remote, {
    method: 'POST',
    url: `${baseUrl}/oauth2/access_token`,
    priority,
    authorization: null,
    body: {
      json: {
        client_id: integration.clientId,
        client_secret: integration.clientSecret,
        redirect_uri: integration.redirectUri,
        ...grant,
      },
    },
    read: readJson(tokenSchema),
    on401: 'tell',
  })
  if (!answer.ok) return answer
  const issuedAt = remote.clock.now()
  return ok({
    accessToken: answer.value.access_token,
    refreshToken: answer.value.refresh_token,
    issuedAt,
    expiresAt: issuedAt + answer.value.expires_in * 1000,
  })
}

async function refreshOnce(
  options: { remote: Remote; baseUrl: string; store: TokenStore; integration: () => Integration | null },
  priority: Priority,
): Promise<Result<string, CallFailure>> {
  const { remote, store } = options
  const used = store.read()
  const integration = options.integration()
  if (used === null || integration === null) return err(noGrant(remote))
  const grant = { grant_type: 'refresh_token', refresh_token: used.refreshToken } as const
  const answer = await askForTokens(remote, options.baseUrl, integration, grant, priority)
  const kept = store.read()
  if (kept !== null && kept.refreshToken !== used.refreshToken) {
    // Somebody granted anew while we asked: that grant counts, ours must not overwrite it.
    return ok(kept.accessToken)
  }
  if (answer.ok) {
    store.write(answer.value)
    return ok(answer.value.accessToken)
  }
  return err(refreshFailure(remote, answer.failure))
}

/** A refusal ends the grant; a lost answer leaves the old pair in place, which then still works (1.4). */
function refreshFailure(remote: Remote, failure: CallFailure): CallFailure {
  switch (failure.kind) {
    case 'unauthorized':
    case 'refused':
    case 'forbidden':
    case 'not_found':
      remote.lane.pause(remote.clock.now() + keyProbeMs, 'key_refused')
      return { kind: 'unauthorized' }
    case 'unknown':
      return { kind: 'not_sent', cause: `token refresh: ${failure.cause}` }
    case 'not_sent':
    case 'lane_closed':
    case 'throttled':
      return failure
  }
}

/** Nothing is called without a grant, and no attempt is lost. */
function noGrant(remote: Remote): CallFailure {
  return { kind: 'lane_closed', until: remote.clock.now() + grantlessMs, reason: 'key_refused' }
}

const grantlessMs = 60_000
const expiryLeeway = 30_000
const earlyPause = 5 * 60_000
const youngAge = 60_000
