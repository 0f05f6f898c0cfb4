// What a signed event proves to have happened although it may be over by the time we hear of it: lines, notes and tasks that a
// read of the present could not show any more. Pure. Keys are made of what the event itself says, so that it is told once,
// whether it or a read comes first.
import { sentNote } from './consequences.ts'
import type { SignatureEvent } from './event.ts'
import type { SignatureRequest } from './signature-request.ts'
import type { Change, LedgerEntry } from './store.ts'
import { expiry, extension } from './transition.ts'

type Told = Pick<SignatureEvent, 'name' | 'at' | 'expiresAt' | 'signers'>

/** Whatever the request has become since. */
export function passed(request: SignatureRequest, event: Told, now: number): Change {
  return { requestId: request.id, ...lines[event.name]?.(request, event, now) }
}

/** The line of a pause that no webhook told: found by asking, so it bears the time of that. */
export function unheard(request: SignatureRequest, change: Change, now: number): LedgerEntry[] {
  const to = change.request?.state
  if (to === 'paused') return [{ key: `paused:${now}`, event: 'paused', at: now, facts: {} }]
  const isResumed = to === 'ongoing' && request.state === 'paused'
  return isResumed ? [{ key: `resumed:${now}`, event: 'resumed', at: now, facts: {} }] : []
}

type Steps = Omit<Change, 'requestId'>

const lines: Readonly<Record<string, (request: SignatureRequest, event: Told, now: number) => Steps>> = {
  'signature_request.approved': (request, { at, expiresAt }) => ({
    ledger: [{ key: 'approved', event: 'approved', at, facts: {} }],
    effects: [sentNote(request, expiresAt ?? request.expiresAt)],
  }),
  'signature_request.paused': (_, { at }) => ({ ledger: [{ key: `paused:${at}`, event: 'paused', at, facts: {} }] }),
  'signature_request.resumed': (_, { at }) => ({ ledger: [{ key: `resumed:${at}`, event: 'resumed', at, facts: {} }] }),
  // Without the deadline it cannot be told from another one: then the read tells it, or nobody.
  'signature_request.expired': (request, { at, expiresAt, signers }, now) =>
    expiresAt === null ? {} : expiry(request, expiresAt, asTold(request, signers), at, now),
  'signature_request.reactivated': (request, { at, expiresAt }) =>
    expiresAt === null
      ? {}
      : {
          ...(expiresAt > (request.expiresAt ?? 0) ? { request: { expiresAt } } : {}),
          ledger: [extension(expiresAt, at)],
        },
}

/** The signers as they were then. */
function asTold(request: SignatureRequest, told: Told['signers']) {
  const statuses = new Map(told.map(({ id, status }) => [id, status]))
  return request.signers.map((signer) => ({ ...signer, status: statuses.get(signer.yousignId ?? '') ?? signer.status }))
}
