import { describe, expect, it } from 'vitest'
import type { Level } from '../../../shared/levels.ts'
import type { PlaceBox } from '../../../shared/places.ts'
import type { PageSize } from '../documents.ts'
import { layPlaces, placesFor, type TypePlaces } from './lay.ts'

const a4: PageSize = { width: 595.28, height: 841.89, rotated: false, cropped: false }
const letter: PageSize = { ...a4, width: 612, height: 792 }
const first = { from: 'first', offset: 0 } as const
const last = { from: 'last', offset: 0 } as const
const spot = { x: 60, y: 700, width: 180, height: 60 }
const signature = (signer: number, more: Partial<PlaceBox> = {}): PlaceBox => ({
  signer,
  kind: 'signature',
  page: first,
  ...spot,
  ...more,
})
const client = { side: 'client' } as const
const firm = { side: 'firm' } as const
const simple: Level = 'electronic_signature'

function typed(boxes: PlaceBox[], more: Partial<TypePlaces> = {}): TypePlaces {
  return { type: 'Mandat', places: { boxes, initials: false }, firm: 0, document: 0, ...more }
}

function lay(
  places: TypePlaces,
  pages: PageSize[],
  signers: readonly { side: 'client' | 'firm' }[] = [client],
  level = simple,
) {
  return layPlaces(places, { document: { name: 'a.pdf', pages }, signers, level })
}

describe('places on a document', () => {
  it('are counted from the first and from the last page, for every length', () => {
    const boxes = [signature(1, { page: { from: 'first', offset: 1 } }), signature(1, { page: last, kind: 'date' })]
    for (const length of [2, 3, 9]) {
      const laid = lay(
        typed([signature(1), ...boxes.map((box, at) => ({ ...box, y: 100 * at }))]),
        Array(length).fill(a4),
      )
      expect(laid.ok && laid.value.map(({ page, kind }) => [page, kind])).toEqual([
        [1, 'signature'],
        [2, 'signature'],
        [length, 'date'],
      ])
    }
  })

  it('follow the person when the form has another order: clients first, then those of the firm', () => {
    const places = typed([signature(1), signature(2, { x: 300 }), signature(3, { y: 300 })], { firm: 1 })
    const laid = lay(places, [a4], [firm, client, client])
    expect(laid.ok && laid.value.map(({ signer, x, y }) => [signer, x, y])).toEqual([
      [1, 60, 700],
      [2, 300, 700],
      [0, 60, 300],
    ])
  })

  it.each<[string, TypePlaces, PageSize[], ('client' | 'firm')[], object, Level?]>([
    [
      'for fewer people',
      typed([signature(1)]),
      [a4],
      ['client', 'client'],
      { code: 'places_signers', clients: 1, firm: 0 },
    ],
    [
      'for more people',
      typed([signature(1), signature(2, { y: 1 })]),
      [a4],
      ['client'],
      { code: 'places_signers', clients: 2 },
    ],
    [
      'for somebody of the firm, and two clients sign',
      typed([signature(1), signature(2, { y: 1 })], { firm: 1 }),
      [a4],
      ['client', 'client'],
      { code: 'places_signers', clients: 1, firm: 1 },
    ],
    [
      'without a signature for somebody',
      typed([signature(1, { kind: 'date' })]),
      [a4],
      ['client'],
      { code: 'places_signers' },
    ],
    [
      'on a page that is not there',
      typed([signature(1, { page: { from: 'last', offset: 2 } })]),
      [a4, a4],
      ['client'],
      { code: 'places_short', pages: 2, least: 3 },
    ],
    [
      'below a shorter page',
      typed([signature(1, { y: 740 })]),
      [letter],
      ['client'],
      { code: 'places_outside', page: 1 },
    ],
    [
      'beside a narrower page',
      typed([signature(1, { x: 425 })]),
      [a4],
      ['client'],
      { code: 'places_outside', page: 1 },
    ],
    [
      'that meet in a short document',
      typed([signature(1), signature(1, { page: last, x: 100 })]),
      [a4],
      ['client'],
      { code: 'places_overlap', page: 1 },
    ],
    [
      'on a rotated page',
      typed([signature(1)]),
      [{ ...a4, rotated: true }],
      ['client'],
      { code: 'places_turned', page: 1 },
    ],
    [
      'on a cropped page',
      typed([signature(1, { page: last })]),
      [a4, { ...a4, cropped: true }],
      ['client'],
      { code: 'places_turned', page: 2 },
    ],
    [
      'with initials that would stand on a rotated page',
      { ...typed([signature(1)]), places: { boxes: [signature(1)], initials: true } },
      [a4, { ...a4, rotated: true }],
      ['client'],
      { code: 'places_turned', page: 2 },
    ],
    [
      'of two signatures at Qualified',
      typed([signature(1), signature(1, { y: 1 })]),
      [a4],
      ['client'],
      { code: 'places_twice' },
      'qualified_electronic_signature',
    ],
  ])('%s stop the send', (_, places, pages, sides, finding, level) => {
    const laid = lay(
      places,
      pages,
      sides.map((side) => ({ side })),
      level,
    )
    expect(laid).toMatchObject({ ok: false, failure: { severity: 'red', ...finding } })
  })

  it('may touch each other and the edge of the page, and leave other pages alone', () => {
    const boxes = [signature(1, { x: 0, y: 0 }), signature(1, { x: 180, y: 0 }), signature(1, { x: 415, y: 781 })]
    expect(lay(typed(boxes), [a4, { ...a4, rotated: true }]).ok).toBe(true)
  })
})

describe('the document that has the places', () => {
  const type = { name: 'Mandat', firm: [], places: { boxes: [], initials: false } }
  const documents = [{ name: 'Annexe.pdf' }, { name: 'Mandat Durand.pdf' }]
  it.each([
    ['is the one whose name the type looks for', 'mandat*', 1],
    ['is the first when no name fits', 'bail*', 0],
    ['is the first when the type looks for none', null, 0],
  ])('%s', (_, pattern, index) => {
    expect(placesFor({ ...type, source: { kind: 'file', pattern } }, documents)?.document).toBe(index)
  })

  it('is none without places, and none for a template, which has its own', () => {
    const source = { kind: 'template' as const, templateId: 't', name: 'T', labels: ['A'], texts: [] }
    expect(placesFor({ ...type, source }, documents)).toBeNull()
    expect(placesFor({ ...type, places: null, source: { kind: 'file', pattern: null } }, documents)).toBeNull()
    expect(placesFor(null, documents)).toBeNull()
  })
})
