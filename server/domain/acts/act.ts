// Carries out what somebody asked for about a request at Yousign, resumably: the intent is recorded before the call, and a
// call whose outcome nobody saw is looked at before anything is repeated (protocols.md P1, P4).
import type { Problem } from '../../../shared/problem.ts'
import { err, ok, type Result } from '../../../shared/result.ts'
import type { ActionKind, ActionWork, NewAction } from '../action.ts'
import type { Deps } from '../deps.ts'
import type { Handler, Outcome } from '../work.ts'
import { correctSigner } from './correct.ts'
import { extendRequest } from './extend.ts'
import { remindSigner } from './remind.ts'
import { type Act, refuse } from './step.ts'
import { unblockSigner } from './unblock.ts'

/** Beside the call itself: enough to look once at what a lost answer has left. */
const lookTime = 5_000

/** Handler of `act` jobs. */
export function createAct(deps: Deps): Handler<'act'> {
  return async ({ actionId }) => {
    const action = deps.store.action(actionId)
    const request = action && deps.store.request(action.requestId)
    if (!action || !request || action.state !== 'waiting') return { kind: 'done' }
    const before = action.afterId === null ? null : deps.store.action(action.afterId)
    const act = { deps, request, action, work: action.work }
    if (before?.state === 'waiting')
      return { kind: 'again', at: deps.clock.now() + 1_000, reason: 'an earlier action waits', counts: false }
    if (before?.state === 'refused') return refuse(act, before.problem ?? { code: 'unavailable' })
    return (runs[action.work.kind] as (act: Act<ActionWork>) => Promise<Outcome>)(act)
  }
}

/**
 * Records the actions and waits for them as long as somebody looks on. Answers the first refusal; `ok` when all are done or
 * still under way. Refuses when something of the same kind for the same signer is under way already.
 */
export async function askAndWait(deps: Deps, actions: NewAction[]): Promise<Result<null, Problem>> {
  const [first] = actions
  if (first === undefined) return ok(null)
  const busy = deps.store
    .waitingActions(first.requestId)
    .some((one) => actions.some((wanted) => sameTarget(one.work, wanted.work)))
  if (busy) return err({ code: 'busy' })
  const ids = deps.store.ask(actions, deps.clock.now())
  await deps.settled.wait(ids.at(-1) ?? 0, deps.settings.callTimeout + lookTime)
  for (const id of ids) {
    const problem = deps.store.action(id)?.problem ?? null
    if (problem !== null) return err(problem)
  }
  return ok(null)
}

const runs: { [K in ActionKind]: (act: Act<Extract<ActionWork, { kind: K }>>) => Promise<Outcome> } = {
  correct: correctSigner,
  unblock: unblockSigner,
  extend: extendRequest,
  remind: remindSigner,
}

function sameTarget(a: ActionWork, b: ActionWork): boolean {
  if (a.kind !== b.kind) return false
  return !('signerId' in a) || !('signerId' in b) || a.signerId === b.signerId
}
