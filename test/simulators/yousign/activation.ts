import { type Answer, json, refuse } from './answer.ts'
import { type Call, liveRequest } from './call.ts'
import { reactivate as revive, activate as start, cancel as stop } from './lifecycle.ts'
import type { RequestRecord } from './model.ts'
import { parse } from './parse.ts'
import { activationRefusal, expirationProblems, featureRefusal } from './rules.ts'
import { activateBody, cancelBody, reactivateBody } from './schemas.ts'
import { activatedView, requestView } from './views.ts'
import type { World } from './world.ts'

/** Draft to ongoing or approval; a second call is refused. Anchors become fields now (contracts/yousign.md 6). */
export function activate(world: World, call: Call): Answer {
  const found = liveRequest(world, call)
  if (!found.ok) return found.answer
  const request = found.value
  const parsed = parse(activateBody, call.body ?? {})
  if (!parsed.ok) return refuse.invalid(parsed.params)
  if (request.status !== 'draft') {
    return refuse.status('signature_request', `The signature request is ${request.status}, not draft.`)
  }
  const sender = senderRefusal(world, request, parsed.value.sender_id)
  if (sender !== undefined) return sender
  const refused =
    activationRefusal(request, world.clock.now()) ??
    request.signers
      .map((each) => ({ level: each.signature_level, mode: each.signature_authentication_mode }))
      .map((each) => featureRefusal(world.state.features, each))
      .find((each) => each !== undefined)
  if (refused !== undefined) return refused
  placeAnchors(world, request)
  start(world, request)
  return json(201, activatedView(world, request))
}

/** From approval and ongoing only; `other` wants its note (contracts/yousign.md 2.5). */
export function cancel(world: World, call: Call): Answer {
  const found = liveRequest(world, call)
  if (!found.ok) return found.answer
  const parsed = parse(cancelBody, call.body)
  if (!parsed.ok) return refuse.invalid(parsed.params)
  const { reason, custom_note: note } = parsed.value
  if (reason === 'other' && (note ?? '') === '') {
    return refuse.invalid([{ name: 'custom_note', reason: 'A note is needed when the reason is other.' }])
  }
  const { status } = found.value
  if (status !== 'approval' && status !== 'ongoing') {
    return refuse.status('signature_request', `A signature request that is ${status} cannot be canceled.`)
  }
  stop(world, found.value)
  return json(201, requestView(found.value))
}

/** From expired only, with a day that is not past and at most a year after the initiation. */
export function reactivate(world: World, call: Call): Answer {
  const found = liveRequest(world, call)
  if (!found.ok) return found.answer
  const request = found.value
  const parsed = parse(reactivateBody, call.body)
  if (!parsed.ok) return refuse.invalid(parsed.params)
  if (request.status !== 'expired') {
    return refuse.status('signature_request', 'Only an expired signature request can be reactivated.')
  }
  const day = parsed.value.expiration_date
  const now = world.clock.now()
  const problems = expirationProblems(day, request.timezone, request.activated_at ?? now, now)
  if (problems.length > 0) return refuse.invalid(problems)
  revive(world, request, day)
  return json(201, requestView(request))
}

/** `sender_id` is demanded with a sender of type user, and must be left out otherwise. */
function senderRefusal(world: World, request: RequestRecord, senderId: string | undefined): Answer | undefined {
  const personal = request.email_notification.sender.type === 'user'
  const wrong = (reason: string) => refuse.invalid([{ name: 'sender_id', reason }])
  if (personal && senderId === undefined) return wrong('This is needed when the sender is a user.')
  if (!personal && senderId !== undefined) return wrong('This must be left out when the sender is no user.')
  if (senderId === undefined) return undefined
  const user = world.state.users.find((each) => each.id === senderId)
  if (user === undefined) return wrong('This user is not known.')
  request.sender = { id: user.id, email: user.email }
  return undefined
}

/** An anchor of a signer who does not exist silently becomes nothing. */
function placeAnchors(world: World, request: RequestRecord): void {
  for (const document of request.documents) {
    for (const { signer: index, ...place } of document.anchors) {
      const signer = request.signers[index - 1]
      if (signer === undefined) continue
      const owner = { document_id: document.id, signer_id: signer.id }
      request.fields.push({ id: world.random.uuid(), ...owner, type: 'signature', ...place, extra: {} })
    }
  }
}
