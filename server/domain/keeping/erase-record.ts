// Handler of `erase_record`: the record is emptied here at once, then each of our notes and tasks is overwritten in Kommo.
// Every step may be repeated: a process that dies in between, or a call whose answer is lost, is made good by the next run.
import type { Deps } from '../deps.ts'
import { markerOf } from '../effects.ts'
import { type CallFailure, describe, isWaiting } from '../failure.ts'
import { retryAt } from '../learn.ts'
import type { Effect } from '../store.ts'
import type { Handler, Job, Outcome } from '../work.ts'
import { emptied } from './empty.ts'
import { closedNow } from './fate.ts'
import { sweepKeptJob } from './jobs.ts'

/** Kommo may still act so long on a note whose answer was lost; only then "not there" proves something. */
const settleTime = 30_000
/** A definite refusal is told to the log and tried again: rights may have been given meanwhile. */
const refusedPause = 6 * 3_600_000
/** SQLite takes it for "all". */
const everyLine = -1

export function createEraseRecord(deps: Deps): Handler<'erase_record'> {
  return async ({ erasureId, requestId }, job) => {
    const { store, clock } = deps
    const request = store.request(requestId)
    const mark = store.markOf(requestId)
    // Not here (yet), alive again, or done: the sweep looks for what is left.
    if (request === null || mark?.erasureId !== erasureId || mark.doneAt !== null) return { kind: 'done' }
    if (closedNow(deps, request)?.kind !== 'erased') return { kind: 'done' }
    if (mark.emptiedAt === null) {
      const ledger = store.ledger(requestId, everyLine)
      store.emptyRecord(erasureId, emptied(request, ledger, mark.at), deps.sha256, clock.now())
    }
    const emptiedAt = mark.emptiedAt ?? clock.now()
    const before = store.effects(requestId).filter(({ kind, payload }) => isTold[kind] && payload.removed !== true)
    for (const effect of before) {
      const outcome =
        effect.kind === 'copy' ? await removeCopy(deps, effect, job) : await overwrite(deps, effect, emptiedAt, job)
      if (outcome !== null) return outcome
      store.effectOverwritten(effect.id)
    }
    store.endRecord(erasureId, requestId, clock.now())
    store.enqueue([sweepKeptJob(clock.now())], clock.now())
    return { kind: 'done' }
  }
}

/** An attachment's file is the copy's: with the one the other is gone. */
const isTold: Readonly<Record<Effect['kind'], boolean>> = {
  note: true,
  task: true,
  copy: true,
  attachment: false,
  stage: false,
  close_task: false,
}

/** Null once the copy is no longer among the lead's files, or cannot be removed because Kommo was not asked for that right. */
async function removeCopy(deps: Deps, effect: Effect, job: Job): Promise<Outcome | null> {
  if (effect.remoteFile === null) return null
  const removed = await deps.crm.removeFile(effect.remoteFile, job.priority)
  if (removed.ok || removed.failure.kind === 'not_found') return null
  if (removed.failure.kind !== 'forbidden') return refused(deps, effect, removed.failure, job)
  deps.log.error({ requestId: effect.requestId }, 'a copy of an erased record stays in Kommo: no right to delete files')
  return null
}

/** Null once Kommo shows nothing else any more. The marker stays, so that nothing is ever written a second time. */
async function overwrite(deps: Deps, effect: Effect, emptiedAt: number, job: Job): Promise<Outcome | null> {
  const { clock, crm } = deps
  const isNote = effect.kind === 'note'
  const marker = markerOf(deps, effect)
  if (effect.inFlight && clock.now() < emptiedAt + settleTime)
    return {
      kind: 'again',
      at: emptiedAt + settleTime,
      reason: 'Kommo may still act on the call before',
      counts: false,
    }
  let id = effect.remoteId
  if (id === null) {
    const find = isNote ? crm.findNote : crm.findTask
    const found = await find(effect.leadId, marker, job.priority)
    if (!found.ok) return refused(deps, effect, found.failure, job)
    if (found.value === null) return null
    id = found.value.id
  }
  const write = isNote ? crm.rewriteNote : crm.rewriteTask
  const written = await write(id, `${effect.payload.text ?? ''} ${marker}`, job.priority)
  return written.ok ? null : refused(deps, effect, written.failure, job)
}

/** A lead that is gone took its notes along; anything else is tried again. */
async function refused(deps: Deps, effect: Effect, failure: CallFailure, job: Job): Promise<Outcome | null> {
  const now = deps.clock.now()
  const reason = describe(failure)
  if (isWaiting(failure) || failure.kind === 'unknown')
    return { kind: 'again', at: retryAt(failure, now), reason, counts: false }
  const lead = await deps.crm.lead(effect.leadId, job.priority)
  if (!lead.ok) return { kind: 'again', at: retryAt(lead.failure, now), reason: describe(lead.failure), counts: false }
  if (lead.value === null || lead.value.isDeleted) return null
  deps.log.error(
    { requestId: effect.requestId, effectId: effect.id, reason },
    'a note of an erased record still stands',
  )
  return { kind: 'again', at: now + refusedPause, reason, counts: false }
}
