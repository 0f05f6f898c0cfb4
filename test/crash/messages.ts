// What the test and the server process under it say to each other.
import type { FirmSettings } from '../../server/domain/firm-settings.ts'
import type { Overrides } from '../../server/wiring.ts'
import type { Pace } from './fast-clock.ts'

/** Everything a server process needs; as JSON its one argument, or the message `go`. */
export interface ServerOrder {
  /** As the environment of the production server. */
  env: Record<string, string>
  pace: Pace
  documentChild: string
  timeouts: Overrides['timeouts']
  settings: Partial<FirmSettings>
  /** Calls a minute and an hour to Yousign; null: as many as it likes. Default: far more than it will make. */
  yousignLimits?: Overrides['yousignLimits'] | null
}

/** A commit since the last `arm`, told by what it commits and how many of that kind came before it. */
export interface CommitPoint {
  label: string
  /** From 1. */
  nth: number
  when: 'before' | 'after'
}

/** A kind of commit, told by its rough label (`roughLabel`). */
export type CommitAim = Pick<CommitPoint, 'label' | 'when'>

export type ToServer =
  /** To a process that was started without an order: it has loaded everything and begins now. */
  | { kind: 'go'; order: ServerOrder }
  /** Forgets what was counted and dies at the point, if one is given. Answered with `armed`. */
  | { kind: 'arm'; point: CommitPoint | null }
  /** Dies at whichever of these comes first, and says which on its standard error (`struckLine`). Not answered. */
  | { kind: 'aim'; aims: CommitAim[] }
  /** Answered with `commits`. */
  | { kind: 'tell' }

export type FromServer =
  | { kind: 'up'; url: string }
  | { kind: 'armed' }
  /** Labels in the order of the commits since the last `arm`. */
  | { kind: 'commits'; labels: string[] }

/** How a process says with its last breath at which aim it dies. */
export function struckLine(aim: CommitAim): string {
  return `struck ${JSON.stringify(aim)}\n`
}

/** The aim in the last lines of a process; null when it died of something else. */
export function struckIn(lines: readonly string[]): CommitAim | null {
  const line = lines.findLast((one) => one.startsWith('struck '))
  return line === undefined ? null : (JSON.parse(line.slice('struck '.length)) as CommitAim)
}

/** The same for one signer and for three, for the first extension and the second: what is repeated is said once, without numbers. */
export function roughLabel(label: string): string {
  const plain = label.replaceAll(/:[\w-]*\d[\w-]*/g, '').replaceAll(/ \d+\b/g, '')
  return [...new Set(plain.split(' '))].join(' ')
}
