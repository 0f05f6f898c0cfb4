// PDFs for the tests of this room: good ones made with the library, hostile ones written by hand.
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib'

/** A document with one line of text a page, saved with a cross-reference table or stream. */
export async function textDocument(lines: string[], options: { useObjectStreams?: boolean } = {}): Promise<Uint8Array> {
  return (await textPdf(lines)).save(options)
}

export async function textPdf(lines: string[]): Promise<PDFDocument> {
  const pdf = await PDFDocument.create()
  const font = await pdf.embedFont(StandardFonts.Helvetica)
  for (const line of lines) pdf.addPage([595, 842]).drawText(line, { x: 60, y: 700, size: 11, font })
  return pdf
}

/** Objects 1, 2, ... as written, with a correct table and end. The first is the catalog. */
export function handWritten(objects: (string | Uint8Array)[], header = '%PDF-1.7\n'): Uint8Array {
  const parts: Buffer[] = [Buffer.from(header, 'latin1')]
  const offsets: number[] = []
  let size = parts[0]?.length ?? 0
  const add = (part: Buffer) => {
    parts.push(part)
    size += part.length
  }
  for (const [index, object] of objects.entries()) {
    offsets.push(size)
    add(Buffer.from(`${index + 1} 0 obj\n`))
    add(typeof object === 'string' ? Buffer.from(object, 'latin1') : Buffer.from(object))
    add(Buffer.from('\nendobj\n'))
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const count = objects.length + 1
  const start = size
  add(Buffer.from(`xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<</Size ${count}/Root 1 0 R>>\n`))
  add(Buffer.from(`startxref\n${start}\n%%EOF\n`))
  return Uint8Array.from(Buffer.concat(parts))
}

/** One empty page; `catalog` and `page` are further entries of those dictionaries, `more` further objects from 4 on. */
export function onePage({ catalog = '', page = '', more = [] }: Partial<OnePage> = {}): Uint8Array {
  return handWritten([
    `<</Type/Catalog/Pages 2 0 R${catalog}>>`,
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]${page}>>`,
    ...more,
  ])
}

export function streamObject(dictionary: string, data: Uint8Array): Uint8Array {
  const head = Buffer.from(`<<${dictionary}/Length ${data.length}>>\nstream\n`, 'latin1')
  return Uint8Array.from(Buffer.concat([head, data, Buffer.from('\nendstream')]))
}

interface OnePage {
  catalog: string
  page: string
  more: (string | Uint8Array)[]
}
