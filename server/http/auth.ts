// Sessions of the card: our own 15-minute tokens, issued against Kommo's one-time token (design.md decision 8).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Result } from '../../shared/result.ts'
import type { Clock } from '../domain/clock.ts'
import type { Viewer } from '../domain/use-cases.ts'
import type { Refusal } from './deps.ts'
import { sendProblem } from './problem.ts'
import { createSessionTokens, type Session } from './session-tokens.ts'

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

export function createSessions(options: { key: Uint8Array; account: string; clock: Clock }): Sessions {
  return createSessionTokens({ issuer: 'kommo-yousign', lifeSeconds: 15 * 60 }, options)
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
