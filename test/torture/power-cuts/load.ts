// Yousign in a hurry: signed calls over several connections, some of them twice, and what was answered to each.
import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'
import type { Random } from '../random.ts'
import { webhookSecret } from './main-process.ts'

export interface Load {
  /** Event ids that were answered 200. */
  readonly acknowledged: ReadonlySet<string>
  /** How often each status came; 0: no answer. */
  readonly answers: ReadonlyMap<number, number>
  /** Resolves with the first answer, whatever it is. */
  readonly begun: Promise<void>
  /** No new calls; resolves when the last one is over. */
  stop(): Promise<void>
}

export interface LoadOptions {
  url: string
  connections: number
  random: Random
  /** Begins every event id. */
  name: string
}

/** Calls until it is stopped or nobody listens any more. */
export function startLoad({ url, connections, random, name }: LoadOptions): Load {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const acknowledged = new Set<string>()
  const answers = new Map<number, number>()
  let sent = 0
  let stopped = false
  let begin = () => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })

  async function connection(): Promise<void> {
    while (!stopped) {
      // Again what is under way, or was answered, or failed: Yousign does all of that.
      const again = sent > 0 && random.chance(0.1)
      if (!again) sent += 1
      const number = again ? Math.max(1, sent - random.whole(2 * connections)) : sent
      const id = `${name}-${number}`
      // Large ones fill the write-ahead log, so that it is written back into the file now and then.
      const status = await postEvent(url, id, { agent, padding: random.chance(0.3) ? random.whole(60_000) : 0 })
      answers.set(status, (answers.get(status) ?? 0) + 1)
      begin()
      if (status === 200) acknowledged.add(id)
      if (status === 0) return
    }
  }

  const all = Promise.all(Array.from({ length: connections }, connection))
  return {
    acknowledged,
    answers,
    begun,
    async stop() {
      stopped = true
      await all
      agent.destroy()
    },
  }
}

/** Posts one signed call, so many characters longer than it need be; the status, or 0 when there was no answer. */
export function postEvent(
  url: string,
  id: string,
  { agent, padding = 0 }: { agent?: Agent; padding?: number } = {},
): Promise<number> {
  const body = JSON.stringify({
    event_id: id,
    event_name: 'signer.notified',
    event_time: String(Math.floor(Date.now() / 1000)),
    subscription_id: 'sub',
    subscription_description: null,
    sandbox: true,
    data: { signature_request: { id: `elsewhere-${id}`, status: 'ongoing', note: 'x'.repeat(padding) } },
  })
  const signature = createHmac('sha256', webhookSecret).update(body).digest('hex')
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-yousign-signature-256': `sha256=${signature}`,
  }
  return new Promise((resolve) => {
    const call = request(`${url}/hooks/yousign`, { method: 'POST', headers, ...(agent ? { agent } : {}) }, (answer) => {
      answer.resume()
      // Whole or not at all: a status whose body never comes is no answer.
      answer.on('close', () => resolve(answer.complete ? (answer.statusCode ?? 0) : 0))
    })
    call.on('error', () => resolve(0))
    call.setTimeout(20_000, () => call.destroy())
    call.end(body)
  })
}
