// R5: jobs a second through the real queue and runner, against plainjob.
import type { Bundle } from './bundle.ts'
import { startChild } from './child.ts'
import type { Bench } from './context.ts'
import type { JobsResult } from './jobs-run.ts'
import { type Line, ofRounds } from './lines.ts'
import { median, quotients } from './numbers.ts'

type Engine = 'jobs-product' | 'jobs-plainjob'

export async function measureJobs(bench: Bench): Promise<Line[]> {
  const bundle = await bench.bundle()
  const results: Record<Engine, JobsResult[]> = { 'jobs-product': [], 'jobs-plainjob': [] }
  const engines: Engine[] = ['jobs-product', 'jobs-plainjob']
  for (let round = 0; round < bench.rounds; round += 1) {
    for (const engine of round % 2 === 0 ? engines : engines.toReversed()) {
      const result = await run(bundle, engine, bench.quick ? 3_000 : 30_000)
      bench.say(`  ${engine}: ${Math.round(result.worked)}/s, enqueued ${Math.round(result.enqueued)}/s`)
      results[engine].push(result)
    }
  }
  const worked = (engine: Engine) => results[engine].map((result) => result.worked)
  const [ours, theirs] = [worked('jobs-product'), worked('jobs-plainjob')]
  return [
    ofRounds({
      id: 'R5',
      what: 'jobs per second with lease, fencing and unique keys, FULL / plainjob, NORMAL',
      unit: 'ratio',
      target: { least: 1.5 },
      rounds: quotients(ours, theirs),
      note: `${Math.round(median(ours))}/s against ${Math.round(median(theirs))}/s`,
    }),
  ]
}

async function run(bundle: Bundle, engine: Engine, count: number): Promise<JobsResult> {
  const child = startChild({ module: bundle.child(engine), args: [await bundle.newDir('jobs'), String(count)] })
  const { result } = await child.heard<{ kind: 'jobs'; result: JobsResult }>('jobs')
  await child.kill()
  return result
}
