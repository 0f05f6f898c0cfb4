import { describe, expect, it } from 'vitest'
import type { ComposerContact, ComposerFile, ComposerUser } from '../../../shared/composer.ts'
import { savedType } from '../../../test/fixtures/document-type.ts'
import { fillType, fitsPattern } from './fill.ts'

const contact = (contactId: number, position: string): ComposerContact => ({
  contactId,
  isMain: contactId === 1,
  name: `Contact ${contactId}`,
  firstName: 'Contact',
  lastName: String(contactId),
  emails: [{ value: `c${contactId}@example.fr`, kind: 'WORK', remembered: false }],
  phones: [],
  locale: 'fr',
  position,
  company: 'SCI Mercier',
})
const user = (userId: number, isActive: boolean): ComposerUser & { isActive: boolean } => ({
  ...{ userId, name: `User ${userId}`, firstName: 'User', lastName: String(userId) },
  ...{ email: `u${userId}@example.fr`, phone: null, isViewer: false, isActive },
})
const file = (uuid: string, name: string): ComposerFile => ({ uuid, name, bytes: 1, addedAt: 0 })
const from = {
  lead: { responsibleUserId: 11 },
  contacts: [contact(1, 'Gérante'), contact(2, 'Associé')],
  files: [file('new', 'Convention d’honoraires 2.pdf'), file('old', 'Convention 1.pdf'), file('x', 'Plan.pdf')],
  users: [user(11, true), user(12, false)],
  locale: 'fr' as const,
}
const fill = (change: Parameters<typeof savedType>[0]) => fillType(savedType(change), from)
const names = (form: ReturnType<typeof fill>) => form.signers.map(({ lastName }) => lastName)

describe('a document type filled in for a lead', () => {
  it('takes the contacts that it names, then those of the firm who are active', () => {
    expect(names(fill({ clients: { kind: 'main' } }))).toEqual(['1', '11'])
    expect(names(fill({ clients: { kind: 'all' }, firm: [] }))).toEqual(['1', '2'])
    expect(names(fill({ clients: { kind: 'position', position: 'associe' }, firm: [] }))).toEqual(['2'])
    expect(names(fill({ firm: [{ kind: 'user', userId: 12 }] }))).toEqual(['1'])
  })

  it('lets clients sign for the company of the lead', () => {
    const capacity = { kind: 'company', company: 'SCI Mercier', role: 'Gérante' }
    expect(fill({ capacity: 'company' }).signers.map((one) => one.capacity)).toEqual([capacity, { kind: 'own' }])
  })

  it('takes the newest file whose name fits; without a pattern a person chooses among several', () => {
    const chosen = (pattern: string | null) => fill({ source: { kind: 'file', pattern } }).source
    expect(chosen('*convention*')).toMatchObject({ documents: [{ uuid: 'new' }] })
    expect(chosen('plan')).toMatchObject({ documents: [{ uuid: 'x' }] })
    expect(chosen('*bail*')).toMatchObject({ documents: [] })
    expect(chosen(null)).toMatchObject({ documents: [] })
  })

  it('gives the places of a template out in the order of signing', () => {
    const source = {
      kind: 'template' as const,
      templateId: 't',
      name: 'Mandat',
      labels: ['client', 'avocat'],
      texts: [],
    }
    expect(fill({ source }).signers.map(({ label }) => label)).toEqual(['client', 'avocat'])
  })

  it.each([
    ['Mandat.pdf', 'mandat', true],
    ['Procès-verbal.pdf', '*proces*verbal*', true],
    ['a+b (1).pdf', 'a+b (1)', true],
    ['Mandat 2.pdf', 'mandat', false],
  ])('%s and %s', (name, pattern, fits) => {
    expect(fitsPattern(name, pattern)).toBe(fits)
  })
})
