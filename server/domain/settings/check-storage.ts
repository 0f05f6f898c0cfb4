// Whether a place can be trusted with documents, tried with a small object of its own.
import { randomUUID } from 'node:crypto'
import { err, ok, type Result } from '../../../shared/result.ts'
import type { StorageTrouble } from '../../../shared/settings.ts'
import type { FileFailure, Files } from '../files.ts'

export interface CheckFailure {
  trouble: StorageTrouble
  /** The store's own word for it; null where it has none. Never a key or an address. */
  detail: string | null
}

/** In the order they are tried. `look`: what is not there must be told as missing, not as forbidden. */
type Step = 'look' | 'write' | 'read' | 'overwrite' | 'remove'

/**
 * Looks for an object that is not there, writes it, reads it back, tries to write over it (which must be refused) and
 * removes it; answers the first thing that went wrong. Leaves nothing behind where removing is allowed.
 */
export async function checkStorage(files: Files): Promise<Result<null, CheckFailure>> {
  const key = `probe/${randomUUID()}`
  const tried = await tryOut(files, key)
  const removed = await remove(files, key)
  return tried.ok ? removed : tried
}

const content = new TextEncoder().encode('Storage probe: may be removed.\n')
const other = new TextEncoder().encode('Storage probe: must not be here.\n')

async function tryOut(files: Files, key: string): Promise<Result<null, CheckFailure>> {
  const missing = await files.get(key)
  if (!missing.ok) return trouble('look', missing.failure)
  if (missing.value !== null) return trouble('look', { kind: 'conflict' })
  const put = await files.put(key, content)
  if (!put.ok) return trouble('write', put.failure)
  const kept = await files.get(key)
  if (!kept.ok) return trouble('read', kept.failure)
  if (kept.value === null || !Buffer.from(kept.value).equals(content)) return trouble('read', { kind: 'conflict' })
  const over = await files.put(key, other)
  if (over.ok) return err({ trouble: 'overwritable', detail: null })
  return over.failure.kind === 'conflict' ? ok(null) : trouble('overwrite', over.failure)
}

async function remove(files: Files, key: string): Promise<Result<null, CheckFailure>> {
  const removed = await files.remove(key)
  if (!removed.ok) return trouble('remove', removed.failure)
  const gone = await files.get(key)
  if (!gone.ok) return trouble('remove', gone.failure)
  return gone.value === null ? ok(null) : trouble('remove', { kind: 'unavailable', detail: 'still there' })
}

function trouble(step: Step, failure: FileFailure): Result<never, CheckFailure> {
  if (failure.kind === 'refused') return err({ trouble: refusedAt[step], detail: failure.detail })
  if (failure.kind === 'unavailable') return err({ trouble: 'unavailable', detail: failure.detail })
  return err({ trouble: failure.kind === 'full' ? 'full' : 'altered', detail: null })
}

const refusedAt = {
  look: 'no_read',
  write: 'no_write',
  read: 'no_read',
  overwrite: 'no_write',
  remove: 'no_remove',
} as const satisfies Record<Step, StorageTrouble>
