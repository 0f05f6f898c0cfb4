// What the signed events about a request have proved, and whether a read at Yousign is older than that (protocols.md P2 c).
import type { YousignState } from '../../shared/states.ts'
import { settledStates } from '../../shared/states.ts'
import { isBehind } from './ranks.ts'

export interface HeardEvent {
  name: string
  /** When it happened, to the second. */
  at: number
}

export interface Proof {
  /** The request is this, or further; null when the events say nothing about it. */
  state: YousignState | null
  isDeleted: boolean
  /** The last of those changes that go back and forth; null when there was none, or when it is no longer believed. */
  turn: { state: 'paused' | 'ongoing' | 'expired'; at: number } | null
}

/** What one event proves about the request: by its name where that is final, else by what it says of the request. */
export function provedBy(event: { name: string; requestState: YousignState | 'deleted' | null }): YousignState | null {
  const named = proves[event.name] ?? turns[event.name] ?? null
  if (named !== null && settledStates.has(named)) return named
  const told = event.requestState
  return told === null || told === 'draft' || told === 'deleted' ? named : told
}

const proves: Readonly<Record<string, YousignState>> = {
  'signature_request.done': 'done',
  'signature_request.declined': 'declined',
  'signature_request.rejected': 'rejected',
  'signature_request.canceled': 'canceled',
  // Whether it waits for an approver is not in the name.
  'signature_request.activated': 'approval',
}

/** `events` in the order in which they happened; what arrived late stands where it belongs. */
export function proofOf(events: readonly HeardEvent[]): Proof {
  const states = events.flatMap(({ name }) => proves[name] ?? [])
  const last = events.findLast(({ name }) => name in turns)
  const turn = last && turns[last.name]
  return {
    state: states.find((state) => settledStates.has(state)) ?? (turn ? 'ongoing' : (states[0] ?? null)),
    isDeleted: events.some(({ name }) => deletions.has(name)),
    turn: last && turn ? { state: turn, at: last.at } : null,
  }
}

/** True when the read shows less than the events have proved: the replica lags, and the read is made again later. */
export function isOlder(read: { state: YousignState; expiresAt: number | null }, proof: Proof): boolean {
  if (proof.isDeleted) return true
  if (proof.state === null || settledStates.has(read.state)) return false
  if (isBehind(read.state, proof.state)) return true
  if (proof.turn === null || settledStates.has(proof.state)) return false
  if (proof.turn.state === 'expired') return read.state !== 'expired'
  if (proof.turn.state === 'paused') return read.state === 'ongoing'
  // Still expired, or again: the deadline of the read tells which. What goes on has one that is still to come.
  const deadline = read.expiresAt ?? (read.state === 'expired' ? 0 : Number.POSITIVE_INFINITY)
  return read.state === 'paused' || deadline <= proof.turn.at
}

/** Changes that go back and forth: the latest one counts. */
const turns: Readonly<Record<string, 'expired' | 'paused' | 'ongoing'>> = {
  'signature_request.expired': 'expired',
  'signature_request.reactivated': 'ongoing',
  'signature_request.paused': 'paused',
  'signature_request.resumed': 'ongoing',
}

const deletions: ReadonlySet<string> = new Set(['signature_request.deleted', 'signature_request.permanently_deleted'])
