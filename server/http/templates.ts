// Own templates as bytes: taken in raw with their name in a header, handed out as downloads.
import type { FastifyInstance } from 'fastify'
import { type EndpointName, endpoints } from '../../shared/api.ts'
import type { Asked, Viewer } from '../domain/use-cases.ts'
import { mediaTypes } from '../domain/words/media-types.ts'
import { sessionOf } from './auth.ts'
import type { HttpDeps } from './deps.ts'
import { sendDownload } from './download.ts'
import { badRequest } from './errors.ts'
import { sendProblem } from './problem.ts'
import { rawBody } from './raw-body.ts'
import { type ParamsOf, readParams, sendPrivate } from './route.ts'
import { readFileName, uploadLimit } from './uploads.ts'

/** Word files and PDFs only; what is in them is found out in a child process. */
export function templateUploadRoute(scope: FastifyInstance, deps: HttpDeps): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(Object.values(mediaTypes), { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  )
  scope.post(endpoints.addTemplate.path, { bodyLimit: uploadLimit }, async (request, reply) => {
    const params = readParams('addTemplate', request.params)
    if (!params.ok) return badRequest(reply, 400, params.failure)
    const name = readFileName(request.headers['x-file-name'])
    if (name === null) return badRequest(reply, 400, 'Put the percent-encoded file name into X-File-Name.')
    const bytes = rawBody(request)
    if (bytes.byteLength === 0) return badRequest(reply, 400, 'Put the template into the body.')
    const { language } = params.value
    const page = await deps.useCases.addTemplate(sessionOf(request).viewer, { name, bytes, language })
    if (!page.ok) return sendProblem(reply, page.failure, deps.clock.now())
    return sendPrivate(reply).send(page.value)
  })
}

export function templateFileRoutes(scope: FastifyInstance, deps: HttpDeps): void {
  const use = deps.useCases
  download(scope, deps, 'templateFile', (viewer, { template }) => use.templateFile(viewer, template))
  download(scope, deps, 'filledTemplate', (viewer, { template, lead }) => use.filledTemplate(viewer, template, lead))
  download(scope, deps, 'starterFile', (viewer, which) => use.starterFile(viewer, which))
}

function download<E extends EndpointName>(
  scope: FastifyInstance,
  deps: HttpDeps,
  name: E,
  run: (viewer: Viewer, params: ParamsOf<E>) => Asked<{ name: string; bytes: Uint8Array; type: string }>,
): void {
  scope.get(endpoints[name].path, async (request, reply) => {
    const params = readParams(name, request.params)
    if (!params.ok) return badRequest(reply, 400, params.failure)
    const file = await run(sessionOf(request).viewer, params.value)
    return file.ok ? sendDownload(reply, file.value) : sendProblem(reply, file.failure, deps.clock.now())
  })
}
