// P1 step 4: the last look before anybody is contacted. No call is made in the transaction that begins.
import { dateIn } from '../dates.ts'
import { referenceOf } from '../reference.ts'
import { contactsOf, differencesNow } from './compare.ts'
import { fail } from './end.ts'
import { again, recordDraft, type Sending, type Step, waitFor } from './step.ts'
import { standingAgainst } from './versions.ts'

/** Marks the draft as `activating`, or stops with what changed. From here on the request may reach people. */
export async function begin(sending: Sending): Promise<Step> {
  const { deps, request, draft } = sending
  const { snapshot } = request
  if (snapshot.expirationDate <= dateIn(snapshot.firm.timeZone, deps.clock.now()))
    return fail(sending, { kind: 'expiry_past' })

  const contactIds = contactsOf(request.signers)
  const since = snapshot.takenAt
  if (
    deps.store.changedInCrm('lead', [request.leadId], since) ||
    deps.store.changedInCrm('contact', contactIds, since)
  ) {
    const readAt = deps.clock.now()
    const compared = await differencesNow(deps, request.leadId, request, sending.priority)
    if (!compared.ok) {
      const now = deps.clock.now()
      recordDraft(sending, {}, { ...waitFor(compared.failure, now).waiting, reason: 'kommo_unavailable' })
      return again(compared.failure, now)
    }
    if (compared.value === 'lead_gone') return fail(sending, { kind: 'lead_gone' })
    if (compared.value.length > 0) return fail(sending, { kind: 'changed' })
    deps.store.record(
      { requestId: request.id, request: { snapshot: { ...snapshot, takenAt: readAt } } },
      deps.clock.now(),
    )
    return 'next'
  }

  // Somebody may have pressed Stop while Kommo was asked; reading and recording in one turn leaves no gap.
  if (deps.store.request(request.id)?.cancelAsked) return 'next'
  // In the same turn: what it replaces may have been set going again, by a colleague in Yousign too.
  const standing = standingAgainst(deps.store, request.replaces, request.id)
  if (standing !== null) {
    const reference = referenceOf(standing.request.id)
    return fail(sending, { kind: 'not_replaceable', reference, why: standing.why })
  }
  const now = deps.clock.now()
  deps.store.record(
    {
      requestId: request.id,
      request: { waiting: null },
      draft: {
        attempt: draft.attempt,
        columns: {
          state: 'activating',
          inFlight: 'activate',
          activations: 1,
          firstActivationAt: now,
          lastActivationAt: now,
        },
      },
    },
    now,
  )
  return 'next'
}
