// What somebody asked for about a request that is at Yousign: recorded before the call, carried out by a job, settled after it.
import type { Problem } from '../../shared/problem.ts'
import type { SentValues } from './signature-request.ts'

export type ActionWork =
  /** `wanted`: all values as they shall be; `changed`: the names of those that differ. */
  | { kind: 'correct'; signerId: string; wanted: SentValues; changed: (keyof SentValues)[] }
  | { kind: 'unblock'; signerId: string }
  | { kind: 'remind'; signerId: string; before: number | null }
  /** yyyy-mm-dd in the request's time zone. */
  | { kind: 'extend'; expirationDate: string }

export type ActionKind = ActionWork['kind']

export interface NewAction {
  requestId: string
  work: ActionWork
  /** Name of who asked. */
  by: string
}

export interface Action extends NewAction {
  id: number
  state: 'waiting' | 'done' | 'refused'
  /** The call may have been made: its outcome is unknown to whoever finds it like this. */
  inFlight: boolean
  /** Carried out only once that one is done; refused with it. */
  afterId: number | null
  problem: Problem | null
  createdAt: number
}
