// A problem of the domain as an HTTP answer. Codes and facts go out as they are; the card chooses the words.
import type { FastifyReply } from 'fastify'
import type { Problem, ProblemCode } from '../../shared/problem.ts'

/**
 * Upstream trouble is never our 500 (style.md decision 13): 409 where an administrator must mend the connection,
 * 502 while the remote does not answer, 503 while we cannot.
 */
export const statusOf = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  bad_request: 400,
  lead_gone: 410,
  not_connected: 409,
  document: 422,
  findings: 422,
  already_under_way: 409,
  not_replaceable: 409,
  changed: 409,
  review_expired: 410,
  too_late: 409,
  busy: 409,
  too_soon: 429,
  refused_by_yousign: 422,
  key_refused: 409,
  yousign_unavailable: 502,
  kommo_unavailable: 502,
  kommo_grant: 409,
  document_type: 422,
  moved_on: 409,
  not_administrator: 403,
  throttled: 503,
  too_large: 413,
  not_filed: 409,
  file_lost: 503,
  unavailable: 503,
  restricted: 403,
  erased: 410,
  record_running: 409,
} as const satisfies Record<ProblemCode, number>

/** Answers with the problem, and with Retry-After (whole seconds, at least 1) where it says until when. */
export function sendProblem(reply: FastifyReply, problem: Problem, now: number): FastifyReply {
  if ('until' in problem) reply.header('retry-after', Math.max(1, Math.ceil((problem.until - now) / 1000)))
  return reply.code(statusOf[problem.code]).header('cache-control', 'no-store').send(problem)
}
