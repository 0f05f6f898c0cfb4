// What all webhook doors share: a delivery is answered once it is durable, and never before.
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { IncomingDelivery } from '../domain/use-cases.ts'
import type { HttpDeps } from './deps.ts'
import { sendProblem } from './problem.ts'

/** Bytes of one webhook call; both senders stay far below (contracts/kommo-api.md 7.3). */
export const hookLimit = 1024 * 1024

type InboxDeps = Pick<HttpDeps, 'inbox' | 'metrics' | 'clock'>

/** Stores, then answers `status`; 503 with Retry-After when it could not be stored, so that the sender comes again. */
export async function store(
  deps: InboxDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  delivery: IncomingDelivery,
  status: 200 | 204,
): Promise<FastifyReply> {
  const { inbox, metrics, clock } = deps
  const { source, quarantined } = delivery
  try {
    await inbox.accept(delivery)
  } catch (error) {
    metrics.deliveries.inc({ source, outcome: 'not_stored' })
    request.log.error({ err: error, source, event: delivery.event }, 'delivery not stored')
    return sendProblem(reply.header('retry-after', '5'), { code: 'unavailable' }, clock.now())
  }
  metrics.deliveries.inc({ source, outcome: quarantined ? 'quarantined' : 'stored' })
  return status === 204 ? reply.code(204).send() : reply.code(200).send({ ok: true })
}

/** A call we may not drop and must not act on: kept for a person, once however often it is repeated. */
export function quarantine(source: IncomingDelivery['source'], body: Uint8Array, event: string): IncomingDelivery {
  const key = `${event}:${createHash('sha256').update(body).digest('hex')}`
  return { source, key, event, eventAt: null, body, quarantined: true, changes: [] }
}
