import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '../db/migrate.ts'
import { closeDatabase, type Database, openDatabase } from '../db/open.ts'
import { type Priority, priorities } from '../domain/lane.ts'
import { createQueue, type Queue } from './queue.ts'
import { jobLanes } from './statements.ts'

// Two workers, each with a connection of its own, do anything in any order; leases run out under them. After every step the
// table is compared with what it was before: what changed must be what that step may change.

interface Row {
  id: number
  key: string
  subject: string | null
  state: 'waiting' | 'running' | 'done' | 'stuck'
  lane: string
  priority: number
  run_at: number
  rerun: number
  lease_token: string | null
}

type Step =
  | { kind: 'enqueue'; name: number; priority: Priority; later: number }
  | { kind: 'claim'; worker: number; most: number; lease: number }
  | { kind: 'end'; claim: number; how: 'finish' | 'again' | 'stick' | 'extend'; later: number }
  | { kind: 'wait'; ms: number }
  | { kind: 'expire' | 'reclaim' | 'retryStuck' }
  | { kind: 'promote'; name: number; priority: Priority }

const name = fc.nat({ max: 4 })
const later = fc.constantFrom(0, 0, 5, 40)
const priority = fc.constantFrom(...priorities)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('enqueue' as const), name, priority, later }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('claim' as const),
      worker: fc.nat({ max: 1 }),
      most: fc.constantFrom(1, 2, 9),
      lease: fc.constantFrom(10, 60),
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      claim: fc.nat({ max: 3 }),
      how: fc.constantFrom('finish', 'finish', 'again', 'stick', 'extend'),
      later,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat({ max: 50 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('expire', 'reclaim', 'retryStuck') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('promote' as const), name, priority }) },
)

let dir: string
const databases: Database[] = []
const queues: Queue[] = []
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'queue-'))
  for (let worker = 0; worker < 2; worker += 1) {
    const db = openDatabase(join(dir, 'main.sqlite'))
    if (worker === 0) migrate(db)
    // Nobody cuts the power here.
    db.pragma('synchronous = off')
    databases.push(db)
    queues.push(createQueue(db))
  }
})
afterAll(() => {
  for (const db of databases) closeDatabase(db)
  rmSync(dir, { recursive: true })
})

/** Jobs 0 and 1 are told once and for all, the others as often as something happens; two of them share a subject each. */
const isOnce = (key: string) => Number(key) < 2
const job = (index: number) => ({
  work: { kind: 'send' as const, requestId: String(index) },
  key: String(index),
  mode: isOnce(String(index)) ? ('once' as const) : ('coalesce' as const),
  subject: index === 4 ? null : `subject ${index % 2}`,
  lane: jobLanes[index % jobLanes.length] ?? 'local',
})

/** A fresh table with two jobs of a newer version in it, and everything that one sequence of steps is checked for. */
function createTrial() {
  const [db, first] = [databases[0], queues[0]]
  if (!db || !first) throw new Error('no database')
  db.prepare('delete from jobs').run()
  const newer = db.prepare(`insert into jobs (kind, key, subject, lane, priority, payload, state, run_at, created_at)
    values (?, ?, 'subject 1', 'local', 0, ?, 'waiting', 0, 0)`)
  newer.run('fax', 'a', '{"kind":"fax"}')
  newer.run('send', 'b', '{"kind":"send","requestId":"b","since":1}')
  const unknown = () => db.prepare("select * from jobs where key in ('a', 'b') order by id").all()
  const untouched = unknown()
  const select = db.prepare<[], Row>("select * from jobs where key not in ('a', 'b') order by id")
  const rows = () => new Map(select.all().map((row) => [row.key, row]))
  let now = 1_000
  let tokens = 0
  const claims: { key: string; id: number; token: string; queue: Queue }[] = []
  /** Keys of which something was told that no run has begun since. */
  const owed = new Set<string>()
  const finished: string[] = []

  function claim(queue: Queue, most: number, lease: number): number {
    tokens += 1
    const token = `token ${tokens}`
    const before = rows()
    const opening = { floor: 'sweep', limit: most } as const
    const lanes = { direct: opening, local: opening, yousign: opening, kommo: opening }
    const claimed = queue.claim({ now, leaseMs: lease, token, lanes })
    const busy = new Set([...before.values()].filter((row) => row.state === 'running').map((row) => row.subject))
    const startable = [...before.values()].filter(
      (row) => row.state === 'waiting' && row.run_at <= now && (row.subject === null || !busy.has(row.subject)),
    )
    for (const { job: one } of claimed) {
      const row = [...before.values()].find(({ id }) => id === one.id)
      expect(startable).toContain(row)
      owed.delete(row?.key ?? '')
      claims.push({ key: row?.key ?? '', id: one.id, token, queue })
    }
    if (startable.length > 0) expect(claimed.length).toBeGreaterThan(0)
    for (const row of rows().values()) {
      const mine = claimed.some(({ job: one }) => one.id === row.id)
      if (mine) expect(row).toMatchObject({ state: 'running', lease_token: token })
      else expect(row).toEqual(before.get(row.key))
    }
    return claimed.length
  }

  function end({ claim: index, how, later: ms }: Extract<Step, { kind: 'end' }>): void {
    const one = claims.at(-1 - index)
    if (!one) return
    const before = rows()
    const row = before.get(one.key)
    const owns = row?.state === 'running' && row.lease_token === one.token
    const did =
      how === 'finish'
        ? one.queue.finish(one.id, one.token, now)
        : how === 'stick'
          ? one.queue.stick(one.id, one.token, 'gave up', now)
          : how === 'extend'
            ? one.queue.extend(one.id, one.token, now + ms)
            : one.queue.again(one.id, one.token, { at: now + ms, reason: 'later', counts: ms === 0 }, now)
    expect(did).toBe(owns)
    const after = rows()
    for (const [key, other] of before) if (!owns || key !== one.key) expect(after.get(key)).toEqual(other)
    if (!owns) return
    if (how === 'finish') finished.push(one.key)
    // What was told while it ran makes it run again, however it ended.
    const next = { finish: 'done', stick: 'stuck', again: 'waiting', extend: 'running' } as const
    const expected = row.rerun === 1 && how !== 'extend' ? 'waiting' : next[how]
    expect(after.get(one.key)?.state).toBe(expected)
  }

  function enqueue({ name: index, priority: urgency, later: ms }: Extract<Step, { kind: 'enqueue' }>): void {
    const before = rows()
    const told = first?.enqueue({ ...job(index), priority: urgency, runAt: now + ms }, now)
    const key = String(index)
    const row = before.get(key)
    expect(told).toBe(!(isOnce(key) && row !== undefined))
    if (told) owed.add(key)
    const after = rows()
    for (const [other, held] of before) if (other !== key || !told) expect(after.get(other)).toEqual(held)
    if (!told) return
    expect(after.get(key)?.state).toBe(row?.state === 'running' ? 'running' : 'waiting')
    if (row?.state === 'running') expect(after.get(key)).toMatchObject({ lease_token: row.lease_token, rerun: 1 })
    if (row?.state === 'waiting') expect(after.get(key)?.run_at).toBe(Math.min(row.run_at, now + ms))
  }

  function promote({ name: index, priority: urgency }: Extract<Step, { kind: 'promote' }>): void {
    const before = rows()
    first?.enqueue({ ...job(index), mode: 'promote', priority: urgency, runAt: now }, now)
    const expected = [...before.values()].map((row) =>
      row.key === String(index) ? { ...row, priority: Math.min(row.priority, priorities.indexOf(urgency)) } : row,
    )
    expect([...rows().values()]).toEqual(expected)
  }

  function run(one: Step): void {
    const queue = queues[one.kind === 'claim' ? one.worker : 0] ?? first
    if (!queue) return
    if (one.kind === 'enqueue') enqueue(one)
    else if (one.kind === 'claim') claim(queue, one.most, one.lease)
    else if (one.kind === 'end') end(one)
    else if (one.kind === 'wait') now += one.ms
    else if (one.kind === 'promote') promote(one)
    else if (one.kind === 'expire') queue.expire(now)
    else if (one.kind === 'reclaim') queue.reclaim(now)
    else queue.retryStuck({}, now)
  }

  return {
    run(one: Step): void {
      const before = rows()
      run(one)
      const after = rows()
      for (const [key, row] of before) {
        expect(after.has(key), 'nothing is ever dropped').toBe(true)
        if (isOnce(key) && row.state === 'done') expect(after.get(key)?.state, 'told once and for all').toBe('done')
      }
      const running = [...after.values()].filter((row) => row.state === 'running' && row.subject !== null)
      expect(new Set(running.map((row) => row.subject)).size, 'one run a subject').toBe(running.length)
      expect(unknown(), 'what this version does not know').toEqual(untouched)
    },
    /** Everybody comes back and works until nothing is left. */
    finish(): void {
      for (let round = 0; round < 100; round += 1) {
        now += 100
        first.expire(now)
        first.retryStuck({}, now)
        if (claim(first, 9, 60) === 0) break
        for (const { id, token, queue, key } of claims.splice(0)) if (queue.finish(id, token, now)) finished.push(key)
      }
      expect([...rows().values()].filter((row) => row.state !== 'done')).toEqual([])
      expect([...owed], 'told and never run').toEqual([])
      const once = finished.filter(isOnce)
      expect(once.length, 'run to its end once').toBe(new Set(once).size)
      expect(unknown()).toEqual(untouched)
    },
  }
}

test('whatever two workers, their leases and the clock do, nothing is lost, done twice or run beside its own subject', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 80, size: 'max' }), (steps) => {
      const trial = createTrial()
      for (const one of steps) trial.run(one)
      trial.finish()
    }),
    { numRuns: 60 },
  )
})
