// What the test and the server process under it say to each other.
import type { FirmSettings } from '../../server/domain/store.ts'
import type { Overrides } from '../../server/wiring.ts'
import type { Pace } from './fast-clock.ts'

/** Everything a server process needs; its one argument, as JSON. */
export interface ServerOrder {
  /** As the environment of the production server. */
  env: Record<string, string>
  pace: Pace
  documentChild: string
  timeouts: Overrides['timeouts']
  settings: Partial<FirmSettings>
}

/** A write of the store since the last `arm`, told by what it commits and how many of that kind came before it. */
export interface CommitPoint {
  label: string
  /** From 1. */
  nth: number
  when: 'before' | 'after'
}

export type ToServer =
  /** Forgets what was counted and dies at the point, if one is given. Answered with `armed`. */
  | { kind: 'arm'; point: CommitPoint | null }
  /** Answered with `commits`. */
  | { kind: 'tell' }

export type FromServer =
  | { kind: 'up'; url: string }
  | { kind: 'armed' }
  /** Labels in the order of the commits since the last `arm`. */
  | { kind: 'commits'; labels: string[] }
