// A PDF from the manager's computer: raw bytes in the body, its name beside it in a header.
import type { FastifyInstance } from 'fastify'
import { endpoints } from '../../shared/api.ts'
import { sessionOf } from './auth.ts'
import type { HttpDeps } from './deps.ts'
import { badRequest, tooLarge } from './errors.ts'
import { sendProblem } from './problem.ts'
import { rawBody } from './raw-body.ts'
import { readParams, sendPrivate } from './route.ts'

/** Bytes of one document; decimal, so that no reading of "50 MB" is exceeded (contracts/yousign.md 1.7). */
export const uploadLimit = 50_000_000

/** Only application/pdf is taken; whether it is one is found out by the use case, in a child process. */
export function uploadRoute(scope: FastifyInstance, deps: HttpDeps): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('application/pdf', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  scope.post(
    endpoints.upload.path,
    {
      bodyLimit: uploadLimit,
      onRequest: async (request, reply) => {
        // Answered without closing the connection: the rest of the body is thrown away as it comes, so that the
        // browser reads the answer. Fastify would close, and a browser that still sends then sees only a reset.
        if (Number(request.headers['content-length']) > uploadLimit) return tooLarge(reply, uploadLimit)
      },
    },
    async (request, reply) => {
      const params = readParams('upload', request.params)
      if (!params.ok) return badRequest(reply, 400, params.failure)
      const name = readFileName(request.headers['x-file-name'])
      if (name === null) return badRequest(reply, 400, 'Put the percent-encoded file name into X-File-Name.')
      const body = rawBody(request)
      if (body.byteLength === 0) return badRequest(reply, 400, 'Put the PDF into the body, as application/pdf.')
      const uploaded = await deps.useCases.upload(sessionOf(request).viewer, params.value.lead, name, body)
      if (!uploaded.ok) return sendProblem(reply, uploaded.failure, deps.clock.now())
      return sendPrivate(reply).send(uploaded.value)
    },
  )
}

/** The bare name of a percent-encoded header: no folders, no control characters, at most 255 characters; else null. */
export function readFileName(header: string | string[] | undefined): string | null {
  if (typeof header !== 'string' || header.length > 3000) return null
  const name = decode(header)
    ?.normalize('NFC')
    .replace(/^.*[/\\]/s, '')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .trim()
  return name === undefined || name === '' || name.length > 255 ? null : name
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
