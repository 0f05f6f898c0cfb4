// The places while somebody edits them: every change makes a new draft, boxes stay on their page and in whole points. Pure.
import type { EditorSession } from '../../shared/place-editor.ts'
import {
  hasSize,
  isInside,
  leastSize,
  overlap,
  type PlaceBox,
  type PlaceKind,
  type Places,
  pageIn,
  partiesOf,
} from '../../shared/places.ts'

export type EditedType = EditorSession['type']

export interface EditedBox extends PlaceBox {
  /** Of this tab only. */
  id: number
}

export interface Draft {
  boxes: EditedBox[]
  initials: boolean
  /** How many clients sign; fixed when the type has the main contact sign. */
  clients: number
}

export interface Size {
  width: number
  height: number
}

/** Somebody who signs, by the place in the signing order. */
export interface Role {
  signer: number
  side: 'client' | 'firm'
  /** Which of them, from 1; null when there is only one. */
  number: number | null
}

const usualSize = {
  signature: { width: 180, height: 60 },
  date: { width: 100, height: leastSize.date.height },
  name: { width: 180, height: leastSize.name.height },
} as const satisfies Record<PlaceKind, Size>

const mostClients = 20

export function draftOf(type: EditedType): Draft {
  const { clients, firm } = partiesOf(type)
  const boxes = (type.places?.boxes ?? []).map((box, id) => ({ ...box, id }))
  const highest = Math.max(0, ...boxes.map(({ signer }) => signer))
  return { boxes, initials: type.places?.initials ?? false, clients: clients ?? Math.max(1, highest - firm) }
}

/** Null when nothing is placed: the document's own anchors or our signature page are used then. */
export function placesOf({ boxes, initials }: Draft): Places | null {
  if (boxes.length === 0) return null
  return { boxes: boxes.map(({ id: _, ...box }) => box), initials }
}

export function rolesOf({ clients }: Pick<Draft, 'clients'>, type: EditedType): Role[] {
  const side = (name: Role['side'], count: number, before: number): Role[] =>
    Array.from({ length: count }, (_, index) => ({
      signer: before + index + 1,
      side: name,
      number: count === 1 ? null : index + 1,
    }))
  return [...side('client', clients, 0), ...side('firm', type.firm.length, clients)]
}

/** A new box at the foot of the page, above whatever is there; null when there is no room left for it. */
export function add(
  draft: Draft,
  who: Pick<PlaceBox, 'signer' | 'kind'>,
  at: { page: number; pages: number; size: Size },
): { draft: Draft; id: number } | null {
  const { width, height } = usualSize[who.kind]
  const { page, pages, size } = at
  const others = draft.boxes.filter((box) => pageIn(box, pages) === page)
  const from = page === pages && pages > 1 ? ('last' as const) : ('first' as const)
  const id = Math.max(0, ...draft.boxes.map((box) => box.id)) + 1
  const foot = Math.floor(size.height - height) - 60
  for (let y = foot; y >= 0; y -= 10)
    for (let x = 60; x + width <= size.width; x += 40) {
      const spot = { x, y, width, height }
      if (others.some((other) => overlap(other, spot))) continue
      const box: EditedBox = { ...who, id, ...spot, page: countedFrom(from, page, pages) }
      return { draft: { ...draft, boxes: [...draft.boxes, box] }, id }
    }
  return null
}

/** To that corner, or as near to it as the page allows. */
export function moveTo(draft: Draft, id: number, to: { x: number; y: number }, size: Size): Draft {
  return change(draft, id, (box) => ({
    ...box,
    x: within(to.x, Math.floor(size.width) - box.width),
    y: within(to.y, Math.floor(size.height) - box.height),
  }))
}

/** A mention keeps its height of one line. */
export function resizeTo(draft: Draft, id: number, to: Size, size: Size): Draft {
  return change(draft, id, (box) => {
    const least = leastSize[box.kind]
    const tall = Math.max(least.height, within(to.height, Math.floor(size.height) - box.y))
    return {
      ...box,
      width: Math.max(least.width, within(to.width, Math.floor(size.width) - box.x)),
      height: box.kind === 'signature' ? tall : least.height,
    }
  })
}

/** The same page, counted from the other end of this sample. */
export function countFrom(draft: Draft, id: number, from: 'first' | 'last', pages: number): Draft {
  return change(draft, id, (box) => {
    const page = pageIn(box, pages)
    return page === null ? box : { ...box, page: countedFrom(from, page, pages) }
  })
}

export function remove(draft: Draft, id: number): Draft {
  return { ...draft, boxes: draft.boxes.filter((box) => box.id !== id) }
}

/** Those of the firm sign after the clients, so their places in the order move; a client too many loses the boxes. */
export function withClients(draft: Draft, clients: number): Draft {
  if (clients < 1 || clients > mostClients) return draft
  const by = clients - draft.clients
  const boxes = draft.boxes.flatMap((box): EditedBox[] => {
    if (box.signer > draft.clients) return [{ ...box, signer: box.signer + by }]
    return box.signer > clients ? [] : [box]
  })
  return { ...draft, clients, boxes }
}

/** Boxes that do not fit this sample, each with why. */
export function misfits(
  { boxes }: Draft,
  pages: number,
  sizeOf: (page: number) => Size | null,
): { id: number; why: 'short' | 'outside' | 'overlap' | 'size' }[] {
  return boxes.flatMap((box, index): { id: number; why: 'short' | 'outside' | 'overlap' | 'size' }[] => {
    const { id } = box
    const page = pageIn(box, pages)
    if (page === null) return [{ id, why: 'short' }]
    if (!hasSize(box)) return [{ id, why: 'size' }]
    const size = sizeOf(page)
    if (size !== null && !isInside(box, size)) return [{ id, why: 'outside' }]
    const clash = boxes.slice(0, index).some((other) => pageIn(other, pages) === page && overlap(other, box))
    return clash ? [{ id, why: 'overlap' }] : []
  })
}

function change(draft: Draft, id: number, how: (box: EditedBox) => EditedBox): Draft {
  return { ...draft, boxes: draft.boxes.map((box) => (box.id === id ? how(box) : box)) }
}

function countedFrom(from: 'first' | 'last', page: number, pages: number): PlaceBox['page'] {
  return { from, offset: from === 'first' ? page - 1 : pages - page }
}

function within(value: number, most: number): number {
  return Math.round(Math.min(Math.max(0, value), Math.max(0, most)))
}
