// What may become of a record, and what an administrator's word makes of it now. Pure.
import type { Fate } from '../../../shared/keeping.ts'
import { liveStates } from '../../../shared/states.ts'
import type { Deps } from '../deps.ts'
import type { SignatureRequest } from '../signature-request.ts'
import type { FileKind } from '../store.ts'
import { keptUntil } from './periods.ts'
import type { RecordMark } from './tables.ts'

export interface FateFacts {
  mark: RecordMark | null
  isSigned: boolean
  /** The firm's years. */
  years: number
  renewedUntil: number | null
  now: number
}

/** A signed record is kept while its time runs (GDPR art. 17(3)(b), (e)) and can be restricted (art. 18). */
export function fateOf(request: SignatureRequest, facts: FateFacts): Fate {
  const { mark, isSigned, years, renewedUntil, now } = facts
  if (mark !== null && isErased(request, mark, isSigned))
    return { kind: 'erased', at: mark.at, isComplete: mark.doneAt !== null }
  if (isRunning(request)) return { kind: 'running' }
  const until = isSigned ? keptUntil(request.endedAt ?? request.changedAt, years, renewedUntil) : 0
  if (until <= now) return { kind: 'erase' }
  return mark?.kind === 'restrict' ? { kind: 'restricted', at: mark.at, until } : { kind: 'restrict', until }
}

/** The fate as it is now. */
export function fateNow(deps: Pick<Deps, 'store' | 'clock'>, request: SignatureRequest): Fate {
  const { store, clock } = deps
  return fateOf(request, {
    mark: store.markOf(request.id),
    isSigned: isSigned(deps, request),
    years: store.settings().reviewYears,
    renewedUntil: store.renewals(request.id).until,
    now: clock.now(),
  })
}

/** What the card tells of a record that was restricted or erased, and nothing else; null: everything. */
export function closedNow(
  deps: Pick<Deps, 'store'>,
  request: SignatureRequest,
): { kind: 'restricted'; until: number } | { kind: 'erased'; at: number } | null {
  const { store } = deps
  const mark = store.markOf(request.id)
  if (mark === null) return null
  if (isErased(request, mark, isSigned(deps, request))) return { kind: 'erased', at: mark.at }
  if (mark.kind !== 'restrict') return null
  const renewed = store.renewals(request.id).until
  const until = keptUntil(request.endedAt ?? request.changedAt, store.settings().reviewYears, renewed)
  return { kind: 'restricted', until }
}

/** Signed by everybody, or kept with a document that somebody signed: trails alone are none. */
export function isSigned({ store }: Pick<Deps, 'store'>, request: SignatureRequest): boolean {
  return request.state === 'done' || store.files(request.id).some(({ kind }) => !isTrail.has(kind))
}

const isTrail: ReadonlySet<FileKind> = new Set(['audit_trail', 'audit_trail_data', 'identity_proof'])

/**
 * Whether the word to erase still fits: a request that had expired and was taken up again at Yousign is alive, and once
 * signed it is a record that has to be kept.
 */
function isErased(request: SignatureRequest, mark: RecordMark, signed: boolean): boolean {
  if (mark.kind !== 'erase' || isRunning(request) || waitsHere.has(request.state)) return false
  return mark.wasSigned || !signed
}

/** Somebody may still sign it, or it is not known that nobody can. What only waits here is put away instead. */
function isRunning({ state, deletedAt }: SignatureRequest): boolean {
  return liveStates.has(state) && deletedAt === null && !waitsHere.has(state)
}

const waitsHere: ReadonlySet<SignatureRequest['state']> = new Set(['prepared', 'held'])
