// The signatures in a PDF, as far as bytes tell: what each covers, and whether it was made over these very bytes. The file is not
// opened as a document; what is not covered by a signature's /ByteRange can be changed by anybody.
import { createHash } from 'node:crypto'
import { statedDigest } from './cms.ts'

export interface PdfSignature {
  /** Bytes of the file behind the last one that it covers. */
  uncovered: number
  /**
   * matches, differs: the digest in it against the bytes it covers. unreadable: there is a structure that we cannot read. empty:
   * no signature stands in it. broken: what it says about itself does not fit the file.
   */
  state: 'matches' | 'differs' | 'unreadable' | 'empty' | 'broken'
}

/** In the order in which they end: the last one is the one that must cover everything. */
export function pdfSignatures(file: Uint8Array): PdfSignature[] {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  return rangesIn(bytes)
    .map((range) => signatureOf(bytes, range))
    .sort((a, b) => b.uncovered - a.uncovered)
}

/** Two parts of the file, each by its start and its length. */
type Range = readonly [number, number, number, number]

function rangesIn(bytes: Buffer): Range[] {
  const ranges: Range[] = []
  for (let at = bytes.indexOf(key); at !== -1; at = bytes.indexOf(key, at + key.length)) {
    const numbers = fourNumbers.exec(bytes.toString('latin1', at + key.length, at + key.length + 200))
    if (numbers === null) continue
    const [a = 0, b = 0, c = 0, d = 0] = numbers.slice(1).map(Number)
    ranges.push([a, b, c, d])
  }
  return ranges
}

const key = '/ByteRange'
const fourNumbers = /^\s*\[\s*(\d{1,15})\s+(\d{1,15})\s+(\d{1,15})\s+(\d{1,15})\s*\]/

function signatureOf(bytes: Buffer, [start, first, second, rest]: Range): PdfSignature {
  const end = second + rest
  const uncovered = Math.max(0, bytes.byteLength - end)
  const fits = start === 0 && first < second && end <= bytes.byteLength
  const contents = fits ? contentsIn(bytes.toString('latin1', first, second)) : null
  if (contents === null) return { uncovered, state: 'broken' }
  const stated = statedDigest(contents)
  if (stated.kind === 'nothing') return { uncovered, state: 'empty' }
  if (stated.kind === 'unreadable') return { uncovered, state: 'unreadable' }
  const digest = createHash(stated.algorithm)
    .update(bytes.subarray(0, first))
    .update(bytes.subarray(second, end))
    .digest()
  return { uncovered, state: digest.equals(stated.digest) ? 'matches' : 'differs' }
}

/** The gap must be the hex string of /Contents and nothing else, or something could hide in it. */
function contentsIn(gap: string): Uint8Array | null {
  return /^<(?:[0-9a-f]{2})*>$/i.test(gap) ? Buffer.from(gap.slice(1, -1), 'hex') : null
}
