// Kommo's one-time token from the card (contracts/kommo-api.md 9): who presses the button, said by the host.
import { errors, type JWTPayload, jwtVerify } from 'jose'
import { z } from 'zod'
import { err, ok, type Result } from '../../shared/result.ts'

export interface WidgetTokenRules {
  /** The integration's secret; the previous one too while it is being changed. */
  secret: string | readonly string[]
  /** Origin of the integration's redirect address. A port is ignored on both sides: Kommo leaves it out. */
  audience: string
  /** Origin of the account. */
  issuer: string
  clientId: string
  /** Null before the account is known (set-up). */
  accountId: number | null
  /** Epoch milliseconds. */
  now: number
}

export interface WidgetClaims {
  userId: number
  accountId: number
  /** Origin of the account's pages. */
  issuer: string
  /** The token's own id; the host uses one token for many calls until it ends. */
  tokenId: string
  /** Epoch milliseconds. */
  expiresAt: number
}

/** For the log only; outside every refusal looks the same. */
export type WidgetTokenRefusal =
  | { kind: 'malformed' }
  | { kind: 'wrong_signature' }
  | { kind: 'expired' }
  | { kind: 'not_yet_valid' }
  | { kind: 'lives_too_long' }
  | { kind: 'incomplete' }
  | { kind: 'other_audience' }
  | { kind: 'other_issuer' }
  | { kind: 'other_integration' }
  | { kind: 'other_account' }

/** Clocks of two services. */
const leewaySeconds = 60
/** Kommo's example lives 30 minutes; twice that is no one-time token any more. */
const longestLifeSeconds = 60 * 60

/** Checks everything that section 9 names. HS256 is pinned: a token that claims another algorithm is refused unread. */
export async function verifyWidgetToken(
  token: string,
  rules: WidgetTokenRules,
): Promise<Result<WidgetClaims, WidgetTokenRefusal>> {
  const secrets = typeof rules.secret === 'string' ? [rules.secret] : rules.secret
  let refusal: WidgetTokenRefusal = { kind: 'wrong_signature' }
  for (const secret of secrets) {
    if (secret === '') continue
    const verified = await verifySignature(token, secret, rules.now)
    if (verified.ok) return checkClaims(verified.value, rules)
    refusal = verified.failure
    if (refusal.kind !== 'wrong_signature') break
  }
  return err(refusal)
}

async function verifySignature(
  token: string,
  secret: string,
  now: number,
): Promise<Result<JWTPayload, WidgetTokenRefusal>> {
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
      algorithms: ['HS256'],
      clockTolerance: leewaySeconds,
      currentDate: new Date(now),
      requiredClaims: ['exp', 'iat'],
    })
    return ok(payload)
  } catch (error) {
    return err(refusalOf(error))
  }
}

function refusalOf(error: unknown): WidgetTokenRefusal {
  if (error instanceof errors.JWTExpired) return { kind: 'expired' }
  if (error instanceof errors.JWSSignatureVerificationFailed) return { kind: 'wrong_signature' }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.reason === 'check_failed' ? { kind: 'not_yet_valid' } : { kind: 'incomplete' }
  }
  return { kind: 'malformed' }
}

const claimsSchema = z.object({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  iat: z.number(),
  exp: z.number(),
  jti: z.string().min(1).max(255),
  account_id: z.number().int().positive(),
  user_id: z.number().int().positive(),
  client_uuid: z.string(),
})

function checkClaims(payload: JWTPayload, rules: WidgetTokenRules): Result<WidgetClaims, WidgetTokenRefusal> {
  const parsed = claimsSchema.safeParse(payload)
  if (!parsed.success) return err({ kind: 'incomplete' })
  const claims = parsed.data
  const audiences = typeof claims.aud === 'string' ? [claims.aud] : claims.aud
  const wanted = withoutPort(rules.audience)
  if (wanted === null || !audiences.some((each) => withoutPort(each) === wanted)) return err({ kind: 'other_audience' })
  if (URL.parse(claims.iss)?.origin !== new URL(rules.issuer).origin) return err({ kind: 'other_issuer' })
  if (claims.client_uuid !== rules.clientId) return err({ kind: 'other_integration' })
  if (rules.accountId !== null && claims.account_id !== rules.accountId) return err({ kind: 'other_account' })
  if (claims.exp - claims.iat > longestLifeSeconds) return err({ kind: 'lives_too_long' })
  if (claims.iat * 1000 > rules.now + leewaySeconds * 1000) return err({ kind: 'not_yet_valid' })
  return ok({
    userId: claims.user_id,
    accountId: claims.account_id,
    issuer: new URL(rules.issuer).origin,
    tokenId: claims.jti,
    expiresAt: claims.exp * 1000,
  })
}

function withoutPort(origin: string): string | null {
  const url = URL.parse(origin)
  return url === null || url.hostname === '' ? null : `${url.protocol}//${url.hostname}`
}
