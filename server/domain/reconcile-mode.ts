// The database may be older than the world: everything that Yousign has of ours since then is taken over before anything is
// sent, and what was about to be sent and is not explained by it waits for a person (protocols.md P6).
import { ok, type Result } from '../../shared/result.ts'
import { isUnknown, takeOver } from './adopt.ts'
import { learnJob, taskEffect } from './consequences.ts'
import type { Deps } from './deps.ts'
import type { RequestFilter } from './esignature.ts'
import type { CallFailure } from './failure.ts'
import type { Priority } from './lane.ts'

type ReconcileDeps = Omit<Deps, 'boot'>

/** Clocks, time zones and the date filter's whole days. */
const margin = 3 * 24 * 3_600_000

/** Resumable: what was taken over is known the next time. */
export async function catchUp(deps: ReconcileDeps, priority: Priority): Promise<Result<null, CallFailure>> {
  const { store, clock, log } = deps
  log.warn({ ...store.reconciling() }, 'the database may be older than Yousign; comparing before anything is sent')
  const newest = Math.min(store.newestRow(), store.reconciling()?.since ?? clock.now())
  let filter: RequestFilter = newest === 0 ? {} : { createdAfter: newest - margin }
  let adopted = 0
  for (;;) {
    const listed = await deps.esign.list(filter, priority)
    if (!listed.ok) return listed
    for (const item of listed.value.items) {
      if (!isUnknown(deps, item)) continue
      const taken = await takeOver(deps, item, priority)
      if (!taken.ok) return taken
      adopted += 1
    }
    if (listed.value.next === null) break
    filter = { ...filter, after: listed.value.next }
  }
  const now = clock.now()
  const held = holdUnsent(deps, now)
  // Webhooks between the backup and now went to the life that is lost.
  const open = store.openRequests().filter((request) => request.yousignId !== null)
  store.enqueue(
    open.map((request) => learnJob(request.id, now)),
    now,
  )
  store.endReconcile(now)
  log.warn({ adopted, held, open: open.length }, 'compared with Yousign; sending goes on')
  return ok(null)
}

/**
 * Somebody may have taken it back, or sent it anew, in the life that is lost. One whose activation has begun is decided by
 * what Yousign says of it, so it goes on.
 */
function holdUnsent(deps: ReconcileDeps, now: number): number {
  const unsent = deps.store
    .openRequests()
    .filter((request) => request.state === 'preparing' && request.cancelAsked === null)
    .filter(
      (request) => !deps.store.drafts(request.id).some((one) => one.state === 'activating' || one.state === 'active'),
    )
  for (const request of unsent) {
    const facts = { document: request.snapshot.form.name }
    deps.store.record(
      {
        requestId: request.id,
        request: { state: 'held', trouble: { kind: 'restored' }, waiting: null },
        ledger: [{ key: `held:${now}`, event: 'held', at: now, facts: {} }],
        effects: [taskEffect(request, `held:${now}`, 'held', facts, now)],
      },
      now,
    )
  }
  return unsent.length
}
