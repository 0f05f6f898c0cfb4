// `npm run lint`: formatting and rules by Biome, types by the compiler, side by side.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const ended = await Promise.all([
  run('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']),
  run('typescript/bin/tsc', ['-p', '.']),
])
process.exitCode = ended.every((code) => code === 0) ? 0 : 1

function run(script: string, args: string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [`${root}node_modules/${script}`, ...args], { cwd: root, stdio: 'inherit' })
    child.on('exit', (code) => resolve(code ?? 1))
  })
}
