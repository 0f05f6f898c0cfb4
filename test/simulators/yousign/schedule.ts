import type { Clock } from '../clock.ts'

/** Things that happen later, all forgotten at once when the simulator closes. */
export interface Schedule {
  /** Runs once at `at` (epoch milliseconds), or at the next turn when that has passed. The answer takes it back. */
  at(at: number, run: () => void): () => void
  close(): void
}

/** A real timer overflows after 24.8 days and then fires at once, so far-away moments are reached in hops. */
const longestHop = 20 * 24 * 60 * 60 * 1000

export function createSchedule(clock: Clock): Schedule {
  const waiting = new Set<() => void>()
  let closed = false
  return {
    at(at, run) {
      if (closed) return () => undefined
      let stop: () => void = () => undefined
      const cancel = () => {
        waiting.delete(cancel)
        stop()
      }
      const hop = () => {
        const left = at - clock.now()
        if (left > longestHop) {
          stop = clock.after(longestHop, hop)
          return
        }
        stop = clock.after(Math.max(0, left), () => {
          waiting.delete(cancel)
          run()
        })
      }
      waiting.add(cancel)
      hop()
      return cancel
    },
    close() {
      closed = true
      for (const cancel of [...waiting]) cancel()
    },
  }
}
