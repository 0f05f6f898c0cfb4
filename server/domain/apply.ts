// Evidence about a request, applied monotonically (protocols.md P2): what a signed event says at once, what a read says in
// full. Pure: the same evidence in any order and any number gives the same state and the same effects.
import type { RequestState, SignerMark, SignerStatus, YousignState } from '../../shared/states.ts'
import { openAtYousign, settledStates } from '../../shared/states.ts'
import { auditTrailJob, signerAlarm } from './consequences.ts'
import type { RemoteRequest } from './esignature.ts'
import { isEmpty, merge } from './merge.ts'
import { isOlder, type Proof } from './proof.ts'
import { requestMayBecome, signerIsBehind, signerMayBecome, signerMayRead } from './ranks.ts'
import { fullName, type SignatureRequest, type Signer } from './signature-request.ts'
import type { Change, LedgerEntry, NewEffect } from './store.ts'
import { deletion, transition } from './transition.ts'

/** What an event tells beside ids: everything is optional, because deliveries differ. */
export interface Told {
  at: number
  state: YousignState | 'deleted' | null
  /** Yousign's signer ids. */
  signers: { id: string; status: SignerStatus }[]
  /** The one signer the event is about, with what happened to him. */
  signer: { id: string; mark: SignerMark | null; words: string | null; at: number | null } | null
}

/** Applies an event without any remote call; settled states and their effects wait for the read. Null: nothing new. */
export function applyEvent(request: SignatureRequest, told: Told, now: number): Change | null {
  let change: Change = { requestId: request.id }
  const isOpen = told.state !== null && openAtYousign.has(told.state as RequestState)
  for (const one of told.signers) {
    const at = told.signer?.id === one.id ? (told.signer.at ?? told.at) : told.at
    change = merge(change, signerStatus(request, one.id, one.status, { at, now, isOpen, may: signerMayBecome }))
  }
  if (told.signer?.mark)
    change = merge(
      change,
      signerMark(request, told.signer.id, told.signer.mark, told.signer.words, told.signer.at ?? told.at, now),
    )
  // A settled state carries effects that hang on facts only a read shows, so it is left to the read.
  if (told.state === 'ongoing' && (request.state === 'approval' || request.state === 'draft')) {
    change = merge(change, transition(request, 'ongoing', {}, request.signers, now))
  }
  return isEmpty(change) ? null : change
}

export type ReadVerdict = { kind: 'applied'; change: Change | null } | { kind: 'older' }

export interface ReadOptions {
  reasonInNotes?: boolean
  /** The replica may lag: a read that shows less than is known is older, also where a step back would be possible. */
  mayLag?: boolean
}

/**
 * Applies a read. `proved` is what signed events have already shown (null when nothing): a read that shows less is older
 * than the truth and is made again later.
 */
export function applyRead(
  request: SignatureRequest,
  remote: Pick<RemoteRequest, 'state' | 'signers' | 'decline' | 'rejection' | 'completedAt' | 'expiresAt'>,
  proved: Proof | null,
  now: number,
  { mayLag = false, ...options }: ReadOptions = {},
): ReadVerdict {
  if (remote.state === 'deleted')
    return { kind: 'applied', change: request.deletedAt === null ? deletion(request, now) : null }
  if (proved !== null && isOlder({ state: remote.state, expiresAt: remote.expiresAt }, proved)) return { kind: 'older' }
  if (mayLag && showsLess(request, remote)) return { kind: 'older' }
  if (settledStates.has(request.state) && remote.state !== request.state) return { kind: 'applied', change: null }

  let change: Change = { requestId: request.id, request: { checkedAt: now } }
  const isOpen = openAtYousign.has(remote.state)
  for (const one of remote.signers)
    change = merge(change, signerStatus(request, one.id, one.status, { at: now, now, isOpen, may: signerMayRead }))
  const signers = afterwards(request, change)
  const reactivated = request.state === 'expired' && (remote.expiresAt ?? 0) > now
  if (requestMayBecome(request.state, remote.state, reactivated)) {
    change = merge(change, transition(request, remote.state, { ...remote, ...options }, signers, now))
  }
  if (remote.expiresAt !== null && remote.expiresAt !== request.expiresAt) {
    change = merge(change, { requestId: request.id, request: { expiresAt: remote.expiresAt } })
  }
  return { kind: 'applied', change }
}

/** Beside the state: a signer who is less far, or a deadline before the last one. */
function showsLess(request: SignatureRequest, remote: Pick<RemoteRequest, 'signers' | 'expiresAt'>): boolean {
  if (remote.expiresAt !== null && remote.expiresAt < (request.expiresAt ?? 0)) return true
  const known = new Map(request.signers.map((signer) => [signer.yousignId, signer.status]))
  return remote.signers.some(({ id, status }) => signerIsBehind(status, known.get(id) ?? status))
}

interface Evidence {
  /** When it happened, as far as the evidence says. */
  at: number
  now: number
  /** The request still ran then; once it has ended, those who had not signed are `aborted` and nothing is wrong. */
  isOpen: boolean
  may: (from: SignerStatus, to: SignerStatus) => boolean
}

function signerStatus(
  request: SignatureRequest,
  yousignId: string,
  status: SignerStatus,
  { at, now, isOpen, may }: Evidence,
): Change {
  const signer = request.signers.find((one) => one.yousignId === yousignId)
  const nothing = { requestId: request.id }
  if (!signer) return nothing
  const times = earlierTimes(signer, status, at)
  const name = fullName(signer.sent)
  const ledger: LedgerEntry[] = []
  if (times.notifiedAt !== undefined)
    ledger.push({ key: `notified:${signer.id}`, event: 'notified', at, facts: { name } })
  if (times.signedAt !== undefined) ledger.push({ key: `signed:${signer.id}`, event: 'signed', at, facts: { name } })
  if (!may(signer.status, status)) {
    return ledger.length === 0 ? nothing : { ...nothing, signers: [{ id: signer.id, columns: times }], ledger }
  }
  const effects: NewEffect[] = []
  if (status === 'error' || (status === 'aborted' && isOpen)) {
    ledger.push({ key: `error:${signer.id}`, event: 'signer_error', at, facts: { name } })
    effects.push(...signerAlarm(request, signer, 'signer_error', 0, now))
  }
  return {
    ...nothing,
    signers: [{ id: signer.id, columns: { ...times, status } }],
    ledger,
    effects,
    jobs: status === 'signed' ? [auditTrailJob(request.id, signer.id, now)] : [],
    revokeLinks: status === 'signed' || status === 'declined' ? [signer.id] : [],
  }
}

/** Later events repeat what earlier ones told, so the earliest moment is the true one, in whatever order they arrive. */
function earlierTimes(
  signer: Signer,
  status: SignerStatus,
  at: number,
): Partial<Pick<Signer, 'notifiedAt' | 'signedAt'>> {
  const isEarlier = (known: number | null) => known === null || at < known
  if (status === 'notified' && isEarlier(signer.notifiedAt)) return { notifiedAt: at }
  if (status === 'signed' && isEarlier(signer.signedAt)) return { signedAt: at }
  return {}
}

const markEvents = {
  link_opened: 'opened',
  delivery_failed: 'delivery_failed',
  identification_failed: 'identification_failed',
  identification_blocked: 'identification_blocked',
  identification_expired: 'identification_expired',
  sender_contacted: 'sender_contacted',
} as const satisfies Record<SignerMark, LedgerEntry['event']>

const alarms: ReadonlySet<SignerMark> = new Set(['delivery_failed', 'identification_blocked', 'sender_contacted'])

function signerMark(
  request: SignatureRequest,
  yousignId: string,
  mark: SignerMark,
  words: string | null,
  at: number,
  now: number,
): Change {
  const signer = request.signers.find((one) => one.yousignId === yousignId)
  const nothing = { requestId: request.id }
  if (!signer) return nothing
  const before = signer.marks[mark]
  if (mark === 'link_opened' && before !== undefined && before <= at) return nothing
  // The newest of a trouble is shown; each occurrence is an alarm of its own, in whatever order they arrive.
  const shown = mark === 'link_opened' ? at : Math.max(before ?? 0, at)
  const name = fullName(signer.sent)
  return {
    ...nothing,
    signers: [
      { id: signer.id, columns: { marks: { ...signer.marks, [mark]: shown }, ...(words === null ? {} : { words }) } },
    ],
    // Only the first opening is a line; every trouble is one.
    ledger: [
      {
        key: `${mark}:${signer.id}${mark === 'link_opened' ? '' : `:${at}`}`,
        event: markEvents[mark],
        at,
        facts: { name },
      },
    ],
    effects: isAlarm(mark) ? signerAlarm(request, signer, mark, at, now) : [],
  }
}

function isAlarm(mark: SignerMark): mark is 'delivery_failed' | 'identification_blocked' | 'sender_contacted' {
  return alarms.has(mark)
}

function afterwards(request: SignatureRequest, change: Change): Signer[] {
  const changed = new Map((change.signers ?? []).map((one) => [one.id, one.columns]))
  return request.signers.map((signer) => ({ ...signer, ...changed.get(signer.id) }))
}
