import type { z } from 'zod'
import { type Answer, empty, json, no, type Outcome, refuse, value } from './answer.ts'
import { type Call, covers, liveRequest, seenRequest } from './call.ts'
import { arm, expiryOf, remove } from './lifecycle.ts'
import { paged, pageOf, requestFilter } from './listing.ts'
import type { CustomText, RequestRecord, TemplateRecord } from './model.ts'
import { parse } from './parse.ts'
import { expirationProblems, featureRefusal } from './rules.ts'
import { type CreateRequest, createRequest, duplicateRequest, patchRequest } from './schemas.ts'
import { fillTemplate } from './templates.ts'
import { listItem, requestView } from './views.ts'
import type { World } from './world.ts'

export function list(world: World, call: Call): Answer {
  const page = pageOf(call.query, { standard: 100, most: 100 })
  if (!page.ok) return page.answer
  const filter = requestFilter(call.query)
  if (!filter.ok) return filter.answer
  const found = world.history.all().filter((each) => covers(call.key, each.workspace_id) && filter.value(each))
  return paged(found.reverse(), page.value, (request) => request.seq, listItem)
}

export function read(world: World, call: Call): Answer {
  const found = seenRequest(world, call)
  return found.ok ? json(200, requestView(found.value)) : found.answer
}

export async function create(world: World, call: Call): Promise<Answer> {
  if (isDuplicate(call.body)) return duplicate(world, call)
  const parsed = parse(createRequest, call.body)
  if (!parsed.ok) return refuse.invalid(parsed.params)
  const body = parsed.value
  const refused = featureRefusal(world.state.features, { decline: body.signers_allowed_to_decline === true })
  if (refused !== undefined) return refused
  const template = templateOf(world, body)
  if (!template.ok) return template.answer
  const workspace = workspaceFor(world, call, template.value?.workspace_id ?? body.workspace_id ?? null)
  if (!workspace.ok) return workspace.answer
  const now = world.clock.now()
  const day = body.expiration_date
  const timezone = body.timezone ?? 'Europe/Paris'
  const problems = day === undefined ? [] : expirationProblems(day, timezone, now, now)
  if (problems.length > 0) return refuse.invalid(problems)

  const request = blank(world, body.name, workspace.value)
  request.source = 'public_api'
  apply(request, body)
  request.custom_recipient_order = body.custom_recipient_order ?? false
  request.expires_at = expiryOf(request, now)
  if (template.value !== undefined) {
    const refusal = await fillTemplate(world, request, template.value, body)
    if (refusal !== undefined) return refusal
  }
  store(world, request)
  return json(201, requestView(request))
}

/** Draft: everything. Approval and ongoing: the last day only, as in the app (contracts/yousign.md 2.5). Later: nothing. */
export function patch(world: World, call: Call): Answer {
  const found = liveRequest(world, call)
  if (!found.ok) return found.answer
  const request = found.value
  const parsed = parse(patchRequest, call.body)
  if (!parsed.ok) return refuse.invalid(parsed.params)
  const body = parsed.value
  const open = request.status === 'approval' || request.status === 'ongoing'
  if (request.status !== 'draft' && !open) {
    return refuse.status('signature_request', `A signature request that is ${request.status} cannot be changed.`)
  }
  const late = open ? Object.keys(body).filter((key) => key !== 'expiration_date') : []
  if (late.length > 0) return refuse.status('signature_request', `${late.join(', ')} can only be changed in draft.`)
  const refused = featureRefusal(world.state.features, { decline: body.signers_allowed_to_decline === true })
  if (refused !== undefined) return refused
  const now = world.clock.now()
  const timezone = body.timezone ?? request.timezone
  const day = body.expiration_date
  const problems = day === undefined ? [] : expirationProblems(day, timezone, request.activated_at ?? now, now)
  if (problems.length > 0) return refuse.invalid(problems)
  if (typeof body.workspace_id === 'string') {
    const workspace = workspaceFor(world, call, body.workspace_id)
    if (!workspace.ok) return workspace.answer
    request.workspace_id = workspace.value
  }
  apply(request, body)
  request.expires_at = expiryOf(request, request.activated_at ?? now)
  if (open) arm(world, request)
  world.history.changed(request)
  return json(200, requestView(request))
}

/** Refused while it is open, so that it decides a race with an activation (contracts/yousign.md 2.5). */
export function destroy(world: World, call: Call): Answer {
  const found = liveRequest(world, call)
  if (!found.ok) return found.answer
  const request = found.value
  const permanent = call.query.get('permanent_delete') === 'true'
  if (request.status === 'approval' || request.status === 'ongoing') {
    return refuse.status('signature_request', 'Cancel the signature request first.')
  }
  if (request.status === 'deleted' && !permanent) {
    return refuse.status('signature_request', 'The signature request is already deleted.')
  }
  remove(world, request, permanent)
  return empty(204)
}

/** A draft with the defaults of the API; not stored yet. */
export function blank(world: World, name: string, workspaceId: string): RequestRecord {
  const now = world.clock.now()
  world.counters.requests += 1
  const sender = world.state.users[0]
  const request: RequestRecord = {
    id: world.random.uuid(),
    seq: world.counters.requests,
    status: 'draft',
    name,
    delivery_mode: 'email',
    created_at: now,
    activated_at: null,
    completed_at: null,
    approved_at: null,
    deleted_at: null,
    ordered_signers: false,
    ordered_approvers: false,
    custom_recipient_order: false,
    reminder_settings: null,
    timezone: 'Europe/Paris',
    expiration_day: null,
    expires_at: now,
    source: 'app',
    sender: sender === undefined ? null : { id: sender.id, email: sender.email },
    external_id: null,
    custom_experience_id: null,
    signers_allowed_to_decline: false,
    workspace_id: workspaceId,
    audit_trail_locale: 'en',
    email_notification: { sender: { type: 'organization', custom_name: null }, custom_text: null },
    decline_information: null,
    rejection_information: null,
    template_id: null,
    status_before_deletion: null,
    signers: [],
    approvers: [],
    followers: [],
    consents: [],
    documents: [],
    fields: [],
    metadata: null,
    reminders_sent: 0,
  }
  return { ...request, expires_at: expiryOf(request, now) }
}

export function store(world: World, request: RequestRecord): void {
  world.state.requests.set(request.id, request)
  world.history.changed(request)
}

type Changes = z.infer<typeof patchRequest>

function apply(request: RequestRecord, body: Changes): void {
  request.name = body.name ?? request.name
  request.delivery_mode = body.delivery_mode ?? request.delivery_mode
  request.ordered_signers = body.ordered_signers ?? request.ordered_signers
  request.ordered_approvers = body.ordered_approvers ?? request.ordered_approvers
  if (body.reminder_settings !== undefined) request.reminder_settings = body.reminder_settings
  request.timezone = body.timezone ?? request.timezone
  request.expiration_day = body.expiration_date ?? request.expiration_day
  if (body.external_id !== undefined) request.external_id = body.external_id
  if (body.custom_experience_id !== undefined) request.custom_experience_id = body.custom_experience_id
  request.signers_allowed_to_decline = body.signers_allowed_to_decline ?? request.signers_allowed_to_decline
  request.audit_trail_locale = body.audit_trail_locale ?? request.audit_trail_locale
  const mail = body.email_notification
  if (mail?.sender !== undefined) request.email_notification.sender = mail.sender
  const text: CustomText | null | undefined = mail?.custom_text
  if (text !== undefined) request.email_notification.custom_text = text
}

/** The default workspace, or the one asked for if it exists and the key covers it. */
function workspaceFor(world: World, call: Call, asked: string | null): Outcome<string> {
  const known = world.state.workspaces
  const mine = call.key.scope === 'workspace' ? call.key.workspaces[0] : known.find((each) => each.default)?.id
  const id = asked ?? mine ?? ''
  if (!known.some((each) => each.id === id)) {
    return no(refuse.invalid([{ name: 'workspace_id', reason: 'This workspace is not known.' }]))
  }
  return covers(call.key, id) ? value(id) : no(refuse.forbidden('The API key does not cover this workspace.'))
}

/** An active template that agrees with the workspace asked for, or none asked for. */
function templateOf(world: World, body: CreateRequest): Outcome<TemplateRecord | undefined> {
  const wrong = (reason: string, name = 'template_id') => no(refuse.invalid([{ name, reason }]))
  if (body.template_id === undefined) {
    if ((body.template_placeholders ?? null) === null) return value(undefined)
    return wrong('Placeholders need a template.', 'template_placeholders')
  }
  const template = world.state.templates.find((each) => each.id === body.template_id)
  if (template === undefined) return wrong('This template is not known.')
  if (template.status !== 'active') return wrong('This template is not active.')
  const asked = body.workspace_id ?? null
  if (template.workspace_id !== null && asked !== null && asked !== template.workspace_id) {
    return wrong('The template belongs to another workspace.', 'workspace_id')
  }
  return value(template)
}

function isDuplicate(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'signature_request_id' in body
}

/** A copy in draft, in the same workspace, without its signatures. */
function duplicate(world: World, call: Call): Answer {
  const parsed = parse(duplicateRequest, call.body)
  if (!parsed.ok) return refuse.invalid(parsed.params)
  const original = world.state.requests.get(parsed.value.signature_request_id)
  if (original === undefined || !covers(call.key, original.workspace_id)) return refuse.notFound()
  const fresh = blank(world, parsed.value.name ?? original.name, original.workspace_id)
  const { delivery_mode, ordered_signers, timezone, signers_allowed_to_decline, reminder_settings } = original
  const copy = { ...fresh, delivery_mode, ordered_signers, timezone, signers_allowed_to_decline, reminder_settings }
  copy.source = 'public_api'
  for (const document of original.documents) {
    const id = world.random.uuid()
    copy.documents.push({ ...structuredClone(document), id })
    world.state.files.set(id, world.state.files.get(document.id) ?? new Uint8Array())
  }
  store(world, copy)
  return json(201, requestView(copy))
}
