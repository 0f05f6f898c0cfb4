// One line and one measurement a request. Both carry the route's pattern and never the address that was asked, which
// may hold a link's or a hook's secret.
import type { FastifyInstance } from 'fastify'
import type { Metrics } from './metrics.ts'

/** Successful webhooks are told at `debug`: each is a row of the inbox already. */
export function watchRequests(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown'
    const { method } = request
    const status = reply.statusCode
    metrics.requests.observe({ method, route, status }, reply.elapsedTime / 1000)
    const level = route.startsWith('/hooks/') && status < 300 ? 'debug' : 'info'
    request.log[level]({ method, route, status, ms: Math.round(reply.elapsedTime) }, 'request')
    done()
  })
}
