// Notices when webhook calls come faster than anybody has to see what they brought.

export interface Rush {
  /** A call was committed. */
  arrived(now: number): void
  /** More than a few came within the last moments. */
  isOn(now: number): boolean
}

/** Calls within `rushMs` that are no rush yet: one signature brings about as many. */
const few = 4
/** Milliseconds. While the rush lasts, their jobs are looked at that often. */
export const rushMs = 50

export function createRush(): Rush {
  let since = Number.NEGATIVE_INFINITY
  let calls = 0
  let seenAt = Number.NEGATIVE_INFINITY
  return {
    arrived(now) {
      if (!isWithin(rushMs, since, now)) {
        since = now
        calls = 0
      }
      calls += 1
      if (calls > few) seenAt = now
    },
    isOn: (now) => isWithin(rushMs, seenAt, now),
  }
}

/** False also when the clock was set back. */
export function isWithin(ms: number, before: number, now: number): boolean {
  return now >= before && now - before < ms
}
