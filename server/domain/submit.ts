// The press on Send, and what can be done until the request has left: take it back, stop it, send what was prepared, retry.
import type { SendBody } from '../../shared/api.ts'
import { compareLevels } from '../../shared/document-type.ts'
import type { Problem } from '../../shared/problem.ts'
import { err, ok, type Result } from '../../shared/result.ts'
import { sendJob } from './consequences.ts'
import type { Deps } from './deps.ts'
import { externalIdOf } from './external-id.ts'
import { conversionLife } from './preview.ts'
import { referenceOf } from './reference.ts'
import { nameOfUser } from './review.ts'
import { problemOfKommo } from './rights.ts'
import { otherLive } from './second-life.ts'
import { contactsOf, differencesNow } from './send/compare.ts'
import { problemOfStanding, standingAgainst, successorOf } from './send/versions.ts'
import type { SignatureRequest, Signer, Snapshot } from './signature-request.ts'
import type { LedgerEntry } from './store.ts'
import type { Viewer } from './use-cases.ts'

/** A review is good for a day: documents and people may have changed after that. */
const reviewLife = 24 * 60 * 60_000

/** Intent of one signature request; the loser of any race gets the winner. */
export async function submit(
  deps: Deps,
  viewer: Viewer,
  leadId: number,
  body: SendBody,
): Promise<Result<SignatureRequest, Problem>> {
  const earlier = deps.store.requestOfSubmission(body.reviewId)
  if (earlier !== null) return earlier.leadId === leadId ? ok(earlier) : err({ code: 'not_found' })
  const found = deps.store.review(body.reviewId)
  if (found === null || found.leadId !== leadId) return err({ code: 'not_found' })
  if (deps.clock.now() - found.createdAt > reviewLife) return err({ code: 'review_expired' })
  const { content } = found
  if (!content.sendable) return err({ code: 'findings', findings: [] })
  // Any other id would only make the document key unique, and with it every race undecided.
  if (body.besides !== null && deps.store.request(body.besides)?.leadId !== leadId) return err({ code: 'not_found' })
  // What differs was shown for that one, or for none.
  if (body.replaces !== content.replaces) return err({ code: 'bad_request', detail: 'replaces' })
  const changed = await changes(deps, leadId, content.snapshot.takenAt, content)
  if (changed !== null) return err(changed)

  const by = { userId: viewer.userId, name: await nameOfUser(deps, viewer.userId) }
  // Looked at after the last await: the old one is surely stopped, and nobody else has replaced it.
  const standing = standingAgainst(deps.store, content.replaces, null)
  if (standing !== null) return err(problemOfStanding(standing))
  const now = deps.clock.now()
  const prepare = body.intent === 'prepare'
  const conversion = prepare ? null : deps.store.conversion(body.reviewId)
  // Who looked at pages sends these pages, or looks again.
  if (conversion !== null && now - conversion.createdAt > conversionLife) return err({ code: 'review_expired' })
  const id = conversion?.requestId ?? deps.newId()
  const notBefore = now + deps.store.settings().undoSeconds * 1000
  const result = deps.store.intend(
    {
      id,
      leadId,
      // "Send a second one" names the request it saw, so that even a second one is sent once.
      documentKey: body.besides === null ? content.documentKey : `${content.documentKey}+${body.besides}`,
      submissionKey: body.reviewId,
      externalId: externalIdOf(deps.store, leadId, id),
      state: prepare ? 'prepared' : 'preparing',
      snapshot: { ...content.snapshot, by },
      notBefore,
      replaces: content.replaces,
      signers: content.signers,
      documents: content.documents,
      ledger: [
        { key: 'created', event: prepare ? 'prepared' : 'send_pressed', at: now, facts: { by: by.name } },
        ...lowered(content.snapshot, by.name, now),
        ...versionLine('replaces', content.replaces, by.name, now),
      ],
      replacedLedger: versionLine('replaced', content.replaces === null ? null : id, by.name, now),
      jobs: prepare ? [] : [sendJob(id, notBefore, 'click')],
      conversion,
    },
    now,
  )
  if (result.kind === 'under_way') return err({ code: 'already_under_way', requestId: result.id, since: result.since })
  const request = deps.store.request(result.id)
  if (request === null) throw new Error('the request that was just written is not there')
  if (result.kind === 'created') remember(deps, request, now)
  return ok(request)
}

/** A level below the type's is kept with who chose it and why. */
function lowered({ form, terms, levelSuggested }: Snapshot, by: string, at: number): LedgerEntry[] {
  if (terms.type === null || compareLevels(form.level, levelSuggested.level) >= 0) return []
  const facts = { by, from: levelSuggested.level, to: form.level, reason: form.reason ?? '' }
  return [{ key: 'level_lowered', event: 'level_lowered', at, facts }]
}

/** In both of them: which is the other. */
function versionLine(event: 'replaces' | 'replaced', other: string | null, by: string, at: number): LedgerEntry[] {
  if (other === null) return []
  return [{ key: `${event}:${other}`, event, at, facts: { by, reference: referenceOf(other) } }]
}

/** Undo, Stop and Discard: honoured until the activation begins. */
export async function takeBack(deps: Deps, viewer: Viewer, request: SignatureRequest): Promise<Result<null, Problem>> {
  const by = await nameOfUser(deps, viewer.userId)
  const current = deps.store.request(request.id) ?? request
  const now = deps.clock.now()
  if (current.state === 'prepared' || current.state === 'held') {
    const ending = { kind: 'canceled' as const, by, reason: null, note: null, at: now }
    deps.store.record(
      {
        requestId: request.id,
        request: { state: 'canceled', endedAt: now, ending },
        ledger: [{ key: 'stopped', event: 'stopped', at: now, facts: { by } }],
      },
      now,
    )
    return ok(null)
  }
  const begun = deps.store.drafts(request.id).some((draft) => draft.state === 'activating' || draft.state === 'active')
  if (current.state !== 'preparing' || begun) return err({ code: 'too_late', state: current.state })
  const cancelAsked = { by, at: now, reason: 'other' as const, note: null, calledAt: null }
  deps.store.record(
    { requestId: request.id, request: { cancelAsked, notBefore: now }, jobs: [sendJob(request.id, now, 'click')] },
    now,
  )
  return ok(null)
}

/** Send of what was prepared: checked again against Kommo. */
export async function sendPrepared(
  deps: Deps,
  viewer: Viewer,
  request: SignatureRequest,
): Promise<Result<null, Problem>> {
  const isHeld = request.state === 'held'
  if (request.state !== 'prepared' && !isHeld) return err({ code: 'too_late', state: request.state })
  const standing = standingAgainst(deps.store, request.replaces, request.id)
  if (standing !== null) return err(problemOfStanding(standing))
  // What was held may have missed the hooks that tell of a change, so it is compared in any case.
  const since = isHeld ? Number.NEGATIVE_INFINITY : request.snapshot.takenAt
  const changed = await changes(deps, request.leadId, since, request)
  if (changed !== null) return err(changed)
  const by = { userId: viewer.userId, name: await nameOfUser(deps, viewer.userId) }
  return start(deps, request, ['prepared', 'held'], by)
}

/** Retry after a failure: a new attempt with the same snapshot. */
export async function retry(deps: Deps, viewer: Viewer, request: SignatureRequest): Promise<Result<null, Problem>> {
  if (request.state !== 'failed' || request.paper !== null) return err({ code: 'too_late', state: request.state })
  if (request.trouble?.kind === 'changed' || request.trouble?.kind === 'expiry_past')
    return err({ code: 'review_expired' })
  const by = { userId: viewer.userId, name: await nameOfUser(deps, viewer.userId) }
  // Looked at after the last await, so that nobody else can begin between the look and the start.
  const other = otherLive(deps, request)
  if (other) return err({ code: 'already_under_way', requestId: other.id, since: other.createdAt })
  const standing = standingAgainst(deps.store, request.replaces, request.id) ?? successorOf(deps.store, request)
  if (standing !== null) return err(problemOfStanding(standing))
  // A person asks again, perhaps after a new key: the lane is tried at once.
  deps.lanes.yousign.resume()
  return start(deps, request, ['failed'], by)
}

function start(
  deps: Deps,
  request: SignatureRequest,
  from: SignatureRequest['state'][],
  by: { userId: number; name: string },
): Result<null, Problem> {
  const current = deps.store.request(request.id)
  if (current === null || !from.includes(current.state) || current.paper !== null)
    return err({ code: 'too_late', state: current?.state ?? 'gone' })
  const now = deps.clock.now()
  const notBefore = from.includes('prepared') ? now + deps.store.settings().undoSeconds * 1000 : now
  deps.store.record(
    {
      requestId: request.id,
      request: {
        state: 'preparing',
        trouble: null,
        endedAt: null,
        ending: null,
        cancelAsked: null,
        notBefore,
        snapshot: { ...current.snapshot, by },
      },
      ledger: [{ key: `send:${now}`, event: 'send_pressed', at: now, facts: { by: by.name } }],
      jobs: [sendJob(request.id, notBefore, 'click')],
    },
    now,
  )
  return ok(null)
}

/** Null when nothing that the send uses has changed since; asks Kommo only if a hook said that something did. */
async function changes(
  deps: Deps,
  leadId: number,
  since: number,
  frozen: { signers: readonly Pick<Signer, 'sent' | 'base'>[]; snapshot: Snapshot },
): Promise<Problem | null> {
  const marked =
    since === Number.NEGATIVE_INFINITY ||
    deps.store.changedInCrm('lead', [leadId], since) ||
    deps.store.changedInCrm('contact', contactsOf(frozen.signers), since)
  if (!marked) return null
  const compared = await differencesNow(deps, leadId, frozen, 'click')
  if (!compared.ok) return problemOfKommo(compared.failure)
  if (compared.value === 'lead_gone') return { code: 'lead_gone' }
  return compared.value.length === 0 ? null : { code: 'changed', differences: compared.value }
}

/** What was chosen or typed need not be chosen or typed again. */
function remember(deps: Deps, request: SignatureRequest, now: number): void {
  for (const { sent, base } of request.signers) {
    if (base !== null) {
      if (base.email !== '') deps.store.remember('contact_email', String(base.contactId), base.email, now)
      if (base.phone !== null) deps.store.remember('contact_phone', String(base.contactId), base.phone, now)
    }
    if (sent.origin.kind === 'user' && sent.phone !== null)
      deps.store.remember('user_phone', String(sent.origin.userId), sent.phone, now)
  }
  const { source } = request.snapshot.form
  if (source.kind === 'template') {
    const labels = {
      signerLabels: request.signers.map((signer) => signer.sent.label ?? ''),
      textLabels: source.texts.map((text) => text.label),
    }
    deps.store.remember('template_labels', source.templateId, JSON.stringify(labels), now)
  }
}
