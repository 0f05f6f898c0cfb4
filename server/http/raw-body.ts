// Bodies as the bytes that came, for scopes that check, store or throw away what they get.
import type { FastifyInstance, FastifyRequest } from 'fastify'

/**
 * Inside this scope every body is a Buffer of at most `limit` bytes, whatever its Content-Type says or fails to say;
 * one that is longer is refused with 413. Encapsulated: scopes beside it keep their parsers.
 */
export function takeRawBodies(scope: FastifyInstance, limit: number): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: limit }, (_request, body, done) => done(null, body))
  // Said to the routes as well: theirs would win over the parser's, and a refusal names it.
  scope.addHook('onRoute', (route) => {
    route.bodyLimit = limit
  })
  scope.addHook('onRequest', (request, _reply, done) => {
    // Fastify refuses a malformed Content-Type before any parser; here the bytes count and not their label.
    const type = request.raw.headers['content-type']
    if (type !== undefined) {
      labels.set(request, type)
      delete request.raw.headers['content-type']
    }
    done()
  })
}

/** The bytes; none is an empty body. */
export function rawBody(request: FastifyRequest): Uint8Array {
  return Buffer.isBuffer(request.body) ? request.body : new Uint8Array()
}

/** What the sender called the body; empty when it did not. */
export function contentTypeOf(request: FastifyRequest): string {
  return labels.get(request) ?? ''
}

const labels = new WeakMap<FastifyRequest, string>()
