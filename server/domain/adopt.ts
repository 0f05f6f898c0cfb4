// Handler of `adopt`: a request at Yousign that carries our prefix and that the database does not know (a restored backup, a
// lost disk). It is rebuilt from the request, its signers and the lead id in its external id; never ignored (protocols.md P6).
import { levelRules } from '../../shared/levels.ts'
import { learnJob, needsPerson } from './consequences.ts'
import { dateIn } from './dates.ts'
import type { Deps } from './deps.ts'
import type { RemoteRequest, RemoteSigner } from './esignature.ts'
import { describe, isWaiting } from './failure.ts'
import { retryAt } from './learn.ts'
import type { Snapshot } from './signature-request.ts'
import type { Adoption } from './store.ts'
import type { Handler } from './work.ts'

export function createAdopt(deps: Deps): Handler<'adopt'> {
  return async ({ yousignId, externalId }) => {
    if (deps.store.requestOfYousign(yousignId) !== null) return { kind: 'done' }
    const place = placeOf(deps.store.deployment, externalId)
    if (place === null) return { kind: 'stuck', reason: 'the external id names no lead' }
    const read = await deps.esign.read(yousignId, 'sweep')
    if (!read.ok) {
      if (read.failure.kind === 'not_found') return { kind: 'done' }
      return {
        kind: 'again',
        at: retryAt(read.failure, deps.clock.now()),
        reason: describe(read.failure),
        counts: !isWaiting(read.failure),
      }
    }
    // A draft reached nobody: the sweep of drafts deals with it.
    if (read.value.state === 'draft' || read.value.state === 'deleted') return { kind: 'done' }
    const signers = await deps.esign.signers(yousignId, 'sweep')
    if (!signers.ok)
      return {
        kind: 'again',
        at: retryAt(signers.failure, deps.clock.now()),
        reason: describe(signers.failure),
        counts: !isWaiting(signers.failure),
      }
    const now = deps.clock.now()
    const known = deps.store.request(place.requestId)
    if (known !== null) {
      deps.log.error({ requestId: known.id }, 'a second request at Yousign carries the external id of a known one')
      deps.store.record(needsPerson(known, { kind: 'two_requests' }, now), now)
      return { kind: 'done' }
    }
    deps.store.adopt(adoption(deps, read.value, signers.value, place, now), now)
    deps.log.warn({ requestId: place.requestId }, 'request adopted from Yousign')
    return { kind: 'done' }
  }
}

/** `ky-<deployment>-<lead>-<request id>`; null when it is not of this form. */
export function placeOf(deployment: string, externalId: string): { leadId: number; requestId: string } | null {
  const parts = /^ky-([a-z0-9]+)-(\d+)-([a-z0-9]+)$/.exec(externalId)
  if (parts === null || parts[1] !== deployment || !parts[2] || !parts[3]) return null
  return { leadId: Number(parts[2]), requestId: parts[3] }
}

function adoption(
  deps: Deps,
  remote: RemoteRequest,
  signers: RemoteSigner[],
  place: { leadId: number; requestId: string },
  now: number,
): Adoption {
  const settings = deps.store.settings()
  const level = signers[0]?.level ?? 'electronic_signature'
  const timeZone = remote.timeZone
  const snapshot: Snapshot = {
    form: {
      source: { kind: 'documents', documents: [] },
      name: remote.name,
      level,
      mode: signers[0]?.mode ?? null,
      order: 'all_at_once',
      signers: signers.map((signer) => ({
        ...people(signer),
        origin: { kind: 'typed' },
        side: 'client',
        capacity: { kind: 'own' },
        label: null,
      })),
      expiryDays: levelRules[level].expiryDays,
    },
    remoteName: remote.name,
    by: { userId: 0, name: deps.settings.provider },
    takenAt: now,
    lead: { name: '', pipelineId: 0, statusId: 0, responsibleUserId: 0 },
    firm: { name: settings.firmName ?? '', language: settings.language === 'fr' ? 'fr' : 'en', timeZone },
    expirationDate: dateIn(timeZone, remote.expiresAt ?? now),
    stageAfter: null,
    environment: deps.settings.environment,
    levelSuggested: { level, at: now },
  }
  return {
    id: place.requestId,
    leadId: place.leadId,
    documentKey: `adopted:${remote.id}`,
    externalId: remote.externalId ?? '',
    snapshot,
    notBefore: now,
    replaces: null,
    request: { state: 'ongoing', yousignId: remote.id, sentAt: remote.activatedAt ?? now, expiresAt: remote.expiresAt },
    signers: signers.map((signer, position) => ({
      id: deps.newId(),
      position,
      base: null,
      sent: {
        ...people(signer),
        origin: { kind: 'typed' },
        side: 'client',
        capacity: { kind: 'own' },
        label: null,
        stage: 0,
      },
    })),
    signerIds: signers.map((signer) => signer.id),
    documents: [],
    ledger: [{ key: 'adopted', event: 'adopted', at: now, facts: {} }],
    jobs: [learnJob(place.requestId, now)],
  }
}

function people(signer: RemoteSigner) {
  const { firstName, lastName, email, phone, locale } = signer
  return { firstName, lastName, email, phone, locale }
}
