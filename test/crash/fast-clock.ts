// Time that runs faster than the wall's, for a server whose real waits are minutes: nothing is skipped, all of it comes sooner.
import type { Clock } from '../simulators/clock.ts'

export interface Pace {
  /** Wall time at which both clocks showed the same, epoch milliseconds. Kept over restarts, so that time never goes back. */
  epoch: number
  factor: number
  /** How far ahead it is beside that, in its own milliseconds. */
  ahead: number
}

export function createFastClock({ epoch, factor, ahead }: Pace): Clock {
  return {
    now: () => Math.round(epoch + (Date.now() - epoch) * factor) + ahead,
    after(ms, run) {
      const timer = setTimeout(run, ms / factor)
      timer.unref()
      return () => clearTimeout(timer)
    },
  }
}
