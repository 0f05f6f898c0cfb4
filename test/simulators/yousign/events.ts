import type { ApproverRecord, RequestRecord, SignerRecord, WebhookRecord } from './model.ts'
import { stamp, stampOrNull } from './time.ts'
import type { World } from './world.ts'

/** Every event that a subscription may name (contracts/yousign.md 4.2). */
export const eventNames = [
  'document_analysis.done',
  'signer.notified',
  'signer.declined',
  'signer.done',
  'signer.link_opened',
  'signer.identification_failed',
  'signer.identification_succeeded',
  'signer.identification_blocked',
  'signer.identification_expired',
  'signer.identity_saved',
  'signer.sender_contacted',
  'signer.error',
  'signer.notification_delivery_failed',
  'signature_request.activated',
  'signature_request.declined',
  'signature_request.canceled',
  'signature_request.done',
  'signature_request.expired',
  'signature_request.reminder_executed',
  'signature_request.automatic_reminder_executed',
  'signature_request.approved',
  'signature_request.deleted',
  'signature_request.permanently_deleted',
  'signature_request.reactivated',
  'signature_request.rejected',
  'signature_request.paused',
  'signature_request.resumed',
  'contact.created',
  'approver.notified',
  'approver.approved',
  'approver.rejected',
  'approver.notification_delivery_failed',
  'electronic_seal.done',
  'electronic_seal.error',
  'user.completed',
  'verification.identity_video.done',
  'verification.bank_account.done',
  'verification.bank_account_connection.done',
  'verification.bank_account_lookup.done',
  'verification.identity_document.done',
  'verification.company.done',
  'verification.watchlist.done',
  'verification.proof_of_address.done',
  'workflow_action_group.started',
  'workflow_action_group.blocked',
  'workflow_action_group.done',
  'workflow_session.started',
  'workflow_session.blocked',
  'workflow_session.done',
  'applicant.notified',
  'applicant.processed',
  'applicant.session_blocked',
] as const

type Names = (typeof eventNames)[number]
export type RequestEvent = Extract<Names, `signature_request.${string}`>
export type SignerEvent = Extract<Names, `signer.${string}`>
export type ApproverEvent = Extract<Names, `approver.${string}`>

export function emitRequest(world: World, name: RequestEvent, request: RequestRecord): void {
  emit(world, name, request, { signature_request: requestPart(name, request) })
}

export function emitSigner(world: World, name: SignerEvent, request: RequestRecord, signer: SignerRecord): void {
  const data = { signature_request: requestPart(name, request), signer: signerPart(name, signer) }
  emit(world, name, request, data)
}

export function emitApprover(world: World, name: ApproverEvent, request: RequestRecord, one: ApproverRecord): void {
  const data = { signature_request: requestPart(name, request), approver: { id: one.id, status: one.status } }
  emit(world, name, request, data)
}

function emit(world: World, name: Names, request: RequestRecord, data: unknown): void {
  const event = {
    id: world.random.uuid(),
    name,
    at: world.clock.now(),
    sandbox: world.state.sandbox,
    data,
  }
  for (const webhook of world.state.webhooks.values()) {
    if (wants(world, webhook, name, request)) world.sender.send(event, webhook)
  }
}

/** A subscription covers the whole organisation, narrowed by what it names. */
function wants(world: World, webhook: WebhookRecord, name: string, request: RequestRecord): boolean {
  if (!webhook.enabled || webhook.sandbox !== world.state.sandbox) return false
  const covers = (list: string[], one: string) => list.includes('*') || list.includes(one)
  if (!covers(webhook.scopes, request.source) || !covers(webhook.workspaces, request.workspace_id)) return false
  return covers(webhook.subscribed_events, name)
}

/** Ids and statuses; deletions carry little more than the id (contracts/yousign.md 4.5, 4.6). */
function requestPart(name: Names, request: RequestRecord): Record<string, unknown> {
  if (name === 'signature_request.permanently_deleted') return { id: request.id }
  if (name === 'signature_request.deleted') {
    const { id, status, external_id } = request
    return { id, status, external_id, deleted_at: stampOrNull(request.deleted_at) }
  }
  return {
    id: request.id,
    status: request.status,
    name: request.name,
    delivery_mode: request.delivery_mode,
    created_at: stamp(request.created_at),
    activated_at: stampOrNull(request.activated_at),
    completed_at: stampOrNull(request.completed_at),
    approved_at: stampOrNull(request.approved_at),
    deleted_at: stampOrNull(request.deleted_at),
    timezone: request.timezone,
    expiration_date: stamp(request.expires_at),
    source: request.source,
    ordered_signers: request.ordered_signers,
    external_id: request.external_id,
    workspace_id: request.workspace_id,
    sender: request.sender,
    signers: request.signers.map(({ id, status }) => ({ id, status })),
    approvers: request.approvers.map(({ id, status }) => ({ id, status })),
    labels: [],
    documents: request.documents.map(({ id, nature }) => ({ id, nature })),
    custom_properties: [],
  }
}

function signerPart(name: Names, signer: SignerRecord): Record<string, unknown> {
  const part = {
    id: signer.id,
    status: signer.status,
    signed_at: stampOrNull(signer.signed_at),
    signature_level: signer.signature_level,
    signature_authentication_mode: signer.signature_authentication_mode,
  }
  return name === 'signer.done' ? { ...part, info: signer.info } : part
}
