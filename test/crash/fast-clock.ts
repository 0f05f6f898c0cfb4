// Time that runs faster than the wall's, for a server whose real waits are minutes: nothing is skipped, all of it comes sooner.
import type { Clock } from '../simulators/clock.ts'

export interface Pace {
  /** Wall time at which both clocks showed the same, epoch milliseconds. Kept over restarts, so that time never goes back. */
  epoch: number
  factor: number
  /** How far ahead it is beside that, in its own milliseconds. */
  ahead: number
}

/**
 * `pace.ahead` may grow meanwhile; timers do not notice. `floor`: no wait that is longer in its own time gets shorter than so
 * many real milliseconds, for time limits that a busy machine would miss by itself.
 */
export function createFastClock(pace: Pace, floor = 0): Clock {
  const { epoch, factor } = pace
  return {
    now: () => Math.round(epoch + (Date.now() - epoch) * factor) + pace.ahead,
    after(ms, run) {
      const timer = setTimeout(run, Math.max(ms / factor, Math.min(ms, floor)))
      timer.unref()
      return () => clearTimeout(timer)
    },
  }
}
