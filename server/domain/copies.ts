// The signed document among the lead's files in Kommo, if the firm chose so: uploaded, compared, attached, looked for. What was
// uploaded is remembered before it is attached, so the lead never gets a second one.
import type { CopyProblem } from '../../shared/card.ts'
import type { Deps } from './deps.ts'
import {
  done,
  dropped,
  type EffectDeps,
  failed,
  lookUp,
  mayBeDone,
  missed,
  stuck,
  unwritten,
} from './effect-outcomes.ts'
import { type CallFailure, isWaiting } from './failure.ts'
import { readKept } from './kept.ts'
import type { Effect, NewEffect, StoredFile } from './store.ts'
import type { Job, Outcome } from './work.ts'

/** What Kommo takes of one file (contracts/kommo-api.md 6). */
const mostBytes = 314_572_800
/** So many files of a lead are looked through after a restore. */
const mostLooked = 250
/** So often an attached file may be missing from the list, which may lag, before the other way is taken. */
const patientLooks = 3
const lookPause = 30_000

/** Puts a stored document among the files of the lead, once. */
export async function copyFile(deps: EffectDeps, effect: Effect, job: Job): Promise<Outcome> {
  const file = deps.store.file(effect.payload.copyOf ?? '')
  if (file === null) return dropped(deps, effect, 'the file is gone')
  if (file.bytes > mostBytes) return giveUp(deps, effect, 'too_large')
  if (effect.remoteFile !== null) return attach(deps, effect, { file, uuid: effect.remoteFile }, job)
  const uploaded = await upload(deps, effect, file, job)
  return 'kind' in uploaded ? uploaded : attach(deps, { ...effect, inFlight: false }, { file, ...uploaded }, job)
}

/** The note that holds the file, for an account that does not show it among the lead's files. */
export async function writeAttachment(deps: EffectDeps, effect: Effect, job: Job): Promise<Outcome> {
  const { attachment } = effect.payload
  if (attachment === undefined) return dropped(deps, effect, 'nothing to attach')
  const look = () => deps.crm.findAttachment(effect.leadId, attachment.uuid, job.priority)
  const found = await lookUp(deps, effect, 'copied', look)
  if (found !== null) return found
  deps.store.recordEffect(effect.id, { inFlight: true }, null, deps.clock.now())
  const added = await deps.crm.addAttachment({ leadId: effect.leadId, ...attachment }, job.priority)
  return added.ok
    ? done(deps, effect, added.value.id, { event: 'copied', facts: {} })
    : unwritten(deps, effect, added.failure)
}

/** Kommo's ids of our copies on the lead: signed already, so nobody is offered them to send. */
export function copiesOnLead(store: Deps['store'], leadId: number): ReadonlySet<string> {
  const effects = store.requestsOfLead(leadId).flatMap((request) => store.effects(request.id))
  return new Set(effects.flatMap(({ remoteFile }) => remoteFile ?? []))
}

/** In the account's storage, hanging at nothing yet. An upload that broke off has made no file, so it begins anew. */
async function upload(
  deps: EffectDeps,
  effect: Effect,
  file: StoredFile,
  job: Job,
): Promise<{ uuid: string } | Outcome> {
  if (mayBeDone(deps, effect)) {
    const found = await findCopy(deps, effect, file, job)
    if (!found.ok) return failed(deps, effect, found.failure)
    if (found.value !== null) {
      deps.store.recordEffect(effect.id, { remoteFile: found.value }, null, deps.clock.now())
      return done(deps, effect, null, { event: 'copied', facts: {} })
    }
  }
  const lead = await deps.crm.lead(effect.leadId, job.priority)
  if (!lead.ok) return failed(deps, effect, lead.failure)
  if (lead.value === null || lead.value.isDeleted) return giveUp(deps, effect, 'lead_gone')
  const bytes = await readKept(deps, file)
  if (!bytes.ok) return again(deps, job, 'storage: unavailable')
  const sent = await deps.crm.uploadFile(
    { name: file.name, bytes: bytes.value, mediaType: 'application/pdf' },
    job.priority,
  )
  if (!sent.ok) return notUploaded(deps, effect, sent.failure, job)
  deps.store.recordEffect(effect.id, { remoteFile: sent.value.uuid, inFlight: false }, null, deps.clock.now())
  return sent.value
}

function notUploaded(deps: EffectDeps, effect: Effect, failure: CallFailure, job: Job): Outcome {
  if (failure.kind === 'forbidden') return stuck(deps, effect, 'no_access' satisfies CopyProblem)
  if (failure.kind === 'refused' && failure.type === 'file size') return giveUp(deps, effect, 'too_large')
  // The session has ended before the last part.
  if (failure.kind === 'not_found') return again(deps, job, 'the upload was no longer known')
  return failed(deps, effect, failure)
}

/** In a restored database the copy of the life that is lost is known by its bytes: its name may be that of another request. */
async function findCopy(
  deps: Deps,
  effect: Effect,
  file: StoredFile,
  job: Job,
): Promise<{ ok: true; value: string | null } | { ok: false; failure: CallFailure }> {
  const listed = await deps.crm.leadFiles(effect.leadId, mostLooked, job.priority)
  if (!listed.ok) return listed
  for (const { uuid } of listed.value.files.filter((one) => one.bytes === file.bytes)) {
    const bytes = await deps.crm.downloadFile(uuid, job.priority)
    if (!bytes.ok) return bytes
    if (bytes.value !== null && deps.sha256(bytes.value) === file.sha256) return { ok: true, value: uuid }
  }
  return { ok: true, value: null }
}

interface Uploaded {
  file: StoredFile
  uuid: string
}

/** Only the very bytes get to the lead; Kommo has no checksum, so they are read back. */
async function attach(deps: EffectDeps, effect: Effect, uploaded: Uploaded, job: Job): Promise<Outcome> {
  const { file, uuid } = uploaded
  if (effect.inFlight || mayBeDone(deps, effect)) {
    const there = await deps.crm.isAttached(effect.leadId, uuid, job.priority)
    if (!there.ok) return failed(deps, effect, there.failure)
    if (there.value) return done(deps, effect, null, { event: 'copied', facts: {} })
    const wait = effect.inFlight ? missed(deps, effect) : null
    if (wait !== null) return wait
  }
  const bytes = await deps.crm.downloadFile(uuid, job.priority)
  if (!bytes.ok) return failed(deps, effect, bytes.failure, { inFlight: false })
  if (bytes.value === null || deps.sha256(bytes.value) !== file.sha256) return spoilt(deps, effect, uuid, job)
  deps.store.recordEffect(effect.id, { inFlight: true }, null, deps.clock.now())
  const put = await deps.crm.attachFile(effect.leadId, uuid, job.priority)
  if (!put.ok) {
    if (put.failure.kind === 'unknown' || isWaiting(put.failure)) return unwritten(deps, effect, put.failure)
    return notAttached(deps, effect, uploaded, job)
  }
  // Kommo was seen to answer well and to show nothing ([ISS 525] of contracts/kommo-api.md 6).
  const there = await deps.crm.isAttached(effect.leadId, uuid, job.priority)
  if (!there.ok) return failed(deps, effect, there.failure)
  if (there.value) return done(deps, effect, null, { event: 'copied', facts: {} })
  if (job.attempts >= patientLooks) return byNote(deps, effect, uploaded)
  return { kind: 'again', at: deps.clock.now() + lookPause, reason: 'attached, and not shown', counts: true }
}

/** Refused for good: the lead is gone, or the account wants it another way. */
async function notAttached(deps: EffectDeps, effect: Effect, uploaded: Uploaded, job: Job): Promise<Outcome> {
  const lead = await deps.crm.lead(effect.leadId, job.priority)
  if (!lead.ok) return failed(deps, effect, lead.failure, { inFlight: false })
  if (lead.value !== null && !lead.value.isDeleted) return byNote(deps, effect, uploaded)
  const left = await remove(deps, effect, uploaded.uuid, job)
  return left ?? giveUp(deps, effect, 'lead_gone')
}

/** The second way, as an effect of its own, because a note is looked for in another place. */
function byNote(deps: EffectDeps, effect: Effect, { file, uuid }: Uploaded): Outcome {
  const now = deps.clock.now()
  const note: NewEffect = {
    key: `${effect.requestId}:attachment:${file.position}`,
    kind: 'attachment',
    leadId: effect.leadId,
    payload: { attachment: { uuid, name: file.name } },
  }
  const columns = { state: 'done', inFlight: false, doneAt: now, lastError: null } as const
  deps.store.recordEffect(effect.id, columns, { requestId: effect.requestId, effects: [note] }, now)
  return { kind: 'done' }
}

/** What came to Kommo is not what we keep, or is not there: away with it, and from the beginning. */
async function spoilt(deps: EffectDeps, effect: Effect, uuid: string, job: Job): Promise<Outcome> {
  const left = await remove(deps, effect, uuid, job)
  if (left !== null) return left
  deps.log.warn({ requestId: effect.requestId, effectId: effect.id }, 'a copy in Kommo was not the document')
  deps.store.recordEffect(effect.id, { remoteFile: null, inFlight: false }, null, deps.clock.now())
  return again(deps, job, 'the copy was not the document')
}

/** Null when it is gone, or may not be removed by us: then somebody has to do it, and the log says so. */
async function remove(deps: EffectDeps, effect: Effect, uuid: string, job: Job): Promise<Outcome | null> {
  const removed = await deps.crm.removeFile(uuid, job.priority)
  if (removed.ok || removed.failure.kind === 'not_found') return null
  if (removed.failure.kind === 'unknown' || isWaiting(removed.failure))
    return failed(deps, effect, removed.failure, { inFlight: false })
  deps.log.warn({ requestId: effect.requestId, file: uuid }, 'a file in Kommo that nobody needs could not be removed')
  return null
}

function giveUp(deps: EffectDeps, effect: Effect, problem: CopyProblem): Outcome {
  return dropped(deps, effect, problem)
}

/** Later and later, because every try carries the whole document. */
function again(deps: Deps, job: Job, reason: string): Outcome {
  const pause = Math.min(3_600_000, 10_000 * 2 ** job.attempts)
  return { kind: 'again', at: deps.clock.now() + pause, reason, counts: true }
}
