// `npm test`: set-up, lint and types, then every kind of test, ending in a real browser. Stops at the first part that fails.
import { spawn } from 'node:child_process'
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
const stages = [
  [['lint and types', [join('scripts', 'run.mjs'), 'scripts/lint.ts']]],
  [['unit', vitest('unit')]],
  // Both wait more than they compute: a browser draws while a server is killed and comes back.
  [
    ['integration', vitest('integration')],
    ['end to end', vitest('e2e')],
  ],
  // Last, because it checks every exchange that the stages before it recorded.
  [['contract', vitest('contract')]],
]
// Every world writes here what its simulated Yousign was asked and answered.
const exchanges = mkdtempSync(join(tmpdir(), 'exchanges-'))
const running = new Set()
process.on('exit', () => {
  for (const child of running) child.kill()
  rmSync(exchanges, { recursive: true, force: true })
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))

const began = Date.now()
for (const parts of stages) {
  // One alone is seen as it goes; of several each is shown whole when it ends.
  const live = parts.length === 1
  await Promise.all(parts.map(([name, args]) => run(name, args, live)))
}
process.stdout.write(`\nEverything passed in ${Math.round((Date.now() - began) / 1000)} s.\n`)

function run(name, args, live) {
  const start = Date.now()
  const env = { ...process.env, CHROMIUM_PATH: chromium, EXCHANGES_DIR: exchanges }
  const child = spawn(process.execPath, args, {
    cwd: root,
    env,
    stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'],
  })
  running.add(child)
  const output = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => output.push(piece))
  return new Promise((resolve) => {
    child.on('close', (code) => {
      running.delete(child)
      process.stdout.write(Buffer.concat(output))
      const seconds = Math.round((Date.now() - start) / 1000)
      if (code !== 0) {
        process.stderr.write(`\n${name}: failed after ${seconds} s\n`)
        process.exit(1)
      }
      process.stdout.write(`${name}: ok (${seconds} s)\n`)
      resolve()
    })
  })
}
