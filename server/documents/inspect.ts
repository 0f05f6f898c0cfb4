// Opens one document and says what is in it, or the first reason why it cannot be sent. Runs in the child only.
import { createHash } from 'node:crypto'
import { EncryptedPDFError, PDFDocument, PDFName } from '@cantoo/pdf-lib'
import { err, ok, type Result } from '../../shared/result.ts'
import type { Anchor, DocumentProblem, InspectedDocument, PageSize } from '../domain/documents.ts'
import { findActiveContent } from './active-content.ts'
import { findAnchors } from './anchors.ts'
import { inflatedSize } from './inflate.ts'
import { limits } from './limits.ts'
import { walkPageTree } from './page-tree.ts'
import { isPasswordError, type Reader, withReader } from './reader.ts'
import { hasByteRange } from './signed.ts'

/** A document that passed, still open for adding to it. */
export interface OpenedDocument {
  inspected: InspectedDocument
  pdf: PDFDocument
}

/**
 * Checks in the order in which a check makes the next one safe: header and end, what it inflates to, encryption,
 * active content, pages, text. Rejects never for what a document can contain; size in bytes is the caller's to check.
 */
export async function openDocument(bytes: Uint8Array): Promise<Result<OpenedDocument, DocumentProblem>> {
  if (headerOffset(bytes) === -1) return err({ kind: 'not_pdf' })
  if (!hasEnd(bytes)) return err({ kind: 'damaged' })
  if ((await inflatedSize(bytes, limits.inflated)) > limits.inflated) return err({ kind: 'bomb', what: 'inflated' })
  try {
    const pdf = await PDFDocument.load(bytes, {
      updateMetadata: false,
      forIncrementalUpdate: true,
      parseSpeed: Infinity,
    })
    if (hasByteRange(bytes)) return err({ kind: 'already_signed' })
    const active = findActiveContent(pdf.context)
    if (active !== null) return err(active)
    const tree = walkPageTree(pdf.context, pdf.catalog.get(PDFName.of('Pages')), limits.pages)
    if (tree.kind === 'too_many') return err({ kind: 'too_many_pages', pages: tree.pages, limit: limits.pages })
    if (tree.kind === 'broken') return err({ kind: 'damaged' })
    const read = await withReader(bytes, (reader) => readPages(reader, tree.cropped))
    if (!read.ok) return read
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return ok({ inspected: { bytes: bytes.length, sha256, ...read.value }, pdf })
  } catch (error) {
    if (error instanceof EncryptedPDFError || isPasswordError(error)) return err({ kind: 'encrypted' })
    // Whatever a parser throws, a stack overflow too, is about the document.
    return err({ kind: 'damaged' })
  }
}

/** Where `%PDF-` stands in the first 1,024 bytes, as readers look for it; -1 when it does not. */
export function headerOffset(bytes: Uint8Array): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).indexOf('%PDF-')
}

/** Cut off files lack their end. Parsers would repair them and lose pages without a word. */
function hasEnd(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = file.length
  while (end > 0 && padding.has(file[end - 1] ?? 1)) end -= 1
  return file.subarray(Math.max(0, end - 1024), end).includes('%%EOF')
}

const padding = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20])

type Read = Pick<InspectedDocument, 'pages' | 'anchors'>

async function readPages(reader: Reader, cropped: boolean[]): Promise<Result<Read, DocumentProblem>> {
  // The two libraries see different documents: whichever one is shown to people, the other may be signed.
  if (reader.pages !== cropped.length) return err({ kind: 'damaged' })
  if (await reader.hasScripts()) return err({ kind: 'active_content', what: 'javascript' })
  if (await reader.hasAttachments()) return err({ kind: 'active_content', what: 'embedded_file' })
  const pages: PageSize[] = []
  const anchors: Anchor[] = []
  for (const [index, isCropped] of cropped.entries()) {
    const page = index + 1
    pages.push({ ...(await reader.size(page)), cropped: isCropped })
    if (cropped.length > limits.pagesWithAnchors) continue
    for (const { signer, type, text } of findAnchors(await reader.text(page))) {
      // Yousign parses signature anchors only (contracts/yousign.md 6).
      if (type === 'signature') anchors.push({ signer, page, text })
    }
  }
  return ok({ pages, anchors })
}
