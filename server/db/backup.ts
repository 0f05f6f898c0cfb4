// Backups: one SQLite file that holds a consistent copy of the database and the documents of this server. It can be taken
// while the server runs. The copy is marked, so that it never passes for the original (epoch.ts).
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import Sqlite from 'better-sqlite3'
import { err, ok, type Result } from '../../shared/result.ts'
import { allowMove, markAsCopy } from './epoch.ts'
import { migrations } from './migrate.ts'
import { closeDatabase, openDatabase } from './open.ts'

export interface BackupProblem {
  kind: 'no_database' | 'no_backup' | 'damaged' | 'newer' | 'elsewhere'
  /** For whoever asked. */
  message: string
}

export const databaseFile = 'kommo-yousign.sqlite'

/** Writes `file`; there is none, or a complete one. Answers how much is in it. Null: documents are kept in a bucket. */
export async function backUp(
  dataDir: string,
  documents: string | null,
  file: string,
): Promise<Result<{ documents: number; bytes: number }, BackupProblem>> {
  const source = join(dataDir, databaseFile)
  if (!existsSync(source)) return err({ kind: 'no_database', message: `There is no database in ${dataDir}.` })
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const part = `${file}.part`
  rmSync(part, { force: true })
  const live = new Sqlite(source, { readonly: true, timeout: 5000 })
  try {
    await live.backup(part)
  } finally {
    live.close()
  }
  const copy = new Sqlite(part)
  try {
    copy.pragma('journal_mode = DELETE')
    markAsCopy(copy)
    const kept = storeDocuments(copy, documents)
    const check = copy.pragma('quick_check', { simple: true })
    if (check !== 'ok')
      return err({ kind: 'damaged', message: `The copy of the database is damaged: ${String(check)}` })
    copy.close()
    sync(part)
    renameSync(part, file)
    sync(dirname(file))
    return ok(kept)
  } finally {
    copy.close()
    rmSync(part, { force: true })
  }
}

/**
 * Puts the backup in place of what is in `dataDir`, which is kept beside it. Call it with the lock of the directory held.
 * Documents that are there stay; those of the backup are added. The next start compares with Yousign before it sends.
 * `documents` null: they are kept in a bucket, so a backup that holds some is refused rather than losing them.
 */
export async function restore(
  dataDir: string,
  documents: string | null,
  file: string,
  stamp: string,
): Promise<Result<{ documents: number; before: string | null }, BackupProblem>> {
  const checked = checkBackup(file)
  if (!checked.ok) return checked
  if (documents === null && checked.value.documents > 0) {
    const message = `${file} holds ${checked.value.documents} documents of a directory, but STORAGE_URL names a bucket.`
    return err({ kind: 'elsewhere', message })
  }
  const target = join(dataDir, databaseFile)
  const part = `${target}.part`
  await copyFile(file, part)
  const copy = new Sqlite(part)
  const restored = documents === null ? 0 : takeDocuments(copy, documents)
  copy.exec('drop table backup_documents; vacuum')
  allowMove(copy)
  copy.close()
  sync(part)
  const before = existsSync(target) ? `${target}.before-${stamp}` : null
  // The write-ahead log belongs to the database that goes: it is written into that one first.
  if (before !== null) {
    closeDatabase(openDatabase(target))
    renameSync(target, before)
  }
  for (const rest of ['-wal', '-shm']) rmSync(`${target}${rest}`, { force: true })
  renameSync(part, target)
  sync(dataDir)
  return ok({ documents: restored, before })
}

/** The operator's word that the database in `dataDir` runs here from now on. Call it with the lock held. */
export function settleHere(dataDir: string): Result<null, BackupProblem> {
  const path = join(dataDir, databaseFile)
  if (!existsSync(path)) return err({ kind: 'no_database', message: `There is no database in ${dataDir}.` })
  const db = openDatabase(path)
  allowMove(db)
  closeDatabase(db)
  return ok(null)
}

/** Answers how many documents it holds. */
function checkBackup(file: string): Result<{ documents: number }, BackupProblem> {
  if (!existsSync(file)) return err({ kind: 'no_backup', message: `There is no file ${file}.` })
  const no = (message: string) => err({ kind: 'no_backup' as const, message: `${file} is not a backup: ${message}` })
  let db: Sqlite.Database
  try {
    db = new Sqlite(file, { readonly: true })
    const known = db
      .prepare("select count(*) from sqlite_master where name in ('meta', 'backup_documents')")
      .pluck()
      .get()
    if (known !== 2) return no('its tables are missing.')
  } catch (error) {
    return no(error instanceof Error ? error.message : String(error))
  }
  try {
    const version = Number(db.pragma('user_version', { simple: true }))
    if (version > migrations.length)
      return err({ kind: 'newer', message: `${file} was made by a newer version. Restore it with that version.` })
    const check = db.pragma('quick_check', { simple: true })
    if (check !== 'ok') return err({ kind: 'damaged', message: `${file} is damaged: ${String(check)}` })
    return ok({ documents: Number(db.prepare('select count(*) from backup_documents').pluck().get()) })
  } finally {
    db.close()
  }
}

function storeDocuments(copy: Sqlite.Database, directory: string | null): { documents: number; bytes: number } {
  copy.exec('create table backup_documents (key text primary key, content blob not null) strict')
  const insert = copy.prepare('insert into backup_documents (key, content) values (?, ?)')
  let bytes = 0
  if (directory === null) return { documents: 0, bytes }
  const keys = listFiles(directory)
  // One transaction each: a firm's documents of years need not fit into one.
  for (const key of keys) {
    const content = readFileSync(join(directory, key))
    insert.run(key, content)
    bytes += content.byteLength
  }
  return { documents: keys.length, bytes }
}

function takeDocuments(copy: Sqlite.Database, directory: string): number {
  const rows = copy.prepare<[], { key: string; content: Buffer }>('select key, content from backup_documents').iterate()
  let taken = 0
  for (const { key, content } of rows) {
    const path = join(directory, ...key.split('/'))
    taken += 1
    if (existsSync(path)) continue
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeDurably(path, content)
  }
  return taken
}

function writeDurably(path: string, content: Buffer): void {
  const file = openSync(path, 'wx', 0o600)
  writeSync(file, content)
  fsyncSync(file)
  closeSync(file)
}

function listFiles(directory: string): string[] {
  if (!existsSync(directory)) return []
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

function sync(path: string): void {
  const handle = openSync(path, 'r')
  fsyncSync(handle)
  closeSync(handle)
}
