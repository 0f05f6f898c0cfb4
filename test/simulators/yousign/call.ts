// One API call as the handlers see it, and what nearly all of them look up first.
import { type Answer, no, type Outcome, refuse, value } from './answer.ts'
import type { ApproverRecord, DocumentRecord, KeyRecord, RequestRecord, SignerRecord } from './model.ts'
import type { World } from './world.ts'

export interface Upload {
  /** Text parts. */
  parts: Record<string, string>
  file: { filename: string; contentType: string; bytes: Uint8Array } | undefined
  tooLarge: boolean
}

export interface Call {
  key: KeyRecord
  /** A path parameter; the empty text when the route has none of that name. */
  id(name: 'request' | 'document' | 'signer' | 'approver' | 'field' | 'webhook'): string
  query: URLSearchParams
  body: unknown
  upload: Upload | undefined
}

export type Handler = (world: World, call: Call) => Answer | Promise<Answer>

/** True when the key covers the workspace. */
export function covers(key: KeyRecord, workspaceId: string): boolean {
  return key.scope === 'organization' || key.workspaces.includes(workspaceId)
}

/** The request as it is now; what the key does not cover does not exist for it. */
export function liveRequest(world: World, call: Call): Outcome<RequestRecord> {
  return visible(call, world.state.requests.get(call.id('request')))
}

/** The request as reads see it, a while ago if a lag is set. */
export function seenRequest(world: World, call: Call): Outcome<RequestRecord> {
  return visible(call, world.history.one(call.id('request')))
}

export function draftRequest(world: World, call: Call): Outcome<RequestRecord> {
  const found = liveRequest(world, call)
  if (!found.ok || found.value.status === 'draft') return found
  return no(refuse.status('signature_request', 'The signature request must be in draft.'))
}

export function signerOf(request: RequestRecord, call: Call): Outcome<SignerRecord> {
  const signer = request.signers.find((each) => each.id === call.id('signer'))
  return signer === undefined ? no(refuse.notFound('The signer was not found.')) : value(signer)
}

export function approverOf(request: RequestRecord, call: Call): Outcome<ApproverRecord> {
  const approver = request.approvers.find((each) => each.id === call.id('approver'))
  return approver === undefined ? no(refuse.notFound('The approver was not found.')) : value(approver)
}

export function documentOf(request: RequestRecord, call: Call): Outcome<DocumentRecord> {
  const document = request.documents.find((each) => each.id === call.id('document'))
  return document === undefined ? no(refuse.notFound('The document was not found.')) : value(document)
}

function visible(call: Call, request: RequestRecord | undefined): Outcome<RequestRecord> {
  if (request === undefined || !covers(call.key, request.workspace_id)) {
    return no(refuse.notFound('The signature request was not found.'))
  }
  return value(request)
}
