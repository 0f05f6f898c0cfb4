// The benchmark's own arithmetic and instruments: a ratio is worth as much as what counted its two sides.
import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { closeDatabase, type Database, openDatabase } from '../../server/db/open.ts'
import { leastCalls } from '../bench/calls.ts'
import { watchCommits } from '../bench/commit-profile.ts'
import { isMet, type Line, ofRounds, table, verdicts } from '../bench/lines.ts'
import { makeRequests } from '../bench/load/requests.ts'
import { median, percentile, quotients, randomFrom, spread } from '../bench/numbers.ts'
import { readOptions } from '../bench/options.ts'
import { commitsInLog } from '../bench/wal.ts'

describe('numbers', () => {
  it('the median is the value in the middle, or the mean of two', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([4, 1, 2, 3])).toBe(2.5)
    expect(() => median([])).toThrow('nothing')
  })

  it('the spread is a part of the median', () => {
    expect(spread([4, 5, 6])).toBeCloseTo(0.4)
    expect(spread([0, 0])).toBe(0)
  })

  it('a percentile is one of the values', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)
    expect(percentile(hundred, 0.99)).toBe(99)
    expect(percentile(hundred, 0.5)).toBe(50)
    expect(percentile([7], 0.01)).toBe(7)
  })

  it('rounds are compared one by one', () => {
    expect(quotients([10, 30], [5, 10])).toEqual([2, 3])
    expect(() => quotients([1, 2], [1])).toThrow('compared')
  })

  it('seeded numbers repeat and fill the range', () => {
    const [a, b] = [randomFrom(7), randomFrom(7)]
    const drawn = Array.from({ length: 1000 }, () => a())
    expect(Array.from({ length: 1000 }, () => b())).toEqual(drawn)
    expect(drawn.filter((value) => value < 0.1).length / 1000).toBeCloseTo(0.1, 1)
  })
})

describe('verdicts', () => {
  const line: Line = { id: 'R1', what: 'ingest', value: 4, unit: 'ratio', target: { least: 4 }, note: '' }

  it('a target is met up to its very value', () => {
    expect([isMet(4, { least: 4 }), isMet(3.99, { least: 4 })]).toEqual([true, false])
    expect([isMet(0, { most: 0 }), isMet(1, { most: 0 })]).toEqual([true, false])
  })

  it('name metric, value, target and whether it is met, and leave out what was skipped', () => {
    expect(verdicts([line, { ...line, value: 3.12345 }, { ...line, value: null }])).toEqual([
      { metric: 'R1 ingest', value: 4, target: '>= 4', ok: true },
      { metric: 'R1 ingest', value: 3.123, target: '>= 4', ok: false },
    ])
  })

  it('are shown to people in columns', () => {
    const rounds = { id: 'R9', what: 'resumed', unit: 'ms', target: { most: 1000 }, rounds: [300, 1200, 360] } as const
    expect(table([line, ofRounds(rounds), { ...line, value: null, note: 'no compiler' }]).split('\n')).toEqual([
      '    metric   value   target               note',
      'R1  ingest   4.00    >= 4        pass',
      'R9  resumed  360 ms  <= 1000 ms  pass     spread 250 %',
      'R1  ingest   -       >= 4        skipped  no compiler',
    ])
  })
})

describe('arguments', () => {
  it('select metrics and the form of the answer', () => {
    expect(readOptions(['--only', 'r1, R5', '--json'])).toEqual({
      ok: true,
      value: { only: new Set(['R1', 'R5']), json: true, quick: false },
    })
    expect(readOptions([])).toMatchObject({ ok: true, value: { json: false } })
  })

  it.each([[['--only', 'R99']], [['--fast']]])('%j are refused with how it is used', (args) => {
    expect(readOptions(args)).toMatchObject({ ok: false, failure: expect.stringContaining('npm run bench') })
  })
})

describe('instruments', () => {
  let dir: string
  let db: Database
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'bench-test-'))
  })
  afterEach(() => {
    closeDatabase(db)
    rmSync(dir, { recursive: true })
  })

  it('commits are counted from the log, and by who made them', () => {
    const watched = watchCommits()
    const path = join(dir, 'main.sqlite')
    db = openDatabase(path)
    db.exec('create table t (a integer)')
    const before = commitsInLog(`${path}-wal`)
    const insert = db.prepare('insert into t values (?)')
    insert.run(1)
    db.transaction(() => {
      insert.run(2)
      insert.run(3)
    }).immediate()
    // These change nothing, so they cost nothing.
    db.prepare('update t set a = 4 where a = 9').run()
    db.transaction(() => db.prepare('select * from t').all()).immediate()
    const after = commitsInLog(`${path}-wal`)
    expect(after.salt).toBe(before.salt)
    expect(after.commits - before.commits).toBe(2)
    expect(watched.take()).toMatch(/^2 /)
    watched.stop()
  })
})

describe('the load', () => {
  it('is requests of one length with ids of their own and signatures that fit', () => {
    const order = { kind: 'prepare', body: '{"event_id":"XXXXXXXX"}', placeholder: 'XXXXXXXX', secret: 's' } as const
    const requests = makeRequests({ ...order, count: 50 })
    const all = Array.from({ length: 50 }, (_, index) => Buffer.from(requests.at(index)).toString())
    const bodies = all.map((text) => {
      const [head = '', body = ''] = text.split('\r\n\r\n')
      expect(head).toContain(`sha256=${createHmac('sha256', 's').update(body).digest('hex')}`)
      expect(head).toContain(`content-length: ${Buffer.byteLength(body)}`)
      return body
    })
    expect(new Set(bodies).size).toBe(50)
    expect(() => makeRequests({ ...order, body: '{}', count: 1 })).toThrow('once')
  })

  it('is compared with the documented minimum of calls', () => {
    expect(leastCalls({ signers: 2, documents: 1 })).toBe(9)
    expect(leastCalls({ signers: 1, documents: 0 })).toBe(6)
  })
})
