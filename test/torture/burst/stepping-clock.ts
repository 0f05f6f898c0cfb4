// Time that stands still until somebody takes the next step: to the next timer, however far away it is. For hours in seconds.
import type { Clock } from '../../simulators/clock.ts'

export interface SteppingClock extends Clock {
  /** Moves to the earliest timer and runs it. False when nothing waits. */
  step(): boolean
}

export function createSteppingClock(start = Date.UTC(2026, 10, 24, 9, 0, 0)): SteppingClock {
  const timers = new Map<number, { at: number; run: () => void }>()
  let time = start
  let made = 0

  function earliest(): number | null {
    let best: { id: number; at: number } | null = null
    for (const [id, { at }] of timers) if (best === null || at < best.at) best = { id, at }
    return best?.id ?? null
  }

  return {
    now: () => time,
    after(ms, run) {
      made += 1
      const id = made
      timers.set(id, { at: time + Math.max(0, ms), run })
      return () => timers.delete(id)
    },
    step() {
      const id = earliest()
      const timer = id === null ? undefined : timers.get(id)
      if (id === null || timer === undefined) return false
      timers.delete(id)
      time = Math.max(time, timer.at)
      timer.run()
      return true
    },
  }
}
