// P1 step 6: the request is at Yousign and people may have been contacted. One change: state, signers, note, a later look.
import type { SignerStatus, YousignState } from '../../shared/states.ts'
import { auditTrailJob, cancelJob, firstLookJob, learnJob, sentNote } from './consequences.ts'
import type { Draft, SignatureRequest } from './signature-request.ts'
import type { Change } from './store.ts'

/** If no webhook has come by then, the request is read once. */
const firstLook = 60_000

export function proveChange(
  request: SignatureRequest,
  draft: Draft,
  seen: { state: YousignState; signers: readonly { id: string; status: SignerStatus }[] },
  now: number,
): Change {
  const ids = draft.furnished.signers
  const signers = request.signers.map((signer, index) => {
    const id = ids[index] ?? signer.yousignId
    const status = seen.signers.find((one) => one.id === id)?.status ?? 'initiated'
    return {
      id: signer.id,
      columns: { yousignId: id, status, notifiedAt: status === 'notified' ? now : signer.notifiedAt },
    }
  })
  const notified = request.signers.filter((_, index) => signers[index]?.columns.status === 'notified')
  const settled = seen.state !== 'ongoing' && seen.state !== 'approval' && seen.state !== 'paused'
  return {
    requestId: request.id,
    request: {
      // A state that needs more than this (done, declined, …) is learnt by the read that follows at once.
      state: settled ? 'ongoing' : seen.state,
      yousignId: draft.yousignId,
      sentAt: now,
      trouble: null,
      waiting: null,
      checkedAt: now,
    },
    draft: { attempt: draft.attempt, columns: { state: 'active', inFlight: null } },
    signers,
    ledger: [
      { key: 'sent', event: 'sent', at: now, facts: { by: request.snapshot.by.name } },
      ...notified.map((signer) => ({
        key: `notified:${signer.id}`,
        event: 'notified' as const,
        at: now,
        facts: { name: `${signer.sent.firstName} ${signer.sent.lastName}` },
      })),
    ],
    effects: seen.state === 'approval' ? [] : [sentNote(request, request.expiresAt)],
    jobs: [
      settled ? learnJob(request.id, now) : firstLookJob(request.id, now + firstLook),
      ...(request.cancelAsked === null ? [] : [cancelJob(request.id, now)]),
      ...request.signers
        .filter((_, index) => signers[index]?.columns.status === 'signed')
        .map((signer) => auditTrailJob(request.id, signer.id, now)),
    ],
  }
}
