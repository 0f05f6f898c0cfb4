// Work that nobody asks for: drafts that reached nobody are deleted, prepared requests that nobody sent are put away, and
// open requests that have been silent are read (protocols.md P1 step 7, P2 reconciler).

import { bootJob } from './boot.ts'
import { adoptJob, learnJob } from './consequences.ts'
import type { Deps } from './deps.ts'
import type { RemoteRequest } from './esignature.ts'
import { isOurs } from './external-id.ts'
import { describe, isWaiting } from './failure.ts'
import { sweepKeptJob } from './keeping/jobs.ts'
import { retryAt } from './learn.ts'
import type { Handlers, NewJob, Outcome } from './work.ts'

const hour = 60 * 60_000
/** A draft may be in use so long; older ones that nobody claims are left over. */
const draftAge = 2 * hour
const preparedAge = 30 * 24 * hour
/** Never parallel to fresh webhooks. */
const quiet = 5 * 60_000
const mostPages = 5
/** With the quiet time before it, a state on the card is never older than a quarter of an hour. */
const reconcilePeriod = 10 * 60_000
/** So many in a day are no longer bad luck: notifications do not arrive (protocols.md P2). */
export const tooManyMissed = 3

export type SweepHandlers = Pick<Handlers, 'sweep_drafts' | 'reconcile' | 'expire_prepared'>

export function createSweeps(deps: Deps): SweepHandlers {
  return {
    sweep_drafts: () => sweepDrafts(deps),
    reconcile: () => reconcile(deps),
    expire_prepared: () => Promise.resolve(expirePrepared(deps)),
  }
}

/** The recurring jobs; each asks for its next run when it ends. */
export function recurringJobs(now: number): NewJob[] {
  type Kind = 'sweep_drafts' | 'reconcile' | 'expire_prepared' | 'compare_subscription'
  const job = (kind: Kind, in_: number): NewJob => ({
    work: { kind },
    key: 'recurring',
    mode: 'coalesce',
    subject: null,
    lane: kind === 'expire_prepared' ? 'local' : 'yousign',
    priority: 'sweep',
    runAt: now + in_,
  })
  return [
    bootJob(now),
    job('compare_subscription', 60_000),
    job('sweep_drafts', hour),
    job('reconcile', reconcilePeriod),
    job('expire_prepared', hour),
    sweepKeptJob(now + 10 * 60_000),
  ]
}

async function sweepDrafts(deps: Deps): Promise<Outcome> {
  if (!deps.settings.connected()) return next(deps, hour)
  let after: string | undefined
  for (let page = 0; page < mostPages; page += 1) {
    const listed = await deps.esign.list({ states: ['draft'], ...(after === undefined ? {} : { after }) }, 'sweep')
    if (!listed.ok)
      return {
        kind: 'again',
        at: retryAt(listed.failure, deps.clock.now()),
        reason: describe(listed.failure),
        counts: false,
      }
    for (const item of listed.value.items) {
      if (!isLeftOver(deps, item)) continue
      // For good: a plain delete could be restored and sent from Yousign's application.
      const removed = await deps.esign.remove(item.id, 'sweep')
      if (!removed.ok && isWaiting(removed.failure)) {
        return {
          kind: 'again',
          at: retryAt(removed.failure, deps.clock.now()),
          reason: describe(removed.failure),
          counts: false,
        }
      }
      const draft = deps.store.draftOfYousign(item.id)
      if (removed.ok && draft !== null) {
        deps.store.record(
          { requestId: draft.requestId, draft: { attempt: draft.attempt, columns: { state: 'gone', inFlight: null } } },
          deps.clock.now(),
        )
      }
    }
    if (listed.value.next === null) break
    after = listed.value.next
  }
  return next(deps, hour)
}

function isLeftOver(deps: Deps, item: RemoteRequest): boolean {
  if (!isOurs(deps.store, item.externalId)) return false
  if (item.state !== 'draft' || deps.clock.now() - item.createdAt < draftAge) return false
  const draft = deps.store.draftOfYousign(item.id)
  return draft === null || draft.state === 'abandoned' || draft.state === 'gone'
}

/** Finds what webhooks missed: the list tells the states of all open requests in a few calls. */
async function reconcile(deps: Deps): Promise<Outcome> {
  const now = deps.clock.now()
  const open = deps.store
    .openRequests()
    .filter((request) => request.yousignId !== null && now - request.changedAt > quiet)
  const oldest = Math.min(...open.map((request) => request.createdAt))
  if (open.length === 0 || !deps.settings.connected()) return next(deps, reconcilePeriod)
  const seen = new Map<string, RemoteRequest>()
  let after: string | undefined
  for (let page = 0; page < mostPages; page += 1) {
    const filter = { states: ['ongoing', 'approval', 'paused'] as const, createdAfter: oldest - 24 * hour }
    const listed = await deps.esign.list(
      { ...filter, states: [...filter.states], ...(after === undefined ? {} : { after }) },
      'sweep',
    )
    if (!listed.ok)
      return {
        kind: 'again',
        at: retryAt(listed.failure, deps.clock.now()),
        reason: describe(listed.failure),
        counts: false,
      }
    for (const item of listed.value.items) seen.set(item.id, item)
    if (listed.value.next === null) break
    after = listed.value.next
  }
  const jobs: NewJob[] = []
  for (const request of open) {
    const item = request.yousignId === null ? undefined : seen.get(request.yousignId)
    const same =
      item?.state === request.state &&
      item.signers.every((one) =>
        request.signers.some((signer) => signer.yousignId === one.id && signer.status === one.status),
      )
    if (same) deps.store.record({ requestId: request.id, request: { checkedAt: now } }, now)
    else jobs.push({ ...learnJob(request.id, now), priority: 'sweep' })
  }
  for (const item of seen.values()) {
    const ours = isOurs(deps.store, item.externalId)
    if (ours && deps.store.requestOfYousign(item.id) === null) jobs.push(adoptJob(item.id, item.externalId ?? '', now))
  }
  deps.store.enqueue(jobs, now)
  return next(deps, reconcilePeriod)
}

function expirePrepared(deps: Deps): Outcome {
  const now = deps.clock.now()
  for (const request of deps.store.preparedBefore(now - preparedAge)) {
    deps.store.record(
      {
        requestId: request.id,
        request: {
          state: 'canceled',
          endedAt: now,
          ending: { kind: 'canceled', by: null, reason: null, note: null, at: now },
        },
        ledger: [{ key: 'canceled', event: 'canceled', at: now, facts: { by: '' } }],
      },
      now,
    )
  }
  return next(deps, hour)
}

function next(deps: Deps, in_: number): Outcome {
  return { kind: 'again', at: deps.clock.now() + in_, reason: 'recurring', counts: false }
}
