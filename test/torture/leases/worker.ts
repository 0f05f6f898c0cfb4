// Two workers on one queue: one stalls beyond its lease, the other takes over, then the first comes back with its outcome.
// Whatever it says then must change nothing. A program of its own, so that a fault can be built into it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '../../../server/db/migrate.ts'
import { closeDatabase, openDatabase } from '../../../server/db/open.ts'
import { createQueue, type Queue } from '../../../server/jobs/queue.ts'
import type { CampaignResult } from '../campaign.ts'
import { createRandom } from '../random.ts'

const leaseMs = 60_000
const open = { floor: 'sweep', limit: 10 } as const

function tell(seedNumber: number, count: number): CampaignResult {
  const directory = mkdtempSync(join(tmpdir(), 'leases-'))
  const db = openDatabase(join(directory, 'jobs.sqlite'))
  migrate(db)
  const queue = createQueue(db)
  const random = createRandom(seedNumber)
  const result: CampaignResult = { lost: 0, duplicated: 0, problems: [] }
  let now = 1_000_000
  for (let round = 0; round < count; round += 1) {
    now += 1_000
    enqueue(queue, round, now)
    const first = claim(queue, `a${round}`, now)
    const [job] = first
    if (first.length !== 1 || job === undefined) {
      result.lost += 1
      result.problems.push(`round ${round}: ${first.length} jobs were claimed, not 1`)
      continue
    }
    now += leaseMs + 1
    queue.expire(now)
    const second = claim(queue, `b${round}`, now)
    if (second.length !== 1) result.problems.push(`round ${round}: the lease that ran out was not taken over`)
    const late = random.pick(['finish', 'again', 'stick', 'extend'] as const)
    if (outcomes[late](queue, job.job.id, `a${round}`, now)) {
      result.duplicated += 1
      result.problems.push(`round ${round}: the worker that lost its lease could still ${late}`)
    }
    if (!queue.finish(job.job.id, `b${round}`, now)) {
      result.lost += 1
      result.problems.push(`round ${round}: the worker that holds the lease could not finish`)
    }
  }
  closeDatabase(db)
  rmSync(directory, { recursive: true })
  return result
}

const outcomes = {
  finish: (queue: Queue, id: number, token: string, now: number) => queue.finish(id, token, now),
  again: (queue: Queue, id: number, token: string, now: number) =>
    queue.again(id, token, { at: now, reason: 'late', counts: true }, now),
  stick: (queue: Queue, id: number, token: string, now: number) => queue.stick(id, token, 'late', now),
  extend: (queue: Queue, id: number, token: string, now: number) => queue.extend(id, token, now + leaseMs),
}

function claim(queue: Queue, token: string, now: number) {
  return queue.claim({ now, leaseMs, token, lanes: { local: open, yousign: open, kommo: open } })
}

function enqueue(queue: Queue, round: number, now: number): void {
  queue.enqueue(
    {
      work: { kind: 'send', requestId: `r${round}` },
      key: `r${round}`,
      mode: 'once',
      subject: `r${round}`,
      lane: 'local',
      priority: 'click',
      runAt: now,
    },
    now,
  )
}

// Last, because what stands above is made on the way here.
const [seed = '1', rounds = '100'] = process.argv.slice(2)
process.stdout.write(JSON.stringify(tell(Number(seed), Number(rounds))))
