import * as activation from './activation.ts'
import { type Answer, no, type Outcome, refuse, value } from './answer.ts'
import * as audit from './audit.ts'
import type { Handler } from './call.ts'
import * as consents from './consents.ts'
import * as documents from './documents.ts'
import * as downloads from './downloads.ts'
import * as extras from './extras.ts'
import * as fields from './fields.ts'
import * as organisation from './organisation.ts'
import * as requests from './signature-requests.ts'
import * as signers from './signers.ts'
import * as webhooks from './webhooks.ts'

export interface Route {
  handler: Handler
  /** What the body must be; `none` ignores one. */
  takes: 'none' | 'json' | 'optional_json' | 'multipart'
}

interface Match {
  route: Route
  ids: Map<string, string>
}

type Methods = Partial<Record<string, Route>>

const get = (handler: Handler): Route => ({ handler, takes: 'none' })
const bare = get
const body = (handler: Handler): Route => ({ handler, takes: 'json' })

const request = '/signature_requests/:request'

/** The operations that are simulated, as the OpenAPI file names their paths. */
const table: Record<string, Methods> = {
  '/workspaces': { GET: get(organisation.listWorkspaces) },
  '/workspaces/default': { GET: get(organisation.defaultWorkspace) },
  '/users': { GET: get(organisation.listUsers) },
  '/templates': { GET: get(organisation.listTemplates) },
  '/signature_requests': { GET: get(requests.list), POST: body(requests.create) },
  [request]: { GET: get(requests.read), PATCH: body(requests.patch), DELETE: bare(requests.destroy) },
  [`${request}/activate`]: { POST: { handler: activation.activate, takes: 'optional_json' } },
  [`${request}/cancel`]: { POST: body(activation.cancel) },
  [`${request}/reactivate`]: { POST: body(activation.reactivate) },
  [`${request}/documents`]: { GET: get(documents.list), POST: { handler: documents.create, takes: 'multipart' } },
  [`${request}/documents/download`]: { GET: get(downloads.all) },
  [`${request}/documents/:document`]: {
    GET: get(documents.read),
    PATCH: body(documents.patch),
    DELETE: bare(documents.destroy),
  },
  [`${request}/documents/:document/download`]: { GET: get(downloads.one) },
  [`${request}/documents/:document/fields`]: { GET: get(fields.list), POST: body(fields.create) },
  [`${request}/documents/:document/fields/:field`]: { DELETE: bare(fields.destroy) },
  [`${request}/signers`]: { GET: get(signers.list), POST: body(signers.create) },
  [`${request}/signers/:signer`]: {
    GET: get(signers.read),
    PATCH: body(signers.patch),
    DELETE: bare(signers.destroy),
  },
  [`${request}/signers/:signer/send_reminder`]: { POST: bare(signers.sendReminder) },
  [`${request}/signers/:signer/unblock_identification`]: { POST: bare(signers.unblock) },
  [`${request}/signers/:signer/audit_trails`]: { GET: get(audit.readJson) },
  [`${request}/signers/:signer/audit_trails/download`]: { GET: get(audit.download) },
  [`${request}/signers/:signer/verified_identity_proof/download`]: { GET: get(audit.identityProof) },
  [`${request}/audit_trails/download`]: { GET: get(audit.downloadAll) },
  [`${request}/approvers`]: { POST: body(extras.addApprover) },
  [`${request}/approvers/:approver`]: { GET: get(extras.readApprover), DELETE: bare(extras.removeApprover) },
  [`${request}/followers`]: { GET: get(extras.listFollowers), POST: body(extras.addFollowers) },
  [`${request}/consent_requests`]: { GET: get(consents.list), POST: body(consents.add) },
  [`${request}/metadata`]: {
    GET: get(extras.readMetadata),
    POST: body((world, call) => extras.writeMetadata(world, call, 201)),
    PUT: body((world, call) => extras.writeMetadata(world, call, 200)),
    DELETE: bare(extras.removeMetadata),
  },
  '/webhooks': { GET: get(webhooks.list), POST: body(webhooks.create) },
  '/webhooks/:webhook': {
    GET: get(webhooks.read),
    PATCH: body(webhooks.patch),
    DELETE: bare(webhooks.destroy),
  },
}

/** The more literal first, so that `/documents/download` wins over `/documents/:document`. */
const routes = Object.entries(table)
  .map(([path, methods]) => ({ segments: path.split('/').slice(1), methods }))
  .sort((one, other) => literals(other.segments) - literals(one.segments))

/** The route, or 404 for an unknown path and 405 for a method that is not offered. */
export function match(method: string, path: string): Outcome<Match> {
  const parts = path.split('/').slice(1)
  const found = routes.find(
    ({ segments }) =>
      segments.length === parts.length &&
      segments.every((segment, index) => (segment.startsWith(':') ? parts[index] !== '' : segment === parts[index])),
  )
  if (found === undefined) return no(refuse.notFound(`No route found for ${method} ${path}`))
  const route = found.methods[method]
  if (route === undefined) return no(refuse.method())
  const ids = new Map(
    found.segments.flatMap((segment, index) =>
      segment.startsWith(':') ? [[segment.slice(1), parts[index] ?? '']] : [],
    ),
  )
  return value({ route, ids })
}

/** 415 when a body is needed and came as something else. */
export function typeRefusal(route: Route, type: string | undefined, hasBody: boolean): Answer | undefined {
  const media = type?.split(';')[0]?.trim().toLowerCase()
  if (route.takes === 'none' || (route.takes === 'optional_json' && !hasBody)) return undefined
  if (media === 'application/json') return undefined
  return route.takes === 'multipart' && media === 'multipart/form-data' ? undefined : refuse.mediaType(type)
}

function literals(segments: string[]): number {
  return segments.filter((segment) => !segment.startsWith(':')).length
}
