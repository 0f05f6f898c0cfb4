// Server-sent events: each change of the account's state, so that open pages redraw what it touches.
import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { KommoSimulator } from '../kommo/simulator.ts'

/** Registers `GET /_host/events`; data is the simulator's `Change` as JSON. Streams end when the app closes. */
export function registerLive(app: FastifyInstance, kommo: KommoSimulator): void {
  const open = new Set<ServerResponse>()
  const stop = kommo.onChange((change) => {
    for (const response of open) response.write(`data: ${JSON.stringify(change)}\n\n`)
  })

  app.get('/_host/events', (_request, reply) => {
    reply.hijack()
    const response = reply.raw
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write('retry: 1000\n\n')
    open.add(response)
    response.on('close', () => open.delete(response))
  })

  app.addHook('preClose', async () => {
    stop()
    for (const response of open) response.end()
  })
}
