// Before the first send after every start (protocols.md P6): is it the same Yousign account, and does it have a request of
// ours that this database does not know? Then the database is older than the world, and everything is compared first.
import { ok, type Result } from '../../shared/result.ts'
import { isUnknown } from './adopt.ts'
import type { Deps } from './deps.ts'
import type { RequestFilter } from './esignature.ts'
import { type CallFailure, describe, isWaiting } from './failure.ts'
import { establish } from './identity.ts'
import type { Priority } from './lane.ts'
import { retryAt } from './learn.ts'
import { catchUp } from './reconcile-mode.ts'
import type { Handler, NewJob } from './work.ts'

export type Passage =
  | { kind: 'open' }
  /** Another Yousign account, while requests of the one before are open. */
  | { kind: 'other_account' }
  /** Not known yet; `failure` says why. */
  | { kind: 'closed'; failure: CallFailure }

export interface Boot {
  /** Asks Yousign once a start (and once a new key), however many wait for it. */
  pass(priority: Priority): Promise<Passage>
  /** Something shows that the database is older than the world: closed until everything is compared. */
  doubt(): void
  /** True once a pass has found that the key belongs to another account. */
  isOtherAccount(): boolean
}

const day = 24 * 3_600_000
const mostPages = 5

export function createBoot(deps: Omit<Deps, 'boot'>): Boot {
  /** The key with which the way was found open. */
  let openWith: string | null = null
  let other = false
  let flight: Promise<Passage> | null = null

  async function look(priority: Priority): Promise<Passage> {
    const account = await establish(deps, priority)
    if (!account.ok) return { kind: 'closed', failure: account.failure }
    other = account.value === 'other_account'
    if (other) {
      deps.log.error({}, 'the Yousign key belongs to another account, and requests of the one before are open')
      return { kind: 'other_account' }
    }
    if (deps.store.reconciling() === null) {
      const unknown = await hasUnknown(deps, priority)
      if (!unknown.ok) return { kind: 'closed', failure: unknown.failure }
      if (unknown.value) deps.store.beginReconcile('unknown_requests', deps.clock.now())
    }
    if (deps.store.reconciling() !== null) {
      const caught = await catchUp(deps, priority)
      if (!caught.ok) return { kind: 'closed', failure: caught.failure }
    }
    openWith = deps.settings.keyMark()
    return { kind: 'open' }
  }

  return {
    async pass(priority) {
      if (openWith !== null && openWith === deps.settings.keyMark()) return { kind: 'open' }
      flight ??= look(priority).finally(() => {
        flight = null
      })
      return flight
    },
    doubt() {
      const now = deps.clock.now()
      deps.store.beginReconcile('unknown_requests', now)
      openWith = null
      deps.store.enqueue([bootJob(now)], now)
    },
    isOtherAccount: () => other,
  }
}

export function bootJob(now: number): NewJob {
  return {
    work: { kind: 'boot' },
    key: 'recurring',
    mode: 'coalesce',
    subject: null,
    lane: 'yousign',
    priority: 'started',
    runAt: now,
  }
}

/** Handler of `boot`: looks even when nothing is to be sent. */
export function createBootHandler(deps: Pick<Deps, 'boot' | 'clock' | 'settings'>): Handler<'boot'> {
  return async (_work, job) => {
    if (!deps.settings.connected()) return { kind: 'done' }
    const passage = await deps.boot.pass(job.priority)
    const now = deps.clock.now()
    if (passage.kind === 'open') return { kind: 'done' }
    if (passage.kind === 'other_account')
      return { kind: 'again', at: now + 15 * 60_000, reason: 'another account', counts: false }
    const { failure } = passage
    return { kind: 'again', at: retryAt(failure, now), reason: describe(failure), counts: !isWaiting(failure) }
  }
}

/** Requests made since yesterday: one call, unless it was a very busy day. */
async function hasUnknown(
  deps: Pick<Deps, 'esign' | 'store' | 'clock'>,
  priority: Priority,
): Promise<Result<boolean, CallFailure>> {
  let filter: RequestFilter = { createdAfter: deps.clock.now() - 2 * day }
  for (let page = 0; page < mostPages; page += 1) {
    const listed = await deps.esign.list(filter, priority)
    if (!listed.ok) return listed
    if (listed.value.items.some((item) => isUnknown(deps, item))) return ok(true)
    if (listed.value.next === null) return ok(false)
    filter = { ...filter, after: listed.value.next }
  }
  return ok(false)
}
