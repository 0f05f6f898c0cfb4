// Files that a row has given up. The same bytes lie once, whoever needs them, so each is looked for in all rows first, in the
// same turn in which its removal begins; what is put there meanwhile waits and is written anew (storage/fresh.ts).
import type { Deps } from '../deps.ts'

/** `more`: there are others. `later`: the place could not be used, or a file was put there only just now. */
export async function removeLeftovers(
  { store, files, log }: Pick<Deps, 'store' | 'files' | 'log'>,
  most: number,
): Promise<'done' | 'more' | 'later'> {
  const keys = store.leftovers(most)
  let isLeft = false
  for (const key of keys) {
    const removed = store.isNeeded(key) ? null : await files.discard(key)
    if (removed === null || removed.ok) store.dropLeftover(key)
    else {
      isLeft = true
      log.info({ storageKey: key, reason: removed.failure.kind }, 'a file is removed later')
    }
  }
  if (isLeft) return 'later'
  return keys.length === most ? 'more' : 'done'
}
