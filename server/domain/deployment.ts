// Port: what this deployment knows about itself: which Yousign account it is connected to, and whether the database may be
// older than the world (protocols.md P6).

/** The Yousign account behind the key. */
export interface YousignConnection {
  workspaceId: string
  environment: 'sandbox' | 'production'
  /** Tells whether the key is still the one that was looked at; says nothing about it. */
  keyMark: string
}

/**
 * restored: the epoch file and the database differ. moved: the operator said that this is the place now. unknown_requests:
 * Yousign has a request of ours that the database does not know.
 */
export type ReconcileReason = 'restored' | 'moved' | 'unknown_requests'

export interface Deployment {
  connection(): YousignConnection | null
  saveConnection(connection: YousignConnection): void
  /** While not null, nothing is created or activated at Yousign. Survives restarts. */
  reconciling(): { reason: ReconcileReason; since: number } | null
  beginReconcile(reason: ReconcileReason, now: number): void
  endReconcile(now: number): void
  /** When the database last turned out to be older than the world; 0: never. What is older may have been done before. */
  restoredAt(): number
  /** Time of the newest thing the database knows of; 0 when it is empty. */
  newestRow(): number
  /** A change of the request that no webhook has told. */
  countMissed(requestId: string, now: number): void
  missedSince(at: number): number
}
