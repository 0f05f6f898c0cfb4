import { describe, expect, it } from 'vitest'
import { savedType } from '../../../test/fixtures/document-type.ts'
import { sampleForm } from '../testing/sample-request.ts'
import { levelsFor, mayLower, typeFindings, typeOfForm } from './enforce.ts'

const simple = 'electronic_signature' as const
const advanced = 'advanced_electronic_signature' as const
const qualified = 'qualified_electronic_signature' as const
const users = [{ id: 7, name: 'Claire Aubry', isActive: false }]
const type = savedType({ level: advanced, minimum: simple, mayRaise: true })

function codes(
  change: Partial<typeof sampleForm>,
  about = type,
  lowers = false,
  templates: { id: string; active: boolean }[] | null = null,
) {
  const facts = { mayLower: lowers, users, templates }
  return typeFindings({ ...sampleForm, ...change }, about, facts).map(({ code }) => code)
}

describe('the level of a document type', () => {
  it('may be raised by everybody, if the type lets them', () => {
    expect(codes({ level: qualified })).toEqual([])
    expect(codes({ level: qualified }, { ...type, mayRaise: false })).toEqual(['level_fixed'])
  })

  it('is lowered only with the right to it and a reason', () => {
    expect(codes({ level: simple })).toEqual(['level_fixed'])
    expect(codes({ level: simple }, type, true)).toEqual(['reason_missing'])
    expect(codes({ level: simple, reason: '  ' }, type, true)).toEqual(['reason_missing'])
    expect(codes({ level: simple, reason: 'The client has no identity document' }, type, true)).toEqual([])
  })

  it('never goes below the minimum, whoever asks', () => {
    expect(codes({ level: simple, reason: 'x' }, { ...type, minimum: advanced }, true)).toEqual(['level_too_low'])
  })

  it('leaves these to choose', () => {
    expect(levelsFor(type, false)).toEqual([advanced, qualified])
    expect(levelsFor(type, true)).toEqual([simple, advanced, qualified])
    expect(levelsFor({ ...type, minimum: advanced, mayRaise: false }, true)).toEqual([advanced])
  })
})

it('says what else stands against it', () => {
  expect(codes({ level: advanced }, { ...type, familyLaw: true, advice: 'No fee yet.' })).toEqual([
    'family_law',
    'advice',
  ])
  expect(codes({ level: advanced }, { ...type, firm: [{ kind: 'user', userId: 7 }] })).toEqual(['firm_signer_left'])
})

it('stops what is sent from a template that is no longer active, unless nobody can tell', () => {
  const source = { kind: 'template' as const, templateId: 't-1', name: 'Mandat', labels: ['Client'], texts: [] }
  const about = { ...type, source }
  const found = (templates: { id: string; active: boolean }[] | null) =>
    codes({ level: advanced }, about, false, templates)
  expect(found([{ id: 't-1', active: true }])).toEqual([])
  expect(found([{ id: 't-1', active: false }])).toEqual(['template_gone'])
  expect(found([])).toEqual(['template_gone'])
  expect(found(null)).toEqual([])
})

it('stops a template with more places than people', () => {
  const source = { kind: 'template' as const, templateId: 't-1', name: 'Mandat', labels: ['A', 'B'], texts: [] }
  expect(codes({ level: advanced }, { ...type, source })).toEqual(['template_places'])
})

it('follows the newest version only', () => {
  const form = { ...sampleForm, type: { id: type.id, version: 1 } }
  expect(typeOfForm(sampleForm, null)).toEqual({ ok: true, type: null })
  expect(typeOfForm(form, type)).toEqual({ ok: true, type })
  for (const newest of [{ ...type, version: 2 }, { ...type, retiredAt: 1 }, null])
    expect(typeOfForm(form, newest)).toMatchObject({ ok: false, finding: { code: 'type_changed', severity: 'red' } })
})

it('is sent from the template that it names, and from no other', () => {
  const own = (templateId: string) => ({ kind: 'own_template' as const, templateId, name: 'Convention' })
  const about = { ...type, source: own('m-1') }
  const followed = { id: type.id, version: 1 }
  expect(typeOfForm({ ...sampleForm, type: followed, source: own('m-1') }, about)).toEqual({ ok: true, type: about })
  const wrong = [
    typeOfForm({ ...sampleForm, type: followed, source: own('m-2') }, about),
    typeOfForm({ ...sampleForm, type: followed }, about),
    typeOfForm({ ...sampleForm, type: followed, source: own('m-1') }, type),
    typeOfForm({ ...sampleForm, source: own('m-1') }, null),
  ]
  for (const found of wrong) expect(found).toMatchObject({ ok: false, finding: { code: 'type_changed' } })
})

it('lets administrators and those whom they have named lower it, while they are active', () => {
  const staff = [
    { id: 1, isAdmin: true, isActive: true },
    { id: 2, isAdmin: false, isActive: true },
    { id: 3, isAdmin: true, isActive: false },
  ]
  const allowed = (mayLowerLevel: number[]) => [1, 2, 3, 4].filter((id) => mayLower({ mayLowerLevel }, staff, id))
  expect(allowed([])).toEqual([1])
  expect(allowed([2, 3, 4])).toEqual([1, 2])
})
