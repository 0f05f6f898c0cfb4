// Where things stand on a signature page: two columns of people, as many pages as they need. Pure; measures are PDF
// points from the top left corner, as Yousign counts (contracts/yousign.md 2.4).
import type { SignatureBox } from '../domain/documents.ts'

export const sheet = {
  width: 595.28,
  height: 841.89,
  left: 64,
  right: 531,
  /** Baselines of the title and of the first line below it. */
  title: 92,
  reference: 112,
  rule: 128,
  bottom: 772,
} as const

export const type = {
  title: { size: 22, leading: 22 },
  reference: { size: 8.5, leading: 12 },
  name: { size: 11, leading: 15 },
  capacity: { size: 8.5, leading: 12 },
  label: { size: 6.5, leading: 14 },
} as const

export const column = { width: 219, gutter: 29 } as const

export interface Cell {
  name: string[]
  capacity: string[]
}

export interface PlacedCell extends Cell {
  /** On which of our pages, from 0. */
  sheet: number
  x: number
  /** Top of the name. */
  top: number
  /** The rectangle to sign in; its label stands above it. */
  box: Omit<SignatureBox, 'page'>
}

/** Places every cell, two a row; null when one is so long that no page holds its row. */
export function layOut(cells: readonly Cell[], referenceLines: number): PlacedCell[] | null {
  const firstTop = sheet.rule + Math.max(0, referenceLines - 1) * type.reference.leading + 34
  const placed: PlacedCell[] = []
  let page = 0
  let top = firstTop
  for (let index = 0; index < cells.length; index += 2) {
    const row = cells.slice(index, index + 2)
    const above = Math.ceil(Math.max(...row.map(textHeight))) + type.label.leading
    const height = above + box.height
    if (firstTop + height > sheet.bottom) return null
    if (top + height > sheet.bottom) {
      page += 1
      top = firstTop
    }
    for (const [side, cell] of row.entries()) {
      const x = sheet.left + side * (column.width + column.gutter)
      const at = { x, y: Math.round(top + above), width: column.width, height: box.height }
      placed.push({ ...cell, sheet: page, x, top, box: at })
    }
    top += height + box.below
  }
  return placed
}

/** At least 85 x 37 (contracts/yousign.md 2.4). */
const box = { height: 72, below: 28 } as const

function textHeight({ name, capacity }: Cell): number {
  return name.length * type.name.leading + capacity.length * type.capacity.leading + 8
}
