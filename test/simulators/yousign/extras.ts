// Approvers, followers and metadata: as much of them as a request needs around its signers (contracts/yousign.md 2.6).
import { type Answer, empty, json, refuse } from './answer.ts'
import { approverOf, type Call, draftRequest, liveRequest, seenRequest } from './call.ts'
import type { RequestRecord } from './model.ts'
import { parse } from './parse.ts'
import { createApprover, followers as followersBody, metadata as metadataBody } from './schemas.ts'
import { approverView } from './views.ts'
import type { World } from './world.ts'

export function addApprover(world: World, call: Call): Answer {
  const found = draftRequest(world, call)
  if (!found.ok) return found.answer
  if (!world.state.features.approvers) return refuse.notEnabled('Approvers are not enabled.')
  const parsed = parse(createApprover, call.body)
  if (!parsed.ok) return refuse.invalid(parsed.params)
  if (found.value.approvers.length >= 10) {
    return refuse.invalid([{ name: '', reason: 'There may be at most 10 approvers.' }])
  }
  const approver = { id: world.random.uuid(), info: parsed.value.info, status: 'initiated' as const }
  found.value.approvers.push(approver)
  world.history.changed(found.value)
  return json(201, approverView(world, found.value, approver))
}

export function readApprover(world: World, call: Call): Answer {
  const found = seenRequest(world, call)
  if (!found.ok) return found.answer
  const approver = approverOf(found.value, call)
  return approver.ok ? json(200, approverView(world, found.value, approver.value)) : approver.answer
}

export function removeApprover(world: World, call: Call): Answer {
  const found = draftRequest(world, call)
  if (!found.ok) return found.answer
  const approver = approverOf(found.value, call)
  if (!approver.ok) return approver.answer
  found.value.approvers = found.value.approvers.filter((each) => each !== approver.value)
  world.history.changed(found.value)
  return empty(204)
}

export function listFollowers(world: World, call: Call): Answer {
  const found = seenRequest(world, call)
  return found.ok ? json(200, { data: followersOf(found.value) }) : found.answer
}

/** Also while it is open, as in the app. */
export function addFollowers(world: World, call: Call): Answer {
  const found = liveRequest(world, call)
  if (!found.ok) return found.answer
  const request = found.value
  const parsed = parse(followersBody, call.body)
  if (!parsed.ok) return refuse.invalid(parsed.params)
  if (!['draft', 'approval', 'ongoing'].includes(request.status)) {
    return refuse.status('signature_request', `The signature request is ${request.status}.`)
  }
  if (request.followers.length + parsed.value.length > 100) {
    return refuse.invalid([{ name: '', reason: 'There may be at most 100 followers.' }])
  }
  request.followers.push(...parsed.value)
  world.history.changed(request)
  return json(201, followersOf(request).slice(-parsed.value.length))
}

export function readMetadata(world: World, call: Call): Answer {
  const found = seenRequest(world, call)
  if (!found.ok) return found.answer
  return found.value.metadata === null ? refuse.notFound() : json(200, { data: found.value.metadata })
}

/** POST makes it, PUT replaces it. */
export function writeMetadata(world: World, call: Call, status: 200 | 201): Answer {
  const found = liveRequest(world, call)
  if (!found.ok) return found.answer
  const parsed = parse(metadataBody, call.body)
  if (!parsed.ok) return refuse.invalid(parsed.params)
  found.value.metadata = parsed.value.data
  world.history.changed(found.value)
  return json(status, { data: found.value.metadata })
}

export function removeMetadata(world: World, call: Call): Answer {
  const found = liveRequest(world, call)
  if (!found.ok) return found.answer
  found.value.metadata = null
  world.history.changed(found.value)
  return empty(204)
}

function followersOf(request: RequestRecord) {
  return request.followers.map((follower) => ({ ...follower, follower_link: null }))
}
