// `npm test`: set-up, lint and types, then every kind of test, ending in a real browser. Stops at the first part that fails.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findOrInstallChromium } from './chromium.mjs'
import { prepare, root } from './prepare.mjs'

prepare()
const chromium = findOrInstallChromium()
const vitest = (project) => [
  join('node_modules', 'vitest', 'vitest.mjs'),
  'run',
  '-c',
  'test/vitest.config.ts',
  '--project',
  project,
]
const parts = [
  ['lint and types', [join('scripts', 'run.mjs'), 'scripts/lint.ts']],
  ['unit', vitest('unit')],
  ['integration', vitest('integration')],
  ['end to end', vitest('e2e')],
  // Last, because it checks every exchange that the parts before it recorded.
  ['contract', vitest('contract')],
]
// Every world writes here what its simulated Yousign was asked and answered.
const exchanges = mkdtempSync(join(tmpdir(), 'exchanges-'))
process.on('exit', () => rmSync(exchanges, { recursive: true, force: true }))
const began = Date.now()
for (const [name, args] of parts) {
  const start = Date.now()
  const env = { ...process.env, CHROMIUM_PATH: chromium, EXCHANGES_DIR: exchanges }
  const done = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env })
  const seconds = Math.round((Date.now() - start) / 1000)
  if (done.status !== 0) {
    process.stderr.write(`\n${name}: failed after ${seconds} s\n`)
    process.exit(1)
  }
  process.stdout.write(`${name}: ok (${seconds} s)\n`)
}
process.stdout.write(`\nEverything passed in ${Math.round((Date.now() - began) / 1000)} s.\n`)
