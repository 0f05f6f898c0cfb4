// Webhook calls as bytes, made and signed in advance, so that the load costs the machine as little as possible.
import { createHmac } from 'node:crypto'
import type { Prepare } from './messages.ts'

export interface Requests {
  readonly count: number
  /** The n-th request, ready to be written to a socket. */
  at(index: number): Uint8Array
}

/** Every request has an event id of its own and a signature that fits. */
export function makeRequests({ body, placeholder, secret, count }: Prepare): Requests {
  const [before = '', after, more] = body.split(placeholder)
  if (after === undefined || more !== undefined) throw new Error('the placeholder must stand in the body once')
  const one = (index: number): Buffer => {
    const bytes = Buffer.from(`${before}${eventId(index, placeholder.length)}${after}`)
    return Buffer.concat([head(bytes, secret), bytes])
  }
  const size = one(0).length
  const all = Buffer.allocUnsafe(size * count)
  for (let index = 0; index < count; index += 1) one(index).copy(all, index * size)
  return { count, at: (index) => all.subarray(index * size, (index + 1) * size) }
}

function head(body: Uint8Array, secret: string): Buffer {
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  const lines = [
    'POST /hooks/yousign HTTP/1.1',
    'host: 127.0.0.1',
    'content-type: application/json',
    `x-yousign-signature-256: sha256=${signature}`,
    `content-length: ${body.length}`,
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)
}

/** Random-looking like a UUID, so that an index over it grows as it does in life, and different for every number. */
function eventId(index: number, length: number): string {
  const mixed = createHmac('sha256', 'event').update(String(index)).digest('hex')
  return mixed.repeat(Math.ceil(length / mixed.length)).slice(0, length)
}
