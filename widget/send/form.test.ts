import { expect, test } from 'vitest'
import type { Composer } from '../../shared/composer.ts'
import { levels } from '../../shared/levels.ts'
import { claire, composer, helene, jeanBaptiste, request } from '../../test/fixtures/people.ts'
import {
  addSigner,
  moveSigner,
  startForm,
  turnsOf,
  typedSigner,
  withDifferences,
  withLevel,
  withSource,
  withTemplate,
} from './form.ts'

const usual = startForm(composer, null)
const names = (form: typeof usual) => form.signers.map(({ lastName }) => lastName)

test('opens with the usual case', () => {
  expect(startForm(composer, null)).toBe(composer.usual)
})

test('without a usual case only the main contact is ticked, and nothing is guessed', () => {
  const [main, other] = composer.contacts
  const contacts = [
    { ...other, isMain: true },
    { ...main, isMain: false },
  ] as Composer['contacts']
  const form = startForm({ ...composer, usual: null, contacts }, null)
  expect(form.signers).toHaveLength(1)
  expect(form.signers[0]).toMatchObject({ firstName: 'Jean-Baptiste', email: '', phone: '+33 1 99 00 47 11' })
  expect(form.source).toEqual({ kind: 'documents', documents: [] })
})

test('a value chosen for this contact before is chosen again', () => {
  const [first, second] = composer.contacts
  if (first === undefined || second === undefined) throw new Error('fixture')
  const emails = second.emails.map((email) => ({ ...email, remembered: email.kind === 'WORK' }))
  const form = startForm({ ...composer, usual: null, contacts: [{ ...second, isMain: true, emails }] }, null)
  expect(form.signers[0]?.email).toBe('legoff@example.com')
})

test('a new version has the same people and whatever document the lead still has', () => {
  const form = startForm(composer, request('r', { level: 'advanced_electronic_signature' }))
  expect(names(form)).toEqual(['Mercier-Lefèvre', 'Le Goff'])
  expect(form.level).toBe('advanced_electronic_signature')
  expect(form.source).toEqual({
    kind: 'documents',
    documents: [{ kind: 'lead_file', uuid: 'f-1', name: 'Convention d’honoraires.pdf' }],
  })
  expect(form.signers[0]).not.toHaveProperty('status')
})

test('a new version of what a type fills itself comes from its template again', () => {
  const source = { kind: 'own_template' as const, templateId: 'm-1', name: 'Convention' }
  const filled = { ...usual, source, type: { id: 'type-1', version: 3 } }
  const about = { id: 'type-1', version: 3, name: 'Convention', level: usual.level, modes: [], advice: null }
  const types = [{ ...about, form: filled, findings: [], levels: [usual.level] }]
  const old = request('r', { typeId: 'type-1', sourceKind: 'own_template', documents: [] })
  expect(startForm({ ...composer, types }, old)).toMatchObject({ source, type: { id: 'type-1', version: 3 } })
})

test.each(levels)('at %s mode and order are ones the level takes', (level) => {
  const form = withLevel(usual, level, composer)
  expect(form.mode).toBe(level === 'qualified_electronic_signature' ? null : 'otp_sms')
  expect(form.order).toBe(level === 'qualified_electronic_signature' ? 'one_by_one' : 'clients_then_firm')
  expect(form.expiryDays).toBe(level === 'electronic_signature' ? 30 : 15)
  expect(withLevel({ ...usual, expiryDays: 7 }, level, composer).expiryDays).toBe(7)
})

test('the firm stays last when a client is added', () => {
  expect(names(addSigner(usual, jeanBaptiste))).toEqual(['Mercier-Lefèvre', 'Le Goff', 'Aubry'])
  expect(names(addSigner(usual, { ...claire, lastName: 'Vasseur' }))).toEqual(['Mercier-Lefèvre', 'Aubry', 'Vasseur'])
})

test('a client moved behind the firm makes it one by one', () => {
  const moved = moveSigner(usual, 0, 1)
  expect(names(moved)).toEqual(['Aubry', 'Mercier-Lefèvre'])
  expect(moved.order).toBe('one_by_one')
  expect(moveSigner(usual, 0, 5)).toBe(usual)
})

test('people are asked in turns', () => {
  const all = [helene, jeanBaptiste, claire]
  expect(turnsOf('clients_then_firm', all)).toEqual([[helene, jeanBaptiste], [claire]])
  expect(turnsOf('one_by_one', all)).toHaveLength(3)
  expect(turnsOf('all_at_once', all)).toEqual([all])
  expect(turnsOf('clients_then_firm', [claire])).toEqual([[claire]])
})

test('the name follows the document until somebody types one', () => {
  const other = {
    kind: 'documents' as const,
    documents: [{ kind: 'upload' as const, uploadId: 'u', name: 'Mandat.pdf' }],
  }
  const opened = withSource({ ...usual, name: '' }, usual.source)
  expect(opened.name).toBe('Convention d’honoraires')
  expect(withSource(opened, other).name).toBe('Mandat')
  expect(withSource({ ...opened, name: 'My own' }, other).name).toBe('My own')
})

test('the places of a template are given out in the order of signing', () => {
  const [template] = composer.templates
  if (template === undefined) throw new Error('fixture')
  const form = withTemplate(usual, template)
  expect(form.signers.map(({ label }) => label)).toEqual(['Client', 'Avocat'])
  expect(form.source).toMatchObject({ templateId: 't-1', texts: [{ label: 'Honoraires', text: '' }] })
})

test('what changed in Kommo is taken over only where the form still had the old value', () => {
  const difference = { what: 'signer_email' as const, of: 'x', before: helene.email, after: 'new@example.fr' }
  expect(withDifferences(usual, [difference]).signers.map(({ email }) => email)).toEqual([
    'new@example.fr',
    claire.email,
  ])
  const typed = { ...usual, signers: [{ ...helene, email: 'typed@example.fr' }] }
  expect(withDifferences(typed, [difference]).signers[0]?.email).toBe('typed@example.fr')
})

test('somebody typed in is a client with nothing filled in', () => {
  expect(typedSigner(composer)).toMatchObject({ side: 'client', email: '', phone: null, locale: 'fr' })
})
