// What may be done with a request and with each signer, now: what is not possible is not offered.
import type { CardAction, SignerAction } from '../../shared/card.ts'
import { openAtYousign, type RequestState } from '../../shared/states.ts'
import type { Deps } from './deps.ts'
import { maySignOnPaper } from './paper/ask.ts'
import { mayExtend } from './request-actions.ts'
import { successorOf } from './send/versions.ts'
import type { Draft, SignatureRequest, Signer } from './signature-request.ts'

interface Facts {
  drafts: readonly Draft[]
  stuck: boolean
  now: number
}

export function requestActions(deps: Deps, request: SignatureRequest, facts: Facts): CardAction[] {
  const actions = offered(deps, request, facts)
  return facts.stuck ? [...actions, 'retry_effects'] : actions
}

function offered(deps: Deps, request: SignatureRequest, facts: Facts): CardAction[] {
  if (request.paper?.outcome === 'kept' && !openAtYousign.has(request.state)) return ['send_second']
  const isDeleted = request.deletedAt !== null
  if (isDeleted && request.state === 'done') return []
  const actions: CardAction[] = isDeleted ? ['new_version'] : byState[request.state](deps, request, facts)
  const isReplaced = successorOf(deps.store, request) !== null
  const isStopping = openAtYousign.has(request.state) && request.cancelAsked !== null
  return [
    ...actions.filter((action) => !isReplaced || !takenOver.has(action)),
    ...(maySignOnPaper(request) && !isStopping && !isReplaced ? (['paper'] as const) : []),
  ]
}

/** What its new version has made impossible. */
const takenOver: ReadonlySet<CardAction> = new Set(['new_version', 'retry', 'extend'])

type Offer = (deps: Deps, request: SignatureRequest, facts: Facts) => CardAction[]

const ended: Offer = () => ['new_version']

const byState: Record<RequestState, Offer> = {
  prepared: () => ['send_prepared', 'discard'],
  preparing: (_deps, request, { drafts, now }) => {
    if (
      request.cancelAsked !== null ||
      drafts.some((draft) => draft.state === 'activating' || draft.state === 'active')
    )
      return []
    return [now < request.notBefore ? 'undo' : 'stop']
  },
  held: () => ['send_prepared', 'discard'],
  needs_person: () => ['refresh'],
  failed: (_deps, request) => (canRetry(request) ? ['retry', 'new_version'] : ['new_version']),
  draft: () => ['refresh'],
  approval: (_deps, request) => (request.cancelAsked === null ? ['cancel', 'refresh', 'send_second'] : ['refresh']),
  ongoing: (_deps, request) => (request.cancelAsked === null ? ['cancel', 'refresh', 'send_second'] : ['refresh']),
  paused: () => ['refresh'],
  done: () => ['send_second'],
  declined: ended,
  rejected: ended,
  expired: (deps, request) => (mayExtend(deps, request) ? ['extend', 'new_version'] : ['new_version']),
  canceled: ended,
}

const noRetry = new Set(['changed', 'expiry_past', 'lead_gone', 'document'])

function canRetry(request: SignatureRequest): boolean {
  return request.trouble === null || !noRetry.has(request.trouble.kind)
}

/** Those of earlier stages who have not signed yet; empty when it is this signer's turn. */
export function turnsBefore(request: SignatureRequest, signer: Signer): Signer[] {
  if (signer.status !== 'initiated') return []
  return request.signers.filter((one) => one.sent.stage < signer.sent.stage && one.status !== 'signed')
}

export function signerActions(
  request: SignatureRequest,
  signer: Signer,
  viewerId: number,
  now: number,
): SignerAction[] {
  if (!openAtYousign.has(request.state) || request.state === 'paused' || request.deletedAt !== null) return []
  if (signer.status === 'signed' || signer.status === 'declined' || signer.status === 'aborted') return []
  const actions: SignerAction[] = []
  const turn = signer.status !== 'initiated' && request.state === 'ongoing'
  const last = Math.max(signer.remindedAt ?? 0, signer.notifiedAt ?? 0)
  const isViewer = signer.sent.origin.kind === 'user' && signer.sent.origin.userId === viewerId
  if (turn && isViewer) actions.push('sign_now')
  if (turn && signer.status === 'notified' && now - last >= 24 * 60 * 60_000) actions.push('remind')
  // Without a code whoever holds the link signs, so it is not handed out (product.md 3.2).
  if (turn && request.snapshot.form.mode !== 'no_otp') actions.push('copy_link', 'qr')
  actions.push('correct')
  if (signer.marks.identification_blocked !== undefined) actions.push('unblock')
  return actions
}
