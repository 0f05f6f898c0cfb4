// A lease that was lost is lost: fencing (foundations.md B3).
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import type { CampaignOptions, CampaignResult } from '../campaign.ts'
import { editsOf } from '../mutants.ts'
import { mutate } from '../mutate.ts'

export interface LeaseOptions extends CampaignOptions {
  rounds: number
}

export async function leases({ rounds, seed, mutant, say }: LeaseOptions): Promise<CampaignResult> {
  const root = fileURLToPath(new URL('../../..', import.meta.url))
  const cache = join(root, 'node_modules', '.cache')
  await mkdir(cache, { recursive: true })
  const directory = await mkdtemp(join(cache, 'leases-'))
  try {
    const file = join(directory, 'worker.mjs')
    await build({
      absWorkingDir: root,
      entryPoints: ['test/torture/leases/worker.ts'],
      outfile: file,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      logLevel: 'error',
      plugins: [mutate(root, editsOf(mutant))],
    })
    const { stdout } = await promisify(execFile)(process.execPath, [file, String(seed), String(rounds)], {
      maxBuffer: 64 * 1024 * 1024,
    })
    say(`${rounds} leases ran out under a worker that came back`)
    return JSON.parse(stdout) as CampaignResult
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
