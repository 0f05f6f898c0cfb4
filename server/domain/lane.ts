// Port: the lane to one remote account (protocols.md P5). Every call asks for a place first.
import type { LaneReason } from './failure.ts'

export const lanes = ['yousign', 'kommo'] as const
export type LaneName = (typeof lanes)[number]

/** Who goes first when places are short: a click before a send that has begun, that before effects, triggers and sweeps. */
export const priorities = ['click', 'started', 'effect', 'trigger', 'sweep'] as const
export type Priority = (typeof priorities)[number]

export interface Lane {
  readonly name: LaneName
  /** Takes one place now, or tells from when on and why not. Persisted before it answers. */
  take(priority: Priority): { ok: true } | { ok: false; until: number; reason: LaneReason }
  /** What the remote's headers say is left in a window; corrects ours downwards. */
  correct(remaining: { minute: number | null; hour: number | null }): void
  /** Closes the lane: 429, 401, Kommo's 402 and non-JSON 403. */
  pause(until: number, reason: LaneReason): void
  /** Opens it again: a new key, a successful probe. */
  resume(): void
  /** Null while open. `until` is the next probe. */
  paused(): { until: number; reason: LaneReason } | null
}
