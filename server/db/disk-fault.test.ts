import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { concernsAll, isDiskFault, watchDisk } from './disk-fault.ts'
import { createGroupCommit } from './group-commit.ts'
import { closeDatabase, type Database, openDatabase } from './open.ts'

let dir: string
let db: Database
let told: Error[]

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fault-'))
  db = openDatabase(join(dir, 'main.sqlite'))
  told = []
  watchDisk(db, (error) => void told.push(error))
  db.exec('create table t (name text not null unique) strict')
})
afterEach(() => {
  closeDatabase(db)
  rmSync(dir, { recursive: true })
})

const failure = (code: string) => new Sqlite.SqliteError('disk I/O error', code)
const names = (path = join(dir, 'main.sqlite')) => {
  const other = openDatabase(path)
  try {
    return other.prepare('select name from t order by rowid').pluck().all()
  } finally {
    closeDatabase(other)
  }
}

test.each([
  ['SQLITE_IOERR', true, true],
  ['SQLITE_IOERR_FSYNC', true, true],
  ['SQLITE_CORRUPT_VTAB', true, true],
  ['SQLITE_NOTADB', true, true],
  ['SQLITE_FULL', false, true],
  ['SQLITE_BUSY_SNAPSHOT', false, true],
  ['SQLITE_CONSTRAINT_UNIQUE', false, false],
])('%s: the file cannot be trusted %s, concerns all %s', (code, fault, all) => {
  expect(isDiskFault(failure(code))).toBe(fault)
  expect(concernsAll(failure(code))).toBe(all)
})

test('an error of anything but the database is none, whatever its code', () => {
  expect(isDiskFault(Object.assign(new Error('from a file'), { code: 'SQLITE_IOERR' }))).toBe(false)
})

describe('a watched database', () => {
  test('works as before, transactions inside transactions too', () => {
    const insert = db.prepare<[string], { name: string }>('insert into t values (?) returning name')
    const inner = db.transaction((name: string) => insert.get(name)?.name)
    const outer = db.transaction((name: string) => [inner(name), inner.immediate(`${name}2`)])
    expect(outer.immediate('a')).toEqual(['a', 'a2'])
    expect(() => outer.immediate('a')).toThrow('UNIQUE')
    expect(db.prepare('select name from t').pluck().all()).toEqual(['a', 'a2'])
    expect(db.pragma('user_version', { simple: true })).toBe(0)
    expect(told).toEqual([])
  })

  test('with a damaged file says so once, whichever statement meets the damage, and lets nothing more through', () => {
    const insert = db.prepare('insert into t values (?)')
    insert.run('a')
    db.pragma('wal_checkpoint(truncate)')
    const pages = Number(db.pragma('page_count', { simple: true }))
    // Every page of rows becomes rubbish; the header stays, so that it still opens.
    const size = Number(db.pragma('page_size', { simple: true }))
    const damaged = join(dir, 'damaged.sqlite')
    const bytes = db.serialize().fill(0xee, size, size * pages)
    const plain = createDamaged(damaged, bytes)
    const heard: Error[] = []
    watchDisk(plain, (error) => void heard.push(error))
    const read = plain.prepare('select name from t')
    const write = plain.transaction(() => plain.exec("insert into t values ('b')"))
    expect(() => read.all()).toThrow(expect.objectContaining({ code: 'SQLITE_CORRUPT' }))
    const [fault] = heard
    for (const use of [
      () => read.get(),
      () => write(),
      () => write.immediate(),
      () => plain.exec('select 1'),
      () => plain.pragma('user_version'),
      () => plain.prepare('select 1'),
    ]) {
      expect(use).toThrow(fault)
    }
    expect(heard).toHaveLength(1)
    plain.close()
  })

  test('keeps what was committed and nothing of the transaction that failed', () => {
    const insert = db.prepare('insert into t values (?)')
    insert.run('a')
    const broken = db.transaction(() => {
      insert.run('b')
      throw failure('SQLITE_IOERR_WRITE')
    })
    expect(() => broken.immediate()).toThrow('disk I/O error')
    expect(told).toHaveLength(1)
    expect(() => insert.run('c')).toThrow(told[0])
    expect(names()).toEqual(['a'])
  })

  test('in which a full disk or a lock is met stays in use', () => {
    const failing = db.transaction((code: string) => {
      throw failure(code)
    })
    for (const code of ['SQLITE_FULL', 'SQLITE_BUSY']) expect(() => failing(code)).toThrow()
    db.prepare('insert into t values (?)').run('a')
    expect(names()).toEqual(['a'])
    expect(told).toEqual([])
  })
})

describe('a group commit on it', () => {
  test.each(['SQLITE_IOERR_FSYNC', 'SQLITE_FULL', 'SQLITE_BUSY'])(
    'rejects everybody after %s, no retry',
    async (code) => {
      const wrote: string[] = []
      const insert = db.prepare('insert into t values (?)')
      let broken = true
      const { submit } = createGroupCommit({
        db,
        write(name: string) {
          wrote.push(name)
          insert.run(name)
          if (broken && name === 'b') throw failure(code)
        },
      })
      const results = await Promise.allSettled(['a', 'b', 'c'].map(submit))
      expect(results.map((one) => one.status === 'rejected' && one.reason.code)).toEqual([code, code, code])
      expect(wrote).toEqual(['a', 'b'])
      expect(names()).toEqual([])
      broken = false
      const later = await Promise.allSettled([submit('d')])
      const isFault = code === 'SQLITE_IOERR_FSYNC'
      expect(later[0]?.status).toBe(isFault ? 'rejected' : 'fulfilled')
      expect(names()).toEqual(isFault ? [] : ['d'])
      expect(told).toHaveLength(isFault ? 1 : 0)
    },
  )
})

function createDamaged(path: string, bytes: Buffer): Database {
  writeFileSync(path, bytes)
  return new Sqlite(path)
}
