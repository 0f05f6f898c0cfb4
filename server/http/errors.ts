// What is thrown or not found becomes JSON here: a stranger's mistake is a 4xx with a hint, a disk that refuses a 503, a
// bug of ours a 500 that says nothing outside and everything in the log.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { Problem } from '../../shared/problem.ts'
import { sendProblem } from './problem.ts'

/** The error handler of the whole server. Only a bug ends as 500, with the same body as `unavailable` (503). */
export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = error.statusCode ?? 500
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return tooLarge(reply, request.routeOptions.bodyLimit)
  if (status >= 400 && status < 500) return badRequest(reply, status, hints[error.code] ?? 'Correct the request.')
  request.log.error({ err: error, route: request.routeOptions.url }, 'request failed')
  if (databaseTrouble.test(error.code)) {
    return sendProblem(reply.header('retry-after', '5'), { code: 'unavailable' }, 0)
  }
  return reply
    .code(500)
    .header('cache-control', 'no-store')
    .send({ code: 'unavailable' } satisfies Problem)
}

export function answerNotFound(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(reply, { code: 'not_found' }, 0)
}

export function tooLarge(reply: FastifyReply, limit: number): FastifyReply {
  return sendProblem(reply, { code: 'too_large', limit }, 0)
}

export function badRequest(reply: FastifyReply, status: number, detail: string): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .send({ code: 'bad_request', detail } satisfies Problem)
}

/** It was not stored and nothing is wrong with the request: a full disk, a lock, a file that failed. */
const databaseTrouble = /^SQLITE_(?:FULL|BUSY|IOERR|CORRUPT|NOTADB)(?:_|$)/

const hints: Partial<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Set Content-Type to what this address takes.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'Send the body as valid JSON.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'Send as many bytes as Content-Length says.',
  FST_ERR_BAD_URL: 'Encode the address correctly.',
}
