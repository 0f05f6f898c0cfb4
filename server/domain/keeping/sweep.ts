// Handler of `sweep_kept`, once a day: rows whose time is over, files that nobody needs, signed records an administrator
// should decide on, erasures that are not done. In small batches; another one soon while there is more.
import { momentInWords } from '../dates.ts'
import type { Deps } from '../deps.ts'
import type { SignatureRequest } from '../signature-request.ts'
import type { NewEffect } from '../store.ts'
import { reviewText } from '../words/keeping.ts'
import type { Handler } from '../work.ts'
import { eraseRecordJob } from './jobs.ts'
import { removeLeftovers } from './leftovers.ts'
import { cutoff, monthsFrom } from './periods.ts'

const batch = 100
const day = 24 * 3_600_000
const soon = 1_000

export function createSweepKept(deps: Deps): Handler<'sweep_kept'> {
  return async () => {
    const { store, clock } = deps
    const now = clock.now()
    const most = Math.max(
      store.digestDeliveries(cutoff('deliveries', now), batch, deps.sha256),
      store.forgetReviews(cutoff('reviews', now), batch),
      store.forgetUploads(cutoff('uploads', now), batch),
      store.forgetOriginals(cutoff('originals', now), batch, now),
      store.forgetOpenings(cutoff('openings', now), batch),
      askForReviews(deps, now),
      goOnErasing(deps, now),
    )
    const files = await removeLeftovers(deps, batch)
    const isMore = most === batch || files === 'more'
    const next = isMore ? soon : files === 'later' ? 3_600_000 : day
    return { kind: 'again', at: clock.now() + next, reason: 'recurring', counts: false }
  }
}

/** One task each time a record's time is over; renewed, it is asked for again when that time is over. */
function askForReviews({ store }: Deps, now: number): number {
  const { reviewYears } = store.settings()
  const due = store.reviewsDue(monthsFrom(now, -12 * reviewYears), now, batch, false)
  for (const request of due) {
    const effect = reviewEffect(request, store.renewals(request.id).count, reviewYears, now)
    store.record({ requestId: request.id, effects: [effect] }, now)
  }
  return due.length
}

function reviewEffect(request: SignatureRequest, renewals: number, years: number, now: number): NewEffect {
  const { form, firm } = request.snapshot
  const { date } = momentInWords(firm.language, firm.timeZone, request.endedAt ?? request.changedAt)
  return {
    key: reviewKey(request.id, renewals),
    kind: 'task',
    leadId: request.leadId,
    payload: {
      text: reviewText(firm.language, { document: form.name, signed: date, years }),
      dueAt: now + 30 * day,
      forAdministrator: true,
    },
  }
}

/** Unique for ever: one task for each time that the record's period ended. */
export function reviewKey(requestId: string, renewals: number): string {
  return `${requestId}:keeping:${renewals}`
}

function goOnErasing({ store }: Deps, now: number): number {
  const left = store.unfinishedRecords(batch)
  store.enqueue(
    left.map(({ erasureId, requestId }) => eraseRecordJob(erasureId, requestId, now)),
    now,
  )
  // The jobs go on by themselves; there is nothing to come back for.
  return 0
}
