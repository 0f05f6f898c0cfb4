// What the health of the server is made of: each part by itself, and whether it can work as a whole.
import type { Database } from './db/open.ts'
import type { Deps } from './domain/deps.ts'
import { subscriptionState } from './domain/subscription.ts'
import { tooManyMissed } from './domain/sweeps.ts'
import type { Readiness } from './http/deps.ts'
import type { Queue } from './jobs/queue.ts'

export interface HealthParts {
  db: Database
  queue: Pick<Queue, 'counts' | 'unknownKinds'>
  deps: Pick<Deps, 'store' | 'lanes' | 'clock' | 'boot'>
}

type Check = Readiness['checks'][string]

/** Not ready only when nothing can be done; what somebody should look at is amber. */
export function readinessOf(parts: HealthParts): Readiness {
  if (!parts.db.open) return { ready: false, checks: { database: { state: 'bad', detail: 'closed' } } }
  const checks: Readiness['checks'] = {
    database: { state: 'ok', detail: 'open' },
    jobs: jobsOf(parts.queue),
    yousign: yousignOf(parts),
    kommo: laneOf(parts, 'kommo'),
    events: eventsOf(parts),
  }
  return { ready: Object.values(checks).every((check) => check.state !== 'bad'), checks }
}

function jobsOf(queue: HealthParts['queue']): Check {
  const unknown = queue.unknownKinds().map((one) => `${one.jobs} of unknown kind ${one.kind}`)
  if (unknown.length > 0) return { state: 'bad', detail: unknown.join(', ') }
  const counts = queue.counts()
  return { state: counts.stuck > 0 ? 'amber' : 'ok', detail: JSON.stringify(counts) }
}

function yousignOf(parts: HealthParts): Check {
  const { boot, store } = parts.deps
  if (boot.isOtherAccount()) return { state: 'bad', detail: 'the key belongs to another account' }
  const comparing = store.reconciling()
  return comparing === null ? laneOf(parts, 'yousign') : { state: 'amber', detail: `comparing: ${comparing.reason}` }
}

function laneOf({ deps }: HealthParts, name: 'yousign' | 'kommo'): Check {
  const paused = deps.lanes[name].paused()
  if (paused === null) return { state: 'ok', detail: 'open' }
  return { state: 'amber', detail: `${paused.reason} until ${new Date(paused.until).toISOString()}` }
}

function eventsOf({ deps }: HealthParts): Check {
  const missed = deps.store.missedSince(deps.clock.now() - 24 * 3_600_000)
  const subscription = subscriptionState(deps)
  const bad = missed >= tooManyMissed || subscription === 'missing'
  return { state: bad ? 'amber' : 'ok', detail: `${missed} missed in 24 h, subscription ${subscription}` }
}
