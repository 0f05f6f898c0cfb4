// Our own session tokens: HS256 only, set apart by issuer and account, so that a token of another kind or of another deployment
// opens nothing. Every refusal looks the same outside; which check failed stands in the log.
import { errors, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { languages } from '../../shared/card.ts'
import { err, ok, type Result } from '../../shared/result.ts'
import { idText } from '../../shared/schemas.ts'
import type { Clock } from '../domain/clock.ts'
import type { Viewer } from '../domain/use-cases.ts'
import type { Refusal } from './deps.ts'

export interface Session {
  viewer: Viewer
  /** Epoch milliseconds, a whole second. */
  expiresAt: number
}

export interface SessionTokens {
  /** `type`: the one document type that it is good for; left out, it is bound to none. */
  issue(viewer: Viewer, type?: string): Promise<{ token: string; expiresAt: number }>
  /** Takes the value of the Authorization header. */
  read(authorization: string | undefined): Promise<Result<Session & { type?: string | undefined }, Refusal>>
}

export interface TokenKind {
  issuer: string
  lifeSeconds: number
}

export function createSessionTokens(
  { issuer, lifeSeconds }: TokenKind,
  { key, account, clock }: { key: Uint8Array; account: string; clock: Clock },
): SessionTokens {
  return {
    async issue(viewer, type) {
      const issuedAt = Math.floor(clock.now() / 1000)
      const expiresAt = issuedAt + lifeSeconds
      const token = await new SignJWT({ lang: viewer.language, ...(type === undefined ? {} : { type }) })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(account)
        .setSubject(String(viewer.userId))
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(key)
      return { token, expiresAt: expiresAt * 1000 }
    },

    async read(authorization) {
      const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? '')?.[1]
      if (token === undefined) return err({ kind: 'session_missing' })
      try {
        const checks = { algorithms: ['HS256'], issuer, audience: account, currentDate: new Date(clock.now()) }
        const claims = claimsShape.safeParse((await jwtVerify(token, key, checks)).payload)
        if (!claims.success) return err({ kind: 'session_claims' })
        const { sub, lang, exp, type } = claims.data
        return ok({ viewer: { userId: sub, language: lang }, expiresAt: exp * 1000, type })
      } catch (error) {
        if (error instanceof errors.JOSEError) return err({ kind: `session_${error.code.toLowerCase()}` })
        throw error
      }
    },
  }
}

const claimsShape = z.object({
  sub: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number),
  lang: z.enum(languages),
  exp: z.number().int().positive(),
  type: idText.optional(),
})
