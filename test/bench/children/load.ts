// The process that makes the load: signed webhook calls over raw sockets, each with an event id of its own.
import { openConnection } from '../load/connection.ts'
import type { Burst, BurstResult, FromLoad, Run, RunResult, ToLoad } from '../load/messages.ts'
import { makeRequests, type Requests } from '../load/requests.ts'
import { percentile } from '../numbers.ts'

const lateAfter = 350
let requests: Requests | null = null

process.on('disconnect', () => process.exit())
process.on('message', (message: ToLoad) => {
  void obey(message)
    .catch((error: unknown): FromLoad => ({ kind: 'failed', message: String(error) }))
    .then((answer) => process.send?.(answer))
})

async function obey(message: ToLoad): Promise<FromLoad> {
  if (message.kind === 'prepare') {
    requests = makeRequests(message)
    return { kind: 'prepared' }
  }
  if (requests === null) throw new Error('no requests were prepared')
  return message.kind === 'run'
    ? { kind: 'ran', result: await run(message, requests) }
    : { kind: 'burst over', result: await burst(message, requests) }
}

/** Every connection asks again as soon as it is answered, until the time is over or every request was sent once. */
async function run({ port, connections, warmMs, measureMs }: Run, from: Requests): Promise<RunResult> {
  const open = Array.from({ length: connections }, () => openConnection(port))
  const times: number[] = []
  const begin = performance.now()
  // A server that answers faster than the requests last is not warmed up with all of them.
  const warmRequests = from.count / 3
  let next = 0
  let warmSince: number | null = null
  let end = begin
  await Promise.all(
    open.map(async (connection) => {
      while (next < from.count) {
        const sent = performance.now()
        if (warmSince === null && (sent - begin >= warmMs || next >= warmRequests)) warmSince = sent
        if (warmSince !== null && sent - warmSince >= measureMs) break
        const request = from.at(next)
        next += 1
        await connection.ask(request)
        end = performance.now()
        if (warmSince !== null && sent >= warmSince) times.push(end - sent)
      }
    }),
  )
  for (const connection of open) connection.close()
  if (warmSince === null || times.length === 0) throw new Error('nothing was measured')
  return {
    rate: (times.length / (end - warmSince)) * 1000,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    max: times.reduce((most, time) => Math.max(most, time), 0),
    answered: next,
  }
}

async function burst({ port, warm, count }: Burst, from: Requests): Promise<BurstResult> {
  const first = openConnection(port)
  for (let index = 0; index < warm; index += 1) await first.ask(from.at(index))
  first.close()
  const times = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const sent = performance.now()
      const connection = openConnection(port)
      await connection.ask(from.at(warm + index))
      const time = performance.now() - sent
      connection.close()
      return time
    }),
  )
  return {
    p50: percentile(times, 0.5),
    max: Math.max(...times),
    late: times.filter((time) => time > lateAfter).length,
  }
}
