// Sessions of the card: our own 15-minute tokens, issued against Kommo's one-time token (design.md decision 8).
// Every refusal looks the same outside; which check failed stands in the log.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errors, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { languages } from '../../shared/card.ts'
import { err, ok, type Result } from '../../shared/result.ts'
import type { Clock } from '../domain/clock.ts'
import type { Viewer } from '../domain/use-cases.ts'
import type { Refusal } from './deps.ts'
import { sendProblem } from './problem.ts'

export interface Session {
  viewer: Viewer
  /** Epoch milliseconds, a whole second. */
  expiresAt: number
}

export interface Sessions {
  issue(viewer: Viewer): Promise<{ token: string; expiresAt: number }>
  /** Takes the value of the Authorization header. */
  read(authorization: string | undefined): Promise<Result<Session, Refusal>>
}

declare module 'fastify' {
  interface FastifyRequest {
    session: Session | null
  }
}

/** HS256 only, for this account only (`aud`), so that a token of another deployment never opens this one. */
export function createSessions(options: { key: Uint8Array; account: string; clock: Clock }): Sessions {
  const { key, account, clock } = options
  return {
    async issue(viewer) {
      const issuedAt = Math.floor(clock.now() / 1000)
      const expiresAt = issuedAt + lifeSeconds
      const token = await new SignJWT({ lang: viewer.language })
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
        const { sub, lang, exp } = claims.data
        return ok({ viewer: { userId: sub, language: lang }, expiresAt: exp * 1000 })
      } catch (error) {
        if (error instanceof errors.JOSEError) return err({ kind: `session_${error.code.toLowerCase()}` })
        throw error
      }
    },
  }
}

/** Demands a session on every route of the scope, before a byte of the body is read. */
export function demandSession(scope: FastifyInstance, sessions: Sessions, accountOrigin: string, clock: Clock): void {
  scope.addHook('onRequest', async (request, reply) => {
    const origin = request.headers.origin
    // Browsers name the origin of every cross-origin call; a foreign page gets nothing even with a stolen token.
    if (origin !== undefined && origin !== accountOrigin) {
      return refuseUnauthenticated(request, reply, { kind: 'foreign_origin' }, clock)
    }
    const session = await sessions.read(request.headers.authorization)
    if (!session.ok) return refuseUnauthenticated(request, reply, session.failure, clock)
    request.session = session.value
  })
}

/** The one answer of all refusals; why goes to the log. */
export function refuseUnauthenticated(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  clock: Clock,
): FastifyReply {
  request.log.info({ reason: refusal.kind, route: request.routeOptions.url }, 'not authenticated')
  return sendProblem(reply, { code: 'unauthenticated' }, clock.now())
}

/** The session that `demandSession` has put there. */
export function sessionOf(request: FastifyRequest): Session {
  if (request.session === null) throw new Error(`no session on ${request.routeOptions.url}`)
  return request.session
}

const issuer = 'kommo-yousign'
const lifeSeconds = 15 * 60

const claimsShape = z.object({
  sub: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number),
  lang: z.enum(languages),
  exp: z.number().int().positive(),
})
