// Handlers that write to the lead in Kommo: note, task, stage. Kommo knows no idempotency, so a call whose answer was lost
// is looked up by its marker before it is made again (design.md 4.3).
import type { CrmUser } from './crm.ts'
import type { Deps } from './deps.ts'
import { type CallFailure, describe, isWaiting } from './failure.ts'
import { retryAt } from './learn.ts'
import type { Effect, LedgerEntry } from './store.ts'
import type { Handlers, Job, Outcome } from './work.ts'

export type EffectHandlers = Pick<Handlers, 'note' | 'task' | 'close_task' | 'move_stage'>

/** Kommo may still act so long on a call that was given up, or whose process has died; until then "not there" proves nothing. */
const settleTime = 30_000

interface EffectDeps extends Deps {
  /** Since when an answer is missing, by effect. In memory only: whoever comes after a death gives Kommo its time anew. */
  missing: Map<number, number>
}

export function createEffectHandlers(base: Deps): EffectHandlers {
  const deps: EffectDeps = { ...base, missing: new Map() }
  const handler =
    (run: (deps: EffectDeps, effect: Effect, job: Job) => Promise<Outcome>) =>
    async ({ effectId }: { effectId: number }, job: Job): Promise<Outcome> => {
      const effect = deps.store.effect(effectId)
      if (effect === null || effect.state === 'done' || effect.state === 'dropped') return { kind: 'done' }
      return isNext(deps, effect) ? run(deps, effect, job) : notYet(deps)
    }
  return {
    note: handler(writeNote),
    task: handler(writeTask),
    close_task: handler(closeTask),
    move_stage: handler(moveStage),
  }
}

/** After a pause the lead still reads what happened in the order in which it happened; only a task may be taken back early. */
function isNext(deps: Pick<Deps, 'store'>, effect: Effect): boolean {
  if (effect.kind === 'close_task') return true
  return !deps.store.effects(effect.requestId).some((one) => one.id < effect.id && one.state === 'waiting')
}

function notYet(deps: Pick<Deps, 'clock'>): Outcome {
  return { kind: 'again', at: deps.clock.now() + 5_000, reason: 'an earlier effect waits', counts: false }
}

/**
 * Readable in the note, unique for the effect: how a note that was written is found again. The same when the effect is
 * caused again in a database that was restored.
 */
export function markerOf(deps: Pick<Deps, 'store' | 'sha256'>, effect: Effect): string {
  const reference = deps.store.request(effect.requestId)?.reference ?? 'YS'
  return `${reference}-${deps.sha256(new TextEncoder().encode(effect.key)).slice(0, 6)}`
}

async function writeNote(deps: EffectDeps, effect: Effect, job: Job): Promise<Outcome> {
  const marker = markerOf(deps, effect)
  const found = await lookUp(deps, effect, () => deps.crm.findNote(effect.leadId, marker, job.priority))
  if (found !== null) return found
  const now = deps.clock.now()
  const { link } = effect.payload
  const fresh = link ? deps.newToken() : null
  const linked =
    link && fresh
      ? [{ tokenHash: fresh.hash, kind: 'file' as const, target: link.fileId, expiresAt: link.expiresAt }]
      : []
  deps.store.recordEffect(
    effect.id,
    { inFlight: true },
    linked.length > 0 ? { requestId: effect.requestId, links: linked } : null,
    now,
  )
  const text = (effect.payload.text ?? '').replace(
    '{link}',
    fresh ? `${deps.settings.publicUrl}/files/${fresh.token}` : '',
  )
  const added = await deps.crm.addNote({ leadId: effect.leadId, text: `${text} ${marker}` }, job.priority)
  return added.ok
    ? done(deps, effect, added.value.id, { event: 'noted', facts: {} })
    : unwritten(deps, effect, added.failure)
}

async function writeTask(deps: EffectDeps, effect: Effect, job: Job): Promise<Outcome> {
  const marker = markerOf(deps, effect)
  const found = await lookUp(deps, effect, () => deps.crm.findTask(effect.leadId, marker, job.priority))
  if (found !== null) return found
  const responsible = await responsibleFor(deps, effect, job)
  if (!responsible.ok) return failed(deps, effect, responsible.failure)
  if (responsible.value === null) return dropped(deps, effect, 'the lead is gone')
  deps.store.recordEffect(effect.id, { inFlight: true }, null, deps.clock.now())
  const task = {
    leadId: effect.leadId,
    text: `${effect.payload.text ?? ''} ${marker}`,
    dueAt: effect.payload.dueAt ?? deps.clock.now(),
    responsibleUserId: responsible.value.id,
  }
  const added = await deps.crm.addTask(task, job.priority)
  return added.ok
    ? done(deps, effect, added.value.id, { event: 'tasked', facts: { name: responsible.value.name } })
    : unwritten(deps, effect, added.failure)
}

async function closeTask(deps: EffectDeps, effect: Effect, job: Job): Promise<Outcome> {
  const task = deps.store.effect(effect.payload.closes ?? 0)
  if (task === null || task.state === 'dropped') return done(deps, effect, null, null)
  if (task.remoteId === null) {
    // Kommo could not be reached so far. A call whose answer was lost may have made the task, so that is settled first.
    if (task.inFlight)
      return { kind: 'again', at: deps.clock.now() + 5_000, reason: 'the task is not settled', counts: true }
    dropped(deps, task, 'no longer needed')
    return done(deps, effect, null, null)
  }
  const closed = await deps.crm.completeTask(task.remoteId, markerOf(deps, task), job.priority)
  // Somebody may have removed it; there is nothing left to close then.
  if (!closed.ok && closed.failure.kind !== 'not_found') return failed(deps, effect, closed.failure)
  return done(deps, effect, task.remoteId, null)
}

/** Only from the stages that the snapshot names: a late job never moves a lead back. */
async function moveStage(deps: EffectDeps, effect: Effect, job: Job): Promise<Outcome> {
  const stage = effect.payload.stage
  if (!stage) return done(deps, effect, null, null)
  const lead = await deps.crm.lead(effect.leadId, job.priority)
  if (!lead.ok) return failed(deps, effect, lead.failure)
  if (lead.value === null || lead.value.isDeleted) return dropped(deps, effect, 'the lead is gone')
  if (lead.value.pipelineId === stage.pipelineId && lead.value.statusId === stage.statusId) {
    return done(deps, effect, null, { event: 'stage_moved', facts: { stage: stage.name } })
  }
  if (!stage.fromStatusIds.includes(lead.value.statusId))
    return done(deps, effect, null, { event: 'stage_kept', facts: { stage: stage.name } })
  const moved = await deps.crm.moveLead(effect.leadId, stage.pipelineId, stage.statusId, job.priority)
  return moved.ok
    ? done(deps, effect, null, { event: 'stage_moved', facts: { stage: stage.name } })
    : failed(deps, effect, moved.failure)
}

/**
 * The lead's responsible user if active, else the firm's fallback, else an active administrator. What only an administrator
 * can do goes to one. Null: no lead.
 */
async function responsibleFor(
  deps: Deps,
  { leadId, payload }: Effect,
  job: Job,
): Promise<{ ok: true; value: { id: number; name: string } | null } | { ok: false; failure: CallFailure }> {
  const lead = await deps.crm.lead(leadId, job.priority)
  if (!lead.ok) return lead
  if (lead.value === null || lead.value.isDeleted) return { ok: true, value: null }
  const users = await deps.crm.users(job.priority)
  if (!users.ok) return users
  const mayDo = (user: CrmUser) => user.isActive && (user.isAdmin || payload.forAdministrator !== true)
  const active = users.value.filter(mayDo)
  const responsible = lead.value.responsibleUserId
  const chosen =
    active.find((user) => user.id === responsible) ??
    active.find((user) => user.id === deps.store.settings().fallbackUserId) ??
    active.find((user) => user.isAdmin)
  return { ok: true, value: { id: chosen?.id ?? responsible, name: chosen?.name ?? '' } }
}

async function lookUp(
  deps: EffectDeps,
  effect: Effect,
  find: () => Promise<{ ok: true; value: { id: number } | null } | { ok: false; failure: CallFailure }>,
): Promise<Outcome | null> {
  if (!effect.inFlight && !mayBeDone(deps, effect)) return null
  const found = await find()
  if (!found.ok) return failed(deps, effect, found.failure)
  if (found.value !== null)
    return done(deps, effect, found.value.id, { event: effect.kind === 'task' ? 'tasked' : 'noted', facts: {} })
  return effect.inFlight ? missed(deps, effect) : null
}

/** "Not there" proves something only once Kommo has had its time since this process first learnt that an answer is missing. */
function missed({ clock, missing }: EffectDeps, { id }: Effect): Outcome | null {
  const now = clock.now()
  const since = missing.get(id) ?? now
  missing.set(id, since)
  if (now < since + settleTime)
    return { kind: 'again', at: since + settleTime, reason: 'Kommo may still act on the call before', counts: false }
  missing.delete(id)
  return null
}

/** In a database that was restored, what looks undone may have been done by the life that is lost. */
function mayBeDone(deps: EffectDeps, effect: Effect): boolean {
  const since = deps.store.reconciling()?.since ?? deps.store.restoredAt()
  return since > 0 && (deps.store.request(effect.requestId)?.createdAt ?? 0) <= since
}

function done(
  deps: EffectDeps,
  effect: Effect,
  remoteId: number | null,
  line: Pick<LedgerEntry, 'event' | 'facts'> | null,
): Outcome {
  deps.missing.delete(effect.id)
  const now = deps.clock.now()
  deps.store.recordEffect(
    effect.id,
    { state: 'done', inFlight: false, doneAt: now, lastError: null, ...(remoteId === null ? {} : { remoteId }) },
    { requestId: effect.requestId, ledger: line === null ? [] : [{ key: `effect:${effect.id}`, at: now, ...line }] },
    now,
  )
  return { kind: 'done' }
}

function dropped(deps: EffectDeps, effect: Effect, why: string): Outcome {
  const now = deps.clock.now()
  deps.store.recordEffect(effect.id, { state: 'dropped', lastError: why }, { requestId: effect.requestId }, now)
  return { kind: 'done' }
}

/** The call that writes has failed. Unless its answer was lost it was not made, or not acted upon: nothing to look for. */
function unwritten(deps: EffectDeps, effect: Effect, failure: CallFailure): Outcome {
  if (failure.kind === 'unknown') {
    deps.missing.set(effect.id, deps.clock.now())
    return lost(deps, effect, failure, settleTime)
  }
  return failed(deps, effect, failure, { inFlight: false })
}

function lost(deps: EffectDeps, effect: Effect, failure: CallFailure, wait: number): Outcome {
  const now = deps.clock.now()
  const reason = describe(failure)
  deps.store.recordEffect(effect.id, { lastError: reason }, null, now)
  return { kind: 'again', at: now + wait, reason, counts: true }
}

/**
 * Nothing is concluded from a lost answer; a definite refusal gives up visibly. What is in flight stays so: a look that could
 * not be made tells nothing of the call before it.
 */
function failed(
  deps: EffectDeps,
  effect: Effect,
  failure: CallFailure,
  known: Partial<Pick<Effect, 'inFlight'>> = {},
): Outcome {
  if (failure.kind === 'unknown') return lost(deps, effect, failure, 5_000)
  const now = deps.clock.now()
  const reason = describe(failure)
  if (isWaiting(failure)) {
    deps.store.recordEffect(effect.id, { ...known, lastError: reason }, null, now)
    return { kind: 'again', at: retryAt(failure, now), reason, counts: failure.kind === 'not_sent' }
  }
  deps.store.recordEffect(
    effect.id,
    { ...known, state: 'stuck', lastError: reason },
    {
      requestId: effect.requestId,
      ledger: [{ key: `stuck:${effect.id}:${now}`, event: 'effect_stuck', at: now, facts: { what: effect.kind } }],
    },
    now,
  )
  return { kind: 'stuck', reason }
}
