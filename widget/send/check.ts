// The immediate check of a form that somebody has changed (product.md 3.3, 5.5). The server's check at the review
// decides; this one speaks while people type, with the same rules for names and addresses (shared/names.ts).
import type { PhoneReply } from '../../shared/api.ts'
import type { Composer, ComposerContact, ComposerType } from '../../shared/composer.ts'
import { compareLevels } from '../../shared/document-type.ts'
import type { Finding, Severity } from '../../shared/findings.ts'
import type { FormSigner, SendForm } from '../../shared/form.ts'
import { type AuthenticationMode, type Level, maxExpiryDays, modesOf, ordersOf } from '../../shared/levels.ts'
import { isEmail, isHumanName, looksLikeCompany, proposeName, refusedLetters, titleOf } from '../../shared/names.ts'
import { typeOf } from './form.ts'

/** Numbers as the server read them, by what was typed. */
export type Phones = ReadonlyMap<string, PhoneReply>

export function checkForm(form: SendForm, composer: Composer, phones: Phones): Finding[] {
  return [
    ...checkWhole(form),
    ...checkType(form, typeOf(form, composer)),
    ...form.signers.flatMap((signer, index) => checkSigner(form, signer, index, contactOf(composer, signer), phones)),
    ...checkShared(form),
  ]
}

export function contactOf(composer: Composer, { origin }: FormSigner): ComposerContact | undefined {
  return origin.kind === 'contact'
    ? composer.contacts.find(({ contactId }) => contactId === origin.contactId)
    : undefined
}

/** True when this signer has to give a number: for the code by SMS, which Advanced needs too. */
export function needsPhone(form: SendForm): boolean {
  return form.mode === 'otp_sms' || form.level !== 'electronic_signature'
}

function checkWhole(form: SendForm): Finding[] {
  const all = { severity: 'red' as const, signer: null }
  const findings: Finding[] = []
  if (form.source.kind === 'documents' && form.source.documents.length === 0) {
    findings.push({ ...all, code: 'no_document' })
  }
  if (form.signers.length === 0) findings.push({ ...all, code: 'no_signer' })
  const modes = modesOf(form.level)
  if (form.mode === null ? modes.length > 0 : !modes.includes(form.mode)) {
    findings.push({ ...all, code: 'mode_not_allowed' })
  }
  if (!ordersOf(form.level).includes(form.order)) findings.push({ ...all, code: 'order_not_allowed' })
  if (form.expiryDays < 1 || form.expiryDays > maxExpiryDays) findings.push({ ...all, code: 'expiry_not_allowed' })
  return findings
}

/** What the document type asks for beyond the form itself; the levels that it leaves open are the only ones to choose. */
function checkType(form: SendForm, type: ComposerType | undefined): Finding[] {
  if (type === undefined) return []
  const lower = compareLevels(form.level, type.level) < 0 && !form.reason
  return [
    ...(lower ? [{ severity: 'red' as const, signer: null, code: 'reason_missing' as const }] : []),
    ...(type.advice === null
      ? []
      : [{ severity: 'amber' as const, signer: null, code: 'advice' as const, text: type.advice }]),
  ]
}

function checkSigner(
  form: SendForm,
  signer: FormSigner,
  index: number,
  contact: ComposerContact | undefined,
  phones: Phones,
): Finding[] {
  const about = { severity: 'red' as Severity, signer: index }
  const name = `${signer.firstName} ${signer.lastName}`.trim()
  const findings: Finding[] = []
  if (signer.firstName.trim() === '') findings.push({ ...about, code: 'no_first_name' })
  if (signer.lastName.trim() === '') findings.push({ ...about, code: 'no_last_name' })
  for (const field of ['firstName', 'lastName'] as const) {
    const value = signer[field].trim()
    if (value !== '' && !isHumanName(value)) {
      const letters = refusedLetters(value)
      findings.push({ ...about, code: 'name_refused', name, letters, proposal: proposeName(value), field })
    }
  }
  if (looksLikeCompany(name)) findings.push({ ...about, code: 'company_as_name', name })
  const title = titleOf(signer.firstName)
  if (title !== null) {
    const proposal = signer.firstName.trim().slice(title.length).trim()
    findings.push({ ...about, severity: 'amber', code: 'title_in_name', name, title, proposal })
  }
  if (signer.email === '' && contact !== undefined && contact.emails.length > 1) {
    findings.push({ ...about, code: 'several_emails', name, emails: contact.emails.map(({ value }) => value) })
  } else if (signer.email === '') findings.push({ ...about, code: 'no_email', name })
  else if (!isEmail(signer.email)) findings.push({ ...about, code: 'bad_email', name, email: signer.email })
  if (needsPhone(form)) findings.push(...checkPhone(signer, name, about, contact, phones))
  if (form.source.kind === 'template' && !signer.label) findings.push({ ...about, code: 'no_label', name })
  return findings
}

function checkPhone(
  { phone }: FormSigner,
  name: string,
  about: { severity: Severity; signer: number },
  contact: ComposerContact | undefined,
  phones: Phones,
): Finding[] {
  if (phone === null || phone.trim() === '') {
    if (contact === undefined || contact.phones.length < 2) return [{ ...about, code: 'no_phone', name }]
    return [{ ...about, code: 'several_phones', name, phones: contact.phones.map(({ shown }) => shown) }]
  }
  const read = readPhone(phone, contact, phones)
  if (read === undefined) return []
  if (read.type === 'fixed' || read.type === 'invalid') return [{ ...about, code: 'bad_phone', name, phone }]
  if (read.e164?.startsWith('+86')) return [{ ...about, code: 'chinese_phone', name, phone }]
  return []
}

/** What is known of a number; undefined while nobody has read it. */
export function readPhone(phone: string, contact: ComposerContact | undefined, phones: Phones): PhoneReply | undefined {
  return phones.get(phone) ?? contact?.phones.find(({ shown, value }) => shown === phone || value === phone)
}

/** Two people with one mailbox or number: whoever holds it could sign for the other (product.md 3.3). */
function checkShared(form: SendForm): Finding[] {
  const findings: Finding[] = []
  form.signers.forEach((signer, index) => {
    for (const other of form.signers.slice(0, index)) {
      const email = signer.email !== '' && signer.email.toLowerCase() === other.email.toLowerCase()
      const phone = digits(signer.phone) !== '' && digits(signer.phone) === digits(other.phone)
      if (!email && !phone) continue
      const what = email && phone ? 'both' : email ? 'email' : 'phone'
      const names: [string, string] = [`${other.firstName} ${other.lastName}`, `${signer.firstName} ${signer.lastName}`]
      findings.push({
        severity: sharedSeverity(form.level, form.mode, what),
        signer: index,
        code: `shared_${what}`,
        names,
      })
    }
  })
  return findings
}

function sharedSeverity(level: Level, mode: AuthenticationMode | null, what: 'email' | 'phone' | 'both'): Severity {
  if (level === 'qualified_electronic_signature') return what === 'phone' ? 'info' : 'amber'
  if (what === 'both') return 'red'
  if (level === 'advanced_electronic_signature') return what === 'phone' ? 'red' : 'amber'
  return mode !== 'otp_sms' && what === 'email' ? 'red' : 'amber'
}

function digits(phone: string | null): string {
  return (phone ?? '').replace(/\D/g, '')
}
