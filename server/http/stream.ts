// `GET /api/leads/:lead/stream`: server-sent events over fetch, one stream a visible card. Rights are asked before the
// first byte; then the stream lives as long as the session at most, and the card comes again with its cursor.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { endpoints } from '../../shared/api.ts'
import { askOnce } from './ask-once.ts'
import { sessionOf } from './auth.ts'
import type { HttpDeps } from './deps.ts'
import { badRequest } from './errors.ts'
import { createEventWriter, type EventWriter } from './event-writer.ts'
import { sendProblem } from './problem.ts'
import { readParams } from './route.ts'

/**
 * `Last-Event-ID` is the cursor after which to go on; without one everything of the lead is told. Ends at the session's
 * expiry, at shutdown, when rights are lost, and for a reader who falls more than 256 kB behind.
 */
export function streamRoute(scope: FastifyInstance, deps: HttpDeps): void {
  const { changes, clock, metrics, useCases } = deps
  const open = new Set<EventWriter>()
  const changedSince = askOnce((...question) => useCases.changedSince(...question))
  scope.addHook('preClose', async () => {
    for (const writer of open) writer.end()
  })

  scope.get(endpoints.stream.path, async (request, reply) => {
    const params = readParams('stream', request.params)
    if (!params.ok) return badRequest(reply, 400, params.failure)
    const given = readCursor(request.headers['last-event-id'])
    if (given === null) return badRequest(reply, 400, 'Put the cursor of the last event into Last-Event-ID.')
    const { viewer, expiresAt } = sessionOf(request)
    const { lead } = params.value

    // Listening starts before the first look, so that no change falls between the two.
    let stale = false
    let wake = () => {
      stale = true
    }
    const unsubscribe = changes.subscribe(lead, () => wake())
    const first = await useCases.changedSince(viewer, lead, given).catch((error: unknown) => {
      unsubscribe()
      throw error
    })
    if (!first.ok) {
      unsubscribe()
      return sendProblem(reply, first.failure, clock.now())
    }

    startStream(reply)
    const writer = createEventWriter({ out: reply.raw, clock, endsAt: expiresAt })
    open.add(writer)
    metrics.streams.set(open.size)
    writer.onClose(() => {
      unsubscribe()
      open.delete(writer)
      metrics.streams.set(open.size)
    })

    let cursor = first.value.cursor
    let looking = false
    wake = () => {
      stale = true
      if (!looking) void follow()
    }
    writer.send(cursor, first.value.requests)
    if (stale) wake()

    async function follow(): Promise<void> {
      looking = true
      try {
        while (stale && !writer.closed) {
          stale = false
          const seen = await changedSince(viewer, lead, cursor)
          if (!seen.ok) {
            // The card comes again with its cursor and reads the problem there; a lead that is gone it draws anew.
            if (seen.failure.code === 'lead_gone') writer.reload()
            writer.end()
            return
          }
          cursor = seen.value.cursor
          writer.send(cursor, seen.value.requests)
        }
      } catch (error) {
        request.log.error({ err: error }, 'event stream failed')
        writer.end()
      } finally {
        looking = false
      }
    }
    return reply
  })
}

function startStream(reply: FastifyReply): void {
  reply
    .header('content-type', 'text/event-stream; charset=utf-8')
    .header('cache-control', 'no-store, no-transform')
    .header('x-accel-buffering', 'no')
    // Not worth keeping alive afterwards, and at shutdown it must not be waited for.
    .header('connection', 'close')
    .header('x-content-type-options', 'nosniff')
  reply.hijack()
  const headers = Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined)
  reply.raw.writeHead(200, Object.fromEntries(headers))
}

function readCursor(header: string | string[] | undefined): number | null {
  if (header === undefined || header === '') return 0
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : null
}
