// Grants of the integration and the tokens they gave out (contracts/kommo-api.md 1.2 to 1.5).
import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'

export interface Grant {
  userId: number
  /** A grant by an administrator has full access and outlives that user (contracts/kommo-api.md 1.1). */
  admin: boolean
  revoked: boolean
}

export interface TokenPair {
  token_type: 'Bearer'
  expires_in: number
  server_time: number
  access_token: string
  refresh_token: string
}

export type TokenFailure = 'unknown' | 'expired' | 'revoked'
export type TokenAnswer = { ok: true; pair: TokenPair } | { ok: false; why: TokenFailure }

export interface Tokens {
  code(userId: number, admin: boolean): string
  /** Single use, 20 minutes. */
  redeem(code: string): TokenAnswer
  /** Rotates: see README for what happens to the old token. */
  refresh(token: string): TokenAnswer
  longLived(userId: number, admin: boolean, lifeSeconds: number): string
  /** Whose access token this is; using it counts as the first use of its pair. */
  check(accessToken: string): Grant | undefined
  /** Whether a refresh token could still be used, without using it. */
  knowsRefresh(token: string): boolean
  revokeAll(): void
}

interface Refresh {
  grant: Grant
  parent: Refresh | undefined
  child: Refresh | undefined
  until: number
  dead: boolean
}

interface Access {
  grant: Grant
  until: number
  refresh: Refresh | undefined
}

const minute = 60_000
const day = 86_400_000

export function createTokens(
  clock: Clock,
  about: { accountId: number; clientId: string; scopes: readonly string[] },
): Tokens {
  const codes = new Map<string, { grant: Grant; until: number; used: boolean }>()
  const refreshes = new Map<string, Refresh>()
  const accesses = new Map<string, Access>()
  const grants: Grant[] = []
  const key = randomBytes(32)

  function grant(userId: number, admin: boolean): Grant {
    const made = { userId, admin, revoked: false }
    grants.push(made)
    return made
  }

  function access(of: Grant, lifeMs: number, refresh: Refresh | undefined): string {
    const iat = Math.floor(clock.now() / 1000)
    const token = jwt(key, {
      aud: about.clientId,
      jti: randomUUID(),
      iat,
      nbf: iat,
      exp: iat + Math.floor(lifeMs / 1000),
      sub: String(of.userId),
      grant_type: '',
      account_id: about.accountId,
      base_domain: 'kommo.com',
      version: 2,
      scopes: about.scopes,
      api_domain: 'api-c.kommo.com',
    })
    accesses.set(token, { grant: of, until: clock.now() + lifeMs, refresh })
    return token
  }

  function pair(of: Grant, parent: Refresh | undefined): TokenPair {
    const token = `def502${randomBytes(160).toString('hex')}`
    const refresh: Refresh = { grant: of, parent, child: undefined, until: clock.now() + 90 * day, dead: false }
    refreshes.set(token, refresh)
    if (parent !== undefined) parent.child = refresh
    return {
      token_type: 'Bearer',
      expires_in: 86_400,
      server_time: Math.floor(clock.now() / 1000),
      access_token: access(of, day, refresh),
      refresh_token: token,
    }
  }

  return {
    code(userId, admin) {
      const code = `def502${randomBytes(120).toString('hex')}`
      codes.set(code, { grant: grant(userId, admin), until: clock.now() + 20 * minute, used: false })
      return code
    },
    redeem(code) {
      const known = codes.get(code)
      if (known === undefined) return { ok: false, why: 'unknown' }
      if (known.used || known.grant.revoked) return { ok: false, why: 'revoked' }
      if (clock.now() >= known.until) return { ok: false, why: 'expired' }
      known.used = true
      return { ok: true, pair: pair(known.grant, undefined) }
    },
    refresh(token) {
      const known = refreshes.get(token)
      if (known === undefined) return { ok: false, why: 'unknown' }
      if (known.dead || known.grant.revoked) return { ok: false, why: 'revoked' }
      if (clock.now() >= known.until) return { ok: false, why: 'expired' }
      used(known)
      // A second use inside the grace replaces the pair whose answer was lost.
      if (known.child !== undefined) known.child.dead = true
      return { ok: true, pair: pair(known.grant, known) }
    },
    longLived: (userId, admin, lifeSeconds) => access(grant(userId, admin), lifeSeconds * 1000, undefined),
    check(token) {
      const known = accesses.get(token)
      if (known === undefined || known.grant.revoked || clock.now() >= known.until) return undefined
      if (known.refresh !== undefined) used(known.refresh)
      return known.grant
    },
    knowsRefresh(token) {
      const known = refreshes.get(token)
      return known !== undefined && !known.dead && !known.grant.revoked && clock.now() < known.until
    },
    revokeAll() {
      for (const each of grants) each.revoked = true
    },
  }
}

/** The first use of a new pair ends its predecessor (contracts/kommo-api.md 1.4). */
function used(refresh: Refresh): void {
  if (refresh.parent !== undefined && !refresh.dead) refresh.parent.dead = true
}

function jwt(key: Uint8Array, claims: Record<string, unknown>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part({ typ: 'JWT', alg: 'HS256' })}.${part(claims)}`
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
}
