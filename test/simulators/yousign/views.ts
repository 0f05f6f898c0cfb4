// Records as the API shows them; every object here satisfies its schema in the OpenAPI file.
import { linkOf, stages } from './lifecycle.ts'
import type {
  ApproverRecord,
  DocumentRecord,
  FieldRecord,
  RequestRecord,
  SignerRecord,
  TemplateRecord,
  UserRecord,
  WebhookRecord,
  WorkspaceRecord,
} from './model.ts'
import { stamp, stampOrNull } from './time.ts'
import type { World } from './world.ts'

/** What the answers of a list, of a read and of an activation share. */
function common(request: RequestRecord) {
  return {
    id: request.id,
    status: request.status,
    name: request.name,
    delivery_mode: request.delivery_mode,
    created_at: stamp(request.created_at),
    activated_at: stampOrNull(request.activated_at),
    completed_at: stampOrNull(request.completed_at),
    approved_at: stampOrNull(request.approved_at),
    ordered_signers: request.ordered_signers,
    ordered_approvers: request.ordered_approvers,
    custom_recipient_order: request.custom_recipient_order,
    reminder_settings: request.reminder_settings,
    timezone: request.timezone,
    email_custom_note: null,
    expiration_date: stamp(request.expires_at),
    labels: [],
    documents: request.documents.map(({ id, nature }) => ({ id, nature })),
    external_id: request.external_id,
    branding_id: null,
    custom_experience_id: request.custom_experience_id,
    signers_allowed_to_decline: request.signers_allowed_to_decline,
    audit_trail_locale: request.audit_trail_locale,
    workflow_session_id: null,
    previous_attempt_id: null,
  }
}

function people(request: RequestRecord) {
  return {
    signers: request.signers.map(({ id, status }) => ({ id, status })),
    approvers: request.approvers.map(({ id, status }) => ({ id, status })),
  }
}

/** An item of the list: less than the request itself. */
export function listItem(request: RequestRecord) {
  return {
    ...common(request),
    ...people(request),
    source: request.source,
    sender: request.sender,
    workspace_id: request.workspace_id,
    bulk_send_batch_id: null,
    custom_properties: [],
  }
}

export function requestView(request: RequestRecord) {
  const { decline_information: declined, rejection_information: rejected } = request
  return {
    ...listItem(request),
    email_notification: { ...request.email_notification, custom_note: null },
    decline_information: declined === null ? null : { ...declined, declined_at: stamp(declined.declined_at) },
    rejection_information: rejected === null ? null : { ...rejected, rejected_at: stamp(rejected.rejected_at) },
  }
}

/** The answer of an activation: the first place where links are shown. */
export function activatedView(world: World, request: RequestRecord) {
  return {
    ...common(request),
    signers: request.signers.map((signer) => ({
      id: signer.id,
      status: signer.status,
      ...linkView(world, request, signer),
    })),
    approvers: request.approvers.map((one) => ({
      id: one.id,
      status: one.status,
      ...approvalLink(world, request, one),
    })),
    rejection_information: null,
  }
}

function linkView(world: World, request: RequestRecord, signer: SignerRecord) {
  const link = linkOf(world, request, signer)
  return {
    signature_link: link?.url ?? null,
    signature_link_expiration_date: stampOrNull(link?.expires_at ?? null),
  }
}

function approvalLink(world: World, request: RequestRecord, approver: ApproverRecord) {
  const open = approver.status === 'notified'
  return {
    approval_link: open ? `${world.settings.url}/app#${request.id}` : null,
    approval_link_expiration_date: open ? stamp(request.expires_at) : null,
  }
}

/** Reading a signer mints a fresh link when it is their turn. */
export function signerView(world: World, request: RequestRecord, signer: SignerRecord) {
  const fields = request.fields.filter((field) => field.signer_id === signer.id)
  return {
    id: signer.id,
    info: signer.info,
    status: signer.status,
    fields: fields.length === 0 ? null : fields.map((field) => fieldView(request, field)),
    signature_level: signer.signature_level,
    signature_authentication_mode: signer.signature_authentication_mode,
    ...linkView(world, request, signer),
    signature_image_preview: null,
    redirect_urls: signer.redirect_urls,
    custom_text: signer.custom_text,
    delivery_mode: signer.delivery_mode,
    identification_attestation_id: null,
    sms_notification: { otp_message: { custom_text: null } },
    email_notification: { disabled: signer.disabled_emails },
    pre_identity_verification_required: false,
    verified_identity_id: null,
    recipient_stage_index: stages(request).get(signer.id) ?? 0,
    excluded_documents: [],
    signed_at: stampOrNull(signer.signed_at),
  }
}

const font = { family: 'Inconsolata', color: '#000000', size: 12, variants: { italic: false, bold: false } }

/** The reason of a signature is never null in the file; left out, it is the provider's default. */
export function fieldView(request: RequestRecord, field: FieldRecord): Record<string, unknown> {
  const { id, document_id, signer_id, type, page, x, y, width, height, extra } = field
  const info = request.signers.find((signer) => signer.id === signer_id)?.info
  const reason = `Signed by ${info?.first_name ?? ''} ${info?.last_name ?? ''}`.slice(0, 150).trim()
  const at = { id, document_id, signer_id, type, page, x, y }
  const shapes = {
    signature: { width, height, reason, display: { layout: 'minimal' } },
    mention: { width, height, font, name: null },
    text: { width, height, font, name: null, instruction: null, answer: null },
    checkbox: { name: null },
  } as const satisfies Record<FieldRecord['type'], object>
  return { ...at, ...shapes[type], ...extra }
}

export function documentView(document: DocumentRecord) {
  const { id, filename, nature, content_type, sha256, is_protected, is_signed, is_locked, total_pages } = document
  const { initials: area } = document
  const initials = area === null ? null : { alignment: area.alignment, y: area.y, per_page: [] }
  return {
    id,
    filename,
    nature,
    content_type,
    sha256,
    is_protected,
    is_signed,
    created_at: stamp(document.created_at),
    total_pages,
    is_locked,
    initials,
    total_anchors: document.total_anchors,
    excluded_approvers: [],
    excluded_signers: [],
  }
}

export function approverView(world: World, request: RequestRecord, approver: ApproverRecord) {
  const nothing = { request_subject: null, request_body: null, reminder_subject: null, reminder_body: null }
  return {
    id: approver.id,
    status: approver.status,
    info: approver.info,
    ...approvalLink(world, request, approver),
    custom_text: nothing,
    approved_at: approver.status === 'approved' ? stampOrNull(request.approved_at) : null,
    recipient_stage_index: 0,
    excluded_documents: [],
  }
}

export function workspaceView(world: World, workspace: WorkspaceRecord) {
  const users = world.state.users.filter((user) => user.workspaces.includes(workspace.id)).map(({ id }) => ({ id }))
  const created_at = stamp(workspace.created_at)
  const { id, name } = workspace
  return {
    id,
    name,
    external_name: null,
    default: workspace.default,
    created_at,
    updated_at: created_at,
    deleted_at: null,
    users,
  }
}

export function userView(user: UserRecord) {
  const { workspaces, created_at, ...rest } = user
  return {
    ...rest,
    phone_number: null,
    locale: 'fr',
    avatar: null,
    job_title: null,
    created_at: stamp(created_at),
    workspaces: workspaces.map((id) => ({ id })),
    status: 'completed',
    source: 'app',
  }
}

export function templateView(template: TemplateRecord) {
  const { id, name, description, status, workspace_id } = template
  return { id, name, description, status, created_at: stamp(template.created_at), workspace_id }
}

export function webhookView(webhook: WebhookRecord) {
  return { ...webhook, created_at: stamp(webhook.created_at), updated_at: stamp(webhook.updated_at) }
}
