// What is different in Kommo from what was frozen at the review: only values that the send took from there.
import { splitName, tidyName } from '../../../shared/names.ts'
import type { Difference } from '../../../shared/problem.ts'
import type { CrmContact } from '../crm.ts'
import type { Deps } from '../deps.ts'
import type { CallFailure } from '../failure.ts'
import type { Priority } from '../lane.ts'
import { fullName, type SentValues, type Signer, type Snapshot } from '../signature-request.ts'
import { refillDifferences } from '../templates/refill.ts'

type Frozen = Pick<Signer, 'sent' | 'base'>
type Name = Pick<SentValues, 'firstName' | 'lastName'>

/** Reads 1 lead and 1 list of contacts, and what a template needs. `lead_gone` when the lead was deleted. */
export async function differencesNow(
  deps: Deps,
  leadId: number,
  { signers, snapshot }: { signers: readonly Frozen[]; snapshot: Snapshot },
  priority: Priority,
): Promise<{ ok: true; value: Difference[] | 'lead_gone' } | { ok: false; failure: CallFailure }> {
  const lead = await deps.crm.lead(leadId, priority)
  if (!lead.ok) return lead
  if (lead.value === null || lead.value.isDeleted) return { ok: true, value: 'lead_gone' }
  const ids = contactsOf(signers)
  const contacts = ids.length === 0 ? { ok: true as const, value: [] } : await deps.crm.contacts(ids, priority)
  if (!contacts.ok) return contacts
  const filled = await refillDifferences(deps, lead.value, contacts.value, snapshot, priority)
  if (!filled.ok) return filled
  return { ok: true, value: [...signers.flatMap((one) => differencesOf(deps, contacts.value, one)), ...filled.value] }
}

/** Contacts by whose values the signers were filled in. */
export function contactsOf(signers: readonly Pick<Signer, 'base'>[]): number[] {
  return [...new Set(signers.flatMap((signer) => (signer.base ? [signer.base.contactId] : [])))]
}

/** The contact's name as Kommo shows it: its two parts, or the one field when only that is filled. */
export function nameOf(contact: Pick<CrmContact, 'name' | 'firstName' | 'lastName'>): string {
  return contact.lastName === '' ? contact.name : fullName(contact)
}

/** First and last name as they are offered for a signer and go into the signer's base. */
export function partsOf(contact: Pick<CrmContact, 'name' | 'firstName' | 'lastName'>): Name {
  if (contact.lastName === '') return splitName(contact.name)
  return { firstName: tidyName(contact.firstName), lastName: tidyName(contact.lastName) }
}

function differencesOf(
  { phones }: Pick<Deps, 'phones'>,
  contacts: readonly CrmContact[],
  { sent, base }: Frozen,
): Difference[] {
  if (base === null) return []
  const contact = contacts.find((one) => one.id === base.contactId)
  const of = fullName(sent)
  if (!contact) return [{ what: 'contact_gone', of, before: of, after: '' }]
  const differences: Difference[] = []
  const name = partsOf(contact)
  if (nameChanged(sent, base, name)) {
    // Where only the border between the two parts moved, it has to be seen.
    const show = fullName(base) === fullName(name) ? bothParts : fullName
    differences.push({ what: 'signer_name', of, before: show(base), after: show(name) })
  }
  // A contact may hold several values: what was chosen must still be among them. What was typed is empty in the base.
  if (base.email !== '' && !contact.emails.some((one) => one.value === base.email)) {
    differences.push({ what: 'signer_email', of, before: base.email, after: contact.emails[0]?.value ?? '' })
  }
  if (base.phone !== null && !contact.phones.some((one) => one.value === base.phone || isNumber(one.value))) {
    differences.push({ what: 'signer_phone', of, before: base.phone, after: contact.phones[0]?.value ?? '' })
  }
  return differences

  /** The number that is sent, whatever way it is written now. */
  function isNumber(value: string): boolean {
    if (sent.phone === null) return false
    const country = phones.read(sent.phone, '').country
    return country !== null && phones.read(value, country).e164 === sent.phone
  }
}

/** Each part counts only where it is sent as it was read; a name that was merely split otherwise counts as a whole. */
function nameChanged(sent: Name, base: Name, name: Name): boolean {
  const isWhole = fullName(sent) === fullName(base)
  return (
    (isWhole && fullName(name) !== fullName(base)) ||
    (sent.firstName === base.firstName && name.firstName !== base.firstName) ||
    (sent.lastName === base.lastName && name.lastName !== base.lastName)
  )
}

function bothParts({ firstName, lastName }: Name): string {
  return `${firstName} / ${lastName}`
}
