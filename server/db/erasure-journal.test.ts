import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createErasureJournal } from './erasure-journal.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'journal-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const erasure = (id: string) => ({ id, at: 1, byUser: 2, persons: ['hash'], records: [] })

it('reads back what was added, in order', () => {
  const journal = createErasureJournal(dir)
  expect(journal.all()).toEqual([])
  expect([journal.add(erasure('a')), journal.add(erasure('b'))]).toEqual([true, true])
  expect(createErasureJournal(dir).all()).toEqual([erasure('a'), erasure('b')])
})

it('passes over a line that was left half, and goes on after it', () => {
  const journal = createErasureJournal(dir)
  journal.add(erasure('a'))
  appendFileSync(join(dir, 'erasures'), '{"id":"torn","at":')
  journal.add(erasure('b'))
  expect(journal.all().map(({ id }) => id)).toEqual(['a', 'b'])
  expect(readFileSync(join(dir, 'erasures'), 'utf8').endsWith('\n')).toBe(true)
})

it('says so when it cannot be written', () => {
  expect(createErasureJournal(join(dir, 'nowhere')).add(erasure('a'))).toBe(false)
})
