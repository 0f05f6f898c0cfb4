import { describe, expect, it } from 'vitest'
import { contactsOf } from './composer.ts'
import type { CrmContact } from './crm.ts'
import type { Deps } from './deps.ts'
import { signerOf } from './document-types/signer.ts'

const contact: CrmContact = {
  id: 20_001,
  name: 'Camille Durand',
  firstName: 'Camille',
  lastName: 'Durand',
  emails: [{ value: 'camille@example.fr', kind: 'WORK' }],
  phones: [{ value: '06 39 98 00 01', kind: 'MOB' }],
  position: '',
  fields: [],
  updatedAt: 0,
}

/** Numbers that begin with 02 are landlines, with 06 mobiles, with 00 wrong. */
const phones: Deps['phones'] = {
  read(text) {
    const digits = text.replace(/\D/g, '')
    const kinds = { '02': 'fixed', '06': 'mobile', '00': 'invalid' } as const
    const type = kinds[digits.slice(0, 2) as keyof typeof kinds] ?? 'unknown'
    const e164 = type === 'invalid' ? null : `+33${digits.slice(1)}`
    return { e164, shown: text, type, country: 'FR', assumedCountry: 'FR' }
  },
}

function composed(change: Partial<CrmContact> = {}, remembered: Record<string, string> = {}) {
  const store = { remembered: (kind: string) => remembered[kind] ?? null } as unknown as Deps['store']
  const found = contactsOf(
    { phones, store },
    { contacts: [{ id: 20_001, isMain: true }] },
    [{ ...contact, ...change }],
    'SCI Les Tilleuls',
    { language: 'fr', country: 'FR' },
  )
  const [one] = found
  if (!one) throw new Error('no contact')
  return one
}

const [work, home] = [
  { value: 'work@example.fr', kind: 'WORK' },
  { value: 'home@example.fr', kind: 'PRIV' },
]
const [mobile, second, landline] = [
  { value: '06 39 98 00 01', kind: 'MOB' },
  { value: '06 39 98 00 02', kind: 'MOB' },
  { value: '02 99 01 23 45', kind: 'WORK' },
]

describe('a signer filled in from a contact', () => {
  it("takes name, e-mail and mobile as they are, in the firm's language and in the own name", () => {
    expect(signerOf(composed())).toEqual({
      origin: { kind: 'contact', contactId: 20_001 },
      side: 'client',
      firstName: 'Camille',
      lastName: 'Durand',
      email: 'camille@example.fr',
      phone: '+33639980001',
      locale: 'fr',
      capacity: { kind: 'own' },
      label: null,
    })
  })

  it('leaves the choice among several e-mails or mobiles to a person, until it was made once', () => {
    const several = { emails: [work, home], phones: [mobile, second] }
    expect(signerOf(composed(several))).toMatchObject({ email: '', phone: null })
    const chosen = { contact_email: 'home@example.fr', contact_phone: '06 39 98 00 02' }
    expect(signerOf(composed(several, chosen))).toMatchObject({ email: 'home@example.fr', phone: '+33639980002' })
    // What was chosen once and is no longer on the contact counts for nothing.
    expect(signerOf(composed(several, { contact_email: 'old@example.fr' })).email).toBe('')
  })

  it('prefers the one mobile among landlines, and shows a lone wrong number as it stands', () => {
    expect(signerOf(composed({ phones: [landline, mobile] })).phone).toBe('+33639980001')
    expect(signerOf(composed({ phones: [landline] })).phone).toBe('+33299012345')
    expect(signerOf(composed({ phones: [{ value: '00', kind: 'WORK' }] })).phone).toBe('00')
    expect(signerOf(composed({ phones: [], emails: [] }))).toMatchObject({ email: '', phone: null })
  })

  it('splits the name of a contact that has only one field', () => {
    expect(signerOf(composed({ name: 'Jean-Baptiste Le Goff', firstName: '', lastName: '' }))).toMatchObject({
      firstName: 'Jean-Baptiste Le',
      lastName: 'Goff',
    })
    expect(signerOf(composed({ name: 'LE GOFF Jean-Baptiste', firstName: '', lastName: '' }))).toMatchObject({
      firstName: 'Jean-Baptiste',
      lastName: 'LE GOFF',
    })
  })
})

describe('the contacts of a lead', () => {
  it('have the main one first, and leave out those that are gone', () => {
    const store = { remembered: () => null } as unknown as Deps['store']
    const links = [
      { id: 1, isMain: false },
      { id: 2, isMain: true },
      { id: 3, isMain: false },
    ]
    const found = contactsOf(
      { phones, store },
      { contacts: links },
      [
        { ...contact, id: 1 },
        { ...contact, id: 2 },
      ],
      null,
      { language: 'fr', country: 'FR' },
    )
    expect(found.map((one) => [one.contactId, one.isMain])).toEqual([
      [2, true],
      [1, false],
    ])
  })

  it('say which country was assumed for a number, and for which company somebody may sign', () => {
    expect(composed()).toMatchObject({
      company: 'SCI Les Tilleuls',
      phones: [{ assumedCountry: 'FR', e164: '+33639980001', type: 'mobile' }],
    })
  })
})
