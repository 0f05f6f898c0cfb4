// Sessions of the place editor: tokens of a working day for one administrator and one document type. They open nothing
// else, as the card's open nothing here; the right itself is asked anew at every save.
import { errors, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { languages } from '../../shared/card.ts'
import { err, ok, type Result } from '../../shared/result.ts'
import { idText } from '../../shared/schemas.ts'
import type { Clock } from '../domain/clock.ts'
import type { Viewer } from '../domain/use-cases.ts'
import type { Refusal } from './deps.ts'

export interface PlaceSessions {
  issue(viewer: Viewer, typeId: string): Promise<{ token: string; expiresAt: number }>
  /** The viewer, if the Authorization header holds a token for this type. */
  read(authorization: string | undefined, typeId: string): Promise<Result<Viewer, Refusal>>
}

/** HS256 only; issuer and audience set these tokens apart from the card's and from those of other deployments. */
export function createPlaceSessions(options: { key: Uint8Array; account: string; clock: Clock }): PlaceSessions {
  const { key, account, clock } = options
  return {
    async issue(viewer, typeId) {
      const issuedAt = Math.floor(clock.now() / 1000)
      const token = await new SignJWT({ lang: viewer.language, type: typeId })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(account)
        .setSubject(String(viewer.userId))
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifeSeconds)
        .sign(key)
      return { token, expiresAt: (issuedAt + lifeSeconds) * 1000 }
    },

    async read(authorization, typeId) {
      const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? '')?.[1]
      if (token === undefined) return err({ kind: 'session_missing' })
      try {
        const checks = { algorithms: ['HS256'], issuer, audience: account, currentDate: new Date(clock.now()) }
        const claims = claimsShape.safeParse((await jwtVerify(token, key, checks)).payload)
        if (!claims.success || claims.data.type !== typeId) return err({ kind: 'session_claims' })
        return ok({ userId: claims.data.sub, language: claims.data.lang })
      } catch (error) {
        if (error instanceof errors.JOSEError) return err({ kind: `session_${error.code.toLowerCase()}` })
        throw error
      }
    },
  }
}

const issuer = 'kommo-yousign-places'
const lifeSeconds = 8 * 60 * 60

const claimsShape = z.object({
  sub: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number),
  lang: z.enum(languages),
  type: idText,
})
