// Real time that can be moved ahead: what would have fallen due meanwhile runs at once. For stories that wait minutes or days.
import type { Clock } from '../simulators/clock.ts'

export interface LeapingClock extends Clock {
  /** Moves time ahead; timers that are due by then run in the next turns of the event loop, earliest first. */
  leap(ms: number): void
}

/** A real timer overflows after 24.8 days and then fires at once. */
const longest = 20 * 24 * 60 * 60_000

export function createLeapingClock(): LeapingClock {
  const timers = new Set<{ at: number; run: () => void; stop: () => void }>()
  let ahead = 0
  const now = () => Date.now() + ahead

  function arm(timer: { at: number; run: () => void; stop: () => void }): void {
    timer.stop()
    const left = Math.max(0, timer.at - now())
    const real = setTimeout(() => (timer.at > now() ? arm(timer) : fire(timer)), Math.min(left, longest))
    real.unref()
    timer.stop = () => clearTimeout(real)
  }

  function fire(timer: { run: () => void }): void {
    timers.delete(timer as never)
    timer.run()
  }

  return {
    now,
    after(ms, run) {
      const timer = { at: now() + ms, run, stop: () => {} }
      timers.add(timer)
      arm(timer)
      return () => {
        timers.delete(timer)
        timer.stop()
      }
    },
    leap(ms) {
      ahead += ms
      for (const timer of [...timers].sort((a, b) => a.at - b.at)) arm(timer)
    },
  }
}
