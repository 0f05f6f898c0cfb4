// R1 to R4: how many webhook calls a second are acknowledged, against the same in bare Fastify, and how late the slowest ones are.
import { startBare } from './bare.ts'
import type { Child } from './child.ts'
import type { Bench } from './context.ts'
import { type Line, type MetricId, ofRounds } from './lines.ts'
import type { RunResult } from './load/messages.ts'
import { median, quotients } from './numbers.ts'
import { startProduct } from './product.ts'

type Server = 'product' | 'unforced' | 'bare' | 'hmac'

interface Sample {
  server: Server
  connections: number
}

/** Each sample has a process and a database of its own, so that nothing is left to do from the one before. */
export async function measureIngest(bench: Bench): Promise<Line[]> {
  const samples = samplesFor(bench.only)
  const results = new Map<string, RunResult[]>()
  for (let round = 0; round < bench.rounds; round += 1) {
    // The order turns with every round: whoever comes later finds a warmer or a busier machine.
    for (const sample of round % 2 === 0 ? samples : samples.toReversed()) {
      const result = await take(bench, sample)
      const { server, connections } = sample
      bench.say(`  ${server}, c=${connections}: ${Math.round(result.rate)}/s, p99 ${result.p99.toFixed(1)} ms`)
      const known = results.get(keyOf(sample)) ?? []
      results.set(keyOf(sample), [...known, result])
    }
  }
  const of = (server: Server, connections: number, what: 'rate' | 'p99') =>
    (results.get(keyOf({ server, connections })) ?? []).map((result) => result[what])
  return linesFor(bench.only, of)
}

function samplesFor(only: ReadonlySet<MetricId>): Sample[] {
  const at64 = (server: Server): Sample => ({ server, connections: 64 })
  return [
    at64('product'),
    ...(only.has('R1') || only.has('R3') ? [at64('bare')] : []),
    ...(only.has('R2') ? [at64('hmac')] : []),
    ...(only.has('R4') ? [at64('unforced')] : []),
    ...(only.has('R1')
      ? [8, 1].flatMap((connections): Sample[] => [
          { server: 'product', connections },
          { server: 'bare', connections },
        ])
      : []),
  ]
}

function linesFor(
  only: ReadonlySet<MetricId>,
  of: (server: Server, connections: number, what: 'rate' | 'p99') => number[],
): Line[] {
  const lines: Line[] = []
  const add = (id: MetricId, what: string, by: Server, connections: number, least: number) => {
    if (!only.has(id)) return
    const ours = of('product', connections, 'rate')
    const theirs = of(by, connections, 'rate')
    const note = `${Math.round(median(ours))}/s against ${Math.round(median(theirs))}/s`
    lines.push(ofRounds({ id, what, unit: 'ratio', target: { least }, rounds: quotients(ours, theirs), note }))
  }
  const bare = 'durable webhook ingest / bare Fastify with HMAC and one FULL insert'
  add('R1', `${bare}, 64 connections`, 'bare', 64, 4)
  add('R1', `${bare}, 8 connections`, 'bare', 8, 2)
  add('R1', `${bare}, 1 connection`, 'bare', 1, 0.85)
  add('R2', 'durable webhook ingest / bare Fastify with HMAC and no database, 64 connections', 'hmac', 64, 0.35)
  if (only.has('R3')) {
    const ours = of('product', 64, 'p99')
    const rounds = quotients(ours, of('bare', 64, 'p99'))
    const what = 'p99 of an acknowledgement / bare, 64 connections'
    lines.push(ofRounds({ id: 'R3', what, unit: 'ratio', target: { most: 0.6 }, rounds }))
    lines.push(
      ofRounds({
        id: 'R3',
        what: 'p99 of an acknowledgement, 64 connections',
        unit: 'ms',
        target: { most: 50 },
        rounds: ours,
      }),
    )
  }
  add('R4', 'durable webhook ingest / the same without forcing commits, 64 connections', 'unforced', 64, 0.7)
  return lines
}

async function take(bench: Bench, { server, connections }: Sample): Promise<RunResult> {
  const load = await bench.load()
  const child = await start(bench, server)
  try {
    return await load.run({
      port: child.port,
      connections,
      ...(bench.quick ? { warmMs: 300, measureMs: 700 } : { warmMs: connections === 1 ? 2000 : 1000, measureMs: 2000 }),
    })
  } finally {
    await child.kill()
  }
}

async function start(bench: Bench, server: Server): Promise<Child & { port: number }> {
  const bundle = await bench.bundle()
  const stage = await bench.stage()
  if (server === 'bare') return startBare(bundle, 'bare-insert', [stage.secret, await bundle.newDir('bare')])
  if (server === 'hmac') return startBare(bundle, 'bare-hmac', [stage.secret])
  const module = server === 'product' ? bundle.server.full : bundle.server.normal
  return startProduct({ module, env: stage.env, dataDir: await stage.newData() })
}

function keyOf({ server, connections }: Sample): string {
  return `${server} ${connections}`
}
