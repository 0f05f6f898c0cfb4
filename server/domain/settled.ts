// Lets whoever asked for something wait until the job that carries it out has settled it, for as long as somebody looks on.
import type { Clock } from './clock.ts'

export interface Settled {
  /** Resolves when `id` is told, or after `ms`; the work goes on in either case. */
  wait(id: number, ms: number): Promise<void>
  tell(id: number): void
}

export function createSettled(clock: Clock): Settled {
  const waiting = new Map<number, Set<() => void>>()
  return {
    wait(id, ms) {
      return new Promise((resolve) => {
        const list = waiting.get(id) ?? new Set()
        const end = () => {
          forget()
          list.delete(end)
          if (list.size === 0) waiting.delete(id)
          resolve()
        }
        const forget = clock.after(ms, end)
        waiting.set(id, list.add(end))
      })
    },
    tell(id) {
      for (const end of [...(waiting.get(id) ?? [])]) end()
    },
  }
}
