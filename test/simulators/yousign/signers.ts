import { type Answer, empty, json, no, type Outcome, refuse, value } from './answer.ts'
import { type Call, draftRequest, liveRequest, seenRequest, signerOf } from './call.ts'
import { emitRequest } from './events.ts'
import { addField, fieldProblems } from './fields.ts'
import { remindByMail } from './inbox.ts'
import { inviteOrReport, isAwaited } from './lifecycle.ts'
import type { RequestRecord, SignerInfo, SignerRecord } from './model.ts'
import { parse } from './parse.ts'
import { featureRefusal, levelProblems, modeFor, orderProblems } from './rules.ts'
import { type CreateSigner, createSigner, type PatchSigner, patchSigner } from './schemas.ts'
import { signerView } from './views.ts'
import type { World } from './world.ts'

export function list(world: World, call: Call): Answer {
  const found = seenRequest(world, call)
  if (!found.ok) return found.answer
  return json(
    200,
    found.value.signers.map((signer) => signerView(world, found.value, signer)),
  )
}

export function read(world: World, call: Call): Answer {
  const found = seenRequest(world, call)
  if (!found.ok) return found.answer
  const signer = signerOf(found.value, call)
  return signer.ok ? json(200, signerView(world, found.value, signer.value)) : signer.answer
}

/** Draft only; fields come with it and name documents of the same request. */
export function create(world: World, call: Call): Answer {
  const found = draftRequest(world, call)
  if (!found.ok) return found.answer
  const request = found.value
  const parsed = parse(createSigner, call.body)
  if (!parsed.ok) return refuse.invalid(parsed.params)
  const body = parsed.value
  const person = personOf(world, body)
  if (!person.ok) return person.answer
  const mode = modeFor(body.signature_level, body.signature_authentication_mode)
  const who = { signature_level: body.signature_level, signature_authentication_mode: mode }
  const problems = [
    ...levelProblems({ ...who, phone_number: person.value.phone_number }),
    ...orderProblems(request, body),
    ...body.fields.flatMap((field, index) => fieldProblems(request, field, `fields[${index}].`)),
  ]
  if (problems.length > 0) return refuse.invalid(problems)
  const redirects = Object.values(body.redirect_urls ?? {}).some((url) => url !== null)
  const refused = featureRefusal(world.state.features, { level: who.signature_level, mode, redirects })
  if (refused !== undefined) return refused
  if (request.signers.length >= 100) return refuse.invalid([{ name: '', reason: 'There may be at most 100 signers.' }])

  const signer = newSigner(world, request, person.value, who)
  signer.delivery_mode = body.delivery_mode ?? null
  signer.group_with_id = body.group_with_id ?? null
  signer.redirect_urls = body.redirect_urls ?? signer.redirect_urls
  signer.custom_text = body.custom_text ?? signer.custom_text
  signer.disabled_emails = body.email_notification?.disabled ?? []
  insert(request, signer, body.insert_after_id ?? null)
  for (const field of body.fields) addField(world, request, signer.id, field)
  world.history.changed(request)
  return json(201, signerView(world, request, signer))
}

/**
 * Draft: everything. Approval and ongoing: until this signer has signed, texts, addresses and the person's data; the mode only for
 * SES signers that are initiated or notified (contracts/yousign.md 3.4). A changed e-mail address is invited anew.
 */
export function patch(world: World, call: Call): Answer {
  const found = liveRequest(world, call)
  if (!found.ok) return found.answer
  const request = found.value
  const one = signerOf(request, call)
  if (!one.ok) return one.answer
  const signer = one.value
  const parsed = parse(patchSigner, call.body)
  if (!parsed.ok) return refuse.invalid(parsed.params)
  const body = parsed.value
  const late = lateRefusal(request, signer, body)
  if (late !== undefined) return late
  const level = body.signature_level ?? signer.signature_level
  const asked = body.signature_authentication_mode
  const mode = asked === undefined ? signer.signature_authentication_mode : modeFor(level, asked)
  const info = { ...signer.info, ...defined(body.info ?? {}) }
  const who = { signature_level: level, signature_authentication_mode: mode, phone_number: info.phone_number }
  const problems = [...levelProblems(who), ...orderProblems(request, body)]
  if (problems.length > 0) return refuse.invalid(problems)
  const redirects = Object.values(body.redirect_urls ?? {}).some((url) => url !== null)
  const refused = featureRefusal(world.state.features, { level, mode, redirects })
  if (refused !== undefined) return refused

  const moved = info.email !== signer.info.email
  signer.info = info
  signer.signature_level = level
  signer.signature_authentication_mode = mode
  signer.redirect_urls = body.redirect_urls ?? signer.redirect_urls
  signer.custom_text = body.custom_text ?? signer.custom_text
  signer.disabled_emails = body.email_notification?.disabled ?? signer.disabled_emails
  if (body.delivery_mode !== undefined) signer.delivery_mode = body.delivery_mode
  if (body.group_with_id !== undefined) signer.group_with_id = body.group_with_id
  if (typeof body.insert_after_id === 'string') {
    request.signers.splice(request.signers.indexOf(signer), 1)
    insert(request, signer, body.insert_after_id)
  }
  if (moved && request.status === 'ongoing' && isAwaited(signer)) inviteAnew(world, request, signer)
  world.history.changed(request)
  return json(200, signerView(world, request, signer))
}

export function destroy(world: World, call: Call): Answer {
  const found = draftRequest(world, call)
  if (!found.ok) return found.answer
  const signer = signerOf(found.value, call)
  if (!signer.ok) return signer.answer
  const request = found.value
  request.signers = request.signers.filter((each) => each !== signer.value)
  request.fields = request.fields.filter((field) => field.signer_id !== signer.value.id)
  world.history.changed(request)
  return empty(204)
}

/** 201 without a body; only when the request is ongoing and the signer notified (contracts/yousign.md 2.5). */
export function sendReminder(world: World, call: Call): Answer {
  const found = liveRequest(world, call)
  if (!found.ok) return found.answer
  const signer = signerOf(found.value, call)
  if (!signer.ok) return signer.answer
  if (found.value.status !== 'ongoing') {
    return refuse.status('signature_request', 'Reminders are sent while the signature request is ongoing.')
  }
  if (signer.value.status !== 'notified') return refuse.status('signer', 'The signer must be notified.')
  signer.value.reminders += 1
  remindByMail(world, found.value, signer.value)
  emitRequest(world, 'signature_request.reminder_executed', found.value)
  world.history.changed(found.value)
  return empty(201)
}

/** Lets a QES signer try again whose name did not match. */
export function unblock(world: World, call: Call): Answer {
  const found = liveRequest(world, call)
  if (!found.ok) return found.answer
  const signer = signerOf(found.value, call)
  if (!signer.ok) return signer.answer
  if (found.value.status !== 'ongoing' || signer.value.identity !== 'blocked') {
    return refuse.status('signer', 'The identification of this signer is not blocked.')
  }
  signer.value.identity = 'none'
  world.history.changed(found.value)
  return empty(204)
}

/** A signer in its first state, not yet among the request's. */
export function newSigner(
  world: World,
  request: RequestRecord,
  info: SignerInfo,
  who: Pick<SignerRecord, 'signature_level' | 'signature_authentication_mode'>,
): SignerRecord {
  const id = world.random.uuid()
  world.owners.set(id, request.id)
  return {
    id,
    info,
    status: 'initiated',
    ...who,
    delivery_mode: null,
    redirect_urls: { success: null, error: null, decline: null },
    custom_text: { request_subject: null, request_body: null, reminder_subject: null, reminder_body: null },
    label: null,
    group_with_id: null,
    disabled_emails: [],
    signed_at: null,
    link_opened_at: null,
    identity: 'none',
    code: null,
    delivery_failed: false,
    reminders: 0,
  }
}

export function personOf(world: World, body: Pick<CreateSigner, 'info' | 'user_id'>): Outcome<SignerInfo> {
  if (body.info !== undefined) return value(body.info)
  const user = world.state.users.find((each) => each.id === body.user_id)
  if (user === undefined) return no(refuse.invalid([{ name: 'user_id', reason: 'This user is not known.' }]))
  const { first_name, last_name, email } = user
  return value({ first_name, last_name, email, phone_number: null, locale: 'fr' })
}

function insert(request: RequestRecord, signer: SignerRecord, after: string | null): void {
  const at = request.signers.findIndex((each) => each.id === after)
  request.signers.splice(at < 0 ? request.signers.length : at + 1, 0, signer)
}

function lateRefusal(request: RequestRecord, signer: SignerRecord, body: PatchSigner): Answer | undefined {
  if (request.status === 'draft') return undefined
  if (request.status !== 'approval' && request.status !== 'ongoing') {
    return refuse.status('signature_request', `The signature request is ${request.status}.`)
  }
  if (signer.status !== 'initiated' && !isAwaited(signer))
    return refuse.status('signer', `The signer is ${signer.status}.`)
  const fixed = (
    ['signature_level', 'insert_after_id', 'group_with_id', 'delivery_mode', 'excluded_documents'] as const
  ).filter((key) => body[key] !== undefined)
  if (fixed.length > 0) return refuse.status('signature_request', `${fixed.join(', ')} can only be changed in draft.`)
  const simple = signer.signature_level === 'electronic_signature'
  const early = signer.status === 'initiated' || signer.status === 'notified'
  if (body.signature_authentication_mode !== undefined && !(simple && early)) {
    return refuse.status('signer', 'The authentication mode can no longer be changed for this signer.')
  }
  return undefined
}

/** The old address keeps nothing: its links die and a new invitation goes out. */
function inviteAnew(world: World, request: RequestRecord, signer: SignerRecord): void {
  for (const link of world.state.links.values()) {
    if (link.signer_id === signer.id) world.state.links.delete(link.token)
  }
  inviteOrReport(world, request, signer)
}

function defined<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, it]) => it !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
