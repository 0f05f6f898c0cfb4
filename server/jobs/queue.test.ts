import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrate } from '../db/migrate.ts'
import { closeDatabase, type Database, openDatabase } from '../db/open.ts'
import type { NewJob } from '../domain/work.ts'
import { type Claim, createQueue, type Queue } from './queue.ts'

let dir: string
let db: Database
let queue: Queue

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'queue-'))
  db = openDatabase(join(dir, 'main.sqlite'))
  migrate(db)
  queue = createQueue(db)
})
afterEach(() => {
  closeDatabase(db)
  rmSync(dir, { recursive: true })
})

const all = { floor: 'sweep', limit: 100 } as const

function add(key: string, more: Partial<NewJob> = {}, now = 0): boolean {
  const work = { kind: 'send', requestId: key } as const
  const job = { work, key, mode: 'once', subject: null, lane: 'local', priority: 'effect', runAt: now } as const
  return queue.enqueue({ ...job, ...more }, now)
}

function take(now: number, lanes: Partial<Claim['lanes']> = {}, token = 'me', from = queue) {
  return from.claim({ now, leaseMs: 60_000, token, lanes: { local: all, yousign: all, kommo: all, ...lanes } })
}

/** Keys of what can be claimed, in the order of the answer. */
function keys(now: number, lanes: Partial<Claim['lanes']> = {}, from = queue): string[] {
  return take(now, lanes, 'me', from).map(({ job }) => (job.work.kind === 'send' ? job.work.requestId : job.work.kind))
}

function only(now: number) {
  const [claimed, ...others] = take(now)
  if (claimed === undefined || others.length > 0) throw new Error('expected exactly one job')
  return claimed.job
}

describe('claiming', () => {
  test('takes the most urgent first, then what has been due longest, and nothing that is not due', () => {
    add('later', { runAt: 51 })
    add('second', { runAt: 20 })
    add('first', { runAt: 10 })
    add('click', { priority: 'click', runAt: 30 })
    add('sweep', { priority: 'sweep', runAt: 5 })
    expect(keys(50)).toEqual(['click', 'first', 'second', 'sweep'])
    expect(keys(50)).toEqual([])
    expect(keys(51)).toEqual(['later'])
  })

  test('respects the limit, the floor and the closing of each lane', () => {
    add('kommo', { lane: 'kommo' })
    for (const priority of ['click', 'started', 'trigger'] as const) add(priority, { lane: 'yousign', priority })
    for (const name of ['a', 'b', 'c']) add(name)
    const lanes = { local: { floor: 'sweep', limit: 2 }, yousign: { floor: 'started', limit: 9 }, kommo: null } as const
    expect(keys(0, lanes).sort()).toEqual(['a', 'b', 'click', 'started'])
  })

  test('two claimers never get the same job', () => {
    for (let number = 0; number < 100; number += 1) add(`job ${number}`)
    const other = openDatabase(join(dir, 'main.sqlite'))
    const second = createQueue(other)
    const got: string[] = []
    const few = { local: { floor: 'sweep', limit: 7 } } as const
    for (let round = 0; round < 10; round += 1) got.push(...keys(0, few), ...keys(0, few, second))
    closeDatabase(other)
    expect(got).toHaveLength(100)
    expect(new Set(got).size).toBe(100)
  })

  test('never takes two jobs of one subject, in one claim or while one runs, in whatever lane', () => {
    add('a', { subject: 'r1', lane: 'yousign' })
    add('b', { subject: 'r1', lane: 'kommo' })
    add('c', { subject: 'r2' })
    add('click', { subject: 'r1', priority: 'click' })
    const taken = take(0)
    expect(taken.map(({ job }) => job.subject)).toEqual(['r1', 'r2'])
    const [first] = taken
    expect(first?.job.priority).toBe('click')
    expect(keys(0)).toEqual([])
    queue.finish(first?.job.id ?? 0, 'me', 1)
    expect(keys(1)).toEqual(['a'])
  })

  test('a job that its lane holds back does not hold back the others of its subject', () => {
    add('first', { subject: 'r', lane: 'yousign', priority: 'started' })
    add('second', { subject: 'r', lane: 'kommo' })
    expect(keys(0, { yousign: null })).toEqual(['second'])
  })

  test('a job enqueued in a transaction that is rolled back never existed', () => {
    const doomed = db.transaction(() => {
      add('a')
      throw new Error('no')
    })
    expect(doomed).toThrow('no')
    expect(keys(0)).toEqual([])
  })
})

describe('keys', () => {
  test('a key of mode once is used up for ever', () => {
    expect(add('a')).toBe(true)
    expect(add('a')).toBe(false)
    const job = only(0)
    expect(add('a')).toBe(false)
    queue.finish(job.id, 'me', 1)
    expect(add('a')).toBe(false)
    expect(keys(99)).toEqual([])
  })

  test('a waiting job that is enqueued again keeps the earlier time and the more urgent priority', () => {
    add('a', { mode: 'coalesce', priority: 'trigger', runAt: 100 })
    add('a', { mode: 'coalesce', priority: 'effect', runAt: 200 })
    expect(keys(99)).toEqual([])
    add('a', { mode: 'coalesce', priority: 'sweep', runAt: 50 })
    const job = only(50)
    expect(job.priority).toBe('effect')
    expect(queue.counts().running).toBe(1)
  })

  test('a finished or stuck job that is enqueued again starts afresh', () => {
    for (const end of ['finish', 'stick'] as const) {
      add(end, { mode: 'coalesce', priority: 'click' })
      const before = only(0)
      queue.again(before.id, 'me', { at: 1, reason: 'failed', counts: true }, 0)
      only(1)
      if (end === 'finish') queue.finish(before.id, 'me', 2)
      else queue.stick(before.id, 'me', 'gave up', 2)
      expect(add(end, { mode: 'coalesce', priority: 'sweep', runAt: 10 }, 5)).toBe(true)
      expect(keys(9)).toEqual([])
      const job = only(10)
      expect(job).toMatchObject({ id: before.id, priority: 'sweep', attempts: 0, firstAttemptAt: null, createdAt: 5 })
      queue.finish(job.id, 'me', 10)
    }
  })

  test('a running job that is enqueued again runs again afterwards, not before the time that was asked for', () => {
    add('a', { mode: 'coalesce' })
    const job = only(0)
    add('a', { mode: 'coalesce', runAt: 60 }, 1)
    add('a', { mode: 'coalesce', runAt: 90 }, 1)
    expect(keys(99)).toEqual([])
    expect(queue.finish(job.id, 'me', 2)).toBe(true)
    expect(keys(59)).toEqual([])
    const second = only(60)
    expect(second).toMatchObject({ id: job.id, attempts: 0 })
    queue.finish(job.id, 'me', 61)
    expect(keys(999)).toEqual([])
  })

  test.each(['again', 'stick'] as const)('what came in while it ran is not lost when the job ends with %s', (end) => {
    add('a', { mode: 'coalesce' })
    const job = only(0)
    add('a', { mode: 'coalesce', runAt: 5 }, 1)
    if (end === 'again') queue.again(job.id, 'me', { at: 5000, reason: 'later', counts: true }, 2)
    else queue.stick(job.id, 'me', 'gave up', 2)
    expect(keys(5)).toEqual(['a'])
  })

  test('a job that somebody more urgent asks for too moves to the lane of that, and not back', () => {
    add('a', { mode: 'coalesce', lane: 'yousign', priority: 'trigger' })
    add('a', { mode: 'coalesce', lane: 'local', priority: 'click' })
    add('a', { mode: 'coalesce', lane: 'yousign', priority: 'trigger' })
    expect(keys(0, { yousign: null })).toEqual(['a'])
  })

  test('a promoted job becomes more urgent and never less', () => {
    add('a', { priority: 'trigger' })
    const { id } = only(0)
    expect(add('a', { mode: 'promote', priority: 'started', runAt: 9 })).toBe(true)
    add('a', { mode: 'promote', priority: 'sweep' })
    expect(add('b', { mode: 'promote' })).toBe(false)
    queue.again(id, 'me', { at: 0, reason: 'lane', counts: false }, 0)
    expect(only(0).priority).toBe('started')
  })
})

describe('leases', () => {
  test('whoever lost the lease can neither finish nor repeat nor extend', () => {
    add('a')
    const [old] = take(0, {}, 'old')
    const id = old?.job.id ?? 0
    expect(queue.reclaim(1)).toBe(1)
    take(1, {}, 'new')
    expect(queue.finish(id, 'old', 2)).toBe(false)
    expect(queue.again(id, 'old', { at: 3, reason: '', counts: true }, 2)).toBe(false)
    expect(queue.stick(id, 'old', '', 2)).toBe(false)
    expect(queue.extend(id, 'old', 99)).toBe(false)
    expect(queue.counts()).toEqual({ waiting: 0, running: 1, done: 0, stuck: 0 })
    expect(queue.finish(id, 'new', 2)).toBe(true)
    expect(queue.finish(id, 'new', 3)).toBe(false)
  })

  test('a lease that ran out is given back, one that was extended is not', () => {
    add('a')
    add('b')
    const [a] = take(0)
    queue.extend(a?.job.id ?? 0, 'me', 120_000)
    expect(queue.expire(59_999)).toBe(0)
    expect(queue.expire(60_000)).toBe(1)
    expect(keys(60_000)).toEqual(['b'])
  })

  test('the job of a dead owner runs again at once after a restart, and the run that died was an attempt', () => {
    add('a', { mode: 'coalesce' })
    take(10)
    add('a', { mode: 'coalesce' }, 11)
    expect(queue.reclaim(12)).toBe(1)
    const job = only(12)
    expect(job.attempts).toBe(1)
    queue.finish(job.id, 'me', 13)
    expect(keys(13), 'what came in meanwhile was read by that run').toEqual([])
  })
})

describe('attempts', () => {
  test('are counted from the first on, and waiting for a lane is none', () => {
    add('a')
    const { id } = only(1000)
    const again = (at: number, counts: boolean, now: number) => queue.again(id, 'me', { at, reason: 'r', counts }, now)
    again(2000, false, 1000)
    expect(only(2000)).toMatchObject({ attempts: 0, firstAttemptAt: null })
    again(3000, true, 2500)
    expect(only(3000)).toMatchObject({ attempts: 1, firstAttemptAt: 2000 })
    again(9000, false, 3000)
    expect(only(9000), 'moved along with 6 s of waiting').toMatchObject({ attempts: 1, firstAttemptAt: 8000 })
    again(9500, true, 9000)
    expect(only(19_500), 'moved along with 10 s in which it was due and not let in').toMatchObject({
      attempts: 2,
      firstAttemptAt: 18_000,
    })
  })
})

describe('looking', () => {
  test('the next job is due when its time has come and its lane is open', () => {
    expect(queue.nextDue(() => 0)).toBeNull()
    add('kommo', { lane: 'kommo', priority: 'trigger', runAt: 50 })
    add('yousign', { lane: 'yousign', runAt: 80 })
    expect(queue.nextDue(() => 0)).toBe(50)
    expect(queue.nextDue((lane, priority) => (lane === 'kommo' && priority === 'trigger' ? 300 : 0))).toBe(80)
    expect(queue.nextDue((lane) => (lane === 'kommo' ? 60 : Number.POSITIVE_INFINITY))).toBe(60)
  })

  test('a job whose subject runs is not awaited: the end of that run is', () => {
    add('a', { subject: 'r' })
    take(0)
    add('b', { subject: 'r' })
    expect(queue.nextDue(() => 0)).toBeNull()
  })

  test('what this build does not know is left waiting and reported', () => {
    add('known', { subject: 'r' })
    const insert = db.prepare(`insert into jobs (kind, key, subject, lane, priority, payload, state, run_at, created_at)
      values (?, ?, 'r', 'local', 0, ?, 'waiting', 0, 0)`)
    insert.run('fax', '1', '{"kind":"fax"}')
    insert.run('send', 'odd', '{"kind":"send","requestId":"r","since":1}')
    expect(queue.unknownKinds()).toEqual([
      { kind: 'fax', jobs: 1 },
      { kind: 'send', jobs: 1 },
    ])
    expect(keys(0)).toEqual(['known'])
    expect(queue.counts()).toEqual({ waiting: 2, running: 1, done: 0, stuck: 0 })
    expect(queue.nextDue(() => 0)).toBeNull()
  })

  test('stuck jobs are listed with their reason and run again when somebody asks', () => {
    for (const name of ['a', 'b', 'c']) add(name, { subject: name })
    for (const { job } of take(0)) queue.stick(job.id, 'me', `no ${job.subject}`, job.id)
    expect(queue.stuck(2)).toMatchObject([
      { kind: 'send', subject: 'a', reason: 'no a', since: 1 },
      { kind: 'send', subject: 'b', reason: 'no b' },
    ])
    expect(queue.retryStuck({ kind: 'learn' }, 9)).toBe(0)
    expect(queue.retryStuck({ subject: 'b' }, 9)).toBe(1)
    expect(only(9)).toMatchObject({ subject: 'b', attempts: 0, firstAttemptAt: null })
    expect(queue.retryStuck({}, 9)).toBe(2)
    expect(queue.counts()).toEqual({ waiting: 2, running: 1, done: 0, stuck: 0 })
  })
})
