// `/s/:token`: what a signer gets in chat or by QR code. Looking at the page, as link previews do, mints nothing; only
// the press on its button fetches a fresh signing link, which goes out in a redirect and is kept nowhere.
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { SignerPage } from '../domain/use-cases.ts'
import type { HttpDeps } from './deps.ts'
import { sendPage } from './page.ts'
import { takeRawBodies } from './raw-body.ts'
import { drawSignerPage, drawUnavailablePage, signerPageStatus } from './signer-page.ts'

interface Link {
  Params: { token: string }
}

export function signerLinkRoutes(scope: FastifyInstance, deps: Pick<HttpDeps, 'useCases'>): void {
  const { useCases } = deps
  // A form without fields still sends a Content-Type; its body is thrown away.
  takeRawBodies(scope, 4096)

  scope.get<Link>('/s/:token', { exposeHeadRoute: true }, async (request, reply) =>
    show(reply, useCases.signerPage(request.params.token), request.headers['accept-language']),
  )

  scope.post<Link>('/s/:token', async (request, reply) => {
    const { token } = request.params
    const language = request.headers['accept-language']
    const turn = await useCases.signerTurn(token)
    if (turn.ok) {
      return reply
        .code(303)
        .header('location', webAddress(turn.value.url))
        .header('cache-control', 'no-store')
        .header('referrer-policy', 'no-referrer')
        .send()
    }
    if (turn.failure !== 'unavailable') return show(reply, turn.failure, language)
    request.log.warn({ route: '/s/:token' }, 'no signing link could be fetched')
    const page = useCases.signerPage(token)
    const status = page.kind === 'unknown' ? signerPageStatus.unknown : 503
    return sendPage(reply.code(status).header('retry-after', '60'), drawUnavailablePage(page, language))
  })
}

function show(reply: FastifyReply, page: SignerPage, acceptLanguage: string | undefined): FastifyReply {
  return sendPage(reply.code(signerPageStatus[page.kind]), drawSignerPage(page, acceptLanguage))
}

/** Only ever sends a browser to a web address, encoded, whatever the provider answered. */
function webAddress(url: string): string {
  const { protocol, href } = new URL(url)
  if (protocol !== 'https:' && protocol !== 'http:') throw new Error('the signing link is no web address')
  return href
}
