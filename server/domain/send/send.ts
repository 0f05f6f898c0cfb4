// Sending (protocols.md P1) as one resumable job: every pass looks at what is recorded and does the next thing.
// A crash at any point resumes here; only one draft of a request can ever be activated.
import type { Deps } from '../deps.ts'
import type { Priority } from '../lane.ts'
import type { Draft, SignatureRequest } from '../signature-request.ts'
import type { Handler, Outcome } from '../work.ts'
import { activate, look } from './activate.ts'
import { begin } from './begin.ts'
import { create, search } from './create.ts'
import { fail, stop } from './end.ts'
import { furnish, isFurnished } from './furnish.ts'
import { type Sending, type Step, waitFor } from './step.ts'

/** Attempts whose draft was abandoned after a lost answer; more is a fault that a person must see. */
const mostAttempts = 10
/** Creates whose answer was lost and that no search found (P1 step 2). */
const mostUnseen = 3

/** Handler of `send` jobs. */
export function createSend(deps: Deps): Handler<'send'> {
  return async ({ requestId }, job) => {
    // A crash may have happened while the activate call was under way: then its outcome is unknown to this run.
    let resumed = true
    for (;;) {
      const request = deps.store.request(requestId)
      if (request === null || request.state !== 'preparing') return { kind: 'done' }
      const drafts = deps.store.drafts(requestId)
      const priority = priorityOf(job.priority, drafts)
      // Also before a stop: what is deleted there must be ours.
      const closed = deps.clock.now() < request.notBefore ? null : await gate(deps, request, priority)
      if (closed !== null) return closed
      const step = await nextStep(deps, request, deps.store.drafts(requestId), priority, resumed)
      resumed = false
      if (step !== 'next') return step
    }
  }
}

function priorityOf(urgency: Priority, drafts: readonly Draft[]): Sending['priority'] {
  if (urgency === 'click') return 'click'
  const hasBegun = drafts.some((draft) => draft.yousignId !== null || draft.inFlight === 'create')
  return hasBegun || urgency === 'started' ? 'started' : 'trigger'
}

/** Nothing is done at Yousign before it is known that the database is not older than the world (P6). */
async function gate(deps: Deps, request: SignatureRequest, priority: Sending['priority']): Promise<Outcome | null> {
  const passage = await deps.boot.pass(priority)
  if (passage.kind === 'open') return null
  const now = deps.clock.now()
  const waiting =
    passage.kind === 'other_account'
      ? { at: now + 5 * 60_000, reason: 'other_account' as const, counts: false }
      : { ...waitFor(passage.failure, now), reason: 'comparing' as const }
  deps.store.record(
    { requestId: request.id, request: { waiting: { reason: waiting.reason, until: null } } },
    deps.clock.now(),
  )
  return { kind: 'again', at: waiting.at, reason: waiting.reason, counts: waiting.counts }
}

async function nextStep(
  deps: Deps,
  request: SignatureRequest,
  drafts: Draft[],
  priority: Sending['priority'],
  resumed: boolean,
): Promise<Step> {
  const begun = drafts.find((draft) => draft.state === 'activating' || draft.state === 'active')
  if (begun) {
    const sending: Sending = { deps, request, draft: begun, priority }
    return begun.inFlight === 'activate' && !resumed && begun.activations === 1
      ? activate(sending)
      : look(sending, null)
  }
  const draft = drafts.findLast((one) => one.state === 'open') ?? null
  if (request.cancelAsked !== null)
    return stop(draft === null ? { deps, request, draft } : { deps, request, draft, priority })
  const now = deps.clock.now()
  if (now < request.notBefore) return waitUntil(request.notBefore)
  if (draft === null) {
    const pause = pauseBefore(request, drafts)
    const last = drafts.at(-1)
    if (pause === null && last)
      return fail({ deps, request, draft: last, priority }, { kind: 'gave_up', attempts: mostAttempts })
    if (pause !== null && now < pause) {
      deps.store.record({ requestId: request.id, request: { waiting: { reason: 'retry', until: pause } } }, now)
      return { kind: 'again', at: pause, reason: 'answers were lost', counts: true }
    }
    return create({ deps, request, draft: deps.store.openDraft(request.id, now), priority })
  }
  const sending: Sending = { deps, request, draft, priority }
  if (draft.yousignId === null) return draft.inFlight === 'create' ? search(sending) : create(sending)
  if (!isFurnished(sending)) return furnish(sending)
  return begin(sending)
}

/**
 * When the next attempt may begin: the second one at once (a crash is the usual reason), later ones at growing distance, so
 * that a service which loses every answer is not hammered. Null: enough tries since somebody last pressed Send or Retry.
 */
function pauseBefore(request: SignatureRequest, drafts: readonly Draft[]): number | null {
  const tries = drafts.filter((draft) => draft.createdAt >= request.notBefore)
  const unseen = tries.filter((draft) => draft.yousignId === null)
  if (tries.length >= mostAttempts || unseen.length >= mostUnseen) return null
  return tries.length < 2 ? 0 : (tries.at(-1)?.createdAt ?? 0) + 1_000 * 2 ** tries.length
}

function waitUntil(at: number): Outcome {
  return { kind: 'again', at, reason: 'undo time', counts: false }
}
