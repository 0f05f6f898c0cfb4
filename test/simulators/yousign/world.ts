import type { Clock } from '../clock.ts'
import type { History } from './history.ts'
import type { Limits } from './limits.ts'
import type { YousignState } from './model.ts'
import type { Random } from './random.ts'
import type { Schedule } from './schedule.ts'
import type { Sender } from './sender.ts'

/** Everything a part of the simulator may touch; passed to each as its first argument. */
export interface World {
  readonly clock: Clock
  readonly random: Random
  readonly state: YousignState
  readonly history: History
  readonly limits: Limits
  readonly schedule: Schedule
  readonly sender: Sender
  readonly settings: Settings
  /** What has been counted so far. */
  readonly counters: { requests: number }
  /** Which request a signer belongs to. */
  readonly owners: Map<string, string>
  /** Takes back the timers of a request (expiry, reminders), by request id. */
  readonly timers: Map<string, (() => void)[]>
}

export interface Settings {
  /** Root of the simulator, known once it listens. */
  url: string
  /** Where "Back to the lead" goes, if anywhere. */
  backUrl: string | undefined
  allowLoopbackEndpoints: boolean
  auditTrailDelay: number
}

export const linkLife = 48 * 60 * 60 * 1000

/** A link that acts for a signer during the next 48 hours; older ones live on until their own end (contracts/yousign.md 2.9). */
export function mintLink(world: World, requestId: string, signerId: string): { url: string; expires_at: number } {
  const token = world.random.token(40)
  const created_at = world.clock.now()
  const expires_at = created_at + linkLife
  world.state.links.set(token, { token, request_id: requestId, signer_id: signerId, created_at, expires_at })
  return { url: `${world.settings.url}/sign/${token}`, expires_at }
}
