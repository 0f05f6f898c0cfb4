// P1 steps 5 and 6: the one call that reaches people, and the proof that it did. An outcome that was not seen is never
// repeated blindly: only a draft that is still a draft, long enough after the call, is activated again, and only this id.
import { openAtYousign, type SignerStatus, type YousignState } from '../../../shared/states.ts'
import { needsPerson } from '../consequences.ts'
import { type CallFailure, isWaiting } from '../failure.ts'
import { isOfThisAccount } from '../identity.ts'
import { proveChange } from '../prove.ts'
import { longestLag, replicaTime } from '../replica.ts'
import { fail, troubleOf } from './end.ts'
import { again, recordDraft, type Sending, type Step, waitFor } from './step.ts'

/** Twice as far apart each time, so the last one comes a quarter of an hour after the first. */
const mostActivations = 5

/** First run of a draft that begin() has just marked: the call itself. */
export async function activate(sending: Sending): Promise<Step> {
  const { deps, draft } = sending
  const called = await deps.esign.activate(idOf(sending), sending.priority)
  if (called.ok && called.value.state !== 'draft' && called.value.state !== 'deleted') {
    return prove(sending, called.value.state, called.value.signers)
  }
  if (!called.ok && called.failure.kind === 'lane_closed' && draft.activations === 1)
    return notBegun(sending, called.failure)
  // What was not called, or not acted upon, was no attempt.
  const activations = !called.ok && isWaiting(called.failure) ? draft.activations - 1 : draft.activations
  recordDraft(sending, { inFlight: null, activations })
  return look({ ...sending, draft: { ...draft, inFlight: null, activations } }, called.ok ? null : called.failure)
}

/**
 * Refused, perhaps because an earlier call whose answer was lost has acted, while reads still show the draft as it was. Only a
 * read that cannot be older says which.
 */
function perhapsEarlier(sending: Sending): Step {
  const until = sending.deps.clock.now() + longestLag
  recordDraft(sending, {}, { reason: 'unknown_outcome', until })
  return { kind: 'again', at: until, reason: 'activate: refused after a lost answer', counts: true }
}

/** Our own lane was closed, so nothing was called: it begins again later, and until then it can be stopped. */
function notBegun(sending: Sending, failure: CallFailure): Step {
  const now = sending.deps.clock.now()
  const columns = { inFlight: null, activations: 0, firstActivationAt: null, lastActivationAt: null }
  recordDraft(sending, { state: 'open', ...columns }, waitFor(failure, now).waiting)
  return again(failure, now)
}

/** Reads what became of an activation whose answer proves nothing; `failure` is that answer, null when it was lost. */
export async function look(sending: Sending, failure: CallFailure | null): Promise<Step> {
  const { deps, request, draft } = sending
  const now = deps.clock.now()
  if (failure?.kind === 'lane_closed' || failure?.kind === 'throttled' || failure?.kind === 'unauthorized') {
    return wait(sending, failure)
  }
  const read = await deps.esign.read(idOf(sending), sending.priority)
  if (isProved(sending)) return { kind: 'done' }
  if (!read.ok && read.failure.kind === 'not_found')
    return now - draft.createdAt < replicaTime ? notYetSeen(sending) : gone(sending)
  if (!read.ok) return wait(sending, read.failure)
  const { state, signers } = read.value
  if (state === 'deleted') return gone(sending)
  if (state !== 'draft') return prove(sending, state, signers)

  if (failure?.kind === 'refused' && draft.activations > 1) return perhapsEarlier(sending)
  // A definite refusal of the only call: Yousign did not act, and deleting the draft proves it.
  if (failure?.kind === 'refused') return fail(sending, troubleOf(deps, failure, request.snapshot.form.level))

  const apart = 2 ** Math.max(0, draft.activations - 1)
  const safe = (draft.lastActivationAt ?? now) + 2 * deps.settings.callTimeout * apart
  if (now < safe) {
    recordDraft(sending, {}, { reason: 'unknown_outcome', until: safe })
    return { kind: 'again', at: safe, reason: 'activate: outcome unknown', counts: true }
  }
  if (draft.activations >= mostActivations) {
    deps.store.record(needsPerson(request, { kind: 'not_proved' }, now), now)
    return { kind: 'done' }
  }
  recordDraft(sending, { inFlight: 'activate', activations: draft.activations + 1, lastActivationAt: now })
  return activate({
    ...sending,
    draft: { ...draft, inFlight: 'activate', activations: draft.activations + 1, lastActivationAt: now },
  })
}

function prove(
  { deps, request, draft }: Sending,
  state: YousignState,
  signers: { id: string; status: SignerStatus }[],
): Step {
  if (isProved({ deps, request, draft })) return { kind: 'done' }
  const now = deps.clock.now()
  deps.store.record(proveChange(request, draft, { state, signers }, now), now)
  deps.log.info({ requestId: request.id, state, open: openAtYousign.has(state) }, 'sent')
  return { kind: 'done' }
}

/** A webhook was faster than the answer; what it and those after it have shown is not taken back. */
function isProved({ deps, request, draft }: Pick<Sending, 'deps' | 'request' | 'draft'>): boolean {
  return deps.store.drafts(request.id).some((one) => one.attempt === draft.attempt && one.state === 'active')
}

/** A replica that lags does not know it yet. */
function notYetSeen(sending: Sending): Step {
  const at = sending.deps.clock.now() + 2_000
  recordDraft(sending, {}, { reason: 'unknown_outcome', until: at })
  return { kind: 'again', at, reason: 'activate: not found yet', counts: true }
}

/** Not there: only a proved connection makes that "deleted in Yousign" (P6); another key would say the same. */
async function gone(sending: Sending): Promise<Step> {
  const { deps, request, draft } = sending
  const ours = await isOfThisAccount(deps, request, sending.priority)
  if (!ours.ok) return wait(sending, ours.failure)
  const now = deps.clock.now()
  if (!ours.value) {
    recordDraft(sending, {}, { reason: 'other_account', until: null })
    return { kind: 'again', at: now + 15 * 60_000, reason: 'another account', counts: false }
  }
  deps.store.record(
    {
      requestId: request.id,
      request: { state: 'failed', trouble: { kind: 'deleted_at_yousign' }, waiting: null, endedAt: now },
      draft: { attempt: draft.attempt, columns: { state: 'gone', inFlight: null } },
      ledger: [{ key: `failed:${now}`, event: 'failed', at: now, facts: { cause: 'deleted_at_yousign' } }],
    },
    now,
  )
  return { kind: 'done' }
}

function wait(sending: Sending, failure: CallFailure): Step {
  const now = sending.deps.clock.now()
  const outcome = again(failure, now)
  const until = outcome.kind === 'again' ? outcome.at : null
  recordDraft(
    sending,
    {},
    {
      reason:
        failure.kind === 'unauthorized' ? 'key_refused' : failure.kind === 'unknown' ? 'unknown_outcome' : 'throttled',
      until,
    },
  )
  return outcome
}

function idOf({ draft }: Sending): string {
  if (draft.yousignId === null) throw new Error('a draft without id cannot be activated')
  return draft.yousignId
}
