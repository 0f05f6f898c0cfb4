import { strFromU8, unzipSync } from 'fflate'
import { imagePdf, textPdf } from './pdf-write.ts'

export type Converted = { ok: true; bytes: Uint8Array; content_type: string } | { ok: false; reason: string }

/** Everything is kept as PDF. DOCX keeps its words only, and the result says so; pictures serve as attachments. */
export async function toPdf(file: { filename: string; bytes: Uint8Array }, signable: boolean): Promise<Converted> {
  const extension = /\.(\w+)$/.exec(file.filename)?.[1]?.toLowerCase()
  if (extension === 'pdf') return { ok: true, bytes: file.bytes, content_type: 'application/pdf' }
  if (extension === 'docx') return fromDocx(file.bytes)
  if (extension === 'jpg' || extension === 'jpeg' || extension === 'png') {
    if (signable) return { ok: false, reason: 'Pictures are accepted as attachments only.' }
    try {
      const kind = extension === 'png' ? 'png' : 'jpeg'
      return { ok: true, bytes: await imagePdf(file.bytes, kind), content_type: 'application/pdf' }
    } catch {
      return { ok: false, reason: 'The picture cannot be read.' }
    }
  }
  return { ok: false, reason: 'The file must be a PDF, DOCX, JPEG, JPG or PNG.' }
}

async function fromDocx(bytes: Uint8Array): Promise<Converted> {
  let xml: string
  try {
    const entries = unzipSync(bytes, { filter: (entry) => entry.name === 'word/document.xml' })
    const body = entries['word/document.xml']
    if (body === undefined) return { ok: false, reason: 'The DOCX file cannot be read.' }
    xml = strFromU8(body)
  } catch {
    return { ok: false, reason: 'The DOCX file cannot be read.' }
  }
  const paragraphs = xml.split('</w:p>').map((part) => textOf(part))
  const { bytes: pdf } = await textPdf('Converted by the simulator: words only', paragraphs)
  return { ok: true, bytes: pdf, content_type: 'application/pdf' }
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function textOf(paragraph: string): string {
  const words = [...paragraph.matchAll(/<w:t(?:\s[^>]*)?>([^<]*)<\/w:t>|<w:(?:tab|br)\/>/g)].map(
    (match) => match[1] ?? ' ',
  )
  return words.join('').replaceAll(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name] ?? '')
}
