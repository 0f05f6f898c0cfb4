// The page "Signatures" that is appended when a document has no places to sign of its own. Runs in the child only.
import { createHash } from 'node:crypto'
import { degrees, PDFName, type PDFPage, PDFRef, rgb } from '@cantoo/pdf-lib'
import { err, ok, type Result } from '../../shared/result.ts'
import type { DocumentProblem, SignaturePageOrder } from '../domain/documents.ts'
import { headerOffset, type OpenedDocument } from './inspect.ts'
import { limits } from './limits.ts'
import type { Appended } from './messages.ts'
import { withReader } from './reader.ts'
import { column, layOut, type PlacedCell, sheet, type } from './signature-layout.ts'
import { type SignatureWords, signatureWords } from './signature-words.ts'
import { embedTypeface, printable, type Typeface, wrap } from './typeface.ts'

/**
 * Appends the pages and gives the place of every signer, in the order asked. The original stays byte for byte the
 * beginning of the result, unless its cross-reference cannot be continued. Afterwards every name and capacity is
 * found again in the text of the new pages, or the answer is `unprintable` with the text that was lost.
 */
export async function appendSignaturePage(
  { inspected, pdf }: OpenedDocument,
  original: Uint8Array,
  order: SignaturePageOrder,
): Promise<Result<Appended, DocumentProblem>> {
  // The library's own tracking looks through all objects at every stroke. New objects and the root of the page tree are
  // all that changes, and the snapshot knows the first by their numbers.
  const changes = pdf.takeSnapshot()
  delete pdf.context.snapshot
  const serif = await embedTypeface(pdf, 'serif')
  const sans = await embedTypeface(pdf, 'sans')
  const people = order.signers.map(({ name, capacity }) => ({
    name: printable(name),
    capacity: printable(capacity ?? ''),
  }))
  for (const { name, capacity } of people) {
    if (!serif.shows(name) || name === '') return err({ kind: 'unprintable', text: name })
    if (!sans.shows(capacity)) return err({ kind: 'unprintable', text: capacity })
  }
  // The document's name is nobody's name: a letter without a shape (an emoji in a file name) is left out.
  const documentName = [...printable(order.documentName)].filter(sans.shows).join('')
  const words = signatureWords[order.language]
  const reference = wrap(`${words.document} ${documentName}`, sans, type.reference.size, sheet.right - sheet.left - 60)
  const cells = people.map(({ name, capacity }) => ({
    name: wrap(name, serif, type.name.size, column.width),
    capacity: wrap(capacity, sans, type.capacity.size, column.width),
  }))
  const placed = layOut(cells, reference.length)
  if (placed === null) return err({ kind: 'unprintable', text: longest(people) })

  const sheets = 1 + Math.max(0, ...placed.map((cell) => cell.sheet))
  const pages = Array.from({ length: sheets }, () => blankPage(pdf))
  for (const [index, page] of pages.entries()) {
    drawHead(page, words, reference, sheets > 1 ? `${index + 1} / ${sheets}` : '', { serif, sans })
    for (const cell of placed) if (cell.sheet === index) drawCell(page, cell, words, { serif, sans })
  }
  const before = inspected.pages.length
  const { bytes, kept } = await save(pdf, changes, original)
  if (bytes.length > limits.bytes) return err({ kind: 'too_large', bytes: bytes.length, limit: limits.bytes })
  const texts = await textsAfter(bytes, before, before + sheets)
  if (texts === null) return err({ kind: 'damaged' })
  for (const { name, capacity } of people) {
    const lost = [name, capacity].find((text) => !texts.includes(squeezed(text)))
    if (lost !== undefined) return err({ kind: 'unprintable', text: lost })
  }
  return ok({
    kept,
    tail: bytes.subarray(kept),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    pages: before + sheets,
    boxes: placed.map((cell) => ({ page: before + cell.sheet + 1, ...cell.box })),
  })
}

interface Typefaces {
  serif: Typeface
  sans: Typeface
}

const ink = rgb(0.11, 0.12, 0.15)
const pale = rgb(0.42, 0.44, 0.48)
const hairline = { thickness: 0.5, color: rgb(0.72, 0.74, 0.77) }

/** A page may inherit turn and crop from the tree that it is added to, so both are set. */
function blankPage(pdf: OpenedDocument['pdf']): PDFPage {
  const page = pdf.addPage([sheet.width, sheet.height])
  page.setCropBox(0, 0, sheet.width, sheet.height)
  page.setRotation(degrees(0))
  return page
}

function drawHead(page: PDFPage, words: SignatureWords, reference: string[], number: string, faces: Typefaces): void {
  const { left, right, title } = sheet
  write(page, words.title, { x: left, y: title, size: type.title.size, face: faces.serif, color: ink })
  const below = reference.map((text, index) => ({ text, y: sheet.reference + index * type.reference.leading }))
  for (const { text, y } of below) {
    write(page, text, { x: left, y, size: type.reference.size, face: faces.sans, color: pale })
  }
  const width = faces.sans.font.widthOfTextAtSize(number, type.reference.size)
  write(page, number, { x: right - width, y: title, size: type.reference.size, face: faces.sans, color: pale })
  const y = sheet.height - sheet.rule - (reference.length - 1) * type.reference.leading
  page.drawLine({ start: { x: left, y }, end: { x: right, y }, ...hairline })
}

function drawCell(page: PDFPage, cell: PlacedCell, words: SignatureWords, faces: Typefaces): void {
  let y = cell.top
  for (const line of cell.name) {
    y += type.name.leading
    write(page, line, { x: cell.x, y: y - 4, size: type.name.size, face: faces.serif, color: ink })
  }
  for (const line of cell.capacity) {
    y += type.capacity.leading
    write(page, line, { x: cell.x, y: y - 3, size: type.capacity.size, face: faces.sans, color: pale })
  }
  const { box } = cell
  write(page, words.signature, { x: box.x, y: box.y - 5, size: type.label.size, face: faces.sans, color: pale })
  page.drawRectangle({
    x: box.x,
    y: sheet.height - box.y - box.height,
    width: box.width,
    height: box.height,
    borderWidth: hairline.thickness,
    borderColor: hairline.color,
  })
}

/** `y` is the baseline, from the top. */
function write(
  page: PDFPage,
  text: string,
  { x, y, size, face, color }: { x: number; y: number; size: number; face: Typeface; color: typeof ink },
): void {
  if (text !== '') page.drawText(text, { x, y: sheet.height - y, size, font: face.font, color })
}

/**
 * Continues the file (an incremental update, in the kind of cross-reference it has), or writes it anew when its offsets
 * do not count from its first byte or its last cross-reference is not where it says.
 */
async function save(
  pdf: OpenedDocument['pdf'],
  changes: ReturnType<OpenedDocument['pdf']['takeSnapshot']>,
  original: Uint8Array,
): Promise<{ bytes: Uint8Array; kept: number }> {
  const at = pdf.context.pdfFileDetails.prevStartXRef
  const target = Buffer.from(original.subarray(at, at + 40)).toString('latin1')
  const isTable = /^\s*xref\b/.test(target)
  const isStream = /^\s*\d+\s+\d+\s+obj\b/.test(target)
  const root = pdf.catalog.get(PDFName.of('Pages'))
  if (headerOffset(original) !== 0 || !(isTable || isStream) || !(root instanceof PDFRef)) {
    return { bytes: await pdf.save({ rewrite: true, addDefaultPage: false, updateFieldAppearances: false }), kept: 0 }
  }
  changes.markRefForSave(root)
  const increment = await pdf.saveIncremental(changes, { useObjectStreams: isStream })
  return { bytes: Buffer.concat([original, increment]), kept: original.length }
}

/** The text of the pages `from` (excluded) to `to`, without blanks; null when the file has another number of pages. */
function textsAfter(bytes: Uint8Array, from: number, to: number): Promise<string | null> {
  return withReader(bytes, async (reader) => {
    if (reader.pages !== to) return null
    let text = ''
    for (let page = from + 1; page <= to; page += 1) {
      for (const { str } of await reader.text(page)) text += squeezed(str)
    }
    return text
  })
}

function squeezed(text: string): string {
  return text.replace(/\s/g, '').normalize('NFC')
}

function longest(people: { name: string; capacity: string }[]): string {
  const texts = people.flatMap(({ name, capacity }) => [name, capacity])
  return texts.reduce((long, text) => (text.length > long.length ? text : long), '')
}
