// The one SQLite file: how it is opened, what is demanded of it, and the lock that keeps a second process away from it.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { err, ok, type Result } from '../../shared/result.ts'

export type Database = Sqlite.Database

export interface DataDirLock {
  /** Lets another process in. The death of this process does the same. */
  release(): void
}

export interface DataDirInUse {
  kind: 'data_dir_in_use'
  /** For whoever started the second process. */
  message: string
}

/** 3.7.0 to 3.51.2 can corrupt a file while the write-ahead log is reset (foundations.md A0). */
const oldestSqlite = [3, 51, 3] as const

/**
 * Opens (or creates) the database: WAL, every commit on disk before it returns, foreign keys on. Throws with a sentence
 * when the file system or the library cannot promise that, because nothing of ours may be acknowledged then.
 */
export function openDatabase(path: string): Database {
  const db = new Sqlite(path, { timeout: 5000 })
  try {
    demandVersion(String(db.prepare('select sqlite_version()').pluck().get()))
    for (const [name, value, reads] of settings) {
      db.pragma(`${name} = ${value}`)
      const got = db.pragma(name, { simple: true })
      if (got !== reads) throw new Error(`${path}: ${name} is ${String(got)} and must be ${value}`)
    }
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Empties the write-ahead log into the file and closes it; closing twice does nothing. */
export function closeDatabase(db: Database): void {
  if (db.open) db.close()
}

/**
 * Makes this process the only one on `dir` (created if missing). The lock is an exclusive transaction on a side database:
 * the kernel drops it with the process, however that ends, so there is never a stale one to remove.
 */
export function lockDataDir(dir: string): Result<DataDirLock, DataDirInUse> {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const side = new Sqlite(join(dir, 'lock.sqlite'), { timeout: 0 })
  try {
    side.exec('begin exclusive')
  } catch (error) {
    side.close()
    if (!(error instanceof Sqlite.SqliteError) || error.code !== 'SQLITE_BUSY') throw error
    return err({
      kind: 'data_dir_in_use',
      message: `Another process is running on ${dir}. Stop it first, or give this one a DATA_DIR of its own.`,
    })
  }
  held.add(side)
  return ok({
    release() {
      held.delete(side)
      side.close()
    },
  })
}

// A handle that nobody refers to is closed by the garbage collector, and its lock goes with it.
const held = new Set<Database>()

/** Name, what is set, what reading it back must answer. */
const settings: readonly (readonly [string, string, unknown])[] = [
  ['journal_mode', 'WAL', 'wal'],
  // The library is built so that every open after the first one falls back to NORMAL, which loses acknowledged commits in
  // a power cut (foundations.md 0.2 and 0.3). Hence set and read back on each open.
  ['synchronous', 'FULL', 2],
  ['busy_timeout', '5000', 5000],
  ['foreign_keys', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
  ['journal_size_limit', '67108864', 67_108_864],
  // Only macOS knows a difference: there a plain fsync does not reach the disk.
  ['fullfsync', 'ON', 1],
]

function demandVersion(version: string): void {
  const parts = version.split('.').map(Number)
  for (const [index, least] of oldestSqlite.entries()) {
    const part = parts[index] ?? 0
    if (part > least) return
    if (part < least) throw new Error(`SQLite ${version} is too old: ${oldestSqlite.join('.')} or newer is needed`)
  }
}
