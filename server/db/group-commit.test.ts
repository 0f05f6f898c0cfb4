import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createGroupCommit } from './group-commit.ts'
import { closeDatabase, type Database, openDatabase } from './open.ts'

let dir: string
let db: Database
let reader: Database
/** Names of the items, one entry a transaction in which `write` was called. */
let transactions: string[][]

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'group-'))
  db = openDatabase(join(dir, 'main.sqlite'))
  db.exec("create table t (name text not null unique check (name <> 'poison')) strict")
  reader = openDatabase(join(dir, 'main.sqlite'))
  transactions = []
})
afterEach(() => {
  closeDatabase(reader)
  closeDatabase(db)
  rmSync(dir, { recursive: true })
})

function group(maxBatch?: number) {
  const insert = db.prepare('insert into t values (?)')
  let version: unknown
  return createGroupCommit({
    db,
    ...(maxBatch === undefined ? {} : { maxBatch }),
    write(name: string) {
      const now = reader.pragma('data_version', { simple: true })
      if (version !== now || transactions.length === 0) transactions.push([])
      version = now
      transactions.at(-1)?.push(name)
      return insert.run(name).lastInsertRowid
    },
  })
}

function stored(): unknown[] {
  return reader.prepare('select name from t order by rowid').pluck().all()
}

test('what arrives in one turn shares a transaction, and each item gets its own result', async () => {
  const { submit } = group()
  expect(await Promise.all(['a', 'b', 'c'].map(submit))).toEqual([1, 2, 3])
  await submit('d')
  expect(transactions).toEqual([['a', 'b', 'c'], ['d']])
})

test('another connection sees the item when the answer comes, and not before', async () => {
  const answer = group().submit('a')
  expect(stored()).toEqual([])
  await answer
  expect(stored()).toEqual(['a'])
})

test('a poisonous item fails alone', async () => {
  const { submit } = group()
  const results = await Promise.allSettled(['a', 'poison', 'b', 'a'].map(submit))
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected'])
  expect(stored()).toEqual(['a', 'b'])
})

test('a full disk refuses everybody and the next item after it succeeds', async () => {
  const { submit } = group()
  const pages = Number(db.pragma('page_count', { simple: true }))
  db.pragma(`max_page_count = ${pages}`)
  const long = (letter: string) => letter.repeat(20_000)
  const results = await Promise.allSettled([long('a'), long('b')].map(submit))
  expect(results.map((one) => one.status === 'rejected' && one.reason.code)).toEqual(['SQLITE_FULL', 'SQLITE_FULL'])
  db.pragma('max_page_count = 100000')
  await submit('c')
  expect(stored()).toEqual(['c'])
})

test('a turn with more items than a batch holds is split, in order', async () => {
  const { submit } = group(2)
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map(submit))
  expect(transactions).toEqual([['a', 'b'], ['c', 'd'], ['e']])
})

test('closing writes what waits and refuses what comes later', async () => {
  const { submit, close } = group(2)
  const answers = Promise.all(['a', 'b', 'c'].map(submit))
  close()
  expect(stored()).toEqual(['a', 'b', 'c'])
  await answers
  await expect(submit('d')).rejects.toThrow('the group commit was closed')
})
