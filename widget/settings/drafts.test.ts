import { expect, test } from 'vitest'
import { sampleType } from '../../test/fixtures/document-type.ts'
import { settingsPage } from '../../test/fixtures/settings-page.ts'
import { countOf, type Kept, withFirm, withoutType, withType } from './drafts.ts'

const nothing: Kept = { types: {}, firm: {} }
const longer = { ...sampleType, expiryDays: 40 }
const { choices } = settingsPage

test('a change that is taken back is no change', () => {
  const changed = withType(nothing, 't', { base: 3, body: longer }, sampleType)
  expect(changed.types['t']).toEqual({ base: 3, body: longer })
  expect(withType(changed, 't', { base: 3, body: sampleType }, sampleType)).toEqual(nothing)
})

test('the choices of the firm are kept one by one, so that the others stay as somebody else saved them', () => {
  const kept = withFirm(withFirm(nothing, { undoSeconds: 9 }, choices), { firmName: 'X' }, choices)
  expect(kept.firm).toEqual({ undoSeconds: 9, firmName: 'X' })
  expect(withFirm(kept, { undoSeconds: 5 }, choices).firm).toEqual({ firmName: 'X' })
})

test('every type counts, and the firm once', () => {
  const two = withType(
    withType(nothing, 'a', { base: 1, body: longer }, sampleType),
    'b',
    { base: 1, body: longer },
    sampleType,
  )
  expect(countOf(withFirm(two, { undoSeconds: 9, firmName: 'X' }, choices))).toBe(3)
  expect(countOf(withoutType(two, 'a'))).toBe(1)
})
