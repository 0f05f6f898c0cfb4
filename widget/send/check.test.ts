import { expect, test } from 'vitest'
import type { PhoneReply } from '../../shared/api.ts'
import type { Finding, FindingCode } from '../../shared/findings.ts'
import type { SendForm } from '../../shared/form.ts'
import { dictionaryOf, english } from '../../shared/texts/dictionaries.ts'
import { claire, composer, helene, jeanBaptiste } from '../../test/fixtures/people.ts'
import { createWords } from '../words/words.tsx'
import { checkForm } from './check.ts'
import { findingText } from './findings.tsx'
import { startForm } from './form.ts'

const usual = startForm(composer, null)
const codes = (form: SendForm, phones = new Map<string, PhoneReply>()) =>
  checkForm(form, composer, phones).map(({ code, severity }) => `${severity} ${code}`)
const withSigners = (...signers: SendForm['signers']) => ({ ...usual, signers })

test('the usual case is fine', () => {
  expect(codes(usual)).toEqual([])
})

test.each<[string, SendForm, string[]]>([
  ['no document', { ...usual, source: { kind: 'documents', documents: [] } }, ['red no_document']],
  ['nobody', withSigners(), ['red no_signer']],
  ['no names', withSigners({ ...claire, firstName: '', lastName: ' ' }), ['red no_first_name', 'red no_last_name']],
  ['no e-mail', withSigners({ ...claire, email: '' }), ['red no_email']],
  ['a wrong e-mail', withSigners({ ...claire, email: 'a@b' }), ['red bad_email']],
  ['several e-mails', withSigners({ ...jeanBaptiste, email: '' }), ['red several_emails']],
  ['no phone', withSigners({ ...claire, phone: null }), ['red no_phone']],
  ['a landline of the contact', withSigners({ ...jeanBaptiste, phone: '+33 1 99 00 47 11' }), ['red bad_phone']],
  ['letters nobody takes', withSigners({ ...claire, lastName: 'Иванов' }), ['red name_refused']],
  ['a company', withSigners({ ...claire, firstName: 'SCI', lastName: 'Mercier' }), ['red company_as_name']],
  ['a title', withSigners({ ...claire, firstName: 'Maître Claire' }), ['amber title_in_name']],
  [
    'a code that the level has not',
    { ...usual, level: 'qualified_electronic_signature' },
    ['red mode_not_allowed', 'red order_not_allowed'],
  ],
  ['no deadline', { ...usual, expiryDays: 0 }, ['red expiry_not_allowed']],
])('says what is wrong with %s', (_, form, found) => {
  expect(codes(form)).toEqual(found)
})

test('without a code by SMS nobody needs a phone', () => {
  expect(codes({ ...withSigners({ ...claire, phone: null }), mode: 'otp_email' })).toEqual([])
})

test('a typed number is judged as the server read it', () => {
  const phone = '0199004711'
  const form = withSigners({ ...claire, phone })
  const reply = { e164: null, shown: phone, assumedCountry: null }
  expect(codes(form)).toEqual([])
  expect(codes(form, new Map([[phone, { ...reply, type: 'fixed' }]]))).toEqual(['red bad_phone'])
  expect(codes(form, new Map([[phone, { ...reply, type: 'mobile', e164: '+8613912345678' }]]))).toEqual([
    'red chinese_phone',
  ])
})

// product.md 3.3, row by row.
test.each([
  ['electronic_signature', 'otp_sms', ['amber shared_email', 'amber shared_phone', 'red shared_both']],
  ['electronic_signature', 'otp_email', ['red shared_email', 'amber shared_phone', 'red shared_both']],
  ['advanced_electronic_signature', 'otp_sms', ['amber shared_email', 'red shared_phone', 'red shared_both']],
  ['qualified_electronic_signature', null, ['amber shared_email', 'info shared_phone', 'amber shared_both']],
] as const)('two people with one mailbox or phone at %s %s', (level, mode, expected) => {
  const other = { ...claire, email: 'c@example.fr', phone: '+33 6 39 98 99 99' }
  const found = [
    { email: helene.email.toUpperCase() },
    { phone: '+33639981234' },
    { email: helene.email, phone: helene.phone },
  ]
    .map((shared) => withSigners(helene, { ...other, ...shared }))
    .flatMap((form) => codes({ ...form, level, mode, order: 'one_by_one' }))
  expect(found).toEqual(expected)
})

const name = 'Hélène Mercier'
const every = {
  no_signer: {},
  no_document: {},
  no_first_name: {},
  no_last_name: {},
  no_email: { name },
  bad_email: { name, email: 'x@y' },
  several_emails: { name, emails: ['a@b.fr', 'c@d.fr'] },
  no_phone: { name },
  several_phones: { name, phones: ['1', '2', '3'] },
  bad_phone: { name, phone: '01' },
  phone_country: { name, phone: '06', country: 'France' },
  chinese_phone: { name, phone: '+86' },
  name_refused: { name, letters: 'И', proposal: 'Ivan', field: 'firstName' },
  title_in_name: { name, title: 'Me', proposal: 'Hélène' },
  company_as_name: { name },
  swapped_names: { name, firstName: 'Hélène', lastName: 'Mercier' },
  split_name: { name, firstName: 'Hélène', lastName: 'Mercier' },
  shared_email: { names: ['Anne', 'Paul'] },
  shared_phone: { names: ['Anne', 'Paul'] },
  shared_both: { names: ['Anne', 'Paul'] },
  mode_not_allowed: {},
  order_not_allowed: {},
  too_many_signers: { limit: 10 },
  expiry_not_allowed: {},
  no_label: { name },
  unsafe_text: { text: 'x' },
  level_not_active: {},
  not_signable: {},
  lawyers_deed: {},
  family_law: {},
  level_too_low: { type: 'Mandat', minimum: 'advanced_electronic_signature' },
  level_fixed: { type: 'Mandat', level: 'advanced_electronic_signature' },
  reason_missing: {},
  advice: { text: 'No fee before the funds are paid.' },
  firm_signer_left: { name },
  type_changed: { type: 'Mandat' },
  template_field: { text: '"Price" is empty on the lead. The document needs it.' },
  template_gone: { type: 'Mandat' },
  template_places: {},
  pages_over_anchor_limit: { pages: 200 },
  signature_page: {},
  pages_turned: {},
  places_used: { type: 'Mandat', document: 'Mandat.pdf' },
  places_signers: { type: 'Mandat', clients: 2, firm: 1 },
  places_short: { type: 'Mandat', document: 'Mandat.pdf', pages: 1, least: 3 },
  places_outside: { type: 'Mandat', document: 'Mandat.pdf', page: 2 },
  places_overlap: { type: 'Mandat', document: 'Mandat.pdf', page: 2 },
  places_turned: { document: 'Mandat.pdf', page: 2 },
  places_twice: { type: 'Mandat' },
} as const satisfies {
  [code in FindingCode]: Omit<Extract<Finding, { code: code }>, 'code' | 'severity' | 'signer'> extends infer F
    ? { readonly [key in keyof F]: unknown }
    : never
}

test.each(['en', 'fr'] as const)('every finding is a whole sentence in %s', (language) => {
  const words = createWords(language, [dictionaryOf(language) ?? english], { provider: 'Yousign' })
  for (const [code, facts] of Object.entries(every)) {
    const text = findingText(words, { code, severity: 'red', signer: 0, ...facts } as unknown as Finding)
    expect(text, code).toMatch(/[.?!”»]$/)
    expect(text, code).not.toMatch(/[{}[\]]|undefined| {2}/)
    for (const fact of Object.values(facts as object).flat()) {
      if (code.startsWith('shared') || code === 'swapped_names')
        expect(text, code).toContain(String(fact).split(' ')[0])
    }
  }
})
