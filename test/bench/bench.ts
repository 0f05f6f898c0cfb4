// `npm run bench`: measures what was asked for, one metric after the other, each beside its baseline.
import { cpus } from 'node:os'
import { measureBursts } from './burst.ts'
import { measureCalls } from './calls.ts'
import { measureCommits } from './commits.ts'
import { type Bench, createBench } from './context.ts'
import { measureDocuments } from './documents.ts'
import { probeFsync } from './fsync-probe.ts'
import { measureIngest } from './ingest.ts'
import { measureJobs } from './jobs.ts'
import { type Line, type MetricId, metricIds } from './lines.ts'
import { measureLive } from './live.ts'
import { measureMemory } from './memory.ts'
import type { Options } from './options.ts'
import { measureRecovery } from './recovery.ts'
import { measureWidget } from './widget-size.ts'

export interface Measured {
  lines: Line[]
  /** A sentence for everything that could not be measured. */
  failures: string[]
}

interface Step {
  name: string
  ids: readonly MetricId[]
  measure(bench: Bench): Promise<Line[]>
}

/** Quiet things first: memory and start times before the disk is full of what the load has left. */
const steps: readonly Step[] = [
  { name: 'size of the widget', ids: ['R12'], measure: measureWidget },
  { name: 'memory', ids: ['R11'], measure: measureMemory },
  { name: 'recovery', ids: ['R9'], measure: measureRecovery },
  { name: 'documents', ids: ['R13'], measure: measureDocuments },
  { name: 'calls', ids: ['R7'], measure: measureCalls },
  { name: 'commits', ids: ['R8'], measure: measureCommits },
  { name: 'live cards', ids: ['R10'], measure: measureLive },
  { name: 'jobs', ids: ['R5'], measure: measureJobs },
  { name: 'ingest', ids: ['R1', 'R2', 'R3', 'R4'], measure: measureIngest },
  { name: 'bursts', ids: ['R3'], measure: measureBursts },
]

/** `say` is given progress and the facts of the machine, a line each. What fails does not keep the rest from being measured. */
export async function runBench(options: Options, say: (line: string) => void): Promise<Measured> {
  const bench = createBench(options, say)
  const lines: Line[] = []
  const failures: string[] = []
  try {
    say(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${process.platform}`)
    await probe(bench)
    for (const { name, ids, measure } of steps) {
      if (!ids.some((id) => options.only.has(id))) continue
      say(`${name} (${ids.join(', ')})`)
      try {
        lines.push(...(await measure(bench)))
      } catch (error) {
        failures.push(
          `${ids.join(', ')} could not be measured: ${error instanceof Error ? error.message : String(error)}`,
        )
      }
    }
    await probe(bench)
  } finally {
    await bench.close()
  }
  const order = (line: Line) => metricIds.indexOf(line.id)
  return { lines: lines.sort((a, b) => order(a) - order(b)), failures }
}

/** At both ends of the run, because a busy disk changes while one measures. */
async function probe(bench: Bench): Promise<void> {
  const { dir } = await bench.bundle()
  bench.say(`raw fdatasync of 4 KiB on this disk: ${Math.round(probeFsync(dir, 500))} a second`)
}
