// Own templates in Word: which tags they have, and the filled document. Runs in the child only.
import { createHash } from 'node:crypto'
import type { PathPart, Tag } from 'easy-template-x'
import { err, ok, type Result } from '../../shared/result.ts'
import type { DocumentProblem, FilledTemplate, FillValues, TemplateContent, TemplateTag } from '../domain/documents.ts'
import { harmless, markers, squeezed } from './fill-text.ts'
import { limits } from './limits.ts'
import { isTextPart, openWord, type WordFile } from './word-file.ts'
import { anchorsOf, breakLines, spaceBrackets, textOf } from './word-text.ts'
import { readZip, writeZip, type ZipParts } from './zip.ts'

type Value = FillValues[string]

/** The tags and anchors of a .docx. A trial filling shows that every tag can be reached and every block closes. */
export async function readWordTemplate(bytes: Uint8Array): Promise<Result<TemplateContent, DocumentProblem>> {
  const word = openWord(bytes)
  if (!word.ok) return word
  const tags = await guarded(() => listTags(word.value))
  if (!tags.ok) return tags
  const trial = await process(word.value, (tag) => (isBlock(tag) ? [{}] : 'x'))
  if (!trial.ok) return trial
  const anchors = anchorsOf(word.value)
  return ok({ format: 'docx', tags: tags.value, anchors })
}

/**
 * The filled document: parts without text stay byte for byte, times are fixed. Every value is found again in its text
 * and no place to sign came with one, or the answer is a problem.
 */
export async function fillWordTemplate(
  bytes: Uint8Array,
  values: FillValues,
): Promise<Result<FilledTemplate, DocumentProblem>> {
  const word = openWord(bytes)
  if (!word.ok) return word
  const written = new Set<string>()
  let unfilled: string | null = null
  const filled = await process(word.value, (tag, path) => {
    const found = lookUp(values, path)
    const value = typeof found === 'string' ? harmless(found) : found
    const fits = isBlock(tag) ? typeof value === 'boolean' || Array.isArray(value) : typeof value === 'string'
    if (value === undefined || value === '' || !fits) {
      unfilled ??= tag.rawText
      return ''
    }
    if (typeof value !== 'string') return value
    written.add(value)
    return value.replaceAll('\n', markers.lineBreak)
  })
  if (unfilled !== null) return err({ kind: 'template', what: 'no_value', text: unfilled })
  if (!filled.ok) return filled
  const text = squeezed(
    textOf(filled.value)
      .map((paragraph) => paragraph.text)
      .join(''),
  )
  const lost = [...written].find((value) => !text.includes(squeezed(value)))
  if (lost !== undefined) return err({ kind: 'unprintable', text: lost })
  const known = new Set(anchorsOf(word.value).map((anchor) => anchor.text))
  const anchors = anchorsOf(filled.value)
  const foreign = anchors.find((anchor) => !known.has(anchor.text))
  if (foreign !== undefined) return err({ kind: 'template', what: 'anchors', text: foreign.text })
  const result = writeZip(filled.value.parts, 6)
  if (result.length > limits.bytes) return err({ kind: 'too_large', bytes: result.length, limit: limits.bytes })
  const sha256 = createHash('sha256').update(result).digest('hex')
  return ok({ format: 'docx', bytes: result, sha256, anchors })
}

/** Blocks must close in the order in which they open; the library would close them by position alone. */
async function listTags(word: WordFile): Promise<Result<TemplateTag[], DocumentProblem>> {
  const { handler } = await library(() => '')
  const found = new Map<string, TemplateTag>()
  const open: string[] = []
  for (const tag of await handler.parseTags(Buffer.from(writeZip(prepared(word), 0)))) {
    const text = nameOf(tag)
    if (tag.disposition === 'Close') {
      const closed = open.pop()
      if (closed === undefined || (text !== '' && text !== closed)) return syntax(tag.rawText)
      continue
    }
    const kind = tag.placement === 'Attribute' ? 'picture' : isBlock(tag) ? 'block' : 'value'
    const entry: TemplateTag = { text, kind, within: [...open], options: [] }
    found.set(JSON.stringify(entry), entry)
    if (isBlock(tag)) open.push(text)
  }
  const left = open.at(-1)
  return left === undefined ? ok([...found.values()]) : syntax(left)
}

type Resolve = (tag: Tag, path: readonly PathPart[]) => Value

/** Runs the library and reads its result as strictly as what came in; a tag that is still there is out of its reach. */
function process(word: WordFile, resolve: Resolve): Promise<Result<WordFile, DocumentProblem>> {
  return guarded(async () => {
    const { handler } = await library(resolve)
    const zip = await handler.process(Buffer.from(writeZip(prepared(word), 0)), {})
    const result = readZip(zip)
    if (!result.ok) return result
    // In the order of the template, and without a part that the library may have added: nothing is new here.
    const parts: ZipParts = new Map([...word.parts].map(([name]) => [name, withBreaks(result.value.get(name))]))
    const opened = openWord(writeZip(parts, 0))
    if (!opened.ok) return opened
    const left = textOf(opened.value).find(({ text }) => text.includes(delimiters.tagStart))
    if (left === undefined) return opened
    const what = left.text.includes(delimiters.tagEnd) ? 'out_of_reach' : 'syntax'
    return err({ kind: 'template', what, text: excerpt(left.text) })
  })
}

function withBreaks(part: Uint8Array = new Uint8Array()): Uint8Array {
  const bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength)
  return bytes.includes(markers.lineBreak) ? new TextEncoder().encode(breakLines(bytes.toString())) : part
}

/** Double brackets leave Yousign's anchors alone. Options inside a tag are not wanted: no text contains their sign. */
const delimiters = {
  tagStart: '[[',
  tagEnd: ']]',
  containerTagOpen: '#',
  containerTagClose: '/',
  tagOptionsStart: markers.optionsStart,
  tagOptionsEnd: markers.optionsEnd,
}

/** Loaded with the first template: most documents are none. */
async function library(resolve: Resolve) {
  const { TemplateHandler, TextPlugin, LoopPlugin } = await import('easy-template-x')
  const handler = new TemplateHandler({
    delimiters,
    // Text and blocks only: a value can never become a picture, a link or raw markup.
    plugins: [new TextPlugin(), new LoopPlugin()],
    // What is deeper was refused while opening.
    maxXmlDepth: 1000,
    scopeDataResolver({ path }) {
      const tag = path.at(-1)
      return tag === undefined || typeof tag === 'number' ? '' : resolve(tag, path)
    },
  })
  return { handler }
}

function prepared({ parts, xml }: WordFile): ZipParts {
  return new Map(
    [...parts].map(([name, bytes]) => {
      const text = xml.get(name)
      const spaced = text?.includes(']') && isTextPart(name) ? spaceBrackets(text) : text
      return [name, spaced === undefined || spaced === text ? bytes : new TextEncoder().encode(spaced)]
    }),
  )
}

function isBlock(tag: Tag): boolean {
  return tag.disposition !== 'SelfClosed'
}

function nameOf(tag: Tag): string {
  return tag.name ?? ''
}

/** The value of the last tag of the path: the innermost item of a loop that has one, then the ones around it. */
function lookUp(values: FillValues, path: readonly PathPart[]): Value | undefined {
  const scopes = [values]
  const find = (key: string) => scopes.find((scope) => Object.hasOwn(scope, key))?.[key]
  let list: Value | undefined
  for (const part of path.slice(0, -1)) {
    if (typeof part !== 'number') list = find(`#${nameOf(part)}`)
    else if (Array.isArray(list)) scopes.unshift(list[part] ?? {})
  }
  const tag = path.at(-1)
  if (tag === undefined || typeof tag === 'number') return undefined
  return find(isBlock(tag) ? `#${nameOf(tag)}` : nameOf(tag))
}

/** What the library throws is about the template: a tag that it cannot read, or a file that it cannot. */
async function guarded<T>(work: () => Promise<Result<T, DocumentProblem>>): Promise<Result<T, DocumentProblem>> {
  try {
    return await work()
  } catch (error) {
    const { TemplateSyntaxError } = await import('easy-template-x')
    return error instanceof TemplateSyntaxError ? syntax(textIn(error)) : err({ kind: 'damaged' })
  }
}

function syntax(text: string): { ok: false; failure: DocumentProblem } {
  return err({ kind: 'template', what: 'syntax', text: excerpt(text) })
}

/** The library's errors carry the text under different names; their messages are English and not for people. */
function textIn(error: Error): string {
  const texts = Object.entries(error).map(([, value]) => value)
  return texts.find((value) => typeof value === 'string' && value !== '') ?? ''
}

function excerpt(text: string): string {
  const at = Math.max(0, text.indexOf(delimiters.tagStart))
  const part = text.slice(at, at + 80)
  return at + 80 < text.length ? `${part}…` : part
}
