// The check before sending: levels, names, addresses, phones, and who shares what with whom (product.md 2, 3.3, 3.9).
// Pure. Nothing is created anywhere while a red finding stands.
import type { ComposerContact } from '../../shared/composer.ts'
import type { Finding, Severity } from '../../shared/findings.ts'
import type { FormSigner, SendForm } from '../../shared/form.ts'
import { maxExpiryDays, modesOf, ordersOf } from '../../shared/levels.ts'
import {
  isEmail,
  isHumanName,
  looksLikeCompany,
  proposeName,
  refusedLetters,
  safeText,
  tidyName,
  titleOf,
} from '../../shared/names.ts'
import type { FirmSettings } from './firm-settings.ts'
import { lawyersDeed, notarial } from './not-signable.ts'
import type { ReadPhone } from './phones.ts'
import { sharedFindings } from './shared-reach.ts'
import { fullName } from './signature-request.ts'

export interface CheckFacts {
  contacts: readonly ComposerContact[]
  readPhone(text: string): ReadPhone
  settings: Pick<FirmSettings, 'levelsOff' | 'emailCodeAllowed' | 'noCodeAllowed'>
}

export const mostSigners = 20

/** Names tidied, numbers in E.164 where they can be read: what is shown, checked and sent. */
export function tidyForm(form: SendForm, facts: Pick<CheckFacts, 'readPhone'>): SendForm {
  const signers = form.signers.map((signer): FormSigner => {
    const phone =
      signer.phone === null || signer.phone.trim() === ''
        ? null
        : (facts.readPhone(signer.phone).e164 ?? signer.phone.trim())
    return {
      ...signer,
      firstName: tidyName(signer.firstName),
      lastName: tidyName(signer.lastName),
      email: signer.email.trim(),
      phone,
    }
  })
  return { ...form, name: safeText(form.name, 100), signers }
}

/** Everything that stands against the form or is worth knowing, red first. */
export function check(form: SendForm, facts: CheckFacts): Finding[] {
  const whole: Finding[] = []
  const add = (severity: Severity, finding: Pick<Finding, 'code'>) =>
    whole.push({ severity, signer: null, ...finding } as Finding)
  if (form.source.kind === 'documents' && form.source.documents.length === 0) add('red', { code: 'no_document' })
  if (form.signers.length === 0) add('red', { code: 'no_signer' })
  if (form.signers.length > mostSigners)
    whole.push({ severity: 'red', signer: null, code: 'too_many_signers', limit: mostSigners })
  if (facts.settings.levelsOff.includes(form.level)) add('red', { code: 'level_not_active' })
  if (!isModeAllowed(form, facts)) add('red', { code: 'mode_not_allowed' })
  if (!ordersOf(form.level).includes(form.order)) add('red', { code: 'order_not_allowed' })
  if (!Number.isInteger(form.expiryDays) || form.expiryDays < 1 || form.expiryDays > maxExpiryDays)
    add('red', { code: 'expiry_not_allowed' })
  if (notarial.test(form.name)) add('red', { code: 'not_signable' })
  if (lawyersDeed.test(form.name)) add('red', { code: 'lawyers_deed' })
  whole.push(...textFindings(form))
  const each = form.signers.flatMap((signer, index) => signerFindings(form, signer, index, facts))
  return [...whole, ...each, ...sharedFindings(form)].sort((a, b) => weight[a.severity] - weight[b.severity])
}

/** Texts for a template at Yousign that it would refuse; to be asked again once they are filled. */
export function textFindings({ source }: Pick<SendForm, 'source'>): Finding[] {
  const texts = source.kind === 'template' ? source.texts : []
  return texts
    .filter(({ label, text }) => label.trim() === '' || refusedText.test(text))
    .map(({ label }) => ({ severity: 'red', signer: null, code: 'unsafe_text', text: label }))
}

/** Markup, addresses of pages and of people: Yousign refuses them in what signers read (contracts/yousign.md 1.4). */
const refusedText = /[<>]|https?:|www\.|[^\s@]+@[^\s@]+\.[^\s@]+/i

const weight: Record<Severity, number> = { red: 0, amber: 1, info: 2 }

function isModeAllowed(form: SendForm, facts: CheckFacts): boolean {
  const modes = modesOf(form.level)
  if (form.mode === null) return modes.length === 0
  if (!modes.includes(form.mode)) return false
  if (form.mode === 'otp_email') return facts.settings.emailCodeAllowed
  return form.mode !== 'no_otp' || facts.settings.noCodeAllowed
}

function signerFindings(form: SendForm, signer: FormSigner, index: number, facts: CheckFacts): Finding[] {
  const contact = signer.origin.kind === 'contact' ? contactOf(signer, facts) : null
  const name = fullName(signer) || contact?.name || ''
  const found: Finding[] = [...nameFindings(signer, index, name, contact)]
  if (signer.email === '') {
    const emails = contact?.emails.map((one) => one.value) ?? []
    found.push(
      emails.length > 1
        ? { severity: 'red', signer: index, code: 'several_emails', name, emails }
        : { severity: 'red', signer: index, code: 'no_email', name },
    )
  } else if (!isEmail(signer.email))
    found.push({ severity: 'red', signer: index, code: 'bad_email', name, email: signer.email })
  if (form.mode === 'otp_sms') found.push(...phoneFindings(signer, index, name, contact, facts))
  if (form.source.kind === 'template' && (signer.label ?? '').trim() === '')
    found.push({ severity: 'red', signer: index, code: 'no_label', name })
  return found
}

function nameFindings(signer: FormSigner, index: number, name: string, contact: ComposerContact | null): Finding[] {
  if (looksLikeCompany(name) || (contact !== null && looksLikeCompany(contact.name) && name === contact.name)) {
    return [{ severity: 'red', signer: index, code: 'company_as_name', name }]
  }
  const found: Finding[] = []
  for (const field of ['firstName', 'lastName'] as const) {
    const value = signer[field]
    if (value === '')
      found.push({ severity: 'red', signer: index, code: field === 'firstName' ? 'no_first_name' : 'no_last_name' })
    else if (!isHumanName(value)) {
      found.push({
        severity: 'red',
        signer: index,
        code: 'name_refused',
        name: value,
        letters: refusedLetters(value),
        proposal: proposeName(value),
        field,
      })
    }
  }
  const title = titleOf(signer.firstName)
  if (title !== null) {
    found.push({
      severity: 'amber',
      signer: index,
      code: 'title_in_name',
      name,
      title,
      proposal: tidyName(signer.firstName.slice(title.length)),
    })
  }
  if (isCapitals(signer.firstName) && !isCapitals(signer.lastName) && signer.lastName !== '') {
    found.push({
      severity: 'amber',
      signer: index,
      code: 'swapped_names',
      name,
      firstName: signer.lastName,
      lastName: signer.firstName,
    })
  }
  if (
    contact !== null &&
    contact.firstName === '' &&
    signer.firstName !== '' &&
    fullName(signer) === tidyName(contact.name)
  ) {
    found.push({
      severity: 'info',
      signer: index,
      code: 'split_name',
      name,
      firstName: signer.firstName,
      lastName: signer.lastName,
    })
  }
  return found
}

function phoneFindings(
  signer: FormSigner,
  index: number,
  name: string,
  contact: ComposerContact | null,
  facts: CheckFacts,
): Finding[] {
  if (signer.phone === null) {
    const phones = contact?.phones.map((one) => one.value) ?? []
    return [
      phones.length > 1
        ? { severity: 'red', signer: index, code: 'several_phones', name, phones }
        : { severity: 'red', signer: index, code: 'no_phone', name },
    ]
  }
  const read = facts.readPhone(signer.phone)
  if (read.e164 === null || read.type === 'fixed' || read.type === 'invalid') {
    return [{ severity: 'red', signer: index, code: 'bad_phone', name, phone: read.shown }]
  }
  // Yousign sends no SMS to Chinese numbers (contracts/yousign.md 3.1).
  if (read.country === 'CN') return [{ severity: 'red', signer: index, code: 'chinese_phone', name, phone: read.shown }]
  const source = contact?.phones.find((one) => one.e164 === read.e164)
  if (source?.assumedCountry) {
    return [
      {
        severity: 'info',
        signer: index,
        code: 'phone_country',
        name,
        phone: read.shown,
        country: source.assumedCountry,
      },
    ]
  }
  return []
}

function contactOf(signer: FormSigner, facts: CheckFacts): ComposerContact | null {
  const id = signer.origin.kind === 'contact' ? signer.origin.contactId : null
  return facts.contacts.find((one) => one.contactId === id) ?? null
}

function isCapitals(text: string): boolean {
  return text.length > 1 && text === text.toUpperCase() && text !== text.toLowerCase()
}
