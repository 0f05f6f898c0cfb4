// Runs one of our TypeScript files after preparing the checkout: `node scripts/run.mjs scripts/demo.ts [arguments]`.
import { spawn } from 'node:child_process'
import { prepare, root } from './prepare.mjs'

prepare()
const [entry = '', ...rest] = process.argv.slice(2)
const loader = new URL('./ts.mjs', import.meta.url).href
const child = spawn(process.execPath, ['--import', loader, entry, ...rest], { cwd: root, stdio: 'inherit' })
// The child gets the terminal's signals itself; this process only waits for how it ends.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => {
  process.exitCode = signal === null ? (code ?? 1) : 1
})
