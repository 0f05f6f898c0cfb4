// What a request tells at one glance: its strip, who is awaited, what is wrong with whom. Pure; the drawing follows it.
import { type CardRequest, type CardSigner, preparingSteps } from '../../shared/card.ts'
import type { RequestState } from '../../shared/states.ts'

export type Strip = Exclude<RequestState, 'draft'> | 'needs_you' | 'stalled' | 'deleted' | 'paper'
export type Tone = 'info' | 'ok' | 'warn' | 'bad' | 'mute'
export type SignerLine =
  | 'later'
  | 'waiting'
  | 'notified'
  | 'opened'
  | 'now'
  | 'signed'
  | 'declined'
  | 'delivery_failed'
  | 'identification_failed'
  | 'identification_blocked'
  | 'identification_expired'
  | 'sender_contacted'
  | 'stopped'

/** What the strip says: the state, or for an ongoing request that somebody has to act. */
export function stripOf(request: CardRequest, now: number): Strip {
  const { paper, state, endedAt } = request
  if (paper?.outcome === 'kept' && state !== 'done' && endedAt !== null) return 'paper'
  if (request.deletedAt !== null) return 'deleted'
  if (state === 'draft') return 'prepared'
  if (state !== 'ongoing') return state
  if (request.signers.some((signer) => nodeOf(signer, now) === 'bad')) return 'needs_you'
  return request.signers.some((signer) => isStalled(signer, now)) ? 'stalled' : 'ongoing'
}

/** Which sentence of product.md 5.4 is true of a signer. */
export function lineOf(signer: CardSigner): SignerLine {
  const { status, marks } = signer
  if (status === 'signed' || status === 'declined') return status
  if (status === 'aborted' || status === 'error') return 'stopped'
  const check = identityChecks.find((mark) => marks[mark] !== undefined)
  if (check) return check
  // A mail sent again after the one that came back is waited for like the first.
  if ((marks.delivery_failed ?? 0) > (signer.notifiedAt ?? 0)) return 'delivery_failed'
  if (marks.sender_contacted !== undefined) return 'sender_contacted'
  if (status === 'initiated') return signer.after.length > 0 ? 'later' : 'waiting'
  if (status !== 'notified') return 'now'
  return marks.link_opened === undefined ? 'notified' : 'opened'
}

/** The worst first. */
const identityChecks = ['identification_blocked', 'identification_expired', 'identification_failed'] as const

export type Node = 'later' | 'now' | 'signed' | 'warn' | 'bad'

/** The sign on the rail. */
export function nodeOf(signer: CardSigner, now: number): Node {
  const node = nodes[lineOf(signer)]
  return node === 'now' && isStalled(signer, now) ? 'warn' : node
}

const nodes = {
  later: 'later',
  waiting: 'later',
  notified: 'now',
  opened: 'now',
  now: 'now',
  signed: 'signed',
  declined: 'bad',
  delivery_failed: 'bad',
  identification_failed: 'warn',
  identification_blocked: 'bad',
  identification_expired: 'bad',
  sender_contacted: 'bad',
  stopped: 'bad',
} as const satisfies Record<SignerLine, Node>

/** Nothing for 3 working days after the invitation, or for 5 after the opening (product.md 3.2, stall). */
export function isStalled(signer: CardSigner, now: number): boolean {
  if (signer.status !== 'notified') return false
  const opened = signer.marks.link_opened
  const since = opened ?? signer.notifiedAt
  return since !== null && workingDays(since, now) >= (opened === undefined ? 3 : 5)
}

export function signedCount(request: CardRequest): number {
  return request.signers.filter((signer) => signer.status === 'signed').length
}

/** 1 to 6: which step of preparing a request is at. */
export function stepNumber({ progress }: CardRequest): number {
  return progress === null ? 1 : preparingSteps.indexOf(progress.step) + 1
}

/** Those whose turn it is. */
export function awaited(request: CardRequest): CardSigner[] {
  return request.signers.filter((signer) => signer.status !== 'signed' && signer.after.length === 0)
}

export function fullName(person: { firstName: string; lastName: string }): string {
  return `${person.firstName} ${person.lastName}`.trim()
}

function workingDays(from: number, to: number): number {
  let count = 0
  for (let at = from + 86_400_000; at <= to && count < 9; at += 86_400_000) {
    if (new Date(at).getDay() % 6 !== 0) count += 1
  }
  return count
}
