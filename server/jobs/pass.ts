// One transaction a turn of the event loop, because each one is a forced write: what ended is recorded, what calls nobody is
// done, and what is due is taken.
import { randomUUID } from 'node:crypto'
import type { Database } from '../db/open.ts'
import type { Clock } from '../domain/clock.ts'
import type { Log } from '../domain/deps.ts'
import type { DirectHandler, DirectKind, Handlers, Job, Outcome } from '../domain/work.ts'
import { backoff } from './backoff.ts'
import type { Claim, Claimed, Queue } from './queue.ts'

export interface PassOptions {
  queue: Queue
  db: Database
  handlers: Handlers
  clock: Clock
  log: Log
  /** Called in the transaction that makes a job stuck, for whoever else keeps a state of it. */
  onStuck?: (job: Job, reason: string) => void
  /** 0 to 1, for the spread of retries. */
  random: () => number
}

export interface Taken extends Claimed {
  token: string
}

export interface Ended {
  one: Taken
  outcome: Outcome
}

export interface Wish {
  ended: readonly Ended[]
  /** What may be taken; of `direct`, done. */
  lanes: Claim['lanes']
}

export interface Passed {
  /** In the order of `ended`: false when the lease was lost meanwhile, an error when that one could not be stored. */
  recorded: (boolean | Error)[]
  /** How many jobs of the lane `direct` were done. */
  direct: number
  /** Has to be run now. */
  taken: Taken[]
}

export interface Pass {
  /** Throws when nothing of it could be committed; then nothing has happened. */
  run(wish: Wish): Passed
  /** What comes of a handler that threw. */
  thrown(job: Job, error: unknown): Outcome
}

export const leaseMs = 60_000
/** After this long of attempts (waiting for a lane is none) a job is shown to people instead of repeated (P5). */
const giveUpMs = 24 * 3_600_000

export function createPass({ queue, db, handlers, clock, log, onStuck, random }: PassOptions): Pass {
  // Inside the transaction of the pass these become savepoints.
  const alone = db.transaction((job: Job) => directly(handlers, job))
  const recorded = db.transaction(({ one, outcome }: Ended) => record(one, outcome))
  const all = db.transaction(({ ended, lanes }: Wish): Passed => {
    const results = ended.map(store)
    const claimed = take(lanes)
    const direct = claimed.filter(({ lane }) => lane === 'direct')
    for (const one of direct) record(one, attempt(one.job))
    return { recorded: results, direct: direct.length, taken: claimed.filter(({ lane }) => lane !== 'direct') }
  })

  function store(one: Ended): boolean | Error {
    try {
      return recorded(one)
    } catch (error) {
      rethrowIfEnded(error)
      return error instanceof Error ? error : new Error(String(error))
    }
  }

  function attempt(job: Job): Outcome {
    try {
      return alone(job)
    } catch (error) {
      rethrowIfEnded(error)
      return thrown(job, error)
    }
  }

  /** Some errors (a full disk) end the whole transaction and not only the savepoint. */
  function rethrowIfEnded(error: unknown): void {
    if (!db.inTransaction) throw error
  }

  function take(lanes: Claim['lanes']): Taken[] {
    if (Object.values(lanes).every((opening) => opening === null)) return []
    const token = randomUUID()
    return queue.claim({ now: clock.now(), leaseMs, token, lanes }).map((claimed) => ({ ...claimed, token }))
  }

  function record({ job, token }: Taken, given: Outcome): boolean {
    const now = clock.now()
    const outcome = bounded(job, given, now)
    if (outcome.kind === 'done') return queue.finish(job.id, token, now)
    if (outcome.kind === 'again') return queue.again(job.id, token, outcome, now)
    const stuck = queue.stick(job.id, token, outcome.reason, now)
    if (stuck) onStuck?.(job, outcome.reason)
    return stuck
  }

  function thrown(job: Job, error: unknown): Outcome {
    log.error({ err: error, job: job.id, kind: job.work.kind }, 'job handler threw')
    const reason = `the handler threw ${error instanceof Error ? error.name : 'something'}`
    return { kind: 'again', at: clock.now() + backoff(job.attempts, random()), reason, counts: true }
  }

  return { run: (wish) => all.immediate(wish), thrown }
}

function directly(handlers: Handlers, job: Job): Outcome {
  const { work } = job
  if (work.kind !== 'apply_delivery') throw new Error(`a ${work.kind} job cannot be done directly`)
  return (handlers[work.kind] as DirectHandler<DirectKind>)(work, job)
}

function bounded(job: Job, outcome: Outcome, now: number): Outcome {
  if (outcome.kind !== 'again' || !outcome.counts || job.firstAttemptAt === null) return outcome
  const tooLong = now - job.firstAttemptAt >= giveUpMs
  return tooLong ? { kind: 'stuck', reason: outcome.reason } : outcome
}
