// `npm start`: the server for production, from the environment or `.env`. Builds it first when the build is missing or old.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { prepare, root } from './prepare.mjs'

prepare()
const built = join(root, 'dist', 'server.js')
if (!existsSync(built) || newest(['server', 'shared', 'widget', 'package-lock.json']) > statSync(built).mtimeMs) {
  const done = spawnSync(process.execPath, [join(root, 'scripts', 'run.mjs'), 'scripts/build.ts', '--server-only'], {
    cwd: root,
    stdio: 'inherit',
  })
  if (done.status !== 0) process.exit(done.status ?? 1)
}
const server = spawn(process.execPath, [built], { cwd: root, stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
server.on('exit', (code) => {
  process.exitCode = code ?? 1
})

function newest(paths) {
  let latest = 0
  for (const path of paths) {
    const full = join(root, path)
    const stat = statSync(full)
    latest = Math.max(
      latest,
      stat.isDirectory() ? newest(readdirSync(full).map((name) => join(path, name))) : stat.mtimeMs,
    )
  }
  return latest
}
