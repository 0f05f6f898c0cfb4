import { describe, expect, it } from 'vitest'
import { documentTypeBody } from '../../../shared/document-type-schema.ts'
import { professions } from '../../../shared/settings.ts'
import { sampleType } from '../../../test/fixtures/document-type.ts'
import { problemsOf } from '../document-types/rules.ts'
import { starterTypes } from './packs.ts'

describe.each(professions)('the starter pack: %s', (profession) => {
  it.each(['en', 'fr'] as const)('can be saved as it is in %s', (language) => {
    const bodies = starterTypes(profession, language)
    expect(new Set(bodies.map(({ name }) => name)).size).toBe(bodies.length)
    for (const body of bodies) {
      expect(documentTypeBody.safeParse(body), body.name).toMatchObject({ success: true })
      expect(problemsOf(body), body.name).toEqual([])
    }
  })

  it('is the same in both languages but for its words', () => {
    const shape = (language: 'en' | 'fr') =>
      starterTypes(profession, language).map(({ level, minimum, order, consents, expiryDays, followUps }) => ({
        ...{ level, minimum, order, consents, expiryDays },
        days: followUps.map(({ days }) => days),
      }))
    expect(shape('en')).toEqual(shape('fr'))
  })
})

it.each([
  [{ name: 'Acte authentique de vente' }, 'notarial_deed'],
  [{ name: 'Divorce par consentement mutuel' }, 'lawyers_deed'],
  [{ minimum: 'advanced_electronic_signature' }, 'level_below_minimum'],
  [{ mode: null }, 'mode_unfit'],
  [{ mode: 'otp_email' }, 'mode_unfit'],
  [{ level: 'qualified_electronic_signature', mode: null }, 'order_unfit'],
  [{ source: { kind: 'template', templateId: 't', name: 'T', labels: [], texts: [] } }, 'no_labels'],
  [{ source: { kind: 'template', templateId: 't', name: 'T', labels: ['a', 'a'], texts: [] } }, 'labels_twice'],
  [{ copyTo: ['a@example.fr', 'a@example.fr'] }, 'address_twice'],
] as const)('%o is not saved: %s', (change, code) => {
  expect(problemsOf({ ...sampleType, ...(change as object) }).map((one) => one.code)).toContain(code)
})
