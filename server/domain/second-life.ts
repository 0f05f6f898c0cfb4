// A request that goes on although another one of the same document, or its new version, is live: a colleague reactivated it in Yousign. Both are
// true, so both are kept; a person decides which one counts (protocols.md P7).
import { liveStates } from '../../shared/states.ts'
import { needsPerson } from './consequences.ts'
import type { Deps } from './deps.ts'
import { merge } from './merge.ts'
import { successorOf } from './send/versions.ts'
import type { SignatureRequest } from './signature-request.ts'
import type { Change } from './store.ts'

/** The change, and beside it what keeps the document's key unique and tells people, where it brings a second one to life. */
export function besideOthers(
  deps: Pick<Deps, 'store'>,
  request: SignatureRequest,
  change: Change,
  now: number,
): Change {
  const to = change.request?.state
  if (to === undefined || !liveStates.has(to) || liveStates.has(request.state)) return change
  const other = otherLive(deps, request) ?? successorOf(deps.store, request)?.request
  if (other === undefined) return change
  const documentKey = `${request.documentKey}+${other.id}`
  return merge(
    merge(change, { requestId: request.id, request: { documentKey } }),
    needsPerson(request, { kind: 'two_requests' }, now),
  )
}

/** Another request of the same document on the lead that is live now; at most one may be. */
export function otherLive(deps: Pick<Deps, 'store'>, request: SignatureRequest): SignatureRequest | undefined {
  return deps.store
    .requestsOfLead(request.leadId)
    .find(
      (one) =>
        one.id !== request.id &&
        one.documentKey === request.documentKey &&
        liveStates.has(one.state) &&
        one.deletedAt === null,
    )
}
