// Opens a Word file and refuses what is more than text and pictures, before a library sees any of it (protocol P9).
// Runs in the child only.
import { err, ok, type Result } from '../../shared/result.ts'
import type { DocumentProblem, WordContent } from '../domain/documents.ts'
import { decodeXml, scanXml, type XmlElement } from './xml.ts'
import { readZip, type ZipParts } from './zip.ts'

export interface WordFile {
  parts: ZipParts
  /** The XML parts as text, by the same names. */
  xml: ReadonlyMap<string, string>
}

/**
 * A .docx that passed: a sound zip within the limits; no macros, embedded objects, foreign content or DTDs; nothing that
 * is fetched from elsewhere, only links that a reader must click.
 */
export function openWord(bytes: Uint8Array): Result<WordFile, DocumentProblem> {
  const zip = readZip(bytes)
  if (!zip.ok) return zip
  const xml = new Map<string, string>()
  for (const [name, content] of zip.value) {
    const kind = extensions.get(extensionOf(name))
    if (kind === undefined) return refuse(/vba|macro/i.test(name) ? 'macros' : 'embedded')
    if (kind === 'picture') continue
    const text = decodeXml(content)
    if (text === null) return refuse('dtd')
    const found = inspectPart(name, text)
    if (found !== null) return err(found)
    xml.set(name, text)
  }
  const types = xml.get('[Content_Types].xml')
  if (types === undefined || !xml.has('_rels/.rels')) return err({ kind: 'not_template' })
  const wrong = inspectTypes(types)
  return wrong === null ? ok({ parts: zip.value, xml }) : err(wrong)
}

/** False for relations and for the metadata beside the document. */
export function isTextPart(name: string): boolean {
  return !name.endsWith('.rels') && !/^(?:docProps|customXml)\/|^\[Content_Types\]\.xml$/.test(name)
}

const extensions = new Map<string, 'xml' | 'picture'>([
  ...['xml', 'rels'].map((name) => [name, 'xml'] as const),
  // Fonts are no more than pictures of letters here.
  ...['png', 'jpg', 'jpeg', 'gif', 'bmp', 'tif', 'tiff', 'emf', 'wmf', 'svg', 'odttf', 'ttf'].map(
    (name) => [name, 'picture'] as const,
  ),
])

function extensionOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase()
}

function refuse(what: WordContent): { ok: false; failure: DocumentProblem } {
  return err({ kind: 'word_content', what })
}

function inspectPart(name: string, text: string): DocumentProblem | null {
  const fields = createFieldWatch()
  let found: WordContent | null = null
  const verdict = scanXml(text, {
    open(element) {
      found ??= name.endsWith('.rels') ? inspectRelationship(element) : inspectElement(element)
      found ??= fields.open(element)
    },
    close: (element) => fields.close(element),
    text: (raw) => fields.text(raw),
  })
  if (verdict === 'dtd') return { kind: 'word_content', what: 'dtd' }
  // Metadata beside the document may hold anything well formed; in the text, Word writes neither.
  if (verdict === 'broken' || (verdict === 'unusual' && isTextPart(name))) return { kind: 'damaged' }
  found ??= fields.found()
  return found === null ? null : { kind: 'word_content', what: found }
}

const mainType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'

function inspectTypes(text: string): DocumentProblem | null {
  const types: string[] = []
  scanXml(text, { open: ({ attributes }) => void types.push(attributes.get('ContentType') ?? '') })
  if (types.some((type) => /macroEnabled|vbaProject|vbaData/i.test(type))) {
    return { kind: 'word_content', what: 'macros' }
  }
  if (types.some((type) => /oleObject|activeX|\.package\b/i.test(type))) {
    return { kind: 'word_content', what: 'embedded' }
  }
  return types.includes(mainType) ? null : { kind: 'not_template' }
}

/** By the last word of a relationship's type. */
const forbiddenRelations = new Map<string, WordContent>([
  ['vbaProject', 'macros'],
  ['wordVbaData', 'macros'],
  ['keyMapCustomizations', 'macros'],
  ['attachedToolbars', 'macros'],
  ['oleObject', 'embedded'],
  ['package', 'embedded'],
  ['control', 'embedded'],
  ['activeXControlBinary', 'embedded'],
  ['aFChunk', 'foreign'],
  ['subDocument', 'outside'],
  ['frame', 'outside'],
])

function inspectRelationship({ name, attributes }: XmlElement): WordContent | null {
  if (name !== 'Relationship') return null
  const type = (attributes.get('Type') ?? '').split('/').at(-1) ?? ''
  const forbidden = forbiddenRelations.get(type)
  if (forbidden !== undefined) return forbidden
  const target = attributes.get('Target') ?? ''
  if (attributes.get('TargetMode')?.toLowerCase() === 'external') {
    return type === 'hyperlink' && /^(?:https?:\/\/|mailto:|tel:)/i.test(target) ? null : 'outside'
  }
  // Without the mode an address would be a part of the file; a reader that takes it for one outside fetches it.
  return /^[a-z][a-z0-9+.-]*:|^[/\\]{2}|\\/i.test(target) ? 'outside' : null
}

const forbiddenElements = new Map<string, WordContent>([
  ['altChunk', 'foreign'],
  ['OLEObject', 'embedded'],
  ['subDoc', 'outside'],
])

function inspectElement({ name }: XmlElement): WordContent | null {
  return forbiddenElements.get(name) ?? null
}

/** Fields whose result Word fetches. HYPERLINK only leads there when somebody clicks. */
const fetching = /^\s*(?:INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|DDE|DDEAUTO|RD|DATABASE|EMBED)\b/i

/** Puts the instruction of a field together, which Word breaks over several runs. */
function createFieldWatch() {
  let [isInstruction, instruction, hit] = [false, '', false]
  const judge = (text: string) => {
    hit ||= fetching.test(text)
  }
  return {
    open({ name, attributes }: XmlElement): WordContent | null {
      if (name === 'fldSimple') judge(attributes.get('instr') ?? '')
      if (name === 'fldChar') {
        judge(instruction)
        instruction = ''
      }
      isInstruction = name === 'instrText'
      return hit ? 'outside' : null
    },
    close(name: string): void {
      if (name === 'instrText') isInstruction = false
    },
    text(raw: string): void {
      if (isInstruction) instruction += raw
    },
    found: (): WordContent | null => {
      judge(instruction)
      return hit ? 'outside' : null
    },
  }
}
