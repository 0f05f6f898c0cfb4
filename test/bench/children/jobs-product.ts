// The real queue and the real runner with handlers that do nothing: leases, fencing, unique keys and FULL commits as in the server.
import { join } from 'node:path'
import { migrate } from '../../../server/db/migrate.ts'
import { openDatabase } from '../../../server/db/open.ts'
import type { Clock } from '../../../server/domain/clock.ts'
import type { Handlers, NewJob, Outcome, WorkKind } from '../../../server/domain/work.ts'
import { createLane } from '../../../server/jobs/lanes.ts'
import { createQueue } from '../../../server/jobs/queue.ts'
import { createRunner } from '../../../server/jobs/runner.ts'
import { fillAndEmpty } from '../jobs-run.ts'

const [dir = '', count = '0'] = process.argv.slice(2)
const clock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
const db = openDatabase(join(dir, 'jobs.sqlite'))
migrate(db)
const queue = createQueue(db)
const lane = (name: 'yousign' | 'kommo') => createLane({ name, db, clock, windows: { minute: 60, hour: 1200 } })

await fillAndEmpty(Number(count), (ended) => {
  const done: Outcome = { kind: 'done' }
  const handle = async () => {
    ended()
    return done
  }
  const runner = createRunner({
    queue,
    db,
    // Every kind is handled alike; only one kind comes.
    handlers: new Proxy({}, { get: () => handle }) as Handlers satisfies Record<WorkKind, unknown>,
    clock,
    lanes: { yousign: lane('yousign'), kommo: lane('kommo') },
    concurrency: 8,
    log: { info() {}, warn: fail, error: fail },
  })
  return {
    fill(first, upTo) {
      const now = clock.now()
      db.transaction(() => {
        for (let id = first; id < upTo; id += 1) queue.enqueue(jobOf(id, now), now)
      }).immediate()
    },
    start: () => runner.start(),
    done: () => queue.counts().done,
    stop: () => runner.stop(),
  }
})
process.exit()

function jobOf(id: number, now: number): NewJob {
  return {
    work: { kind: 'apply_delivery', deliveryId: id },
    key: String(id),
    mode: 'once',
    subject: null,
    lane: 'local',
    priority: 'started',
    runAt: now,
  }
}

function fail(facts: Record<string, unknown>, message: string): never {
  throw new Error(`${message} ${JSON.stringify(facts)}`)
}
