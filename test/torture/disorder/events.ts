// The events of a disorderly delivery: what the simulated Yousign would have sent, and as many more openings as are wanted.
import { createHmac, randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import type { DeliveryRecord } from '../../simulators/yousign/simulator.ts'
import { webhookSecret } from '../../world/world.ts'

export interface SignedEvent {
  id: string
  body: Buffer
  signature: string
}

/** One of each, whatever attempts were made. */
export function eventsOf(deliveries: readonly DeliveryRecord[]): SignedEvent[] {
  const known = new Map<string, SignedEvent>()
  for (const { eventId, body } of deliveries) known.set(eventId, signed(eventId, Buffer.from(body)))
  return [...known.values()]
}

/** Further openings of the same links, each an event of its own, until there are `count` events. */
export function fillUp(events: readonly SignedEvent[], count: number): SignedEvent[] {
  const openings = events.filter(({ body }) => body.includes('"signer.link_opened"'))
  const more: SignedEvent[] = []
  for (let index = 0; openings.length > 0 && events.length + more.length < count; index += 1) {
    const pattern = openings[index % openings.length]
    if (!pattern) break
    const event = JSON.parse(pattern.body.toString('utf8')) as { event_id: string }
    const id = randomUUID()
    more.push(signed(id, Buffer.from(JSON.stringify({ ...event, event_id: id }))))
  }
  return [...events, ...more]
}

/** Delivers over so many connections; every delivery must be answered 200, or it comes again like the real sender's. */
export async function deliver(url: string, order: readonly SignedEvent[], connections = 50): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  let next = 0
  const work = async () => {
    for (let event = order[next++]; event !== undefined; event = order[next++]) {
      let tries = 0
      while ((await post(agent, url, event)) !== 200) {
        tries += 1
        if (tries > 20) throw new Error(`an event was not taken: ${event.id}`)
      }
    }
  }
  await Promise.all(Array.from({ length: connections }, work))
  agent.destroy()
}

function signed(id: string, body: Buffer): SignedEvent {
  return { id, body, signature: `sha256=${createHmac('sha256', webhookSecret).update(body).digest('hex')}` }
}

function post(agent: Agent, url: string, { body, signature }: SignedEvent): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    'content-length': body.byteLength,
    'x-yousign-signature-256': signature,
  }
  return new Promise((resolve) => {
    const call = request(`${url}/hooks/yousign`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 0))
    })
    call.on('error', () => resolve(0))
    call.end(body)
  })
}
