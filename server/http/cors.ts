// Cross-origin rules of /api: Kommo's pages of our one account may ask and read, errors included, and nobody else's
// (contracts/kommo-api.md 9). No cookie is involved, so no credentials are ever allowed.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Puts the headers on every answer under /api, found or not, and answers preflights with 204. */
export function registerCors(app: FastifyInstance, accountOrigin: string): void {
  app.addHook('onRequest', (request, reply, done) => {
    allowOrigin(request, reply, accountOrigin)
    done()
  })
  app.options('/api/*', async (request, reply) => {
    if (request.headers.origin === accountOrigin) {
      reply
        .header('access-control-allow-methods', 'GET, POST')
        .header('access-control-allow-headers', allowedHeaders)
        .header('access-control-max-age', '600')
    }
    return reply.code(204).send()
  })
}

/** For answers that Fastify gives before any hook has run (an address that cannot be decoded). */
export function allowOrigin(request: FastifyRequest, reply: FastifyReply, accountOrigin: string): void {
  if (!request.url.startsWith('/api/')) return
  reply.header('vary', 'Origin')
  if (request.headers.origin !== accountOrigin) return
  reply
    .header('access-control-allow-origin', accountOrigin)
    .header('access-control-expose-headers', 'Content-Disposition, Retry-After')
}

const allowedHeaders = 'Authorization, X-Auth-Token, Content-Type, X-File-Name, Last-Event-ID'
