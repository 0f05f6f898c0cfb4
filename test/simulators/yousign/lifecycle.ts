// How a request moves once it has left the draft, whoever moves it: the API, a signer, a colleague or the calendar.
import { emitApprover, emitRequest, emitSigner, type RequestEvent } from './events.ts'
import { invite, post, remindByMail, tellEnding } from './inbox.ts'
import type { RequestRecord, RequestStatus, SignerRecord, SignerStatus } from './model.ts'
import { dayOf, endOfDay, monthsLater } from './time.ts'
import { mintLink, type World } from './world.ts'

/** Signer statuses in which the signature is still to come and the link works. */
const awaited: readonly SignerStatus[] = ['notified', 'verified', 'consent_given', 'processing']

export function isAwaited(signer: SignerRecord): boolean {
  return awaited.includes(signer.status)
}

/** A fresh link while it is this signer's turn, else null (contracts/yousign.md 2.9). */
export function linkOf(world: World, request: RequestRecord, signer: SignerRecord) {
  return request.status === 'ongoing' && isAwaited(signer) ? mintLink(world, request.id, signer.id) : null
}

/** Which signers act together: 0 for the first stage. */
export function stages(request: RequestRecord): Map<string, number> {
  const stage = new Map<string, number>()
  const { signers, custom_recipient_order, ordered_signers } = request
  let last = -1
  for (const signer of signers) {
    const partner = signer.group_with_id === null ? undefined : stage.get(signer.group_with_id)
    if (custom_recipient_order && partner !== undefined) {
      stage.set(signer.id, partner)
      continue
    }
    last += custom_recipient_order || ordered_signers || last < 0 ? 1 : 0
    stage.set(signer.id, last)
  }
  return stage
}

/** When it runs out: the end of the day asked for, or of the day six months from now (contracts/yousign.md 2.1). */
export function expiryOf(request: RequestRecord, now: number): number {
  const day = request.expiration_day ?? monthsLater(dayOf(now, request.timezone), 6)
  return endOfDay(day, request.timezone)
}

/** Draft to ongoing, or to approval when there are approvers. */
export function activate(world: World, request: RequestRecord): void {
  const now = world.clock.now()
  request.activated_at = now
  request.expires_at = expiryOf(request, now)
  request.status = request.approvers.length > 0 ? 'approval' : 'ongoing'
  arm(world, request)
  emitRequest(world, 'signature_request.activated', request)
  if (request.status === 'ongoing') notifyNext(world, request)
  for (const approver of request.approvers) {
    approver.status = 'notified'
    emitApprover(world, 'approver.notified', request, approver)
    const subject = `Please approve: ${request.name}`
    const link = `${world.settings.url}/app#${request.id}`
    post(world, {
      to: approver.info.email,
      channel: 'email',
      kind: 'approval',
      subject,
      body: 'An approval waits.',
      link,
    })
  }
  world.history.changed(request)
}

/** Asks the signers whose turn it is; completes the request when nobody is left. */
export function notifyNext(world: World, request: RequestRecord): void {
  const stage = stages(request)
  const open = request.signers.filter((signer) => signer.status !== 'signed')
  if (open.length === 0) {
    settle(world, request, 'done', 'signature_request.done')
    tellEnding(world, request, 'done')
    return
  }
  const turn = Math.min(...open.map((signer) => stage.get(signer.id) ?? 0))
  for (const signer of open) {
    if (stage.get(signer.id) !== turn || signer.status !== 'initiated') continue
    signer.status = 'notified'
    emitSigner(world, 'signer.notified', request, signer)
    inviteOrReport(world, request, signer)
  }
}

/** Sends the invitation; one that comes back is reported as an event. */
export function inviteOrReport(world: World, request: RequestRecord, signer: SignerRecord): void {
  signer.delivery_failed = !invite(world, request, signer)
  if (signer.delivery_failed) emitSigner(world, 'signer.notification_delivery_failed', request, signer)
}

export function expire(world: World, request: RequestRecord): void {
  stopTimers(world, request)
  request.status = 'expired'
  emitRequest(world, 'signature_request.expired', request)
  tellEnding(world, request, 'expired')
  world.history.changed(request)
}

export function cancel(world: World, request: RequestRecord): void {
  settle(world, request, 'canceled', 'signature_request.canceled')
  tellEnding(world, request, 'canceled')
}

/** Ends it for good: what was not signed is aborted. */
export function settle(
  world: World,
  request: RequestRecord,
  status: Extract<RequestStatus, 'done' | 'declined' | 'rejected' | 'canceled'>,
  event: RequestEvent,
): void {
  stopTimers(world, request)
  request.status = status
  if (status === 'done') request.completed_at = world.clock.now()
  for (const signer of request.signers) {
    if (signer.status === 'initiated' || isAwaited(signer)) signer.status = 'aborted'
  }
  emitRequest(world, event, request)
  world.history.changed(request)
}

/** Expired to ongoing again, with a new last day. */
export function reactivate(world: World, request: RequestRecord, day: string): void {
  request.expiration_day = day
  request.expires_at = endOfDay(day, request.timezone)
  request.status = 'ongoing'
  arm(world, request)
  emitRequest(world, 'signature_request.reactivated', request)
  for (const signer of request.signers) if (isAwaited(signer)) inviteOrReport(world, request, signer)
  world.history.changed(request)
}

export function remove(world: World, request: RequestRecord, permanent: boolean): void {
  stopTimers(world, request)
  request.status_before_deletion ??= request.status
  request.status = 'deleted'
  request.deleted_at = world.clock.now()
  if (permanent) {
    world.state.requests.delete(request.id)
    for (const { id } of request.documents) world.state.files.delete(id)
    world.history.removed(request.id)
    emitRequest(world, 'signature_request.permanently_deleted', request)
  } else {
    emitRequest(world, 'signature_request.deleted', request)
    world.history.changed(request)
  }
}

/** Sends the automatic reminder to everybody who is awaited. */
export function remindAll(world: World, request: RequestRecord): void {
  request.reminders_sent += 1
  for (const signer of request.signers) if (isAwaited(signer)) remindByMail(world, request, signer)
  emitRequest(world, 'signature_request.automatic_reminder_executed', request)
  world.history.changed(request)
}

/** Sets the timers of an open request anew: its end, and its reminders counted from the activation. */
export function arm(world: World, request: RequestRecord): void {
  stopTimers(world, request)
  const stops = [world.schedule.at(request.expires_at + 1_000, () => expire(world, request))]
  const reminders = request.reminder_settings
  for (let n = 1; reminders !== null && n <= reminders.max_occurrences; n += 1) {
    const at = (request.activated_at ?? 0) + n * reminders.interval_in_days * 86_400_000
    if (at <= world.clock.now() || at >= request.expires_at) continue
    stops.push(world.schedule.at(at, () => request.status === 'ongoing' && remindAll(world, request)))
  }
  world.timers.set(request.id, stops)
}

export function stopTimers(world: World, request: RequestRecord): void {
  for (const stop of world.timers.get(request.id) ?? []) stop()
  world.timers.delete(request.id)
}
