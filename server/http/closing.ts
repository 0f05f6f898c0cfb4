import type { FastifyInstance } from 'fastify'

/**
 * Closing answers what has been asked, then hangs up. Node alone keeps a connection open whose answer was under way when the
 * closing began, or that never asked anything, until its keep-alive time is over: more than a minute. Call it before any route.
 */
export function hangUpWhenAnswered(app: FastifyInstance): void {
  let underWay = 0
  let closing = false
  const hangUp = () => {
    if (closing && underWay === 0) app.server.closeAllConnections()
  }
  app.addHook('onRequest', (_request, reply, done) => {
    underWay += 1
    // Comes for every answer; a hook of Fastify does not when the caller has gone away.
    reply.raw.once('close', () => {
      underWay -= 1
      setImmediate(hangUp)
    })
    done()
  })
  app.addHook('preClose', (done) => {
    closing = true
    // After the server has stopped listening, so that nobody comes in between.
    setImmediate(hangUp)
    done()
  })
}
