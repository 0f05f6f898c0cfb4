import { emitApprover, emitRequest } from './events.ts'
import * as lifecycle from './lifecycle.ts'
import type { RequestRecord } from './model.ts'
import { blank, store } from './signature-requests.ts'
import { newSigner } from './signers.ts'
import * as signing from './signing.ts'
import type { AppRequest, AppSigner, People } from './simulator.ts'
import { dayOf, monthsLater } from './time.ts'
import { mintLink, type World } from './world.ts'

const { Impossible } = signing

/** People's actions on a world; what they promise stands at the interface. */
export function createPeople(world: World): People {
  const turn = (signerId: string) => signing.findSigner(world, signerId)
  return {
    linkOf: (signerId) => mintLink(world, turn(signerId).request.id, signerId).url,
    openLink: (signerId) => signing.openLink(world, turn(signerId)),
    sign: (signerId, options) => signing.signThrough(world, turn(signerId), options?.name),
    decline: (signerId, reason) => signing.decline(world, turn(signerId), reason),
    failIdentity: (signerId, outcome) => signing.identify(world, turn(signerId), outcome),
    bounce: (signerId) => signing.bounce(world, turn(signerId)),
    contactSender: (signerId, text) => signing.writeToSender(world, turn(signerId), text),
    errorSigner: (signerId) => signing.fail(world, turn(signerId)),
    approve: (approverId) => approve(world, approverId),
    reject: (approverId, reason) => reject(world, approverId, reason),
    expire: (requestId) => lifecycle.expire(world, inStatus(world, requestId, ['ongoing', 'approval', 'paused'])),
    cancelInApp: (requestId) => lifecycle.cancel(world, inStatus(world, requestId, ['ongoing', 'approval', 'paused'])),
    deleteInApp(requestId, options) {
      const request = requestOf(world, requestId)
      if (request.status === 'ongoing' || request.status === 'approval') throw new Impossible('cancel it first')
      lifecycle.remove(world, request, options?.permanent ?? false)
    },
    pause: (requestId) => signing.setPaused(world, requestOf(world, requestId), true),
    resume: (requestId) => signing.setPaused(world, requestOf(world, requestId), false),
    reactivateInApp(requestId, expirationDate) {
      const day = expirationDate ?? monthsLater(dayOf(world.clock.now(), 'Europe/Paris'), 1)
      lifecycle.reactivate(world, inStatus(world, requestId, ['expired']), day)
    },
    remind: (requestId) => lifecycle.remindAll(world, inStatus(world, requestId, ['ongoing'])),
    createInApp: (request) => createInApp(world, request),
  }
}

function requestOf(world: World, id: string): RequestRecord {
  const request = world.state.requests.get(id)
  if (request === undefined) throw new Impossible(`no signature request ${id}`)
  return request
}

function inStatus(world: World, id: string, statuses: RequestRecord['status'][]): RequestRecord {
  const request = requestOf(world, id)
  if (!statuses.includes(request.status))
    throw new Impossible(`the request is ${request.status}, not ${statuses.join(' or ')}`)
  return request
}

function approval(world: World, approverId: string) {
  for (const request of world.state.requests.values()) {
    const approver = request.approvers.find((each) => each.id === approverId)
    if (approver === undefined) continue
    if (request.status !== 'approval' || approver.status !== 'notified') {
      throw new Impossible(`the approver is ${approver.status}, the request ${request.status}`)
    }
    return { request, approver }
  }
  throw new Impossible(`no approver ${approverId}`)
}

/** The last approval sends the request to its signers. */
function approve(world: World, approverId: string): void {
  const { request, approver } = approval(world, approverId)
  approver.status = 'approved'
  emitApprover(world, 'approver.approved', request, approver)
  if (request.approvers.every((each) => each.status === 'approved')) {
    request.status = 'ongoing'
    request.approved_at = world.clock.now()
    emitRequest(world, 'signature_request.approved', request)
    lifecycle.notifyNext(world, request)
  }
  world.history.changed(request)
}

function reject(world: World, approverId: string, reason: string): void {
  const { request, approver } = approval(world, approverId)
  approver.status = 'rejected'
  request.rejection_information = { approver_id: approver.id, reason, rejected_at: world.clock.now() }
  emitApprover(world, 'approver.rejected', request, approver)
  lifecycle.settle(world, request, 'rejected', 'signature_request.rejected')
}

function createInApp(world: World, wanted: AppRequest): string {
  const workspace = wanted.workspaceId ?? world.state.workspaces.find((each) => each.default)?.id ?? ''
  const request = blank(world, wanted.name, workspace)
  request.source = wanted.source ?? 'app'
  request.external_id = wanted.externalId ?? null
  request.delivery_mode = wanted.deliveryMode ?? 'email'
  const somebody: AppSigner = { first_name: 'Nadia', last_name: 'Benali', email: 'nadia.benali@example.org' }
  for (const { level, ...person } of wanted.signers ?? [somebody]) {
    const info = { ...person, phone_number: null, locale: 'fr' as const }
    const who = { signature_level: level ?? ('electronic_signature' as const), signature_authentication_mode: null }
    request.signers.push(newSigner(world, request, info, who))
  }
  store(world, request)
  if (wanted.draft !== true) lifecycle.activate(world, request)
  return request.id
}
