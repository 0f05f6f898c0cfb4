// The durable queue: one table, owner-guarded, enqueued into inside the transaction that causes the work.
import type { Database } from '../db/open.ts'
import { type Priority, priorities } from '../domain/lane.ts'
import type { Job, NewJob, WorkKind } from '../domain/work.ts'
import { decodeWork, encodeWork } from './payload.ts'
import { type JobLane, type JobRow, jobLanes, prepareStatements, type StuckRow } from './statements.ts'

export type JobState = 'waiting' | 'running' | 'done' | 'stuck'

/** What may be claimed in one lane: down to which priority, and how many. */
export interface Opening {
  floor: Priority
  limit: number
}

export interface Claim {
  now: number
  leaseMs: number
  /** Names this claim and no other: a job that is taken away and claimed again has another one. */
  token: string
  /** Null or left out: the lane is closed. */
  lanes: Partial<Record<JobLane, Opening | null>>
}

export interface Claimed {
  job: Job
  lane: JobLane
}

/** Every method is synchronous and may be called inside the caller's transaction. Times are epoch milliseconds. */
export interface Queue {
  /** True when a job was added or changed; false when the key is used up (mode `once`) or unknown (mode `promote`). */
  enqueue(job: NewJob, now: number): boolean
  /**
   * Takes what is due, most urgent first, in one statement; never two of one subject, never one of a subject that has one
   * running. `attempts` and `firstAttemptAt` of the answer tell of the time before this run.
   */
  claim(claim: Claim): Claimed[]
  /** Done, or waiting again when the same work was enqueued meanwhile. False, like those below: the lease was lost. */
  finish(id: number, token: string, now: number): boolean
  again(id: number, token: string, next: { at: number; reason: string; counts: boolean }, now: number): boolean
  /** Gives up, until `retryStuck` or until the same work is enqueued again. */
  stick(id: number, token: string, reason: string, now: number): boolean
  extend(id: number, token: string, until: number): boolean
  /** At boot, when no other process can be alive: gives back every lease of the previous one. */
  reclaim(now: number): number
  /** Gives back the leases that ran out. */
  expire(now: number): number
  retryStuck(filter: { id?: number; kind?: WorkKind; subject?: string }, now: number): number
  /** The oldest `limit` jobs that gave up. */
  stuck(limit: number): StuckRow[]
  /** When the next job can start, given when a place in its lane opens (Infinity: not before something else happens). */
  nextDue(opensAt: (lane: JobLane, priority: Priority) => number): number | null
  counts(): Record<JobState, number>
  /** Waiting jobs whose kind or payload this build does not know. They stay as they are. */
  unknownKinds(): { kind: string; jobs: number }[]
}

/** The queue on the table `jobs` of an opened and migrated database. */
export function createQueue(db: Database): Queue {
  const sql = prepareStatements(db)
  const inserts = { once: sql.enqueueOnce, coalesce: sql.enqueueCoalesced, promote: sql.promote }
  return {
    enqueue(job, now) {
      const { work, key, subject, lane, runAt } = job
      const row = { kind: work.kind, key, subject, lane, runAt, now }
      return inserts[job.mode].run({ ...row, priority: rank(job.priority), payload: encodeWork(work) }).changes > 0
    },
    claim({ now, leaseMs, token, lanes }) {
      const rows = sql.claim.all({ now, token, leaseUntil: now + leaseMs, ...openings(lanes) })
      return rows.sort(byUrgency).map(toClaimed)
    },
    finish: (id, token, now) => sql.finish.run({ id, token, now }).changes === 1,
    again: (id, token, { at, reason, counts }, now) =>
      sql.again.run({ id, token, at, reason, counts: counts ? 1 : 0, now }).changes === 1,
    stick: (id, token, reason, now) => sql.stick.run({ id, token, reason, now }).changes === 1,
    extend: (id, token, until) => sql.extend.run({ id, token, until }).changes === 1,
    reclaim: (now) => sql.reclaim.run({ now }).changes,
    expire: (now) => sql.expire.run({ now }).changes,
    retryStuck: (
      {
        id = null,
        kind = null,
        subject = null,
      }: { id?: number | null; kind?: WorkKind | null; subject?: string | null },
      now,
    ) => sql.retryStuck.run({ id, kind, subject, now }).changes,
    stuck: (limit) => sql.stuck.all(limit),
    nextDue(opensAt) {
      let next = Number.POSITIVE_INFINITY
      for (const lane of jobLanes) {
        for (const [index, priority] of priorities.entries()) {
          const opens = opensAt(lane, priority)
          if (opens >= next) continue
          const runAt = sql.nextRunAt.get({ lane, priority: index })
          if (runAt !== undefined) next = Math.min(next, Math.max(runAt, opens))
        }
      }
      return next === Number.POSITIVE_INFINITY ? null : next
    },
    counts() {
      const counts: Record<JobState, number> = { waiting: 0, running: 0, done: 0, stuck: 0 }
      for (const { state, jobs } of sql.counts.all()) counts[state as JobState] = jobs
      return counts
    },
    unknownKinds: () => sql.unknown.all(),
  }
}

function rank(priority: Priority): number {
  return priorities.indexOf(priority)
}

function openings(lanes: Claim['lanes']): Record<string, number> {
  const values: Record<string, number> = {}
  for (const lane of jobLanes) {
    const opening = lanes[lane] ?? null
    values[lane] = opening === null ? -1 : rank(opening.floor)
    values[`${lane}Limit`] = opening === null ? 0 : opening.limit
  }
  return values
}

function byUrgency(a: JobRow, b: JobRow): number {
  return a.priority - b.priority || a.run_at - b.run_at || a.id - b.id
}

function toClaimed(row: JobRow): Claimed {
  const work = decodeWork(row.kind, row.payload)
  const priority = priorities[row.priority]
  if (work === null || priority === undefined) throw new Error(`job ${row.id} was claimed and cannot be read`)
  const attempts = row.attempts - 1
  const job: Job = {
    id: row.id,
    work,
    subject: row.subject,
    priority,
    attempts,
    createdAt: row.created_at,
    firstAttemptAt: attempts === 0 ? null : row.first_attempt_at,
  }
  return { job, lane: row.lane }
}
