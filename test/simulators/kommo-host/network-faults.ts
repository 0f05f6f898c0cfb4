// Answers that a backend can give on a bad day, for pages in a `network` mode (README.md): the request never reaches it.
import type { FastifyInstance, FastifyReply } from 'fastify'

/** Registers `/_host/fault/<mode>`; modes are statuses of H27, `html500`, `empty` and `offline`. */
export function registerNetworkFaults(app: FastifyInstance): void {
  app.all('/_host/fault/:mode', async (request, reply) => {
    const { mode } = request.params as { mode: string }
    const answer = answers[mode]
    if (answer === undefined) return reply.code(404).send({ detail: `no such mode: ${mode}` })
    return answer(reply)
  })
}

const answers: Record<string, (reply: FastifyReply) => FastifyReply> = {
  401: (reply) => reply.code(401).send({ error: 'unauthorized' }),
  403: (reply) => reply.code(403).send({ error: 'forbidden' }),
  409: (reply) => reply.code(409).send({ error: 'conflict' }),
  422: (reply) => reply.code(422).send({ error: 'invalid' }),
  429: (reply) => reply.code(429).header('retry-after', '30').send({ error: 'too_many_requests' }),
  html500: (reply) =>
    reply.code(500).type('text/html').send('<html><body><h1>Internal Server Error</h1></body></html>'),
  empty: (reply) => reply.code(204).send(),
  offline: (reply) => {
    reply.hijack()
    reply.raw.destroy()
    return reply
  },
}
