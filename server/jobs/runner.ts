// Decides when to look for jobs, and runs them. What is written meanwhile is in pass.ts; the queue knows nothing of either.
import type { Database } from '../db/open.ts'
import type { Clock } from '../domain/clock.ts'
import type { Log } from '../domain/deps.ts'
import { type LaneName, type Priority, priorities } from '../domain/lane.ts'
import type { Handler, Handlers, Job, Outcome, WorkKind } from '../domain/work.ts'
import type { PacedLane } from './lanes.ts'
import { createPass, type Ended, leaseMs, type Passed, type Taken } from './pass.ts'
import type { Claim, Opening, Queue } from './queue.ts'
import { createRush, isWithin, rushMs } from './rush.ts'
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
  /** A webhook call was committed with its job: like `wake`, but in a rush of them only now and then and for a few. */
  arrived(): void
  /** Runs what is due now, and what that makes due, until nothing is. Needs no `start`. */
  drain(): Promise<void>
  /** Claims nothing more and waits for what runs. */
  stop(): Promise<void>
  running(): number
}

interface Held extends Taken {
  /** Resolves when its outcome is recorded, or cannot be. */
  ended: Promise<void>
  settled: () => void
}

const heartbeatMs = 20_000
/** Slots beyond `concurrency` that only clicks get, so that a manager does not wait behind uploads. */
const clickSlots = 4
/** A claim was as large as the lane had places. Its jobs take them within this time, then the lane is looked at again. */
const lookAgainMs = 50
/** Without anything due: a wake that somebody forgot costs this much time, not the job. */
const idleMs = 5 * 60_000
/** After the database refused. */
const sickMs = 5_000
/** In a rush few are done at once: the next call is answered by the same thread, and its sender is more impatient than a card. */
const directAtOnce = { rush: 16, calm: 32 }

/** Runs every due job with at most one run a subject; a handler that throws is logged and repeated with back-off. */
export function createRunner(options: RunnerOptions): Runner {
  const { queue, db, handlers, clock, lanes, concurrency, log, onStuck, random = Math.random } = options
  const pass = createPass({ queue, db, handlers, clock, log, random, ...(onStuck === undefined ? {} : { onStuck }) })
  const rush = createRush()
  const held = new Map<number, Held>()
  /** Ended and not yet recorded. */
  const endings: (Ended & { one: Held })[] = []
  let phase: 'idle' | 'started' | 'stopped' = 'idle'
  let scheduled = false
  /** A rush has set the timer. */
  let lookIsSoon = false
  let forgetLook = () => {}
  let forgetBeat = () => {}
  let beating = false
  /** Jobs that ended without a trace: their rows still say running. */
  let orphans = 0
  let lastLook = Number.NEGATIVE_INFINITY
  let lastDirect = Number.NEGATIVE_INFINITY

  /** Records what has ended and takes what may be taken; answers how many were done directly. Throws what the database throws. */
  function once(take: 'nothing' | { direct: number }): number {
    const ended = endings.splice(0)
    for (const { one } of ended) held.delete(one.job.id)
    if (take === 'nothing' && ended.length === 0) return 0
    const passed = commit(ended, take === 'nothing' ? {} : openings(take.direct))
    tell(ended, passed.recorded)
    for (const one of passed.taken) begin(one)
    keepBeating()
    return passed.direct
  }

  function commit(ended: typeof endings, lanes: Claim['lanes']): Passed {
    try {
      return pass.run({ ended, lanes })
    } catch (error) {
      const why = error instanceof Error ? error : new Error(String(error))
      tell(
        ended,
        ended.map(() => why),
      )
      keepBeating()
      throw error
    }
  }

  function tell(ended: typeof endings, recorded: readonly (boolean | Error)[]): void {
    for (const [index, { one }] of ended.entries()) {
      const result = recorded[index]
      const facts = { job: one.job.id, kind: one.job.work.kind }
      if (result === false) log.warn(facts, 'lease was lost')
      if (result instanceof Error) {
        // The row stays as it is until its lease has run out, then the job runs again.
        orphans += 1
        log.error({ err: result, ...facts }, 'outcome of a job could not be stored')
      }
      one.settled()
    }
  }

  function begin(taken: Taken): void {
    let settled = () => {}
    const ended = new Promise<void>((resolve) => {
      settled = resolve
    })
    const one: Held = { ...taken, ended, settled }
    held.set(taken.job.id, one)
    void run(one)
  }

  function openings(direct: number): Claim['lanes'] {
    return {
      direct: direct > 0 ? { floor: 'sweep', limit: direct } : null,
      local: opening('local'),
      yousign: opening('yousign'),
      kommo: opening('kommo'),
    }
  }

  function opening(lane: Exclude<JobLane, 'direct'>): Opening | null {
    const floor = priorities.findLast((priority) => slots(lane, priority) > 0 && places(lane, priority) > 0)
    return floor === undefined ? null : { floor, limit: Math.min(slots(lane, floor), places(lane, floor)) }
  }

  function slots(lane: JobLane, priority: Priority): number {
    let used = 0
    for (const one of held.values()) if (one.lane === lane) used += 1
    return concurrency + (priority === 'click' ? clickSlots : 0) - used
  }

  function places(lane: Exclude<JobLane, 'direct'>, priority: Priority): number {
    return lane === 'local' ? Number.MAX_SAFE_INTEGER : lanes[lane].places(priority)
  }

  async function run(one: Held): Promise<void> {
    // The claim's own loop goes on first; a handler that throws before it awaits is no special case either.
    await Promise.resolve()
    endings.push({ one, outcome: await attempt(one.job) })
    schedule()
  }

  async function attempt(job: Job): Promise<Outcome> {
    try {
      return await (handlers[job.work.kind] as Handler<WorkKind>)(job.work, job)
    } catch (error) {
      return pass.thrown(job, error)
    }
  }

  function look(): void {
    scheduled = false
    const isStarted = phase === 'started'
    if (isStarted) forgetLook()
    lookIsSoon = false
    const now = clock.now()
    lastLook = now
    const isRush = rush.isOn(now)
    const limit = isRush ? directAtOnce.rush : directAtOnce.calm
    const mayDirect = !(isRush && isWithin(rushMs, lastDirect, now))
    try {
      const done = once(isStarted ? { direct: mayDirect ? limit : 0 } : 'nothing')
      if (done > 0) lastDirect = now
      if (!isStarted) return
      // More of it may wait, so there is nothing to find out.
      if (done === limit && !isRush) {
        schedule()
        return
      }
      const then = clock.now()
      const at = Math.min(then + idleMs, queue.nextDue(nextOpening) ?? Number.POSITIVE_INFINITY)
      forgetLook = clock.after(at > then ? at - then : isRush ? rushMs : lookAgainMs, look)
    } catch (error) {
      log.error({ err: error }, 'jobs could not be claimed')
      if (isStarted) forgetLook = clock.after(sickMs, look)
    }
  }

  /** A lane without a free slot opens when one of its jobs ends, and that wakes us anyway. */
  function nextOpening(lane: JobLane, priority: Priority): number {
    if (lane === 'direct') return clock.now()
    if (slots(lane, priority) <= 0) return Number.POSITIVE_INFINITY
    return lane === 'local' ? clock.now() : lanes[lane].opensAt(priority)
  }

  function wake(): void {
    if (phase === 'started') schedule()
  }

  function schedule(): void {
    if (scheduled) return
    scheduled = true
    setImmediate(look)
  }

  function arrived(): void {
    const now = clock.now()
    rush.arrived(now)
    if (scheduled || lookIsSoon || phase !== 'started') return
    if (!rush.isOn(now) || !isWithin(rushMs, lastLook, now)) schedule()
    else {
      lookIsSoon = true
      forgetLook()
      forgetLook = clock.after(rushMs - (now - lastLook), look)
    }
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
    arrived,
    async drain() {
      while (phase !== 'stopped') {
        const direct = once({ direct: directAtOnce.calm })
        if (held.size === 0 && direct === 0) return
        if (held.size > 0) await Promise.race([...held.values()].map(({ ended }) => ended))
        // Jobs that were committed together are gone together before the next claim.
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
    async stop() {
      phase = 'stopped'
      forgetLook()
      forgetBeat()
      await Promise.all([...held.values()].map(({ ended }) => ended))
    },
    running: () => held.size,
  }
}
