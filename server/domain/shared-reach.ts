// Two people with one mailbox or one phone could sign for each other: the table of product.md 3.3.
import type { Finding, Severity } from '../../shared/findings.ts'
import type { SendForm } from '../../shared/form.ts'
import { fullName } from './signature-request.ts'

type What = 'shared_email' | 'shared_phone' | 'shared_both'
type Column = 'ses_sms' | 'ses_email' | 'ses_none' | 'aes' | 'qes'

const table: Record<What, Record<Column, Severity>> = {
  shared_email: { ses_sms: 'amber', ses_email: 'red', ses_none: 'red', aes: 'amber', qes: 'amber' },
  shared_phone: { ses_sms: 'amber', ses_email: 'amber', ses_none: 'info', aes: 'red', qes: 'info' },
  shared_both: { ses_sms: 'red', ses_email: 'red', ses_none: 'red', aes: 'red', qes: 'amber' },
}

/** One finding a pair of signers that share something; it stands at the second of them. */
export function sharedFindings(form: SendForm): Finding[] {
  const column = columnOf(form)
  const found: Finding[] = []
  for (const [second, b] of form.signers.entries()) {
    for (const a of form.signers.slice(0, second)) {
      const email = a.email !== '' && a.email.toLowerCase() === b.email.toLowerCase()
      const phone = a.phone !== null && a.phone === b.phone
      if (!email && !phone) continue
      const code: What = email && phone ? 'shared_both' : email ? 'shared_email' : 'shared_phone'
      found.push({ severity: table[code][column], signer: second, code, names: [fullName(a), fullName(b)] })
    }
  }
  return found
}

function columnOf(form: SendForm): Column {
  if (form.level === 'advanced_electronic_signature') return 'aes'
  if (form.level === 'qualified_electronic_signature') return 'qes'
  return form.mode === 'otp_sms' ? 'ses_sms' : form.mode === 'otp_email' ? 'ses_email' : 'ses_none'
}
