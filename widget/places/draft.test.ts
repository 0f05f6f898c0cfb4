import { describe, expect, it } from 'vitest'
import {
  add,
  countFrom,
  type Draft,
  draftOf,
  type EditedType,
  misfits,
  moveTo,
  placesOf,
  resizeTo,
  rolesOf,
  withClients,
} from './draft.ts'

const a4 = { width: 595.28, height: 841.89 }
const type: EditedType = {
  id: 't1',
  version: 3,
  name: 'Mandat',
  level: 'electronic_signature',
  clients: { kind: 'all' },
  firm: [{ kind: 'responsible' }],
  places: null,
}
const empty = draftOf(type)

function put(draft: Draft, signer: number, page = 1, kind: 'signature' | 'date' = 'signature'): Draft {
  const added = add(draft, { signer, kind }, { page, pages: 3, size: a4 })
  if (added === null) throw new Error('no room')
  return added.draft
}

describe('a draft of places', () => {
  it('puts a box on the page that is shown, on no other box, counted from the end on the last one', () => {
    const draft = put(put(put(empty, 1), 2), 1, 3)
    expect(placesOf(draft)?.boxes.map(({ page }) => page)).toEqual([
      { from: 'first', offset: 0 },
      { from: 'first', offset: 0 },
      { from: 'last', offset: 0 },
    ])
    expect(misfits(draft, 3, () => a4)).toEqual([])
  })

  it('says when a page is full', () => {
    let draft = empty
    for (let boxes = 0; boxes < 100; boxes += 1) {
      const added = add(
        draft,
        { signer: 1, kind: 'signature' },
        { page: 1, pages: 1, size: { width: 300, height: 300 } },
      )
      if (added === null) return
      draft = added.draft
    }
    throw new Error('a page has no end')
  })

  it('keeps a box on its page and in whole points', () => {
    const draft = put(empty, 1)
    const id = draft.boxes[0]?.id ?? 0
    expect(moveTo(draft, id, { x: 9999, y: -5 }, a4).boxes[0]).toMatchObject({ x: 415, y: 0 })
    expect(moveTo(draft, id, { x: 12.4, y: 99.6 }, a4).boxes[0]).toMatchObject({ x: 12, y: 100 })
    expect(resizeTo(draft, id, { width: 1, height: 1 }, a4).boxes[0]).toMatchObject({ width: 85, height: 37 })
    expect(resizeTo(draft, id, { width: 9999, height: 40 }, a4).boxes[0]).toMatchObject({ width: 535, height: 40 })
  })

  it('keeps a date one line high', () => {
    const draft = put(empty, 1, 1, 'date')
    expect(resizeTo(draft, draft.boxes[0]?.id ?? 0, { width: 200, height: 200 }, a4).boxes[0]?.height).toBe(24)
  })

  it('counts the same page from the other end', () => {
    const draft = put(empty, 1, 2)
    const id = draft.boxes[0]?.id ?? 0
    const turned = countFrom(draft, id, 'last', 3)
    expect(turned.boxes[0]?.page).toEqual({ from: 'last', offset: 1 })
    expect(countFrom(turned, id, 'first', 3)).toEqual(draft)
  })

  it('moves the firm along when a client comes or goes, and drops the boxes of one who goes', () => {
    const two = withClients(put(put(empty, 1), 2), 2)
    expect(two.boxes.map(({ signer }) => signer)).toEqual([1, 3])
    expect(rolesOf(two, type).map(({ side, number }) => [side, number])).toEqual([
      ['client', 1],
      ['client', 2],
      ['firm', null],
    ])
    expect(withClients(put(two, 2), 1).boxes.map(({ signer }) => signer)).toEqual([1, 2])
    expect(withClients(two, 0)).toBe(two)
  })

  it('opens what was saved, with as many clients as it was saved for', () => {
    const places = placesOf(put(put(put(withClients(empty, 2), 1), 2), 3))
    const again = draftOf({ ...type, places })
    expect(again.clients).toBe(2)
    expect(placesOf(again)).toEqual(places)
    expect(placesOf({ ...again, boxes: [] })).toBeNull()
  })

  it('tells which boxes do not fit another sample', () => {
    const draft = put(put(empty, 1, 2), 2, 3)
    expect(misfits(draft, 1, () => a4).map(({ why }) => why)).toEqual(['short'])
    expect(misfits(draft, 2, () => a4).map(({ why }) => why)).toEqual(['overlap'])
    expect(misfits(draft, 3, () => ({ width: 595, height: 420 })).map(({ why }) => why)).toEqual(['outside', 'outside'])
  })
})
