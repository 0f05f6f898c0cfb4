// The token endpoint: a statement signed by the service account's key in, a token that lives an hour out.
import { createPublicKey, randomBytes } from 'node:crypto'
import { errors, jwtVerify } from 'jose'
import type { BucketAnswer, BucketCall } from '../bucket/listener.ts'
import type { Clock } from '../clock.ts'

export interface SimulatedAccount {
  email: string
  privateKey: string
  keyId: string
}

export interface Tokens {
  answer(call: BucketCall): Promise<BucketAnswer>
  /** True while the Authorization header carries a token that works now. */
  accepts(authorization: string | undefined): boolean
  /** Ends every token before its time. */
  revoke(): void
}

const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const scopes: ReadonlySet<unknown> = new Set([
  'https://www.googleapis.com/auth/devstorage.read_write',
  'https://www.googleapis.com/auth/devstorage.full_control',
  'https://www.googleapis.com/auth/cloud-platform',
])
const longestSeconds = 3600
/** Google allows clocks a few minutes. */
const skewSeconds = 300
export const tokenSeconds = 3599

export function createTokens(clock: Clock, account: SimulatedAccount, audience: () => string): Tokens {
  const publicKey = createPublicKey(account.privateKey)
  const issued = new Map<string, number>()

  async function check(assertion: string): Promise<string | null> {
    try {
      const { payload, protectedHeader } = await jwtVerify(assertion, publicKey, {
        algorithms: ['RS256'],
        issuer: account.email,
        audience: audience(),
        currentDate: new Date(clock.now()),
        clockTolerance: skewSeconds,
        requiredClaims: ['iat', 'exp', 'iss', 'aud', 'scope'],
      })
      const { iat = 0, exp = 0, aud } = payload
      const seconds = clock.now() / 1000
      if (protectedHeader.kid !== undefined && protectedHeader.kid !== account.keyId) return 'Invalid key id.'
      if (typeof aud !== 'string') return 'Invalid audience.'
      if (exp - iat > longestSeconds || Math.abs(iat - seconds) > skewSeconds) return 'Not a short-lived token.'
      return scopes.has(payload['scope']) ? null : 'Invalid scope.'
    } catch (error) {
      if (error instanceof errors.JOSEError) return `Invalid JWT: ${error.code}.`
      throw error
    }
  }

  return {
    async answer({ method, headers, body }) {
      if (method !== 'POST') return refuse('invalid_request', 'POST only.')
      if (headers['content-type']?.split(';')[0] !== 'application/x-www-form-urlencoded')
        return refuse('invalid_request', 'A form is needed.')
      const form = new URLSearchParams(body.toString('utf8'))
      if (form.get('grant_type') !== grantType) return refuse('unsupported_grant_type', 'Invalid grant_type.')
      const wrong = await check(form.get('assertion') ?? '')
      if (wrong !== null) return refuse('invalid_grant', wrong)
      const token = `ya29.${randomBytes(24).toString('base64url')}`
      issued.set(token, clock.now() + tokenSeconds * 1000)
      return json(200, { access_token: token, expires_in: tokenSeconds, token_type: 'Bearer' })
    },
    accepts(authorization) {
      const until = issued.get(/^Bearer (\S+)$/.exec(authorization ?? '')?.[1] ?? '')
      return until !== undefined && clock.now() < until
    },
    revoke: () => issued.clear(),
  }
}

function refuse(error: string, text: string): BucketAnswer {
  return json(400, { error, error_description: text })
}

export function json(status: number, body: unknown): BucketAnswer {
  return { status, headers: { 'content-type': 'application/json; charset=UTF-8' }, body: JSON.stringify(body) }
}
