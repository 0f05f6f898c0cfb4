// Claims jobs, runs their handlers, records what came of it. The queue knows nothing of it.
import { randomUUID } from 'node:crypto'
import { createGroupCommit } from '../db/group-commit.ts'
import type { Database } from '../db/open.ts'
import type { Clock } from '../domain/clock.ts'
import type { Log } from '../domain/deps.ts'
import { type LaneName, type Priority, priorities } from '../domain/lane.ts'
import type { Handler, Handlers, Job, Outcome, WorkKind } from '../domain/work.ts'
import { backoff } from './backoff.ts'
import type { PacedLane } from './lanes.ts'
import type { Claimed, Opening, Queue } from './queue.ts'
import type { JobLane } from './statements.ts'

export interface RunnerOptions {
  queue: Queue
  db: Database
  handlers: Handlers
  clock: Clock
  lanes: Record<LaneName, PacedLane>
  /** How many jobs of one lane run at once; clicks may use a few more. */
  concurrency: number
  log: Log
  /** Called in the transaction that makes a job stuck, for whoever else keeps a state of it. */
  onStuck?: (job: Job, reason: string) => void
  /** 0 to 1, for the spread of retries. */
  random?: () => number
}

export interface Runner {
  /** Takes back the work of the process before this one and begins. */
  start(): void
  /** Something was enqueued and committed, or a lane was opened: looks in the next turn of the event loop. */
  wake(): void
  /** Runs what is due now, and what that makes due, until nothing is. Needs no `start`. */
  drain(): Promise<void>
  /** Claims nothing more and waits for what runs. */
  stop(): Promise<void>
  running(): number
}

interface Held extends Claimed {
  token: string
  ended: Promise<void>
}

const leaseMs = 60_000
const heartbeatMs = 20_000
/** After this long of attempts (waiting for a lane is none) a job is shown to people instead of repeated (P5). */
const giveUpMs = 24 * 3_600_000
/** Slots beyond `concurrency` that only clicks get, so that a manager does not wait behind uploads. */
const clickSlots = 4
/** A claim was as large as the lane had places. Its jobs take them within this time, then the lane is looked at again. */
const lookAgainMs = 50
/** Without anything due: a wake that somebody forgot costs this much time, not the job. */
const idleMs = 5 * 60_000
/** After the database refused. */
const sickMs = 5_000

/** Runs every due job with at most one run a subject; a handler that throws is logged and repeated with back-off. */
export function createRunner(options: RunnerOptions): Runner {
  const { queue, db, handlers, clock, lanes, concurrency, log, onStuck, random = Math.random } = options
  const held = new Map<number, Held>()
  const settle = createGroupCommit<{ one: Held; outcome: Outcome }, boolean>({
    db,
    write: ({ one, outcome }) => record(one, outcome, clock.now()),
  })
  let phase: 'idle' | 'started' | 'stopped' = 'idle'
  let woken = false
  let forgetLook = () => {}
  let forgetBeat = () => {}
  let beating = false
  /** Jobs that ended without a trace: their rows still say running. */
  let orphans = 0

  function claim(): void {
    const now = clock.now()
    const token = randomUUID()
    for (const claimed of queue.claim({ now, leaseMs, token, lanes: openings() })) {
      const one: Held = { ...claimed, token, ended: Promise.resolve() }
      held.set(claimed.job.id, one)
      one.ended = run(one)
    }
    keepBeating()
  }

  function openings(): Record<JobLane, Opening | null> {
    return { local: opening('local'), yousign: opening('yousign'), kommo: opening('kommo') }
  }

  function opening(lane: JobLane): Opening | null {
    const floor = priorities.findLast((priority) => slots(lane, priority) > 0 && places(lane, priority) > 0)
    return floor === undefined ? null : { floor, limit: Math.min(slots(lane, floor), places(lane, floor)) }
  }

  function slots(lane: JobLane, priority: Priority): number {
    let used = 0
    for (const one of held.values()) if (one.lane === lane) used += 1
    return concurrency + (priority === 'click' ? clickSlots : 0) - used
  }

  function places(lane: JobLane, priority: Priority): number {
    return lane === 'local' ? Number.MAX_SAFE_INTEGER : lanes[lane].places(priority)
  }

  async function run(one: Held): Promise<void> {
    // The claim's own loop goes on first; a handler that throws before it awaits is no special case either.
    await Promise.resolve()
    const outcome = bounded(one.job, await attempt(one.job))
    try {
      if (!(await settle.submit({ one, outcome })))
        log.warn({ job: one.job.id, kind: one.job.work.kind }, 'lease was lost')
    } catch (error) {
      // The row stays as it is until its lease has run out, then the job runs again.
      orphans += 1
      log.error({ err: error, job: one.job.id, kind: one.job.work.kind }, 'outcome of a job could not be stored')
    }
    held.delete(one.job.id)
    if (phase === 'started') wake()
  }

  async function attempt(job: Job): Promise<Outcome> {
    try {
      return await (handlers[job.work.kind] as Handler<WorkKind>)(job.work, job)
    } catch (error) {
      log.error({ err: error, job: job.id, kind: job.work.kind }, 'job handler threw')
      const reason = `the handler threw ${error instanceof Error ? error.name : 'something'}`
      return { kind: 'again', at: clock.now() + backoff(job.attempts, random()), reason, counts: true }
    }
  }

  function bounded(job: Job, outcome: Outcome): Outcome {
    if (outcome.kind !== 'again' || !outcome.counts || job.firstAttemptAt === null) return outcome
    const tooLong = clock.now() - job.firstAttemptAt >= giveUpMs
    return tooLong ? { kind: 'stuck', reason: outcome.reason } : outcome
  }

  function record({ job, token }: Held, outcome: Outcome, now: number): boolean {
    if (outcome.kind === 'done') return queue.finish(job.id, token, now)
    if (outcome.kind === 'again') return queue.again(job.id, token, outcome, now)
    const stuck = queue.stick(job.id, token, outcome.reason, now)
    if (stuck) onStuck?.(job, outcome.reason)
    return stuck
  }

  function look(): void {
    woken = false
    if (phase !== 'started') return
    forgetLook()
    try {
      claim()
      const now = clock.now()
      const at = Math.min(now + idleMs, queue.nextDue(nextOpening) ?? Number.POSITIVE_INFINITY)
      forgetLook = clock.after(at > now ? at - now : lookAgainMs, look)
    } catch (error) {
      log.error({ err: error }, 'jobs could not be claimed')
      forgetLook = clock.after(sickMs, look)
    }
  }

  /** A lane without a free slot opens when one of its jobs ends, and that wakes us anyway. */
  function nextOpening(lane: JobLane, priority: Priority): number {
    if (slots(lane, priority) <= 0) return Number.POSITIVE_INFINITY
    return lane === 'local' ? clock.now() : lanes[lane].opensAt(priority)
  }

  function wake(): void {
    if (woken || phase !== 'started') return
    woken = true
    setImmediate(look)
  }

  function keepBeating(): void {
    if (beating || phase !== 'started' || held.size + orphans === 0) return
    beating = true
    forgetBeat = clock.after(heartbeatMs, beat)
  }

  // Our own leases first: after a long stall of this process they have run out too, and their jobs still run.
  function beat(): void {
    beating = false
    try {
      const now = clock.now()
      db.transaction(() => {
        for (const { job, token } of held.values()) queue.extend(job.id, token, now + leaseMs)
        orphans = Math.max(0, orphans - queue.expire(now))
      }).immediate()
    } catch (error) {
      log.error({ err: error }, 'leases could not be extended')
    }
    keepBeating()
    look()
  }

  return {
    start() {
      if (phase !== 'idle') throw new Error('the runner was started before')
      phase = 'started'
      const back = queue.reclaim(clock.now())
      if (back > 0) log.info({ jobs: back }, 'jobs of the previous process run again')
      for (const unknown of queue.unknownKinds())
        log.warn({ ...unknown }, 'jobs that this version does not know stay waiting')
      wake()
    },
    wake,
    async drain() {
      while (phase !== 'stopped') {
        claim()
        if (held.size === 0) return
        await Promise.race([...held.values()].map(({ ended }) => ended))
        // Jobs that were committed together are gone together before the next claim.
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
    async stop() {
      phase = 'stopped'
      forgetLook()
      forgetBeat()
      await Promise.all([...held.values()].map(({ ended }) => ended))
      settle.close()
    },
    running: () => held.size,
  }
}
