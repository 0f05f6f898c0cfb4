// Yousign's anchors in the text of a page: `{{s1|signature|85|37}}` (contracts/yousign.md 6).

/** A piece of text as a page shows it; `transform` is the text matrix, lengths are points. */
export interface TextPiece {
  str: string
  transform: readonly number[]
  width: number
  height: number
}

export interface FoundAnchor {
  /** Counts from 1: `s1`, `s2`, in the order of the signers. */
  signer: number
  /** `signature`, `text`, `mention`, ... as written. */
  type: string
  /** The whole anchor without blanks around its parts. */
  text: string
}

/**
 * The anchors of one page, of every type, line by line from the top. A page may draw an anchor in many pieces and in
 * any order; pieces that stand on one line are joined by position. An anchor across two lines is none, as at Yousign.
 */
export function findAnchors(pieces: readonly TextPiece[]): FoundAnchor[] {
  return linesOf(pieces).flatMap(anchorsIn)
}

/** The anchors of one line of text. */
export function anchorsIn(line: string): FoundAnchor[] {
  return [...line.matchAll(anchor)].map((match) => ({
    signer: Number(match[1]),
    type: match[2] ?? '',
    text: match[0].replace(/\s*([{}|])\s*/g, '$1'),
  }))
}

const anchor = /\{\{\s*s([1-9]\d{0,2})\s*\|\s*([a-z_]+)\s*(?:\|[^{}]*)?\}\}/g

interface Placed {
  str: string
  /** Direction in whole degrees, position along it and distance across it. */
  angle: number
  along: number
  across: number
  end: number
  size: number
}

function linesOf(pieces: readonly TextPiece[]): string[] {
  const lines: Placed[][] = []
  for (const piece of pieces
    .filter(({ str }) => str !== '')
    .map(place)
    .sort(byReading)) {
    const line = lines.at(-1)
    const last = line?.at(-1)
    if (line !== undefined && last !== undefined && isSameLine(last, piece)) line.push(piece)
    else lines.push([piece])
  }
  return lines.map(joinLine)
}

function place({ str, transform, width, height }: TextPiece): Placed {
  const [a = 1, b = 0, , , e = 0, f = 0] = transform
  const turn = Math.atan2(b, a)
  const along = e * Math.cos(turn) + f * Math.sin(turn)
  const across = f * Math.cos(turn) - e * Math.sin(turn)
  // -180 and 180 are one direction.
  const angle = (Math.round((turn * 180) / Math.PI) + 360) % 360
  return { str, angle, along, across, end: along + width, size: height || Math.hypot(a, b) }
}

function byReading(one: Placed, other: Placed): number {
  return one.angle - other.angle || other.across - one.across
}

function isSameLine(one: Placed, other: Placed): boolean {
  const tolerance = Math.max(1, Math.min(one.size, other.size) * 0.3)
  return one.angle === other.angle && Math.abs(one.across - other.across) <= tolerance
}

function joinLine(line: Placed[]): string {
  const ordered = line.toSorted((one, other) => one.along - other.along)
  return ordered.reduce((text, piece, index) => {
    const before = ordered[index - 1]
    const gap = before === undefined ? 0 : piece.along - before.end
    return text + (gap > piece.size * 0.25 ? ' ' : '') + piece.str
  }, '')
}
