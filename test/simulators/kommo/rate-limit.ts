// 7 requests a second for one IP; whoever goes on in spite of 429 is blocked by the front server.
import type { Clock } from '../clock.ts'

export type Passage = { kind: 'pass' } | { kind: 'wait'; seconds: number } | { kind: 'blocked' }

export interface RateLimit {
  /** Counts a request of that IP. */
  enter(ip: string): Passage
  /** Lets everybody in again. */
  forgive(): void
}

/** Refusals within a minute that turn 429 into a block. Kommo publishes no number. */
const patience = 20
/** How long a block lasts. Kommo publishes no number. */
const blockMs = 10 * 60_000

export function createRateLimit(clock: Clock, perSecond: number): RateLimit {
  const visitors = new Map<string, { passed: number[]; refused: number[]; blockedUntil: number }>()
  return {
    enter(ip) {
      if (perSecond === Number.POSITIVE_INFINITY) return { kind: 'pass' }
      const now = clock.now()
      const visitor = visitors.get(ip) ?? { passed: [], refused: [], blockedUntil: 0 }
      visitors.set(ip, visitor)
      if (now < visitor.blockedUntil) return { kind: 'blocked' }
      visitor.passed = visitor.passed.filter((at) => now - at < 1000)
      visitor.refused = visitor.refused.filter((at) => now - at < 60_000)
      if (visitor.passed.length < perSecond) {
        visitor.passed.push(now)
        return { kind: 'pass' }
      }
      visitor.refused.push(now)
      if (visitor.refused.length <= patience) return { kind: 'wait', seconds: 1 }
      visitor.blockedUntil = now + blockMs
      visitor.refused = []
      return { kind: 'blocked' }
    },
    forgive: () => visitors.clear(),
  }
}
