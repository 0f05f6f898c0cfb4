// What the commands for whoever runs the server share: the configuration, and a sentence instead of a stack trace.
import { existsSync } from 'node:fs'
import { type Config, decideConfig } from '../server/config/config.ts'
import { readEnv } from '../server/config/env.ts'

export function configured(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const decided = decideConfig(readEnv(), process.cwd())
  if (!decided.ok) fail(decided.failure.map((problem) => problem.sentence).join('\n'))
  return decided.value
}

/** Null: documents are in a bucket, which its owner copies by the bucket's own means. */
export function documentsOf({ storage }: Config): string | null {
  return storage.kind === 'file' ? storage.directory : null
}

export function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
