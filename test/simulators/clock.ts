// Time for the simulators and for servers under test: the real one, or one that moves only when a test says so.

export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /** Calls `run` once, `ms` from now; the answer takes it back. */
  after(ms: number, run: () => void): () => void
}

export interface VirtualClock extends Clock {
  /** Moves time forward, running what falls due in order and letting pending I/O settle after each. */
  advance(ms: number): Promise<void>
  /** How many timers wait. */
  readonly pending: number
}

export const realClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

export function createVirtualClock(start = Date.UTC(2026, 10, 24, 9, 0, 0)): VirtualClock {
  let time = start
  let sequence = 0
  const timers = new Map<number, { at: number; run: () => void }>()

  function next(until: number): [number, { at: number; run: () => void }] | undefined {
    let best: [number, { at: number; run: () => void }] | undefined
    for (const entry of timers) {
      if (entry[1].at <= until && (best === undefined || entry[1].at < best[1].at)) best = entry
    }
    return best
  }

  return {
    now: () => time,
    after(ms, run) {
      sequence += 1
      const id = sequence
      timers.set(id, { at: time + Math.max(0, ms), run })
      return () => timers.delete(id)
    },
    async advance(ms) {
      const until = time + ms
      await settle()
      for (let due = next(until); due !== undefined; due = next(until)) {
        timers.delete(due[0])
        time = Math.max(time, due[1].at)
        due[1].run()
        await settle()
      }
      time = until
      await settle()
    },
    get pending() {
      return timers.size
    },
  }
}

/** Gives sockets and promises of this process a few turns of the event loop. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
