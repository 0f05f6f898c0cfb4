// Documents as they are handed out: only the very bytes that were put there, whoever else can write to the place.
import { err, ok, type Result } from '../../shared/result.ts'
import type { Deps } from './deps.ts'

/** `unavailable` when the place cannot be read, holds nothing under the key, or holds something else. */
export async function readKept(
  deps: Pick<Deps, 'files' | 'sha256' | 'log'>,
  document: { storageKey: string; sha256: string },
): Promise<Result<Uint8Array, 'unavailable'>> {
  const read = await deps.files.get(document.storageKey)
  if (!read.ok || read.value === null) return err('unavailable')
  if (deps.sha256(read.value) === document.sha256) return ok(read.value)
  deps.log.warn({ storageKey: document.storageKey }, 'a stored document is not the one that was stored')
  return err('unavailable')
}

/**
 * True when the bytes begin and end as a PDF does. For what has no recorded digest yet: a process that died may have
 * left half of it in a place that does not write whole objects or none.
 */
export function looksWhole(bytes: Uint8Array): boolean {
  const text = (part: Uint8Array) => new TextDecoder('latin1').decode(part)
  return text(bytes.subarray(0, 5)) === '%PDF-' && text(bytes.subarray(-1024)).includes('%%EOF')
}

/** Whether the bytes are a whole JSON text. */
export function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder().decode(bytes))
    return true
  } catch {
    return false
  }
}
