// Stored documents: for the card with a session, and `/files/:token` from notes, where the token is the right.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { endpoints } from '../../shared/api.ts'
import { bestLanguage } from './accept-language.ts'
import { sessionOf } from './auth.ts'
import type { HttpDeps } from './deps.ts'
import { sendDownload } from './download.ts'
import { badRequest } from './errors.ts'
import { markup, sendPage } from './page.ts'
import { sendProblem } from './problem.ts'
import { readParams } from './route.ts'

/** Documents of a request, its complete file, and documents of a review, for the card. */
export function requestFileRoutes(scope: FastifyInstance, deps: HttpDeps): void {
  const { clock, useCases } = deps
  scope.get(endpoints.file.path, async (request, reply) => {
    const params = readParams('file', request.params)
    if (!params.ok) return badRequest(reply, 400, params.failure)
    const { lead, request: id, file } = params.value
    const found = await useCases.file(sessionOf(request).viewer, lead, id, file)
    return found.ok ? sendDownload(reply, found.value) : sendProblem(reply, found.failure, clock.now())
  })
  scope.get(endpoints.evidence.path, async (request, reply) => {
    const params = readParams('evidence', request.params)
    if (!params.ok) return badRequest(reply, 400, params.failure)
    const { lead, request: id } = params.value
    const made = await useCases.evidence(sessionOf(request).viewer, lead, id)
    return made.ok ? sendDownload(reply, made.value) : sendProblem(reply, made.failure, clock.now())
  })
  scope.get(endpoints.reviewDocument.path, async (request, reply) => {
    const params = readParams('reviewDocument', request.params)
    if (!params.ok) return badRequest(reply, 400, params.failure)
    const { lead, review, index } = params.value
    const found = await useCases.reviewDocument(sessionOf(request).viewer, lead, review, index)
    if (!found.ok) return sendProblem(reply, found.failure, clock.now())
    return sendDownload(reply, { ...found.value, type: 'application/pdf' })
  })
}

/**
 * `GET /files/:token`: the document, or one and the same friendly page whatever is wrong with the link. No HEAD:
 * opening is written to the ledger, and a link preview does not open.
 */
export function fileLinkRoute(app: FastifyInstance, deps: HttpDeps): void {
  app.get<{ Params: { token: string } }>('/files/:token', async (request, reply) => {
    const opened = await deps.useCases.openFile(request.params.token)
    if (opened.ok) return sendDownload(reply, opened.value)
    request.log.info({ reason: opened.failure }, 'file link not opened')
    return opened.failure === 'unavailable' ? unavailablePage(request, reply) : gonePage(request, reply, opened.failure)
  })
}

function gonePage(request: FastifyRequest, reply: FastifyReply, why: 'unknown' | 'expired'): FastifyReply {
  const lang = bestLanguage(request.headers['accept-language'], ['en', 'fr'])
  return filePage(reply.code(why === 'expired' ? 410 : 404), lang, words[lang].gone)
}

function unavailablePage(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const lang = bestLanguage(request.headers['accept-language'], ['en', 'fr'])
  return filePage(reply.code(503).header('retry-after', '60'), lang, words[lang].unavailable)
}

function filePage(reply: FastifyReply, lang: 'en' | 'fr', text: { title: string; text: string }): FastifyReply {
  return sendPage(reply, { lang, title: text.title, main: markup`<h1>${text.title}</h1><p>${text.text}</p>` })
}

const words = {
  en: {
    gone: {
      title: 'This link no longer opens a document',
      text: 'Document links work for 90 days. Open the lead in Kommo to download the document or to make a new link.',
    },
    unavailable: {
      title: 'The document cannot be read just now',
      text: 'It is safe. Please try again in a few minutes.',
    },
  },
  fr: {
    gone: {
      title: 'Ce lien n’ouvre plus de document',
      text: 'Les liens vers les documents sont valables 90 jours. Ouvrez la fiche dans Kommo pour télécharger le document ou créer un nouveau lien.',
    },
    unavailable: {
      title: 'Le document ne peut pas être lu pour le moment',
      text: 'Il est en sécurité. Réessayez dans quelques minutes.',
    },
  },
}
