// Beginning an erasure, and beginning it again. It is written to the list beside the database first: what stands there is
// carried out, whatever dies and whatever older database is put in place (protocols.md P6).
import type { Deps } from '../deps.ts'
import { erasureJobs } from './jobs.ts'
import type { Erasure } from './tables.ts'

type ErasureDeps = Pick<Deps, 'store' | 'clock' | 'journal' | 'log'>

/** False when it could not be written down; then nothing is erased. */
export function beginErasure(deps: ErasureDeps, erasure: Erasure): boolean {
  if (!deps.journal.add(erasure)) return false
  carryOut(deps, erasure)
  return true
}

/** At every start, before any job: what a restored database does not know of is erased again, what the list lacks is added. */
export function replayErasures(deps: ErasureDeps): void {
  const listed = deps.journal.all()
  const known = deps.store.erasures()
  const knownIds = new Set(known.map(({ id }) => id))
  const missing = listed.filter(({ id }) => !knownIds.has(id))
  for (const erasure of missing) carryOut(deps, erasure)
  if (missing.length > 0) deps.log.warn({ erasures: missing.length }, 'erasures since the backup are carried out again')
  const listedIds = new Set(listed.map(({ id }) => id))
  for (const { restDoneAt: _, waiting: __, ...erasure } of known)
    if (!listedIds.has(erasure.id)) deps.journal.add(erasure)
}

function carryOut({ store, clock }: ErasureDeps, erasure: Erasure): void {
  store.beginErasure(erasure, erasureJobs(erasure, clock.now()), clock.now())
}
