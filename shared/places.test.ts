import { describe, expect, it } from 'vitest'
import { sampleType } from '../test/fixtures/document-type.ts'

import { documentTypeBody, placesShape } from './document-type-schema.ts'
import { type PlaceBox, problemsOfPlaces } from './places.ts'

const box: PlaceBox = {
  signer: 1,
  kind: 'signature',
  page: { from: 'last', offset: 0 },
  x: 60,
  y: 700,
  width: 180,
  height: 60,
}
const second = { ...box, signer: 2, y: 600 }
type Type = Parameters<typeof problemsOfPlaces>[1]
const main: Type = { clients: { kind: 'main' }, firm: [{ kind: 'responsible' }], level: 'electronic_signature' }
const all: Type = { ...main, clients: { kind: 'all' } }
const qualified: Type = { ...main, level: 'qualified_electronic_signature' }

describe('the places of a type', () => {
  it.each<[string, PlaceBox[], Type, string[]]>([
    ['have one signature a person', [box, second], main, []],
    ['may be for more clients than one', [box, second, { ...box, signer: 3, y: 500 }], all, []],
    ['need everybody', [box], main, ['places_missing']],
    ['need a client beside the firm', [box], all, ['places_missing']],
    ['need a signature, not a date alone', [box, { ...second, kind: 'date', height: 24 }], main, ['places_missing']],
    ['are for nobody else', [box, second, { ...box, signer: 3, y: 500 }], main, ['places_nobody']],
    ['may give one person two signatures', [box, second, { ...box, y: 500 }], main, []],
    ['but not at Qualified', [box, second, { ...box, y: 500 }], qualified, ['places_twice']],
    ['do not overlap on the same page', [box, { ...second, y: 641 }], main, ['places_overlap']],
    ['may touch', [box, { ...second, y: 640 }], main, []],
    ['are at least 85 x 37', [{ ...box, width: 84 }, second], main, ['places_size']],
    ['have mentions of one line', [box, second, { ...box, kind: 'name', y: 500, height: 25 }], main, ['places_size']],
  ])('%s', (_, boxes, type, expected) => {
    expect(problemsOfPlaces({ boxes, initials: false }, type)).toEqual(expected)
  })

  it.each<[string, object]>([
    ['half a point', { ...box, x: 1.5 }],
    ['a negative corner', { ...box, y: -1 }],
    ['more than Yousign counts', { ...box, x: 32_768 }],
    ['no signer', { ...box, signer: 0 }],
    ['a page before the first', { ...box, page: { from: 'first', offset: -1 } }],
    ['another kind', { ...box, kind: 'stamp' }],
    ['a further property', { ...box, id: 1 }],
  ])('are refused with %s', (_, wrong) => {
    expect(placesShape.safeParse({ boxes: [box], initials: false }).success).toBe(true)
    expect(placesShape.safeParse({ boxes: [wrong], initials: false }).success).toBe(false)
    expect(documentTypeBody.safeParse({ ...sampleType, places: { boxes: [wrong], initials: false } }).success).toBe(
      false,
    )
  })
})
