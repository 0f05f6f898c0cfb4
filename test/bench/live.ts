// R10: how soon two hundred open cards see what a webhook brought, and what telling them costs the server.

import { pathOf } from '../../shared/api.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import { openSession } from '../world/world.ts'
import { startBare } from './bare.ts'
import { type Child, cpuMs, startChild } from './child.ts'
import type { Bench } from './context.ts'
import { type Line, ofRounds } from './lines.ts'
import type { FromLive, LiveOrder, ToLive } from './live-messages.ts'
import { percentile, quotients } from './numbers.ts'
import { startProduct } from './product.ts'

interface Watched {
  p99: number
  /** Processor time that the open streams cost an event; null where the system does not tell. */
  cost: number | null
  frame: string
}

/** Who may see the lead, and so has a card of it open. */
const colleagues = [people.sophie, people.marc]

export async function measureLive(bench: Bench): Promise<Line[]> {
  const streams = bench.quick ? 50 : 200
  const ours: Watched[] = []
  const theirs: Watched[] = []
  for (let round = 0; round < bench.rounds; round += 1) {
    const product = await watchProduct(bench, streams)
    const bare = await watchBare(bench, streams, product.frame)
    bench.say(
      `  p99 ${product.p99.toFixed(1)} ms, bare loop ${bare.p99.toFixed(1)} ms; cost an event ${costs(product, bare)}`,
    )
    ours.push(product)
    theirs.push(bare)
  }
  const lines = [
    ofRounds({
      id: 'R10',
      what: `webhook sent -> event seen, ${streams} open cards of one lead, p99`,
      unit: 'ms',
      target: { most: 100 },
      rounds: ours.map((one) => one.p99),
    }),
  ]
  const costLine = {
    id: 'R10',
    what: `cost of telling ${streams} open cards / bare res.write loop`,
    unit: 'ratio',
    target: { most: 3 },
  } as const
  const cost = { ours: ours.flatMap((one) => one.cost ?? []), theirs: theirs.flatMap((one) => one.cost ?? []) }
  const told = cost.ours.length === ours.length && cost.theirs.length === theirs.length
  lines.push(
    told
      ? ofRounds({
          ...costLine,
          rounds: quotients(cost.ours, cost.theirs),
          note: `processor time an event, ${costs(ours.at(-1), theirs.at(-1))}`,
        })
      : { ...costLine, value: null, note: 'this system does not tell the processor time of a process' },
  )
  return lines
}

async function watchProduct(bench: Bench, streams: number): Promise<Watched> {
  const stage = await bench.stage()
  const bundle = await bench.bundle()
  const server = await startProduct({ module: bundle.server.full, env: stage.env, dataDir: await stage.newData() })
  try {
    const viewers = await Promise.all(
      colleagues.map(async (user) => {
        const { answer } = await openSession(server.url, stage.kommo, stage.leadId, user)
        return { authorization: `Bearer ${answer.token}`, origin: stage.kommo.url }
      }),
    )
    return await watch(bench, server, streams, { path: pathOf('stream', { lead: stage.leadId }), viewers })
  } finally {
    await server.kill()
  }
}

async function watchBare(bench: Bench, streams: number, frame: string): Promise<Watched> {
  const server = await startBare(await bench.bundle(), 'bare-streams', [(await bench.stage()).secret, frame])
  try {
    return await watch(bench, server, streams, { path: '/stream', viewers: [{}] })
  } finally {
    await server.kill()
  }
}

/** The same events twice: without a stream, then with all of them; the difference is what the streams cost. */
async function watch(
  bench: Bench,
  server: Child & { port: number },
  streams: number,
  to: Pick<LiveOrder, 'path' | 'viewers'>,
): Promise<Watched> {
  const { secret, bodies, placeholder, timePlaceholder } = await bench.stage()
  const before = Math.floor(Date.now() / 1000) - 1000
  const order: LiveOrder = {
    port: server.port,
    ...to,
    secret,
    body: bodies.opened,
    placeholder,
    timePlaceholder,
    before,
  }
  const client = startChild({ module: (await bench.bundle()).child('live-client'), args: [JSON.stringify(order)] })
  const events = bench.quick ? 10 : 40
  try {
    // The first ones of either kind warm both sides up.
    await ask(client, 'seen', { kind: 'send', events: 2 * events })
    const alone = await costOf(server, () => ask(client, 'seen', { kind: 'send', events }))
    await ask(client, 'ready', { kind: 'open', streams })
    await ask(client, 'seen', { kind: 'send', events: 10 })
    const watched = await costOf(server, () => ask(client, 'seen', { kind: 'send', events }))
    const cost = watched.cpu === null || alone.cpu === null ? null : Math.max(0, watched.cpu - alone.cpu) / events
    return { p99: percentile(watched.answer.ms, 0.99), cost, frame: watched.answer.frame }
  } finally {
    await client.kill()
  }
}

async function costOf<T>(server: Child, act: () => Promise<T>): Promise<{ answer: T; cpu: number | null }> {
  const before = cpuMs(server.pid)
  const answer = await act()
  const after = cpuMs(server.pid)
  return { answer, cpu: before === null || after === null ? null : after - before }
}

function ask<K extends 'ready' | 'seen'>(
  client: Child,
  kind: K,
  message: ToLive,
): Promise<Extract<FromLive, { kind: K }>> {
  const answer = client.heard<Extract<FromLive, { kind: K }>>(kind)
  client.process.send?.(message)
  return answer
}

function costs(product: Watched | undefined, bare: Watched | undefined): string {
  const shown = (one: Watched | undefined) => (one?.cost == null ? '-' : `${one.cost.toFixed(1)} ms`)
  return `${shown(product)} against ${shown(bare)}`
}
