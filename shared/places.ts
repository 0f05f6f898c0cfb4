// Where people sign on the documents of a type: boxes that an administrator placed, counted from the first or the last page.
// Plain types and the geometry that editor and server share; shapes are checked with shared/document-type-schema.ts.
import type { DocumentTypeBody } from './document-type.ts'
import type { Level } from './levels.ts'

export const placeKinds = ['signature', 'date', 'name'] as const
/** Date and name are written in by Yousign when the person signs. */
export type PlaceKind = (typeof placeKinds)[number]

/** Whole points; x and y are the upper left corner, counted from the upper left corner of the page. */
export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

export interface PlaceBox extends Rectangle {
  /** Place in the type's signing order, from 1: its clients, then those of the firm. */
  signer: number
  kind: PlaceKind
  /** `offset` 0 is the first or the last page itself. */
  page: { from: 'first' | 'last'; offset: number }
}

export interface Places {
  boxes: PlaceBox[]
  /** Everybody's initials at the foot of every page. */
  initials: boolean
}

export const mostBoxes = 100
/** Pages from the first or the last one; a document has no more (contracts/yousign.md 1.7). */
export const mostOffset = 999

/** A mention of one line is 24 high, neither less nor more (OpenAPI file, `Mention`). */
const mentionHeight = 24

/** contracts/yousign.md 2.4. */
export const leastSize = {
  signature: { width: 85, height: 37 },
  date: { width: 24, height: mentionHeight },
  name: { width: 24, height: mentionHeight },
} as const satisfies Record<PlaceKind, { width: number; height: number }>

/** Whom a type has sign: how many clients (null: as many as the lead has) and how many of the firm. */
export function partiesOf({ clients, firm }: Pick<DocumentTypeBody, 'clients' | 'firm'>): {
  clients: number | null
  firm: number
} {
  return { clients: clients.kind === 'main' ? 1 : null, firm: firm.length }
}

/** Page from 1 on which a box lies in a document of so many pages; null when there is no such page. */
export function pageIn({ page: { from, offset } }: Pick<PlaceBox, 'page'>, pages: number): number | null {
  if (offset >= pages) return null
  return from === 'first' ? offset + 1 : pages - offset
}

export function isInside(box: Rectangle, page: { width: number; height: number }): boolean {
  return box.x >= 0 && box.y >= 0 && box.x + box.width <= page.width && box.y + box.height <= page.height
}

/** Boxes that only touch do not overlap. */
export function overlap(one: Rectangle, other: Rectangle): boolean {
  const across = one.x < other.x + other.width && other.x < one.x + one.width
  const down = one.y < other.y + other.height && other.y < one.y + one.height
  return across && down
}

/** A signature may be larger, a mention longer but never higher. */
export function hasSize({ kind, width, height }: Pick<PlaceBox, 'kind' | 'width' | 'height'>): boolean {
  const least = leastSize[kind]
  if (width < least.width || width > 2000) return false
  return kind === 'signature' ? height >= least.height && height <= 1000 : height === least.height
}

export const placeProblemCodes = [
  'places_missing',
  'places_nobody',
  'places_twice',
  'places_overlap',
  'places_size',
] as const
/** Why places cannot be saved, whatever the document. */
export type PlaceProblemCode = (typeof placeProblemCodes)[number]

/**
 * What stands against the places of a type, each code once: somebody without a signature, a box for nobody, two signatures
 * of one person at Qualified (contracts/yousign.md 3.3), boxes on each other, or of a size that Yousign refuses.
 */
export function problemsOfPlaces(
  { boxes }: Places,
  type: Pick<DocumentTypeBody, 'clients' | 'firm'> & { level: Level },
): PlaceProblemCode[] {
  const parties = partiesOf(type)
  const highest = Math.max(0, ...boxes.map(({ signer }) => signer))
  const people = parties.clients === null ? Math.max(highest, 1 + parties.firm) : parties.clients + parties.firm
  const signatures = boxes.filter(({ kind }) => kind === 'signature').map(({ signer }) => signer)
  const everybody = Array.from({ length: people }, (_, index) => index + 1)
  const qualified = type.level === 'qualified_electronic_signature'
  const holds = {
    places_missing: everybody.some((signer) => !signatures.includes(signer)),
    places_nobody: highest > people,
    places_twice: qualified && new Set(signatures).size < signatures.length,
    places_overlap: boxes.some((box, index) =>
      boxes.slice(index + 1).some((other) => samePage(box, other) && overlap(box, other)),
    ),
    places_size: !boxes.every(hasSize),
  } satisfies Record<PlaceProblemCode, boolean>
  return placeProblemCodes.filter((code) => holds[code])
}

function samePage({ page: one }: PlaceBox, { page: other }: PlaceBox): boolean {
  return one.from === other.from && one.offset === other.offset
}
