// What a PDF could do besides being read. Every object is looked at, reachable or not: what no page refers to today
// may be what another reader runs.
import {
  PDFArray,
  type PDFContext,
  PDFDict,
  PDFHexString,
  PDFInvalidObject,
  PDFName,
  type PDFObject,
  PDFStream,
  PDFString,
} from '@cantoo/pdf-lib'
import type { DocumentProblem } from '../domain/documents.ts'

export type ActiveContent = Extract<DocumentProblem, { kind: 'active_content' | 'already_signed' }>

/**
 * The first thing in the document that is not allowed (protocols.md P9): JavaScript and launch actions wherever they
 * hang (open action, additional actions, names tree, annotations, fields), embedded files, XFA, a signature. Null when
 * there is none. Links, form fields and empty signature fields are allowed.
 */
export function findActiveContent(context: PDFContext): ActiveContent | null {
  for (const [, object] of context.enumerateIndirectObjects()) {
    const found = inspectObject(context, object)
    if (found !== null) return found
  }
  return null
}

const signed: ActiveContent = { kind: 'already_signed' }

function active(what: Extract<ActiveContent, { kind: 'active_content' }>['what']): ActiveContent {
  return { kind: 'active_content', what }
}

/** Types of actions (/S), of annotations (/Subtype) and of objects (/Type). */
const forbiddenTypes = new Map<string, ActiveContent>([
  ['JavaScript', active('javascript')],
  ['Launch', active('launch')],
  ['EmbeddedFile', active('embedded_file')],
  ['FileAttachment', active('embedded_file')],
])

/** An object that could not be parsed is judged by its words: another reader may be able to parse it. */
const forbiddenWords: [RegExp, ActiveContent][] = [
  [/\/(?:JavaScript|JS)\b/, active('javascript')],
  [/\/Launch\b/, active('launch')],
  [/\/(?:EmbeddedFiles?|FileAttachment|EF)\b/, active('embedded_file')],
  [/\/XFA\b/, active('xfa')],
  [/\/ByteRange\b/, signed],
]

/** Goes through one indirect object and all that lies directly in it, without recursion: nesting may be deep. */
function inspectObject(context: PDFContext, object: PDFObject): ActiveContent | null {
  const pending = [object]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next instanceof PDFArray) for (const element of next.asArray()) pending.push(element)
    if (next instanceof PDFInvalidObject) {
      const found = inspectWords(next)
      if (found !== null) return found
    }
    const dict = next instanceof PDFStream ? next.dict : next
    if (!(dict instanceof PDFDict)) continue
    const entries = entriesOf(dict)
    const found = inspectEntries(context, entries)
    if (found !== null) return found
    for (const value of entries.values()) pending.push(value)
  }
  return null
}

/** The library leaves lower-case escapes (`/#4aavaScript`) in names undecoded; other readers do not. */
function plain(text: string): string {
  return text.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function entriesOf(dict: PDFDict): Map<string, PDFObject> {
  return new Map(dict.entries().map(([key, value]) => [plain(key.decodeText()), value]))
}

function inspectEntries(context: PDFContext, entries: Map<string, PDFObject>): ActiveContent | null {
  for (const key of ['S', 'Subtype', 'Type']) {
    const type = context.lookup(entries.get(key))
    const found = type instanceof PDFName ? forbiddenTypes.get(plain(type.decodeText())) : undefined
    if (found !== undefined) return found
  }
  // Resources may bear any name, a font /JS or an image /EF too, so the shape of the value counts as well.
  const script = context.lookup(entries.get('JS'))
  const isText = script instanceof PDFString || script instanceof PDFHexString
  if (isText || (script instanceof PDFStream && entries.has('S'))) return active('javascript')
  const embedded = context.lookup(entries.get('EF'))
  if (embedded instanceof PDFDict) {
    const files = entriesOf(embedded)
    if (['F', 'UF', 'DOS', 'Mac', 'Unix'].some((key) => files.has(key))) return active('embedded_file')
  }
  const form = context.lookup(entries.get('XFA'))
  if (form instanceof PDFArray || form instanceof PDFStream) return active('xfa')
  const range = context.lookup(entries.get('ByteRange'))
  if (range instanceof PDFArray && range.size() >= 4) return signed
  return null
}

function inspectWords(object: PDFInvalidObject): ActiveContent | null {
  const bytes = new Uint8Array(object.sizeInBytes())
  object.copyBytesInto(bytes, 0)
  const text = plain(Buffer.from(bytes).toString('latin1'))
  return forbiddenWords.find(([word]) => word.test(text))?.[1] ?? null
}
