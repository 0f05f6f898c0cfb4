import { describe, expect, it } from 'vitest'
import type { ComposerContact } from '../../shared/composer.ts'
import type { FormSigner, SendForm } from '../../shared/form.ts'
import type { ReadPhone } from './phones.ts'
import { type CheckFacts, check, mostSigners, tidyForm } from './preflight.ts'
import { camille, nadia, sampleForm } from './testing/sample-request.ts'

const phones: Record<string, Partial<ReadPhone>> = {
  '0639980001': { e164: '+33639980001', type: 'mobile', country: 'FR', assumedCountry: 'FR' },
  '+33299012345': { e164: '+33299012345', type: 'fixed', country: 'FR' },
  '+8613800138000': { e164: '+8613800138000', type: 'mobile', country: 'CN' },
  '333': { type: 'invalid' },
}

const contact: ComposerContact = {
  contactId: 20_001,
  isMain: true,
  name: 'Camille Durand',
  firstName: 'Camille',
  lastName: 'Durand',
  emails: [{ value: 'camille.durand@example.fr', kind: 'WORK', remembered: false }],
  phones: [
    {
      value: '06 39 98 00 01',
      kind: 'MOB',
      remembered: false,
      e164: '+33639980001',
      shown: '+33 6 39 98 00 01',
      type: 'mobile',
      assumedCountry: 'FR',
    },
  ],
  locale: 'fr',
  position: '',
  company: null,
}

const facts: CheckFacts = {
  contacts: [{ ...contact, phones: [] }],
  readPhone: (text) => ({
    e164: text,
    shown: text,
    type: 'mobile',
    country: 'FR',
    assumedCountry: null,
    ...(phones[text] ?? {}),
    ...(phones[text]?.type === 'invalid' ? { e164: null } : {}),
  }),
  settings: { levelsOff: [], emailCodeAllowed: true, noCodeAllowed: false },
}

const found = (form: Partial<SendForm>, more: Partial<CheckFacts> = {}) =>
  check({ ...sampleForm, ...form }, { ...facts, ...more })
const codes = (form: Partial<SendForm>, more: Partial<CheckFacts> = {}) =>
  found(form, more).map((one) => `${one.severity} ${one.code}`)
const signer = (change: Partial<FormSigner>) => ({ signers: [{ ...camille, ...change }] })

describe('the check before sending', () => {
  it('finds nothing in a usual case', () => {
    expect(found({})).toEqual([])
  })

  it.each<[string, Partial<SendForm>, string]>([
    ['without documents', { source: { kind: 'documents', documents: [] } }, 'red no_document'],
    ['without signers', { signers: [] }, 'red no_signer'],
    [
      'with too many signers',
      {
        signers: Array.from({ length: mostSigners + 1 }, (_, index) => ({
          ...camille,
          email: `a${index}@example.fr`,
          phone: `+3363998${1000 + index}`,
        })),
      },
      'red too_many_signers',
    ],
    [
      'with an order that Qualified does not know',
      { level: 'qualified_electronic_signature', mode: null, order: 'all_at_once' },
      'red order_not_allowed',
    ],
    [
      'with a code at Qualified',
      { level: 'qualified_electronic_signature', order: 'one_by_one' },
      'red mode_not_allowed',
    ],
    [
      'with an e-mail code at Advanced',
      { level: 'advanced_electronic_signature', mode: 'otp_email' },
      'red mode_not_allowed',
    ],
    ['without a mode at Simple', { mode: null }, 'red mode_not_allowed'],
    ['without a code where the firm does not allow it', { mode: 'no_otp' }, 'red mode_not_allowed'],
    ['with a deadline of more than a year', { expiryDays: 366 }, 'red expiry_not_allowed'],
    ['with a deadline of no day', { expiryDays: 0 }, 'red expiry_not_allowed'],
    ['of a notarial deed', { name: 'Acte notarié de donation' }, 'red not_signable'],
    ['with a first name missing', signer({ firstName: '' }), 'red no_first_name'],
    ['with a last name missing', signer({ lastName: '' }), 'red no_last_name'],
    ['with a name that Yousign refuses', signer({ lastName: 'Durand_2' }), 'red name_refused'],
    ['with a company as a signer', signer({ firstName: '', lastName: 'SCI Les Tilleuls' }), 'red company_as_name'],
    ['with a title in the name', signer({ firstName: 'Mme Camille' }), 'amber title_in_name'],
    [
      'with first and last name the wrong way round',
      signer({ firstName: 'DURAND', lastName: 'Camille' }),
      'amber swapped_names',
    ],
    ['without an e-mail', signer({ email: '' }), 'red no_email'],
    ['with an address that is none', signer({ email: 'camille' }), 'red bad_email'],
    ['without a phone for the SMS', signer({ phone: null }), 'red no_phone'],
    ['with a landline for the SMS', signer({ phone: '+33299012345' }), 'red bad_phone'],
    ['with a number that cannot be read', signer({ phone: '333' }), 'red bad_phone'],
    ['with a Chinese number for the SMS', signer({ phone: '+8613800138000' }), 'red chinese_phone'],
  ])('of a form %s finds it', (_, form, code) => {
    expect(codes(form)).toContain(code)
  })

  it('asks for a phone only where a code goes to it', () => {
    expect(codes({ ...signer({ phone: null }), mode: 'otp_email' })).toEqual([])
    expect(
      codes({ ...signer({ phone: '333' }), level: 'qualified_electronic_signature', mode: null, order: 'one_by_one' }),
    ).toEqual([])
  })

  it('follows what the firm allows and what its Yousign account has', () => {
    expect(codes({ mode: 'no_otp' }, { settings: { ...facts.settings, noCodeAllowed: true } })).toEqual([])
    expect(codes({ mode: 'otp_email' }, { settings: { ...facts.settings, emailCodeAllowed: false } })).toEqual([
      'red mode_not_allowed',
    ])
    expect(codes({}, { settings: { ...facts.settings, levelsOff: ['electronic_signature'] } })).toEqual([
      'red level_not_active',
    ])
  })

  it('names the values to choose from when a contact has several', () => {
    const emails = ['WORK', 'PRIV'].map((kind) => ({
      value: `${kind}@example.fr`.toLowerCase(),
      kind,
      remembered: false,
    }))
    const [phone] = contact.phones
    const two = { ...contact, emails, phones: phone ? [phone, { ...phone, value: '06 39 98 00 02' }] : [] }
    expect(found(signer({ email: '', phone: null }), { contacts: [two] })).toEqual([
      {
        severity: 'red',
        signer: 0,
        code: 'several_emails',
        name: 'Camille Durand',
        emails: ['work@example.fr', 'priv@example.fr'],
      },
      {
        severity: 'red',
        signer: 0,
        code: 'several_phones',
        name: 'Camille Durand',
        phones: ['06 39 98 00 01', '06 39 98 00 02'],
      },
    ])
  })

  it('says which country was assumed, and that a name was split', () => {
    expect(codes({}, { contacts: [contact] })).toEqual(['info phone_country'])
    expect(codes({}, { contacts: [{ ...contact, phones: [], firstName: '', lastName: 'Camille Durand' }] })).toEqual([
      'info split_name',
    ])
  })

  it('wants a label for every signer of a template, and safe texts', () => {
    const source = {
      kind: 'template' as const,
      templateId: 't',
      name: 'T',
      texts: [
        { label: 'Objet', text: '<b>Vente</b>' },
        { label: ' ', text: 'x' },
      ],
    }
    expect(codes({ source })).toEqual(['red unsafe_text', 'red unsafe_text', 'red no_label'])
    expect(
      codes({ ...signer({ label: 'Client' }), source: { ...source, texts: [{ label: 'Objet', text: 'Vente' }] } }),
    ).toEqual([])
  })

  it('puts what stops the send first', () => {
    const severities = found({
      signers: [
        { ...camille, firstName: 'Mme Camille' },
        { ...nadia, email: '' },
      ],
    }).map((one) => one.severity)
    expect(severities).toEqual(['red', 'amber'])
  })
})

describe('a form before it is checked', () => {
  it('has its names tidied, its numbers read and its name made safe', () => {
    const raw = {
      ...sampleForm,
      ...signer({ firstName: ' Camille ', lastName: 'Le\u00a0Goff', email: ' c@example.fr ', phone: '0639980001' }),
      name: 'Mandat <1> a@b.fr',
    }
    const tidy = tidyForm(raw, facts)
    expect(tidy.name).toBe('Mandat 1')
    expect(tidy.signers[0]).toMatchObject({
      firstName: 'Camille',
      lastName: 'Le Goff',
      email: 'c@example.fr',
      phone: '+33639980001',
    })
    expect(tidyForm({ ...raw, ...signer({ phone: '  ' }) }, facts).signers[0]?.phone).toBeNull()
  })
})
