// What may become of a record, and what an administrator's word makes of it now. Pure.
import type { Fate } from '../../../shared/keeping.ts'
import { liveStates } from '../../../shared/states.ts'
import type { Deps } from '../deps.ts'
import type { SignatureRequest } from '../signature-request.ts'
import { keptUntil } from './periods.ts'
import type { RecordMark } from './tables.ts'

export interface FateFacts {
  mark: RecordMark | null
  /** The firm's years. */
  years: number
  renewedUntil: number | null
  now: number
}

/** A signed record is kept while its time runs (GDPR art. 17(3)(b), (e)) and can be restricted (art. 18). */
export function fateOf(request: SignatureRequest, { mark, years, renewedUntil, now }: FateFacts): Fate {
  const erased = erasedAt(request, mark)
  if (erased !== null && mark !== null) return { kind: 'erased', at: erased, isComplete: mark.doneAt !== null }
  if (isRunning(request)) return { kind: 'running' }
  const until = request.state === 'done' ? keptUntil(request.endedAt ?? request.changedAt, years, renewedUntil) : 0
  if (until <= now) return { kind: 'erase' }
  return mark?.kind === 'restrict' ? { kind: 'restricted', at: mark.at, until } : { kind: 'restrict', until }
}

/** The fate as it is now. */
export function fateNow(deps: Pick<Deps, 'store' | 'clock'>, request: SignatureRequest): Fate {
  const { store, clock } = deps
  return fateOf(request, {
    mark: store.markOf(request.id),
    years: store.settings().reviewYears,
    renewedUntil: store.renewals(request.id).until,
    now: clock.now(),
  })
}

/** What the card tells of a record that was restricted or erased, and nothing else; null: everything. */
export function closedNow(
  deps: Pick<Deps, 'store' | 'clock'>,
  request: SignatureRequest,
): { kind: 'restricted'; until: number } | { kind: 'erased'; at: number } | null {
  const mark = deps.store.markOf(request.id)
  if (mark === null) return null
  const at = erasedAt(request, mark)
  if (at !== null) return { kind: 'erased', at }
  if (mark.kind !== 'restrict') return null
  const years = deps.store.settings().reviewYears
  const renewed = deps.store.renewals(request.id).until
  return { kind: 'restricted', until: keptUntil(request.endedAt ?? request.changedAt, years, renewed) }
}

/**
 * Null when there is no such word, or when it no longer fits: a request that had expired and was taken up again at Yousign
 * is alive, and once signed it is a record of its own that has to be kept.
 */
export function erasedAt(request: SignatureRequest, mark: RecordMark | null): number | null {
  if (mark?.kind !== 'erase' || isRunning(request) || waitsHere.has(request.state)) return null
  return (request.state === 'done') === mark.wasSigned ? mark.at : null
}

/** Somebody may still sign it, or it is not known that nobody can. What only waits here is put away instead. */
export function isRunning({ state, deletedAt }: SignatureRequest): boolean {
  return liveStates.has(state) && deletedAt === null && !waitsHere.has(state)
}

const waitsHere: ReadonlySet<SignatureRequest['state']> = new Set(['prepared', 'held'])
