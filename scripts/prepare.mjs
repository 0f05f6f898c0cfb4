// First step of every command: plain JavaScript without dependencies. Checks the Node version, installs what the lock file
// names, and says one clear sentence where that is not possible.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Installs the dependencies unless exactly these are there. Ends the process with a sentence when it cannot. */
export function prepare() {
  demandNode()
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const stamp = join(root, 'node_modules', '.installed-for')
  const wanted = `${lock} ${process.versions.modules} ${process.arch}`
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  demandCompiler()
  process.stderr.write('Installing dependencies (the database driver is compiled, which takes about a minute) ...\n')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const done = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (done.status !== 0) {
    fail(
      'The dependencies could not be installed: "npm ci" failed, its message stands above. Check the network to the npm registry and the compiler, then run the same command again.',
    )
  }
  writeFileSync(stamp, wanted)
}

/** Ends the process with a sentence for the person in front of it. */
export function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

function demandNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 20)) return
  fail(
    `This needs Node 20.20 or newer; here runs ${process.versions.node}. Install a newer Node and run the same command again.`,
  )
}

/** better-sqlite3 compiles its C++ where no ready-made binary can be downloaded. */
function demandCompiler() {
  const has = (command) => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0
  const missing = [
    ['python3', has('python3') || has('python')],
    ['make', has('make')],
    ['a C++ compiler (g++ or clang++)', has('g++') || has('clang++') || has('c++')],
  ].flatMap(([name, found]) => (found ? [] : [name]))
  if (missing.length === 0 || process.platform === 'win32') return
  if (process.platform === 'linux' && process.getuid?.() === 0 && has('apt-get')) {
    const apt = (args) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
    process.stderr.write(`Installing ${missing.join(', ')} for the database driver ...\n`)
    if (apt(['update', '-qq']) && apt(['install', '-y', '-qq', '--no-install-recommends', 'python3', 'make', 'g++']))
      return
  }
  fail(
    `The database driver is compiled on this machine and needs ${missing.join(' and ')}. On Debian or Ubuntu: sudo apt-get install python3 make g++`,
  )
}
