// One transition of a request with everything that follows from it, as one change. Pure.
import type { Ending } from '../../shared/card.ts'
import type { SignerStatus, YousignState } from '../../shared/states.ts'
import { auditTrailJob, fileDocumentsJob, noteEffect, sentNote, taskEffect } from './consequences.ts'
import type { RemoteRequest } from './esignature.ts'
import { merge } from './merge.ts'
import { fullName, type SignatureRequest, type Signer } from './signature-request.ts'
import type { Change } from './store.ts'

export type TransitionFacts = Partial<Pick<RemoteRequest, 'decline' | 'rejection' | 'completedAt' | 'expiresAt'>> & {
  /** The firm lets the reason of a decline into notes. */
  reasonInNotes?: boolean
}

/** `signers` are the request's signers as they are after this change. */
export function transition(
  request: SignatureRequest,
  to: YousignState,
  facts: TransitionFacts,
  signers: readonly Signer[],
  now: number,
): Change {
  const change: Change = { requestId: request.id, ...steps[to](request, facts, signers, now) }
  // Approved and ended before we heard of the approval: what was sent is told all the same.
  const wasSent = request.state === 'approval' && signers.some((signer) => !untouched.has(signer.status))
  return to !== 'ongoing' && wasSent
    ? merge({ requestId: request.id, ...ongoing(request, facts, now) }, change)
    : change
}

/** Statuses of somebody who was never asked. */
const untouched: ReadonlySet<SignerStatus> = new Set(['initiated', 'aborted'])

/** Deleted at Yousign: a mark on what had settled, an ending for what had not. */
export function deletion(request: SignatureRequest, now: number): Change {
  const document = request.snapshot.form.name
  const open = !isEnded(request)
  return {
    requestId: request.id,
    request: { deletedAt: now, ...(open ? { endedAt: now } : {}) },
    ledger: [{ key: 'deleted', event: 'deleted', at: now, facts: {} }],
    effects: open
      ? [
          noteEffect(request, 'deleted', 'stopped_elsewhere', { document, what: 'deleted' }),
          taskEffect(request, 'deleted', 'stopped_elsewhere', { document, what: 'deleted' }, now),
        ]
      : [],
    revokeLinks: request.signers.map((signer) => signer.id),
  }
}

type Steps = Omit<Change, 'requestId'>
type StepOf = (request: SignatureRequest, facts: TransitionFacts, signers: readonly Signer[], now: number) => Steps

const steps: Record<YousignState, StepOf> = {
  draft: () => ({}),
  approval: () => ({ request: { state: 'approval' } }),
  ongoing: (request, facts, _signers, now) => ongoing(request, facts, now),
  paused: (_request, _facts, _signers, now) => ({
    request: { state: 'paused' },
    ledger: [{ key: `paused:${now}`, event: 'paused', at: now, facts: {} }],
  }),
  done: (request, facts, _signers, now) => {
    const at = facts.completedAt ?? now
    return {
      request: { state: 'done', endedAt: at, trouble: null, ending: null },
      ledger: [{ key: 'done', event: 'done', at, facts: {} }],
      jobs: [
        fileDocumentsJob(request.id, now),
        ...request.signers.map((signer) => auditTrailJob(request.id, signer.id, now)),
      ],
      revokeLinks: request.signers.map((signer) => signer.id),
    }
  },
  declined: (request, facts, signers, now) => {
    const who =
      signers.find((signer) => signer.yousignId === facts.decline?.signerId) ??
      signers.find((signer) => signer.status === 'declined')
    const name = who ? fullName(who.sent) : ''
    const reason = facts.decline?.reason ?? who?.words ?? null
    const at = facts.decline?.at ?? now
    const document = request.snapshot.form.name
    return {
      ...ended(request, 'declined', { kind: 'declined', name, reason, at }, at),
      ...(who && reason !== null ? { signers: [{ id: who.id, columns: { words: reason } }] } : {}),
      ledger: [{ key: 'declined', event: 'declined', at, facts: { name } }],
      effects: [
        noteEffect(request, 'declined', 'declined', { document, name, reason: facts.reasonInNotes ? reason : null }),
        taskEffect(request, 'declined', 'declined', { document, name, reason: null }, now),
      ],
    }
  },
  rejected: (request, facts, _signers, now) => {
    const at = facts.rejection?.at ?? now
    const document = request.snapshot.form.name
    return {
      ...ended(request, 'rejected', { kind: 'rejected', name: '', reason: facts.rejection?.reason ?? null, at }, at),
      ledger: [{ key: 'rejected', event: 'rejected', at, facts: {} }],
      effects: [
        noteEffect(request, 'rejected', 'rejected', { document, name: '' }),
        taskEffect(request, 'rejected', 'rejected', { document, name: '' }, now),
      ],
    }
  },
  expired: (request, _facts, signers, now) => {
    const of = (signed: boolean) =>
      signers.filter((signer) => (signer.status === 'signed') === signed).map((signer) => fullName(signer.sent))
    const names = { signed: of(true), missing: of(false) }
    const document = request.snapshot.form.name
    // May expire again after an extension, so the deadline is part of the key.
    const what = `expired:${request.expiresAt ?? 0}`
    return {
      ...ended(request, 'expired', { kind: 'expired', ...names, at: now }, now),
      ledger: [{ key: what, event: 'expired', at: now, facts: { missing: names.missing.join(', ') } }],
      effects: [
        noteEffect(request, what, 'expired', { document, ...names }),
        taskEffect(request, what, 'expired', { document, ...names }, now),
      ],
    }
  },
  canceled: (request, _facts, _signers, now) => {
    const asked = request.cancelAsked
    const document = request.snapshot.form.name
    return {
      ...ended(
        request,
        'canceled',
        { kind: 'canceled', by: asked?.by ?? null, reason: asked?.reason ?? null, note: asked?.note ?? null, at: now },
        now,
      ),
      ledger: [{ key: 'canceled', event: 'canceled', at: now, facts: { by: asked?.by ?? '' } }],
      effects: asked
        ? [noteEffect(request, 'canceled', 'canceled', { document, by: asked.by })]
        : [
            noteEffect(request, 'canceled', 'stopped_elsewhere', { document, what: 'canceled' }),
            taskEffect(request, 'canceled', 'stopped_elsewhere', { document, what: 'canceled' }, now),
          ],
    }
  },
}

function ongoing(request: SignatureRequest, facts: TransitionFacts, now: number): Steps {
  if (request.state === 'expired') {
    const expiresAt = facts.expiresAt ?? request.expiresAt
    return {
      request: { state: 'ongoing', endedAt: null, ending: null, expiresAt },
      ledger: [
        {
          key: `extended:${expiresAt ?? now}`,
          event: 'extended',
          at: now,
          facts: expiresAt === null ? {} : { until: expiresAt },
        },
      ],
    }
  }
  if (request.state === 'paused')
    return { request: { state: 'ongoing' }, ledger: [{ key: `resumed:${now}`, event: 'resumed', at: now, facts: {} }] }
  return {
    request: { state: 'ongoing' },
    ledger: request.state === 'approval' ? [{ key: 'approved', event: 'approved', at: now, facts: {} }] : [],
    effects: [sentNote(request, request.expiresAt)],
  }
}

function ended(
  request: SignatureRequest,
  state: 'declined' | 'rejected' | 'expired' | 'canceled',
  ending: Ending,
  at: number,
): Steps {
  return {
    request: { state, ending, endedAt: at },
    // An extended deadline gives the signers their turn back, with new links.
    revokeLinks: request.signers.map((signer) => signer.id),
  }
}

function isEnded(request: SignatureRequest): boolean {
  return request.endedAt !== null
}
