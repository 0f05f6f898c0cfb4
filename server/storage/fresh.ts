// Documents lie under the digest of their bytes, so a document that is about to be sent may be one that is about to be
// removed. What was put or asked for removal is remembered here: nothing that somebody has just put is taken away.
import { err } from '../../shared/result.ts'
import type { Files, SharedFiles } from '../domain/files.ts'

/** Whoever puts a file writes the row that needs it within this time. */
const freshTime = 3_600_000
const mostRemembered = 1_000

/** `put` waits for a removal of the same key that is under way, and then writes anew. */
export function keepFresh(files: Files, now: () => number): SharedFiles {
  const put = new Map<string, number>()
  const removing = new Map<string, Promise<unknown>>()

  function forgetOld(): void {
    for (const [key, at] of put) if (at + freshTime <= now()) put.delete(key)
  }

  return {
    ...files,
    async put(key, bytes) {
      put.set(key, now())
      if (put.size > mostRemembered) forgetOld()
      await removing.get(key)
      const done = await files.put(key, bytes)
      put.set(key, now())
      return done
    },
    async discard(key) {
      if ((put.get(key) ?? Number.NEGATIVE_INFINITY) + freshTime > now())
        return err({ kind: 'unavailable', detail: 'put there a moment ago' })
      const removal = files.remove(key)
      removing.set(
        key,
        removal.finally(() => removing.delete(key)),
      )
      return removal
    },
  }
}
