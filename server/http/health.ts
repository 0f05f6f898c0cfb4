// Operations: alive, ready, counted. Outsiders learn one word; details are for this machine and for METRICS_TOKEN.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { HttpDeps, Readiness } from './deps.ts'
import { sendProblem } from './problem.ts'
import { isOneOf } from './same-secret.ts'

/** `/healthz` says that the process answers, `/readyz` whether it can work (503 when not), `/metrics` the numbers. */
export function healthRoutes(app: FastifyInstance, deps: HttpDeps): void {
  const { clock, metrics, metricsToken, version } = deps
  const startedAt = clock.now()
  const quiet = { logLevel: 'warn' as const, exposeHeadRoute: true }

  app.get('/healthz', quiet, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    if (!isInsider(request, metricsToken)) return { status: 'ok' }
    return { status: 'ok', version, uptimeSeconds: Math.floor((clock.now() - startedAt) / 1000) }
  })

  app.get('/readyz', quiet, async (request, reply) => {
    const { ready, checks } = await look(request, deps)
    reply.code(ready ? 200 : 503).header('cache-control', 'no-store')
    const status = ready ? 'ready' : 'not_ready'
    return isInsider(request, metricsToken) ? { status, version, checks } : { status }
  })

  app.get('/metrics', { logLevel: 'warn' }, async (request, reply) => {
    if (!isInsider(request, metricsToken)) return sendProblem(reply, { code: 'forbidden' }, clock.now())
    return reply.header('content-type', metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}

/** A check that breaks means not ready, never an error page. */
async function look(request: FastifyRequest, { readiness }: HttpDeps): Promise<Readiness> {
  try {
    return await readiness()
  } catch (error) {
    request.log.error({ err: error }, 'readiness could not be told')
    return { ready: false, checks: { readiness: { state: 'bad', detail: 'could not be told' } } }
  }
}

/**
 * The address must be this machine's both on the socket and after trusted proxies: a proxy on this machine speaks for
 * strangers, and one that is not trusted must not make itself one of us.
 */
function isInsider(request: FastifyRequest, metricsToken: string | null): boolean {
  const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
  if (metricsToken !== null && bearer !== undefined && isOneOf(bearer, [metricsToken])) return true
  const forwarded = request.headers['x-forwarded-for'] !== undefined || request.headers['forwarded'] !== undefined
  return isLoopback(request.socket.remoteAddress) && (!forwarded || isLoopback(request.ip))
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/.test(address)
}
