// One transition of a request with everything that follows from it, as one change. Pure.
import type { Ending } from '../../shared/card.ts'
import type { SignerStatus, YousignState } from '../../shared/states.ts'
import { auditTrailJob, fileDocumentsJob, noteEffect, sentNote, taskEffect } from './consequences.ts'
import type { RemoteRequest } from './esignature.ts'
import { merge } from './merge.ts'
import { settlePaper } from './paper/settle.ts'
import { fullName, type SignatureRequest, type Signer } from './signature-request.ts'
import type { Change, LedgerEntry, NewEffect } from './store.ts'

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
  const change = merge(
    { requestId: request.id, ...steps[to](request, facts, signers, now) },
    { requestId: request.id, ...settlePaper(request, to, now) },
  )
  // Approved and ended before we heard of the approval: what was sent is told all the same.
  const wasSent = request.state === 'approval' && signers.some((signer) => !untouched.has(signer.status))
  return to !== 'ongoing' && wasSent
    ? merge({ requestId: request.id, ...ongoing(request, facts, now) }, change)
    : change
}

/** Statuses of somebody who was never asked. */
const untouched: ReadonlySet<SignerStatus> = new Set(['initiated', 'aborted'])

/** Deleted at Yousign: a mark, whatever the request had come to. */
export function deletion(request: SignatureRequest, now: number): Change {
  return {
    requestId: request.id,
    request: { deletedAt: now, ...(request.endedAt === null ? { endedAt: now } : {}) },
    ledger: [{ key: 'deleted', event: 'deleted', at: now, facts: {} }],
    revokeLinks: request.signers.map((signer) => signer.id),
  }
}

/** What people are told when it had not ended otherwise before it was deleted. */
export function deletionNews(request: SignatureRequest, now: number): NewEffect[] {
  const facts = { document: request.snapshot.form.name, what: 'deleted' as const }
  return [
    noteEffect(request, 'deleted', 'stopped_elsewhere', facts),
    taskEffect(request, 'deleted', 'stopped_elsewhere', facts, now),
  ]
}

/** Line, note and task about that deadline; it may be extended, hence each deadline has its own. */
export function expiry(
  request: SignatureRequest,
  deadline: number,
  signers: readonly Signer[],
  at: number,
  now: number,
): Required<Pick<Change, 'ledger' | 'effects'>> {
  const names = namesBySignature(signers)
  const document = request.snapshot.form.name
  const what = `expired:${deadline}`
  return {
    ledger: [{ key: what, event: 'expired', at, facts: { missing: names.missing.join(', ') } }],
    effects: [
      noteEffect(request, what, 'expired', { document, ...names }),
      taskEffect(request, what, 'expired', { document, ...names }, now),
    ],
  }
}

export function extension(deadline: number, at: number): LedgerEntry {
  return { key: `extended:${deadline}`, event: 'extended', at, facts: { until: deadline } }
}

type Steps = Omit<Change, 'requestId'>
type StepOf = (request: SignatureRequest, facts: TransitionFacts, signers: readonly Signer[], now: number) => Steps

const steps: Record<YousignState, StepOf> = {
  draft: () => ({}),
  approval: () => ({ request: { state: 'approval' } }),
  ongoing: (request, facts, _signers, now) => ongoing(request, facts, now),
  // The line comes with the event, which knows when it was.
  paused: (request, facts) =>
    request.state === 'expired' ? goesOn(request, facts, 'paused') : { request: { state: 'paused' } },
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
  expired: (request, facts, signers, now) => ({
    ...ended(request, 'expired', { kind: 'expired', ...namesBySignature(signers), at: now }, now),
    ...expiry(request, facts.expiresAt ?? request.expiresAt ?? 0, signers, now, now),
  }),
  canceled: (request, _facts, _signers, now) => {
    const asked = request.cancelAsked
    const document = request.snapshot.form.name
    const isPaper = request.paper?.outcome === 'asked'
    return {
      ...ended(
        request,
        'canceled',
        { kind: 'canceled', by: asked?.by ?? null, reason: asked?.reason ?? null, note: asked?.note ?? null, at: now },
        now,
      ),
      ledger: [{ key: 'canceled', event: 'canceled', at: now, facts: { by: asked?.by ?? '' } }],
      effects: asked
        ? // The note about the scan says it all.
          isPaper
          ? []
          : [noteEffect(request, 'canceled', 'canceled', { document, by: asked.by })]
        : [
            noteEffect(request, 'canceled', 'stopped_elsewhere', { document, what: 'canceled' }),
            taskEffect(request, 'canceled', 'stopped_elsewhere', { document, what: 'canceled' }, now),
          ],
    }
  },
}

function ongoing(request: SignatureRequest, facts: TransitionFacts, now: number): Steps {
  if (request.state === 'expired') {
    const deadline = facts.expiresAt ?? request.expiresAt
    return { ...goesOn(request, facts, 'ongoing'), ledger: deadline === null ? [] : [extension(deadline, now)] }
  }
  if (request.state === 'paused') return { request: { state: 'ongoing' } }
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

/** The deadline was extended: nothing has ended. */
function goesOn(request: SignatureRequest, facts: TransitionFacts, state: 'ongoing' | 'paused'): Steps {
  return { request: { state, endedAt: null, ending: null, expiresAt: facts.expiresAt ?? request.expiresAt } }
}

function namesBySignature(signers: readonly Signer[]): { signed: string[]; missing: string[] } {
  const of = (signed: boolean) =>
    signers.filter((signer) => (signer.status === 'signed') === signed).map((signer) => fullName(signer.sent))
  return { signed: of(true), missing: of(false) }
}
