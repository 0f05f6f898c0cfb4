// R3: five hundred webhook calls at once, each on a connection of its own, here and on a disk that takes 5 ms longer to force a
// write. Yousign waits half a second the first time; less the way through the network that leaves 350 ms.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bundle } from './bundle.ts'
import type { Bench } from './context.ts'
import type { Line } from './lines.ts'
import type { BurstResult } from './load/messages.ts'
import { startProduct } from './product.ts'

const count = 500

export async function measureBursts(bench: Bench): Promise<Line[]> {
  const lines = [lineOf('', await bursts(bench, {}))]
  const slow = ', every forced write 5 ms slower'
  const shim = slowSync(await bench.bundle())
  lines.push('path' in shim ? lineOf(slow, await bursts(bench, { LD_PRELOAD: shim.path })) : skipped(slow, shim.why))
  return lines
}

async function bursts(bench: Bench, env: Record<string, string>): Promise<BurstResult[]> {
  const results: BurstResult[] = []
  const [load, bundle, stage] = [await bench.load(), await bench.bundle(), await bench.stage()]
  for (let round = 0; round < bench.rounds; round += 1) {
    const dataDir = await stage.newData()
    const server = await startProduct({ module: bundle.server.full, env: { ...stage.env, ...env }, dataDir })
    try {
      const result = await load.burst({ port: server.port, warm: 200, count })
      bench.say(`  burst of ${count}: p50 ${Math.round(result.p50)} ms, last after ${Math.round(result.max)} ms`)
      results.push(result)
    } finally {
      await server.kill()
    }
  }
  return results
}

function lineOf(where: string, results: readonly BurstResult[]): Line {
  const last = Math.max(...results.map((result) => result.max))
  return {
    id: 'R3',
    what: `acknowledgements later than 350 ms in a burst of ${count} events${where}`,
    value: results.reduce((sum, result) => sum + result.late, 0),
    unit: 'count',
    target: { most: 0 },
    note: `${results.length} bursts, the last answer after ${Math.round(last)} ms`,
  }
}

function skipped(where: string, why: string): Line {
  return { ...lineOf(where, [{ p50: 0, max: 0, late: 0 }]), value: null, note: why }
}

/** The library that makes forced writes slower, or why there is none. */
function slowSync(bundle: Bundle): { path: string } | { why: string } {
  if (process.platform !== 'linux') return { why: 'only measured on Linux' }
  const path = join(bundle.dir, 'slow-sync.so')
  try {
    const source = fileURLToPath(new URL('./slow-sync.c', import.meta.url))
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', path, source], { stdio: 'ignore' })
    return { path }
  } catch {
    return { why: 'no C compiler here' }
  }
}
