// What every baseline for webhooks shares: bare Fastify that checks the signature of the raw bytes.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { type FastifyInstance, fastify } from 'fastify'

/** `keep` is given the bytes of a call whose signature fits, before it is answered. */
export function bareHook(secret: string, keep: (body: Buffer) => void): FastifyInstance {
  const app = fastify({ logger: false })
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.post('/hooks/yousign', async (request, reply) => {
    const body = request.body as Buffer
    const given = Buffer.from(String(request.headers['x-yousign-signature-256']).slice('sha256='.length), 'hex')
    const expected = createHmac('sha256', secret).update(body).digest()
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return reply.code(401).send()
    keep(body)
    return { ok: true }
  })
  return app
}

/** Listens on any port of the loopback and says which. */
export async function serve(app: FastifyInstance): Promise<void> {
  process.on('disconnect', () => process.exit())
  await app.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  process.send?.({ kind: 'up', port: address.port })
}
