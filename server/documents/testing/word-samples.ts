// Word files for the tests of this room: small good ones, and the pieces that make them hostile.
import { strToU8, zipSync } from 'fflate'

export interface WordSample {
  /** Paragraphs: a text, or several runs that Word made of it. */
  body: (string | string[])[]
  /** Markup behind the paragraphs. */
  xml: string
  /** Further relationships of the document. */
  relations: string
  /** Further entries of the content types. */
  types: string
  /** Further parts, or other contents for the usual ones. */
  parts: Record<string, string | Uint8Array>
}

/** A .docx that Word opens. */
export function wordFile({ body = [], xml = '', relations = '', types = '', parts = {} }: Partial<WordSample> = {}) {
  const usual = {
    '[Content_Types].xml': `${head}<Types xmlns="${schemas}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${wordType}.document.main+xml"/>${types}</Types>`,
    '_rels/.rels': relationships(relation('rId1', 'officeDocument', 'word/document.xml')),
    'word/document.xml': `${head}<w:document ${namespaces}><w:body>${body.map(paragraph).join('')}${xml}<w:sectPr/></w:body></w:document>`,
    'word/_rels/document.xml.rels': relationships(relations),
  }
  return zipOf({ ...usual, ...parts })
}

export function paragraph(runs: string | string[]): string {
  const texts = typeof runs === 'string' ? [runs] : runs
  return `<w:p>${texts.map((text) => `<w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`).join('')}</w:p>`
}

/** `type` is the last word of the relationship's type. */
export function relation(id: string, type: string, target: string, mode = ''): string {
  const how = mode === '' ? '' : ` TargetMode="${mode}"`
  return `<Relationship Id="${id}" Type="${schemas}/officeDocument/2006/relationships/${type}" Target="${escaped(target)}"${how}/>`
}

export function relationships(inside: string): string {
  return `${head}<Relationships xmlns="${schemas}/package/2006/relationships">${inside}</Relationships>`
}

/** A header or footer, with its relationship and its type, named `rId9`. */
export function headerPart(text: string): Partial<WordSample> {
  return {
    relations: relation('rId9', 'header', 'header1.xml'),
    types: `<Override PartName="/word/header1.xml" ContentType="${wordType}.header+xml"/>`,
    parts: { 'word/header1.xml': `${head}<w:hdr ${namespaces}>${paragraph(text)}</w:hdr>` },
  }
}

export function zipOf(parts: Record<string, string | Uint8Array>): Uint8Array {
  const files = Object.entries(parts).map(([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part])
  return zipSync(Object.fromEntries(files), { mtime: new Date(2026, 10, 19, 16, 0) })
}

export const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const schemas = 'http://schemas.openxmlformats.org'
const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml'
export const namespaces = `xmlns:w="${schemas}/wordprocessingml/2006/main" xmlns:r="${schemas}/officeDocument/2006/relationships" xmlns:wp="${schemas}/drawingml/2006/wordprocessingDrawing" xmlns:mc="${schemas}/markup-compatibility/2006"`

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}
