// What the server could not do, or that it could not be reached, as one union for the sentences.
import type { Problem } from '../../shared/problem.ts'

export type CardProblem = Problem | { code: 'offline' }

/** The problem in an answer that was none of the expected ones; a proxy's error page counts as `unavailable`. */
export function problemOf(status: number, body: unknown): CardProblem {
  if (typeof body === 'object' && body !== null && 'code' in body) return body as Problem
  if (status === 0) return { code: 'offline' }
  return { code: status === 401 ? 'unauthenticated' : 'unavailable' }
}
