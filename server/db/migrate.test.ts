import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrate, migrations } from './migrate.ts'
import { closeDatabase, type Database, openDatabase } from './open.ts'

let dir: string
let db: Database
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'migrate-'))
  db = openDatabase(join(dir, 'main.sqlite'))
})
afterEach(() => {
  closeDatabase(db)
  rmSync(dir, { recursive: true })
})

function tables(): unknown[] {
  return db.prepare("select name from sqlite_schema where type = 'table' order by name").pluck().all()
}

test('an empty database gets every step, and a second run changes nothing', () => {
  expect(migrate(db)).toEqual({ ok: true, value: { from: 0, to: migrations.length } })
  expect(tables()).toContain('jobs')
  expect(migrate(db)).toEqual({ ok: true, value: { from: migrations.length, to: migrations.length } })
})

test('only the missing steps run', () => {
  migrate(db, ['create table a (x)'])
  expect(migrate(db, ['create table a (x)', 'create table b (x)'])).toEqual({ ok: true, value: { from: 1, to: 2 } })
  expect(tables()).toEqual(['a', 'b'])
})

test('a step that fails halfway leaves nothing of itself and the steps before it complete', () => {
  const steps = ['create table a (x)', 'create table b (x); create table b (x)']
  expect(() => migrate(db, steps)).toThrow('table b already exists')
  expect(tables()).toEqual(['a'])
  expect(db.pragma('user_version', { simple: true })).toBe(1)
})

test('a database of a newer build is refused and left as it is', () => {
  migrate(db, ['create table a (x)', 'create table b (x)'])
  expect(migrate(db, ['create table a (x)'])).toEqual({
    ok: false,
    failure: {
      kind: 'newer_database',
      message:
        'This database was written by a newer version (schema 2, this version knows 1). ' +
        'Start that version, or restore the backup that was made before the upgrade.',
    },
  })
  expect(db.pragma('user_version', { simple: true })).toBe(2)
})
