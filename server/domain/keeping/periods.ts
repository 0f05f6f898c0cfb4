// How long everything is kept that goes by itself, and from when a signed record may be decided on (product.md 3.7). Signed
// documents never go by themselves: the periods of the law run from the end of the matter, which nobody here knows.
import type { Period, TimedKind } from '../../../shared/keeping.ts'

/** The one table. */
export const periods: Readonly<Record<TimedKind, Period>> = {
  /** Bodies of webhook calls; their digest, ids and keys stay for ever. */
  deliveries: { count: 90, unit: 'days' },
  /** Documents that were uploaded and never sent. */
  uploads: { count: 30, unit: 'days' },
  /** Reviews, and the documents that were frozen for those never sent. */
  reviews: { count: 30, unit: 'days' },
  /** Unsigned documents of requests that ended without a signature of everybody; their digest stays. */
  originals: { count: 12, unit: 'months' },
  /** Who opened which link, and when. */
  openings: { count: 12, unit: 'months' },
}

/** Until the firm decides otherwise. */
export const usualReviewYears = 10

/** What is older than this moment has had its time. */
export function cutoff(kind: TimedKind, now: number): number {
  const { count, unit } = periods[kind]
  return unit === 'days' ? now - count * 24 * 3_600_000 : monthsFrom(now, -count)
}

/** Until when a signed record is kept in any case: the firm's years, or an administrator's later word. */
export function keptUntil(endedAt: number, years: number, renewedUntil: number | null): number {
  return Math.max(monthsFrom(endedAt, years * 12), renewedUntil ?? 0)
}

/** The same moment so many months later or earlier (UTC); on the last day of a shorter month. */
export function monthsFrom(at: number, months: number): number {
  const moved = new Date(at)
  const day = moved.getUTCDate()
  moved.setUTCMonth(moved.getUTCMonth() + months)
  if (moved.getUTCDate() !== day) moved.setUTCDate(0)
  return moved.getTime()
}
