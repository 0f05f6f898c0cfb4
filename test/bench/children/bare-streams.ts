// Baseline for the open cards: every stream is written the same bytes in one loop whenever a webhook comes.
import type { ServerResponse } from 'node:http'
import { bareHook, serve } from './bare-hook.ts'

const [secret = '', frame = ''] = process.argv.slice(2)
const open = new Set<ServerResponse>()
const app = bareHook(secret, () => {
  for (const stream of open) stream.write(frame)
})
app.get('/stream', (_request, reply) => {
  reply.hijack()
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream' })
  reply.raw.write(': open\n\n')
  open.add(reply.raw)
  reply.raw.on('close', () => open.delete(reply.raw))
})
await serve(app)
