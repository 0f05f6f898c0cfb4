// A contact of the lead as a signer.
import type { ComposerContact } from '../../../shared/composer.ts'
import type { FormSigner } from '../../../shared/form.ts'

/** A signer filled in from a contact: the one value there is, or the one chosen before; several stay open. */
export function signerOf(contact: ComposerContact): FormSigner {
  const mobiles = contact.phones.filter((one) => one.type === 'mobile' || one.type === 'unknown')
  const phone =
    contact.phones.find((one) => one.remembered) ??
    (mobiles.length === 1 ? mobiles[0] : contact.phones.length === 1 ? contact.phones[0] : undefined)
  const email =
    contact.emails.find((one) => one.remembered) ?? (contact.emails.length === 1 ? contact.emails[0] : undefined)
  return {
    origin: { kind: 'contact', contactId: contact.contactId },
    side: 'client',
    firstName: contact.firstName,
    lastName: contact.lastName,
    email: email?.value ?? '',
    phone: phone ? (phone.e164 ?? phone.value) : null,
    locale: contact.locale,
    capacity: { kind: 'own' },
    label: null,
  }
}
