// Ten thousand events delivered fifty thousand times, in any order, the same one fifty times at once, some again after four
// days (foundations.md B6, T4): one row an event, one effect an event that causes one, and in the end what Yousign says.
import Sqlite from 'better-sqlite3'
import type { Supervisor } from '../../crash/supervisor.ts'
import type { CampaignOptions, CampaignResult } from '../campaign.ts'
import { createRandom } from '../random.ts'
import { type Batch, deliver, planOf } from './deliver.ts'
import { judge, missedIn } from './judge.ts'
import { createDisorderWorld, type DisorderWorld } from './world.ts'

export interface DisorderOptions extends CampaignOptions {
  /** Those of a few dozen requests a thousand. */
  events: number
  deliveries: number
}

const eventsOfOne = 18
const days = 4 * 86_400_000
/** Real milliseconds. */
const patience = 15 * 60_000
/** As long as a read that lags, or an event that is still on its way, is waited for. */
const longWait = 7 * 60_000
const mostJumps = 10

export async function disorder({ events, deliveries, seed, mutant, say }: DisorderOptions): Promise<CampaignResult> {
  const random = createRandom(seed)
  const requests = Math.max(4, Math.round(events / eventsOfOne))
  const world = await createDisorderWorld({ mutant, random, requests, events })
  try {
    say(`${world.events.length} events of ${requests} requests have happened`)
    const plan = planOf(random, world.events.length, deliveries)
    const server = world.start()
    const problems = await tell(world, server, plan.now, say)
    const missedBefore = missedIn(world)
    await settle(world, server, say)
    await world.jump(days)
    problems.push(...(await tell(world, server, plan.later, say)))
    await settle(world, server, say)
    await server.close()
    const result = judge(world, missedBefore)
    return { ...result, problems: [...problems, ...result.problems] }
  } finally {
    await world.close()
  }
}

async function tell(
  world: DisorderWorld,
  server: Supervisor,
  batches: readonly Batch[],
  say: CampaignOptions['say'],
): Promise<string[]> {
  const url = await server.url()
  const began = Date.now()
  const { count, refused } = await deliver(url, batches, world.events, (done) => say(`${done} delivered`))
  say(`${count} deliveries in ${((Date.now() - began) / 1_000).toFixed(1)} s`)
  return [...refused].map(([status, times]) => `${times} deliveries were answered ${status}`)
}

/** Audit trails of what was deleted are asked for in vain for a day, and recurring work never ends. */
const endless = [
  'file_audit_trail',
  'boot',
  'sweep_drafts',
  'reconcile',
  'expire_prepared',
  'sweep_kept',
  'compare_subscription',
]

/** Until nothing is left to do that hangs on an event. Long waits are jumped over. */
async function settle(world: DisorderWorld, server: Supervisor, say: CampaignOptions['say']): Promise<void> {
  const began = Date.now()
  const db = new Sqlite(world.database, { readonly: true })
  const jobs = `from jobs where kind not in ('${endless.join("', '")}') and state`
  const left = db.prepare<[], number>(`select count(*) ${jobs} in ('waiting', 'running')`).pluck()
  const due = db
    .prepare<[number], number>(`select count(*) ${jobs} = 'running' or (state = 'waiting' and run_at <= ?)`)
    .pluck()
  try {
    for (let jumps = 0; (left.get() ?? 0) > 0; jumps += 1) {
      let told = Date.now()
      for (let calm = 0; calm < 3; ) {
        await server.url()
        await new Promise((resolve) => setTimeout(resolve, 50))
        const now = due.get(world.now() + 1_000) ?? 0
        calm = now === 0 ? calm + 1 : 0
        if (Date.now() - told > 10_000) {
          told = Date.now()
          say(`${now} jobs are due`)
        }
        if (Date.now() - began > patience) throw new Error(`${now} jobs are due and do not end`)
      }
      if (jumps > mostJumps) throw new Error(`${left.get()} jobs are left, however long one waits`)
      if ((left.get() ?? 0) > 0) await world.jump(longWait)
    }
    say(`settled after ${((Date.now() - began) / 1_000).toFixed(1)} s`)
  } finally {
    db.close()
  }
}
