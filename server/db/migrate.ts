// Brings a database to the schema of this build, one step at a time.
import { err, ok, type Result } from '../../shared/result.ts'
import { init } from './migrations/001-init.ts'
import type { Database } from './open.ts'

/** SQL of one step. Its place in the list is its number, so the list only ever grows at the end. */
export type Migration = string

export interface NewerDatabase {
  kind: 'newer_database'
  /** For whoever started the older build. */
  message: string
}

export const migrations: readonly Migration[] = [init]

/**
 * Runs what is missing, in order, each step in a transaction together with its number in `pragma user_version`: a process
 * that dies in between leaves a complete step behind, and the next start goes on from there. Refuses a database that a
 * newer build has written and leaves it untouched. Throws when a step does not apply.
 */
export function migrate(
  db: Database,
  steps: readonly Migration[] = migrations,
): Result<{ from: number; to: number }, NewerDatabase> {
  const from = Number(db.pragma('user_version', { simple: true }))
  if (from > steps.length) {
    return err({
      kind: 'newer_database',
      message:
        `This database was written by a newer version (schema ${from}, this version knows ${steps.length}). ` +
        'Start that version, or restore the backup that was made before the upgrade.',
    })
  }
  for (const [index, step] of steps.entries()) {
    if (index < from) continue
    db.transaction(() => {
      db.exec(step)
      db.pragma(`user_version = ${index + 1}`)
    }).immediate()
  }
  return ok({ from, to: steps.length })
}
