// R11: memory of the server when nothing happens, against bare Fastify with SQLite.
import { startBare } from './bare.ts'
import { type Child, residentBytes } from './child.ts'
import type { Bench } from './context.ts'
import { type Line, ofRounds } from './lines.ts'
import { median, quotients } from './numbers.ts'
import { startProduct } from './product.ts'

const line = {
  id: 'R11',
  what: 'idle memory / bare Fastify with SQLite',
  unit: 'ratio',
  target: { most: 1.6 },
} as const

export async function measureMemory(bench: Bench): Promise<Line[]> {
  const bundle = await bench.bundle()
  const stage = await bench.stage()
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < bench.rounds; round += 1) {
    const dataDir = await stage.newData()
    const product = await startProduct({ module: bundle.server.full, env: stage.env, dataDir })
    const bare = await startBare(bundle, 'bare-insert', [stage.secret, await bundle.newDir('bare')])
    // What is done at every start is over then.
    await new Promise((resolve) => setTimeout(resolve, bench.quick ? 500 : 3_000))
    const [our, their] = [megabytes(product), megabytes(bare)]
    await Promise.all([product.kill(), bare.kill()])
    if (our === null || their === null)
      return [{ ...line, value: null, note: 'this system does not tell the memory of a process' }]
    bench.say(`  ${our.toFixed(1)} MB, bare ${their.toFixed(1)} MB`)
    ours.push(our)
    theirs.push(their)
  }
  const note = `${Math.round(median(ours))} MB against ${Math.round(median(theirs))} MB`
  return [ofRounds({ ...line, rounds: quotients(ours, theirs), note })]
}

function megabytes(child: Child): number | null {
  const bytes = residentBytes(child.pid)
  return bytes === null ? null : bytes / 1e6
}
