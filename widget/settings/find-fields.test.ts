import { expect, test } from 'vitest'
import { parseTag } from '../../shared/field-tags.ts'
import { catalogue } from '../../shared/fields.ts'
import { findFields, tagFor } from './find-fields.ts'

const paths = (search: string, language: 'en' | 'fr') => findFields(search, language).map(({ path }) => path)

test('a field is found by its name in the language of the page, or by its path', () => {
  expect(paths('regime', 'fr')).toEqual(['signer.matrimonial_regime'])
  expect(paths("D'USAGE", 'fr')).toEqual(['signer.last_name'])
  expect(paths('price', 'en')).toEqual(['lead.price'])
  expect(paths('price lead', 'en')).toEqual(['lead.price'])
  expect(paths('honoraires', 'en')).toEqual([])
})

test('no search is the whole catalogue', () => {
  expect(paths(' ', 'en')).toHaveLength(catalogue.length)
})

test('every tag that is offered for copying is one that can be read', () => {
  for (const field of catalogue) {
    const parsed = parseTag(tagFor(field).slice(2, -2))
    expect(parsed).toMatchObject({ ok: true, value: { path: field.path } })
  }
})
