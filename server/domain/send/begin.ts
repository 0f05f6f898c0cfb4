// P1 step 4: the last look before anybody is contacted. No call is made in the transaction that begins.
import type { Difference } from '../../../shared/problem.ts'
import type { CrmContact } from '../crm.ts'
import { dateIn } from '../dates.ts'
import type { Deps } from '../deps.ts'
import { fullName, type Signer } from '../signature-request.ts'
import { fail } from './end.ts'
import { again, recordDraft, type Sending, type Step, waitFor } from './step.ts'

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
    const compared = await differencesNow(deps, request.leadId, request.signers, sending.priority)
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

/**
 * What is different in Kommo from what was frozen: only values that the send uses. Reads 1 lead and 1 list of contacts.
 * `lead_gone` when the lead was deleted.
 */
export async function differencesNow(
  deps: Pick<Deps, 'crm'>,
  leadId: number,
  signers: readonly Pick<Signer, 'sent' | 'base'>[],
  priority: Sending['priority'],
): Promise<{ ok: true; value: Difference[] | 'lead_gone' } | { ok: false; failure: Parameters<typeof again>[0] }> {
  const lead = await deps.crm.lead(leadId, priority)
  if (!lead.ok) return lead
  if (lead.value === null || lead.value.isDeleted) return { ok: true, value: 'lead_gone' }
  const ids = contactsOf(signers)
  const contacts = ids.length === 0 ? { ok: true as const, value: [] } : await deps.crm.contacts(ids, priority)
  if (!contacts.ok) return contacts
  return { ok: true, value: compare(contacts.value, signers) }
}

/** Contacts by whose values the signers were filled in. */
export function contactsOf(signers: readonly Pick<Signer, 'base'>[]): number[] {
  return [...new Set(signers.flatMap((signer) => (signer.base ? [signer.base.contactId] : [])))]
}

function compare(contacts: readonly CrmContact[], signers: readonly Pick<Signer, 'sent' | 'base'>[]): Difference[] {
  return signers.flatMap((signer): Difference[] => {
    const base = signer.base
    if (base === null) return []
    const contact = contacts.find((one) => one.id === base.contactId)
    const of = fullName(signer.sent)
    if (!contact) return [{ what: 'contact_gone', of, before: of, after: '' }]
    const changes: Difference[] = []
    const name = nameOf(contact)
    if (name !== fullName(base)) changes.push({ what: 'signer_name', of, before: fullName(base), after: name })
    // A contact may hold several values: what was chosen must still be among them.
    if (base.email !== '' && !contact.emails.some((one) => one.value === base.email)) {
      changes.push({ what: 'signer_email', of, before: base.email, after: contact.emails[0]?.value ?? '' })
    }
    if (base.phone !== null && !contact.phones.some((one) => one.value === base.phone)) {
      changes.push({ what: 'signer_phone', of, before: base.phone, after: contact.phones[0]?.value ?? '' })
    }
    return changes
  })
}

/** The contact's name as it goes into a signer's base: its two parts, or the one field when only that is filled. */
export function nameOf(contact: Pick<CrmContact, 'name' | 'firstName' | 'lastName'>): string {
  return contact.lastName === '' ? contact.name : fullName(contact)
}
