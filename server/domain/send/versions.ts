// A new version and the request that it replaces: never both at once with people who can sign, and none after somebody has
// signed the other (a contract sent twice is a disaster).
import type { StandingReason } from '../../../shared/card.ts'
import type { Problem } from '../../../shared/problem.ts'
import { liveStates } from '../../../shared/states.ts'
import { referenceOf } from '../reference.ts'
import type { SignatureRequest } from '../signature-request.ts'
import type { Store } from '../store.ts'

type Reading = Pick<Store, 'request' | 'requestsOfLead' | 'waitingActions'>

export interface Standing {
  request: SignatureRequest
  why: StandingReason
}

/**
 * What forbids a new version of that request: the request itself, or another new version of it. `self`: id of the version
 * that asks, once it has one. Null when the old one is surely stopped, and nothing else has taken its place.
 */
export function standingAgainst(store: Reading, replaces: string | null, self: string | null): Standing | null {
  const old = replaces === null ? null : store.request(replaces)
  if (old === null) return null
  const why = standingOf(old)
  if (why !== null) return { request: old, why }
  // Somebody's extension may have reached Yousign already.
  if (store.waitingActions(old.id).some(({ work }) => work.kind === 'extend')) return { request: old, why: 'runs' }
  return successorOf(store, old, self)
}

/** The newer version of a request that runs or was signed. */
export function successorOf(
  store: Pick<Store, 'requestsOfLead'>,
  request: SignatureRequest,
  except: string | null = null,
): Standing | null {
  for (const one of store.requestsOfLead(request.leadId)) {
    const why = one.replaces === request.id && one.id !== except ? standingOf(one) : null
    if (why !== null) return { request: one, why }
  }
  return null
}

/** Its newest version of which people may have heard: one that was taken back or failed has replaced nothing. */
export function replacedBy(store: Pick<Store, 'requestsOfLead'>, request: SignatureRequest): SignatureRequest | null {
  const versions = store.requestsOfLead(request.leadId).filter((one) => one.replaces === request.id)
  return versions.find((one) => one.sentAt !== null || liveStates.has(one.state)) ?? null
}

/** For the person who wanted to send it. */
export function problemOfStanding({ request, why }: Standing): Problem {
  return { code: 'not_replaceable', requestId: request.id, reference: referenceOf(request.id), why }
}

function standingOf({ state, paper, deletedAt }: SignatureRequest): StandingReason | null {
  if (state === 'done' || paper?.outcome === 'kept') return 'signed'
  return liveStates.has(state) && deletedAt === null ? 'runs' : null
}
