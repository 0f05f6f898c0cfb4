// Runs the bundled server from compiled code kept beside it: compiling it anew is half of what a killed server needs to be back.
// The first process keeps the code when it ends.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { constants, Script } from 'node:vm'

const path = fileURLToPath(new URL('./server.cjs', import.meta.url))
const kept = fileURLToPath(new URL('./server.code', import.meta.url))
const isKept = existsSync(kept)
const script = new Script(`(function (require, __filename) {${readFileSync(path, 'utf8')}\n})`, {
  filename: path,
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  ...(isKept ? { cachedData: readFileSync(kept) } : {}),
})
if (!isKept) process.on('exit', () => writeFileSync(kept, script.createCachedData()))
const run = script.runInThisContext() as (require: NodeJS.Require, file: string) => void
run(createRequire(path), path)
