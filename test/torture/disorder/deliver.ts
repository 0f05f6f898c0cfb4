// Delivers events in any order, some fifty times at once, over many kept connections.
import { Agent, request } from 'node:http'
import type { DeliveryRecord } from '../../simulators/yousign/simulator.ts'
import type { Random } from '../random.ts'

/** The same event so many times at once. */
export interface Batch {
  event: number
  times: number
}

export interface Plan {
  /** Every event at least once. */
  now: Batch[]
  /** Once more, days later. */
  later: Batch[]
}

const mostAtOnce = 50
/** Of the deliveries. */
const share = { atOnce: 0.1, later: 0.05 }

export function planOf(random: Random, events: number, deliveries: number): Plan {
  const now: Batch[] = Array.from({ length: events }, (_, event) => ({ event, times: 1 }))
  const later: Batch[] = []
  const anyOne = () => random.whole(events)
  let left = deliveries - events
  for (; left > deliveries * (1 - share.atOnce) - events && left >= mostAtOnce; left -= mostAtOnce)
    now.push({ event: anyOne(), times: mostAtOnce })
  for (let count = Math.round(deliveries * share.later); count > 0 && left > 0; count -= 1, left -= 1)
    later.push({ event: anyOne(), times: 1 })
  for (; left > 0; left -= 1) now.push({ event: anyOne(), times: 1 })
  return { now: shuffled(random, now), later: shuffled(random, later) }
}

export interface Delivered {
  count: number
  /** Statuses that are none of a webhook that was taken, and how often each came. */
  refused: Map<string, number>
}

const connections = 64
const workers = 24

export async function deliver(
  url: string,
  batches: readonly Batch[],
  events: readonly DeliveryRecord[],
  progress: (count: number) => void,
): Promise<Delivered> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const delivered: Delivered = { count: 0, refused: new Map() }
  let next = 0

  async function once(event: DeliveryRecord): Promise<void> {
    const status = await post(agent, `${url}/hooks/yousign`, event)
    delivered.count += 1
    if (status !== '200') delivered.refused.set(status, (delivered.refused.get(status) ?? 0) + 1)
    if (delivered.count % 5_000 === 0) progress(delivered.count)
  }

  async function work(): Promise<void> {
    for (let batch = batches[next++]; batch !== undefined; batch = batches[next++]) {
      const event = events[batch.event]
      if (event) await Promise.all(Array.from({ length: batch.times }, () => once(event)))
    }
  }

  await Promise.all(Array.from({ length: workers }, work))
  agent.destroy()
  return delivered
}

function post(agent: Agent, url: string, { body, headers }: DeliveryRecord): Promise<string> {
  return new Promise((resolve) => {
    const sized = { ...headers, 'content-length': String(body.byteLength) }
    const outgoing = request(url, { method: 'POST', agent, headers: sized })
    outgoing.on('response', (response) => {
      response.resume()
      response.on('end', () => resolve(String(response.statusCode)))
    })
    outgoing.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.name))
    outgoing.end(body)
  })
}

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const mixed = [...list]
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = random.whole(last + 1)
    const [a, b] = [mixed[last], mixed[other]]
    if (a !== undefined && b !== undefined) [mixed[last], mixed[other]] = [b, a]
  }
  return mixed
}
