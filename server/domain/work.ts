// Everything that is done later: one durable job each. The payload is small; the handler re-reads the state.
import type { LaneName, Priority } from './lane.ts'

export type Work =
  /** Carries a request from intent to activation (protocols.md P1). */
  | { kind: 'send'; requestId: string }
  /** Applies one stored delivery (P2). */
  | { kind: 'apply_delivery'; deliveryId: number }
  /** Reads the request at Yousign and applies what is new; `unlessHeard`: only if no webhook about it has come since it was sent. */
  | { kind: 'learn'; requestId: string; unlessHeard: boolean }
  /** Somebody pressed Cancel after activation. */
  | { kind: 'cancel'; requestId: string }
  /** What somebody asked for: correct, unblock, extend, remind. */
  | { kind: 'act'; actionId: number }
  | { kind: 'file_documents'; requestId: string }
  | { kind: 'file_audit_trail'; requestId: string; signerId: string }
  /** A note or a task on the lead; what it says is fixed in the effect row when it is caused. */
  | { kind: 'note'; effectId: number }
  | { kind: 'task'; effectId: number }
  | { kind: 'close_task'; effectId: number }
  | { kind: 'move_stage'; effectId: number }
  /** A stored document among the lead's files in Kommo; `attachment_note` where these do not show it. */
  | { kind: 'copy_file'; effectId: number }
  | { kind: 'attachment_note'; effectId: number }
  /** Rebuilds a request of ours that the database does not know (P6). */
  | { kind: 'adopt'; yousignId: string; externalId: string }
  /** Before the first send after a start: does Yousign have a request of ours that is not known here (P6)? */
  | { kind: 'boot' }
  | { kind: 'compare_subscription' }
  | { kind: 'sweep_drafts' }
  | { kind: 'reconcile' }
  | { kind: 'expire_prepared' }
  /** What has had its time (keeping/periods.ts). */
  | { kind: 'sweep_kept' }
  /** An administrator's word about one record, and about what no record holds. */
  | { kind: 'erase_record'; erasureId: string; requestId: string }
  | { kind: 'erase_rest'; erasureId: string }

export type WorkKind = Work['kind']

/**
 * once: the key is used for ever, a second enqueue changes nothing.
 * coalesce: one waiting job a key; enqueueing while it runs makes it run again afterwards.
 * promote: the job of that key, if there is one, becomes as urgent as this; nothing else changes.
 */
export type EnqueueMode = 'once' | 'coalesce' | 'promote'

export interface NewJob {
  work: Work
  /** Unique within the kind. */
  key: string
  mode: EnqueueMode
  /** Jobs of one subject (a signature request) never run together. */
  subject: string | null
  /**
   * The remote that the job calls. `local`: it asks lanes for places itself, or needs none. `direct`: it calls nobody, and
   * its handler answers at once.
   */
  lane: LaneName | 'local' | 'direct'
  priority: Priority
  runAt: number
}

export interface Job {
  id: number
  work: Work
  subject: string | null
  priority: Priority
  /** Counts attempts that really were one: waiting for a lane is none. */
  attempts: number
  createdAt: number
  /** When the first counted attempt began; null before. */
  firstAttemptAt: number | null
}

/** What a handler says when it returns. */
export type Outcome =
  | { kind: 'done' }
  /** Not yet; `counts` is false while a lane is closed or a time is waited for. */
  | { kind: 'again'; at: number; reason: string; counts: boolean }
  /** Gave up: listed, with Retry. Nothing is ever dropped silently. */
  | { kind: 'stuck'; reason: string }

export type Handler<K extends WorkKind> = (work: Extract<Work, { kind: K }>, job: Job) => Promise<Outcome>

/** Kinds in the lane `direct`. */
export type DirectKind = 'apply_delivery'

/** Only reads and writes the store: what it wrote is committed together with its outcome, or not at all when it throws. */
export type DirectHandler<K extends DirectKind> = (work: Extract<Work, { kind: K }>, job: Job) => Outcome

export type Handlers = { [K in WorkKind]: K extends DirectKind ? DirectHandler<K> : Handler<K> }
