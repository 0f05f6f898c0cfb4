// `POST /api/session`: Kommo's one-time token in, our session and the card's first state out, in one round trip.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { endpoints, type SessionReply } from '../../shared/api.ts'
import { refuseUnauthenticated, type Sessions } from './auth.ts'
import type { HttpDeps } from './deps.ts'
import { badRequest } from './errors.ts'
import { sendProblem } from './problem.ts'
import { readBody, sendPrivate } from './route.ts'

/**
 * The page that asks must be the account's (`Origin` = `iss` = the account's origin), which keeps a token that leaked
 * elsewhere from being used by another page. One `jti` may come several times: the host reuses a token for about
 * 25 minutes (contracts/kommo-widget.md 6).
 */
export function sessionRoute(scope: FastifyInstance, deps: HttpDeps, sessions: Sessions): void {
  const { clock, useCases } = deps
  scope.post(endpoints.session.path, { bodyLimit: 16 * 1024 }, async (request, reply) => {
    const userId = await identify(request, reply, deps)
    if (userId === null) return reply
    const body = readBody('session', request.body)
    if (!body.ok) return badRequest(reply, 400, body.failure)
    const { leadId, languages, hostLanguage } = body.value
    const opened = await useCases.openSession({ userId, leadId, languages, hostLanguage })
    if (!opened.ok) return sendProblem(reply, opened.failure, clock.now())

    const { viewer, user, dictionary, card } = opened.value
    const session = await sessions.issue(viewer)
    const answer: SessionReply = { ...session, now: clock.now(), user, language: viewer.language, dictionary, card }
    return sendPrivate(reply).send(answer)
  })
}

/** The user that Kommo's one-time token names; null when the call was refused, which has been answered then. */
export async function identify(
  request: FastifyRequest,
  reply: FastifyReply,
  { accountOrigin, clock, verifyWidgetToken }: Pick<HttpDeps, 'accountOrigin' | 'clock' | 'verifyWidgetToken'>,
): Promise<number | null> {
  const refuse = (kind: string) => {
    refuseUnauthenticated(request, reply, { kind }, clock)
    return null
  }
  if (request.headers.origin !== accountOrigin) return refuse('foreign_origin')
  const token = request.headers['x-auth-token']
  if (typeof token !== 'string' || token.length > maxTokenLength) return refuse('token_missing')
  const identity = await verifyWidgetToken(token)
  if (!identity.ok) return refuse(identity.failure.kind)
  return identity.value.issuer === accountOrigin ? identity.value.userId : refuse('foreign_issuer')
}

const maxTokenLength = 4096
