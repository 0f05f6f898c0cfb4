// Documents on this server's disk. Written to a temporary file, synced, linked under the final name, the directory
// synced, read back (foundations.md A5): when `put` answers, a power cut can no longer take the file away.
import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { err, ok, type Result } from '../../shared/result.ts'
import type { FileFailure, Files } from '../domain/files.ts'
import { digestOf, isAllowedKey, refusedKey } from './key.ts'

/** `directory` is absolute and made when needed. Nobody but the server's user may look into it. */
export function createLocalFiles(directory: string): Files {
  const root = resolve(directory)
  const directories = createDirectories(root)

  return {
    where: async () => ({ kind: 'server', bucket: null, host: null, region: null }),

    async put(key, bytes) {
      const path = pathOf(root, key)
      if (!path.ok) return path
      const sha256 = digestOf(bytes)
      try {
        await directories.make(dirname(path.value))
        const temporary = join(dirname(path.value), `.${randomBytes(8).toString('hex')}.part`)
        try {
          await writeDurably(temporary, bytes)
          // `rename` would replace what is there; a link is made only where nothing is.
          await link(temporary, path.value)
        } catch (error) {
          if (codeOf(error) !== 'EEXIST') throw error
        } finally {
          await rm(temporary, { force: true })
        }
        await syncDirectory(dirname(path.value))
        const kept = await readFile(path.value)
        if (kept.byteLength !== bytes.byteLength || digestOf(kept) !== sha256) return err({ kind: 'conflict' })
        return ok({ sha256, bytes: bytes.byteLength })
      } catch (error) {
        directories.forget()
        return err(fileFailure(error))
      }
    },

    async get(key) {
      const path = pathOf(root, key)
      if (!path.ok) return path
      try {
        return ok(await readFile(path.value))
      } catch (error) {
        return codeOf(error) === 'ENOENT' ? ok(null) : err(fileFailure(error))
      }
    },

    async remove(key) {
      const path = pathOf(root, key)
      if (!path.ok) return path
      try {
        await rm(path.value, { force: true })
        await syncDirectory(dirname(path.value))
        return ok(null)
      } catch (error) {
        return codeOf(error) === 'ENOENT' ? ok(null) : err(fileFailure(error))
      }
    },
  }
}

function pathOf(root: string, key: string): Result<string, FileFailure> {
  return isAllowedKey(key) ? ok(join(root, ...key.split('/'))) : err(refusedKey)
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/**
 * A directory is only there for good once its parent is synced, and so on up to the root's parent. Found there, it may
 * have been made a moment ago by somebody who has not synced it yet, in this process or in one that died; so each is
 * synced when this process first uses it, and whoever needs it waits for that.
 */
function createDirectories(root: string) {
  const made = new Map<string, Promise<void>>()

  function make(directory: string): Promise<void> {
    const known = made.get(directory)
    if (known !== undefined) return known
    // Requests come and go; forgetting costs a sync.
    if (made.size >= 1000) made.clear()
    const making = makeNow(directory)
    made.set(directory, making)
    return making
  }

  async function makeNow(directory: string): Promise<void> {
    if (directory !== root) await make(dirname(directory))
    await mkdir(directory, { recursive: true, mode: 0o700 })
    await syncDirectory(dirname(directory))
  }

  return { make, forget: () => made.clear() }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** What an error of the disk means; anything without a code is a bug and thrown again. */
export function fileFailure(error: unknown): FileFailure {
  const code = codeOf(error)
  if (code === '') throw error
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return { kind: 'full' }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return { kind: 'refused', detail: code }
  return { kind: 'unavailable', detail: code }
}
