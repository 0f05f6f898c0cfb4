// `POST /hooks/yousign`: size, raw bytes, signature, minimal parse, one commit, 200 (style.md decision 10). Yousign may
// wait as little as half a second; everything else is a job. Replays are stopped by the unique event id, because
// Yousign signs no time and its retries go on for days.
import type { FastifyInstance } from 'fastify'
import type { HttpDeps } from './deps.ts'
import { quarantine, store } from './inbox.ts'
import { sendProblem } from './problem.ts'
import { rawBody } from './raw-body.ts'

export function yousignHookRoute(scope: FastifyInstance, deps: HttpDeps): void {
  const { clock, metrics, readYousignDelivery } = deps
  scope.post('/hooks/yousign', async (request, reply) => {
    const body = rawBody(request)
    const signature = request.headers['x-yousign-signature-256']
    // Node joins a header that came twice with a comma, which no signature contains.
    const read = readYousignDelivery(body, typeof signature === 'string' ? signature : undefined)
    if (!read.ok) {
      metrics.deliveries.inc({ source: 'yousign', outcome: 'refused' })
      request.log.warn({ reason: read.failure.kind, bytes: body.byteLength }, 'webhook of Yousign refused')
      return sendProblem(reply, { code: 'unauthenticated' }, clock.now())
    }
    if (read.value.kind === 'unreadable') {
      request.log.warn(
        { reason: read.value.reason, bytes: body.byteLength },
        'signed webhook of Yousign is not readable',
      )
      return store(deps, request, reply, quarantine('yousign', body, 'unreadable'), 200)
    }
    const { eventId: key, name: event, at: eventAt } = read.value.event
    const delivery = { source: 'yousign' as const, key, event, eventAt, body, quarantined: false, changes: [] }
    return store(deps, request, reply, delivery, 200)
  })
}
