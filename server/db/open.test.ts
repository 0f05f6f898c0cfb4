import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { closeDatabase, lockDataDir, openDatabase } from './open.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'open-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

test('the library alone forgets full durability on the second open of a file', () => {
  const path = join(dir, 'plain.sqlite')
  const first = new Sqlite(path)
  first.pragma('journal_mode = wal')
  first.exec('create table t (a)')
  first.close()
  const second = new Sqlite(path)
  second.exec('insert into t values (1)')
  expect(second.pragma('synchronous', { simple: true })).toBe(1)
  second.close()
})

test('every open of ours is durable, the second one too, and still so after a write', () => {
  const path = join(dir, 'main.sqlite')
  for (const round of [1, 2, 3]) {
    const db = openDatabase(path)
    db.exec('create table if not exists t (a)')
    db.prepare('insert into t values (?)').run(round)
    expect(db.pragma('synchronous', { simple: true }), `open ${round}`).toBe(2)
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
    expect(db.pragma('busy_timeout', { simple: true })).toBe(5000)
    expect(db.pragma('trusted_schema', { simple: true })).toBe(0)
    closeDatabase(db)
    closeDatabase(db)
  }
})

test('a database that cannot keep a write-ahead log is refused with a sentence', () => {
  expect(() => openDatabase(':memory:')).toThrow(':memory:: journal_mode is memory and must be WAL')
})

test('a directory is locked against a second opener and free again after the release', () => {
  const first = lockDataDir(join(dir, 'data'))
  expect(first.ok).toBe(true)
  const second = lockDataDir(join(dir, 'data'))
  expect(second).toEqual({
    ok: false,
    failure: { kind: 'data_dir_in_use', message: expect.stringContaining('Another process is running on') },
  })
  if (first.ok) first.value.release()
  const third = lockDataDir(join(dir, 'data'))
  expect(third.ok).toBe(true)
  if (third.ok) third.value.release()
})

test('the lock of a killed process is free at once', { timeout: 30_000 }, async () => {
  const module = fileURLToPath(new URL('open.ts', import.meta.url))
  const script = `import { lockDataDir } from ${JSON.stringify(module)}
    const lock = lockDataDir(process.argv[1])
    console.log(lock.ok ? 'locked' : 'refused')
    setInterval(() => {}, 1000)`
  const args = [...process.execArgv, '--input-type=module', '-e', script, dir]
  const owner = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [said] = await once(owner.stdout, 'data')
    expect(String(said).trim()).toBe('locked')
    expect(lockDataDir(dir).ok).toBe(false)
  } finally {
    const gone = once(owner, 'exit')
    owner.kill('SIGKILL')
    await gone
  }
  const lock = lockDataDir(dir)
  expect(lock.ok).toBe(true)
  if (lock.ok) lock.value.release()
})
