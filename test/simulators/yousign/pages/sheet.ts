import type { DocumentRecord, RequestRecord, SignerRecord } from '../model.ts'
import { type PageTexts, readTexts } from '../pdf-read.ts'
import { html, type Markup } from './layout.ts'

/** Enough to see what one signs; the rest is in the file. */
const most = 12

/** The document as sheets of paper: its words where they stand, and the boxes of this signer. */
export async function sheets(
  bytes: Uint8Array,
  request: RequestRecord,
  document: DocumentRecord,
  signer: SignerRecord,
): Promise<Markup[]> {
  const pages = await readTexts(bytes, most)
  const total = document.total_pages ?? pages.length
  return pages.map((page, index) => {
    const label = `Page ${index + 1} of ${total}`
    const boxes = signer.status === 'signed' ? [] : boxesOn(request, document, signer, index + 1)
    return html`<article class="sheet" aria-label="${label}">${draw(page, boxes)}</article>`
  })
}

function boxesOn(request: RequestRecord, document: DocumentRecord, signer: SignerRecord, page: number): Markup[] {
  const mine = request.fields.filter(
    ({ document_id, signer_id, type, page: on }) =>
      document_id === document.id && signer_id === signer.id && type === 'signature' && on === page,
  )
  return mine.map(
    ({ x, y, width, height }) => html`<g><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="3"
      fill="#f5f3ff" stroke="#4a36c0" stroke-width="1.5" stroke-dasharray="5 4"/><text x="${x + width / 2}" y="${y + height / 2 + 4}"
      text-anchor="middle" font-size="12" font-weight="700" fill="#3a289f">Sign here</text></g>`,
  )
}

function draw(page: PageTexts, boxes: Markup[]): Markup {
  const words = page.runs
    .filter((run) => run.text.trim() !== '' && !run.text.includes('{{'))
    .map((run) => {
      const stretch = run.width > 0 ? html` textLength="${run.width.toFixed(1)}" lengthAdjust="spacingAndGlyphs"` : ''
      return html`<text x="${run.x.toFixed(1)}" y="${run.y.toFixed(1)}" font-size="${run.size.toFixed(1)}"${stretch}>${run.text}</text>`
    })
  return html`<svg viewBox="0 0 ${page.width} ${page.height}" font-family="Georgia, 'Liberation Serif', serif" fill="#23262d">${words}${boxes}</svg>`
}
