// How long to wait after an attempt that failed.

/** 15 minutes: a remote that is back is noticed within that time. */
export const longestDelay = 15 * 60_000
const firstDelay = 2_000

/**
 * Milliseconds until the next attempt after `attempts` earlier ones: doubles from 2 s up to 15 min. `random` (0 to 1)
 * takes off up to half of it, so that jobs that failed together do not return together.
 */
export function backoff(attempts: number, random: number): number {
  const full = Math.min(longestDelay, firstDelay * 2 ** Math.max(0, attempts))
  return Math.round(full * (1 - random / 2))
}
