// What can go wrong when a remote service is called, as facts. Whether the remote acted is the one thing that decides
// what may follow (protocols.md P1), so it is told apart here and never guessed later.

export type CallFailure =
  /** Nothing left this machine (name not found, connection refused, TLS): repeating is safe. */
  | { kind: 'not_sent'; cause: string }
  /** The request may have been acted upon: timeout, reset, 5xx, unreadable answer. Never repeated blindly. */
  | { kind: 'unknown'; cause: string; status: number | null }
  /** Our own lane is closed until then; nothing was called, and it does not count as an attempt. */
  | { kind: 'lane_closed'; until: number; reason: LaneReason }
  /** 429. The lane was paused until then. */
  | { kind: 'throttled'; until: number }
  /** 401: the key or token is no longer accepted. The lane was paused. */
  | { kind: 'unauthorized' }
  /** A 403 with a JSON body: this call or feature only. */
  | { kind: 'forbidden'; type: string; detail: string }
  | { kind: 'not_found' }
  /** Any other definite 4xx: the remote did not act. */
  | { kind: 'refused'; status: number; type: string; detail: string; params: { name: string; reason: string }[] }

export const laneReasons = ['window', 'reserve', 'throttled', 'key_refused', 'unpaid', 'blocked'] as const
/** Why a lane lets nobody through: its window is used up, the rest is kept for clicks, or the remote said stop. */
export type LaneReason = (typeof laneReasons)[number]

/** True when nothing is concluded and the same call may be made again later without a look. */
export function isWaiting(
  failure: CallFailure,
): failure is Extract<CallFailure, { kind: 'lane_closed' | 'throttled' | 'unauthorized' | 'not_sent' }> {
  return waiting.has(failure.kind)
}

const waiting: ReadonlySet<CallFailure['kind']> = new Set(['lane_closed', 'throttled', 'unauthorized', 'not_sent'])

/** One line for the log and for `last_error`: no bodies, no names, no addresses. */
export function describe(failure: CallFailure): string {
  switch (failure.kind) {
    case 'not_sent':
      return `not sent: ${failure.cause}`
    case 'unknown':
      return `outcome unknown: ${failure.cause}${failure.status === null ? '' : ` (${failure.status})`}`
    case 'lane_closed':
      return `lane closed: ${failure.reason}`
    case 'throttled':
      return 'throttled'
    case 'unauthorized':
      return 'unauthorized'
    case 'forbidden':
      return `forbidden: ${failure.type}`
    case 'not_found':
      return 'not found'
    case 'refused':
      return `refused (${failure.status}): ${failure.type} ${failure.params.map((param) => param.name).join(', ')}`.trim()
  }
}
