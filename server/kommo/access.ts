// How the account lets us in: a long-lived token, or OAuth with the integration's keys; and how it takes that back
// (contracts/kommo-api.md 1.2 to 1.6).
import { err, ok, type Result } from '../../shared/result.ts'
import type { Remote } from '../remote/call.ts'
import { type CallbackQuery, exchangeCode, readCallback } from './oauth.ts'
import {
  type AccessTokens,
  createLongLivedToken,
  createOAuthTokens,
  type Integration,
  type TokenStore,
  type Tokens,
} from './tokens.ts'
import { type UninstallQuery, verifyUninstall } from './uninstall.ts'

export interface AccessOptions {
  remote: Remote
  baseUrl: string
  longLivedToken: string | null
  integration: Integration | null
  /** Of the account this deployment serves; null before the first contact. */
  accountId: () => number | null
  /** Asks Kommo with a new pair of tokens whose they are. */
  accountOf: (tokens: Tokens) => Promise<Result<number, { kind: string }>>
  secrets: {
    read(name: string): string | null
    write(name: string, value: string, now: number): void
    remove(name: string): void
  }
}

export interface Access {
  tokens: AccessTokens
  connect(query: CallbackQuery): Promise<Result<null, { kind: 'denied' | 'refused' | 'unavailable'; reason: string }>>
  /** Idempotent; tokens go only when a call with them no longer works, records stay. */
  revoke(query: UninstallQuery): Promise<Result<null, { kind: string }>>
}

const tokensName = 'kommo_tokens'

export function createAccess({
  remote,
  baseUrl,
  longLivedToken,
  integration,
  accountId,
  accountOf,
  secrets,
}: AccessOptions): Access {
  const store: TokenStore = {
    read: () => {
      const saved = secrets.read(tokensName)
      return saved === null ? null : (JSON.parse(saved) as Tokens)
    },
    write: (tokens) => secrets.write(tokensName, JSON.stringify(tokens), remote.clock.now()),
  }
  const tokens =
    longLivedToken === null
      ? createOAuthTokens({ remote, baseUrl, store, integration: () => integration })
      : createLongLivedToken(() => longLivedToken, remote)
  return {
    tokens,
    async connect(query) {
      if (integration === null) return err({ kind: 'refused', reason: 'no integration keys are configured' })
      const read = readCallback(query, { clientId: integration.clientId, baseUrl, state: null })
      if (!read.ok)
        return err({ kind: read.failure.kind === 'denied' ? 'denied' : 'refused', reason: read.failure.kind })
      const exchanged = await exchangeCode(remote, baseUrl, integration, read.value.code)
      if (!exchanged.ok) return err({ kind: 'unavailable', reason: exchanged.failure.kind })
      // The host was checked, but only the account itself tells its number: a grant of another one is thrown away.
      const account = await accountOf(exchanged.value)
      if (!account.ok) return err({ kind: 'unavailable', reason: account.failure.kind })
      if (accountId() !== null && accountId() !== account.value)
        return err({ kind: 'refused', reason: 'other account' })
      store.write(exchanged.value)
      remote.lane.resume()
      return ok(null)
    },
    async revoke(query) {
      if (integration === null) return err({ kind: 'not_configured' })
      const verified = verifyUninstall(query, integration)
      if (!verified.ok) return err({ kind: verified.failure.kind })
      const saved = store.read()
      if (saved === null) return ok(null)
      const renewed = await tokens.renew(saved.accessToken, 'click')
      if (!renewed.ok && renewed.failure.kind === 'unauthorized') secrets.remove(tokensName)
      return ok(null)
    },
  }
}
