// Handlers that write to the lead in Kommo: note, task, stage; a copy among its files is in copies.ts. A call whose answer was
// lost is looked up by its marker before it is made again (design.md 4.3).
import { copyFile, writeAttachment } from './copies.ts'
import type { CrmUser } from './crm.ts'
import type { Deps } from './deps.ts'
import { done, dropped, type EffectDeps, failed, lookUp, unwritten } from './effect-outcomes.ts'
import type { CallFailure } from './failure.ts'
import type { Effect, EffectKind } from './store.ts'
import type { Handlers, Job, Outcome } from './work.ts'

export type EffectHandlers = Pick<
  Handlers,
  'note' | 'task' | 'close_task' | 'move_stage' | 'copy_file' | 'attachment_note'
>

/** A copy says nothing that happened: it waits for nobody, and nobody for it. */
const beside: ReadonlySet<EffectKind> = new Set(['copy', 'attachment'])

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
    copy_file: handler(copyFile),
    attachment_note: handler(writeAttachment),
  }
}

/** After a pause the lead still reads what happened in the order in which it happened; only a task may be taken back early. */
function isNext(deps: Pick<Deps, 'store'>, effect: Effect): boolean {
  if (effect.kind === 'close_task' || beside.has(effect.kind)) return true
  const isBefore = (one: Effect) => one.id < effect.id && one.state === 'waiting' && !beside.has(one.kind)
  return !deps.store.effects(effect.requestId).some(isBefore)
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
  const found = await lookUp(deps, effect, 'noted', () => deps.crm.findNote(effect.leadId, marker, job.priority))
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
  const found = await lookUp(deps, effect, 'tasked', () => deps.crm.findTask(effect.leadId, marker, job.priority))
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
