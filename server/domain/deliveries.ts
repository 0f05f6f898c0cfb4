// Handler of `apply_delivery`: one stored call of Yousign, judged and applied (protocols.md P2).
import type { SignerMark } from '../../shared/states.ts'
import { applyEvent } from './apply.ts'
import { adoptJob, learnJob, needsPerson } from './consequences.ts'
import type { Deps } from './deps.ts'
import type { SignatureEvent } from './event.ts'
import { isOurs } from './external-id.ts'
import { isEmpty, merge } from './merge.ts'
import { passed } from './passed.ts'
import { provedBy } from './proof.ts'
import { proveChange } from './prove.ts'
import type { Draft, SignatureRequest } from './signature-request.ts'
import type { StoredDelivery } from './store.ts'
import type { DirectHandler } from './work.ts'

/** `read`: the raw body of a delivery that was signed; null when it cannot be read after all. */
export function createDeliveryHandler(
  deps: Deps,
  read: (body: Uint8Array) => SignatureEvent | null,
): DirectHandler<'apply_delivery'> {
  return ({ deliveryId }) => {
    const delivery = deps.store.delivery(deliveryId)
    if (delivery === null || delivery.state !== 'received' || delivery.body === null) return { kind: 'done' }
    const event = read(delivery.body)
    if (event === null) deps.store.recordDelivery(deliveryId, { state: 'quarantined' })
    else judge(deps, delivery, event)
    return { kind: 'done' }
  }
}

/** Events whose effects hang on facts that only a read shows, or that go back. */
const readAfter: ReadonlySet<string> = new Set([
  'signature_request.done',
  'signature_request.declined',
  'signature_request.rejected',
  'signature_request.expired',
  'signature_request.canceled',
  'signature_request.deleted',
  'signature_request.permanently_deleted',
  'signature_request.reactivated',
  'signature_request.paused',
  'signature_request.resumed',
  'signer.error',
  'signer.declined',
  'signer.identification_failed',
  'signer.identification_blocked',
  'signer.identification_expired',
  'signer.notification_delivery_failed',
  'signer.sender_contacted',
])

const marks: Record<string, SignerMark> = {
  'signer.link_opened': 'link_opened',
  'signer.notification_delivery_failed': 'delivery_failed',
  'signer.identification_failed': 'identification_failed',
  'signer.identification_blocked': 'identification_blocked',
  'signer.identification_expired': 'identification_expired',
  'signer.sender_contacted': 'sender_contacted',
}

function judge(deps: Deps, delivery: StoredDelivery, event: SignatureEvent): void {
  const { store } = deps
  const request = event.requestId === null ? null : store.requestOfYousign(event.requestId)
  const refusal = whyForeign(deps, event, request !== null)
  if (refusal !== null || event.requestId === null) {
    foreign(deps, delivery, refusal ?? 'about no request')
    return
  }
  if (request === null) {
    store.enqueue([adoptJob(event.requestId, event.externalId ?? '', deps.clock.now())], deps.clock.now())
    store.recordDelivery(delivery.id, { state: 'applied' })
    return
  }
  const draft = store.draftOfYousign(event.requestId)
  const current = prove(deps, request, draft, event)
  // What is said of a draft that was given up (its deletion) is no evidence about the request that was sent instead.
  const isEvidence = current?.yousignId === event.requestId
  if (current !== null && isEvidence) apply(deps, current, event)
  store.recordDelivery(delivery.id, { state: 'applied', ...(isEvidence ? { requestId: request.id } : {}) })
}

/** Null when the event is about a request of this deployment, known or not. */
function whyForeign(deps: Deps, event: SignatureEvent, isKnown: boolean): string | null {
  if (event.sandbox !== (deps.settings.environment === 'sandbox')) return 'other environment'
  if (event.requestId === null) return 'about no request'
  if (isKnown) return null
  return isOurs(deps.store, event.externalId) ? null : 'not ours'
}

/** Kept as id and name only: other departments' and other deployments' requests are none of our business. */
function foreign(deps: Deps, delivery: StoredDelivery, why: string): void {
  deps.store.recordDelivery(delivery.id, { state: 'foreign', dropBody: true })
  deps.log.info({ deliveryId: delivery.id, event: delivery.event, why }, 'delivery is not ours')
}

/**
 * A request that we do not yet know to be active, but Yousign speaks of as such, is proved by that. Returns the request as
 * it stands afterwards; null when the event is about a draft that was given up.
 */
function prove(
  deps: Deps,
  request: SignatureRequest,
  draft: Draft | null,
  event: SignatureEvent,
): SignatureRequest | null {
  if (draft === null || draft.state === 'active') return request
  const state = provedBy(event)
  if (state === null) return null
  const now = deps.clock.now()
  const other = deps.store
    .drafts(request.id)
    .some((one) => one !== draft && one.attempt !== draft.attempt && one.state === 'active')
  if (other || draft.state === 'gone' || draft.state === 'abandoned') {
    deps.log.error({ requestId: request.id }, 'two requests exist at Yousign for one of ours')
    deps.store.record(needsPerson(request, { kind: 'two_requests' }, now), now)
    return null
  }
  deps.store.record(proveChange(request, draft, { state, signers: event.signers }, now), now)
  return deps.store.request(request.id)
}

function apply(deps: Deps, request: SignatureRequest, event: SignatureEvent): void {
  const now = deps.clock.now()
  const mark = marks[event.name] ?? null
  const change = applyEvent(
    request,
    {
      at: event.at,
      state: event.requestState,
      signers: event.signers.map((one) => ({ id: one.id, status: one.status })),
      signer: event.signer ? { id: event.signer.id, mark, words: null, at: event.signer.signedAt ?? event.at } : null,
    },
    now,
  )
  const nothing = { requestId: request.id }
  const jobs = readAfter.has(event.name) ? [learnJob(request.id, now)] : []
  const whole = merge(merge(change ?? nothing, passed(request, event, now)), { ...nothing, jobs })
  if (!isEmpty(whole)) deps.store.record(whole, now)
}
