// The list of erasures beside the database: one line of JSON each, only ever appended and synced. `npm run restore` leaves it
// in place, so that what was erased since the backup is erased again. It holds ids and keyed hashes, no personal data.
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Erasure, ErasureJournal } from '../domain/keeping/tables.ts'

/** The file `erasures` in the data directory. A line that a dying process left half is no erasure: nothing was done on it. */
export function createErasureJournal(dataDir: string): ErasureJournal {
  const path = join(dataDir, 'erasures')
  return {
    all: () => read(path).split('\n').flatMap(erasureOf),
    add(erasure) {
      try {
        const before = read(path)
        const gap = before === '' || before.endsWith('\n') ? '' : '\n'
        append(path, `${gap}${JSON.stringify(erasure)}\n`)
        return true
      } catch (error) {
        if (error instanceof Error && 'code' in error) return false
        throw error
      }
    },
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}

function append(path: string, text: string): void {
  const file = openSync(path, 'a', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  const directory = openSync(dirname(path), 'r')
  fsyncSync(directory)
  closeSync(directory)
}

function erasureOf(line: string): Erasure[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as Erasure]
  } catch {
    return []
  }
}
