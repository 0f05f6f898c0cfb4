// The server for production: environment in, one process out.
import { existsSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import closeWithGrace from 'close-with-grace'
import { decideConfig } from './config/config.ts'
import { readEnv } from './config/env.ts'
import { lockDataDir } from './db/open.ts'
import { createLog } from './log.ts'
import { usualCloudTimeouts } from './storage/cloud.ts'
import { refusalOutsideEea } from './storage/eea.ts'
import { createFiles } from './storage/place.ts'
import { createServer, type Server } from './wiring.ts'

if (existsSync('.env')) process.loadEnvFile('.env')
const decided = decideConfig(readEnv(), process.cwd())
if (decided.ok) await run(decided.value)
else {
  for (const problem of decided.failure) process.stderr.write(`${problem.sentence}\n`)
  process.exitCode = 1
}

async function run(config: (typeof decided & { ok: true })['value']): Promise<void> {
  const refusal = config.storageEeaOnly
    ? await refusalOutsideEea(createFiles(config.storage, { timeouts: usualCloudTimeouts, now: Date.now }))
    : null
  if (refusal !== null) {
    process.stderr.write(`${refusal}\n`)
    process.exitCode = 1
    return
  }
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const lock = lockDataDir(config.dataDir)
  if (!lock.ok) {
    process.stderr.write(`${lock.failure.message}\n`)
    process.exitCode = 1
    return
  }
  const log = createLog({ level: config.logLevel })
  // The bundle has the child's module beside it under this name; from source it is a module of its own.
  const bundled = fileURLToPath(new URL('./document-child.js', import.meta.url))
  const documentChild = existsSync(bundled) ? bundled : fileURLToPath(new URL('./documents/child.ts', import.meta.url))
  const editor = fileURLToPath(new URL('./places', import.meta.url))
  const built = existsSync(editor) ? { placeEditor: editor } : {}
  const server = openServer(() => createServer(config, log, { documentChild, ...built }))
  if (server === null) return lock.value.release()
  closeWithGrace({ delay: 20_000, logger: log }, async ({ err }) => {
    if (err) log.error({ err }, 'stopping after an error')
    await server.stop()
    lock.value.release()
  })
  // Whoever keeps this process alive starts the next one, from what the disk has.
  void server.failed.then(async () => {
    await server.stop()
    process.exit(1)
  })
  const address = await server.start()
  log.info({ address, publicUrl: config.publicUrl }, 'listening')
}

/** A database that cannot be used is a sentence for whoever started this, not a stack trace. */
function openServer(create: () => Server): Server | null {
  try {
    return create()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
    return null
  }
}
