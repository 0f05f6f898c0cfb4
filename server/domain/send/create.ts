// P1 step 2: a draft at Yousign, made at most once per attempt, looked for when the answer was lost.
import { begunSend } from '../consequences.ts'
import { isWaiting } from '../failure.ts'
import type { NewJob } from '../work.ts'
import { fail, troubleOf } from './end.ts'
import { remoteOrder } from './order.ts'
import { again, recordDraft, type Sending, type Step, waitFor } from './step.ts'

/** Searches after a lost answer: so long after each other. */
const searchDelays = [2_000, 10_000, 30_000]

/** Makes the create call of a draft row that waits for it. */
export async function create(sending: Sending): Promise<Step> {
  const { deps, request, draft } = sending
  if (draft.inFlight !== 'create') recordDraft(sending, { inFlight: 'create' })
  const order = remoteOrder(request, { mayDecline: !deps.store.settings().declineRefused })
  const called = await deps.esign.create(order, sending.priority)
  const now = deps.clock.now()
  if (called.ok) {
    const remote = called.value
    deps.store.record(
      {
        requestId: request.id,
        request: { waiting: null, expiresAt: remote.expiresAt, connection: accountOf(deps) },
        draft: { attempt: draft.attempt, columns: { yousignId: remote.id, inFlight: null } },
        jobs: begun(sending),
      },
      now,
    )
    return 'next'
  }
  const failure = called.failure
  if (failure.kind === 'unknown') return searchLater(sending)
  if (failure.kind === 'unauthorized' || (failure.kind === 'lane_closed' && failure.reason === 'key_refused')) {
    return fail(sending, troubleOf(deps, failure, request.snapshot.form.level))
  }
  // Yousign did not act: the row waits for its create again.
  recordDraft(sending, { inFlight: null }, isWaiting(failure) ? waitFor(failure, now).waiting : null)
  if (isWaiting(failure)) return again(failure, now)
  if (order.mayDecline && refusesDecline(failure)) {
    deps.store.changeSettings({ declineRefused: true })
    deps.log.warn({ requestId: request.id }, 'Yousign does not let signers decline on this account; sending without')
    return 'next'
  }
  return fail(sending, troubleOf(deps, failure, request.snapshot.form.level))
}

/** The answer to the create was lost (or the process died waiting for it): look before anything is repeated. */
export async function search(sending: Sending): Promise<Step> {
  const { deps, request, draft } = sending
  if (request.waiting?.reason !== 'unknown_outcome') return searchLater(sending)
  const found = await deps.esign.list({ externalId: request.externalId }, sending.priority)
  const now = deps.clock.now()
  if (!found.ok) return again(found.failure, now)
  const known = new Set(deps.store.drafts(request.id).map((one) => one.yousignId))
  // The filter is compared again here: one that is ignored must not hand us a stranger's draft.
  const ours = found.value.items
    .filter((item) => item.externalId === request.externalId && !known.has(item.id))
    .sort((a, b) => a.createdAt - b.createdAt)[0]
  if (ours) {
    deps.store.record(
      {
        requestId: request.id,
        request: { waiting: null, expiresAt: ours.expiresAt, connection: accountOf(deps) },
        draft: { attempt: draft.attempt, columns: { yousignId: ours.id, inFlight: null } },
      },
      now,
    )
    return 'next'
  }
  const searches = draft.searches + 1
  const delay = searchDelays[searches]
  if (delay === undefined) {
    recordDraft(sending, { searches, state: 'abandoned', inFlight: null })
    return 'next'
  }
  recordDraft(sending, { searches }, { reason: 'unknown_outcome', until: now + delay })
  return { kind: 'again', at: now + delay, reason: 'looking for the draft', counts: true }
}

function accountOf(deps: Sending['deps']): string | null {
  return deps.store.connection()?.workspaceId ?? null
}

function searchLater(sending: Sending): Step {
  const { deps, request, draft } = sending
  const now = deps.clock.now()
  const at = now + (searchDelays[0] ?? 0)
  deps.store.record(
    {
      requestId: request.id,
      request: { waiting: { reason: 'unknown_outcome', until: at } },
      draft: { attempt: draft.attempt, columns: { searches: 0 } },
      jobs: begun(sending),
    },
    now,
  )
  return { kind: 'again', at, reason: 'create: outcome unknown', counts: true }
}

/** From the create on, whatever came of it, the rest goes before sends that have not come so far. */
function begun({ deps, request, priority }: Sending): NewJob[] {
  return priority === 'trigger' ? [begunSend(request.id, deps.clock.now())] : []
}

/** Decline must be enabled for the organisation; the type of the refusal is UNVERIFIED, so the parameter counts too. */
export function refusesDecline(
  failure: { kind: string } & Partial<{ type: string; detail: string; params: { name: string }[] }>,
): boolean {
  const text = `${failure.type ?? ''} ${failure.detail ?? ''} ${(failure.params ?? []).map((param) => param.name).join(' ')}`
  return /declin/i.test(text)
}
