import { createHash } from 'node:crypto'
import { type Answer, empty, json, no, type Outcome, refuse, value } from './answer.ts'
import { type Call, documentOf, draftRequest, seenRequest, type Upload } from './call.ts'
import { toPdf } from './convert.ts'
import type { DocumentRecord, RequestRecord } from './model.ts'
import { parse } from './parse.ts'
import { type ReadPdf, readPdf } from './pdf-read.ts'
import { patchDocument } from './schemas.ts'
import { documentView } from './views.ts'
import type { World } from './world.ts'

export interface DocumentOptions {
  nature: DocumentRecord['nature']
  name?: string
  parseAnchors?: boolean
  password?: string
  insertAfter?: string
  initials?: NonNullable<DocumentRecord['initials']>
}

export function list(world: World, call: Call): Answer {
  const found = seenRequest(world, call)
  if (!found.ok) return found.answer
  const nature = call.query.get('nature[eq]')
  const documents = found.value.documents.filter((document) => nature === null || document.nature === nature)
  return json(200, documents.map(documentView))
}

export function read(world: World, call: Call): Answer {
  const found = seenRequest(world, call)
  if (!found.ok) return found.answer
  const document = documentOf(found.value, call)
  return document.ok ? json(200, documentView(document.value)) : document.answer
}

/** Draft only, at most 50 documents of 50 MB each (contracts/yousign.md 1.7, 2.2). */
export async function create(world: World, call: Call): Promise<Answer> {
  const found = draftRequest(world, call)
  if (!found.ok) return found.answer
  const { upload } = call
  if (upload === undefined) return refuse.because('configuration.not_enabled', 'Sealed documents are not simulated.')
  const file = fileOf(upload)
  if (!file.ok) return file.answer
  const options = optionsOf(upload.parts)
  if (!options.ok) return options.answer
  if (found.value.documents.length >= 50) {
    return refuse.invalid([{ name: 'file', reason: 'There may be at most 50 documents.' }])
  }
  const stored = await storeDocument(world, found.value, file.value, options.value)
  if (!stored.ok) return stored.answer
  world.history.changed(found.value)
  return json(201, documentView(stored.value))
}

export function patch(world: World, call: Call): Answer {
  const found = draftRequest(world, call)
  if (!found.ok) return found.answer
  const document = documentOf(found.value, call)
  if (!document.ok) return document.answer
  const parsed = parse(patchDocument, call.body)
  if (!parsed.ok) return refuse.invalid(parsed.params)
  document.value.nature = parsed.value.nature ?? document.value.nature
  document.value.filename = parsed.value.name ?? document.value.filename
  world.history.changed(found.value)
  return json(200, documentView(document.value))
}

export function destroy(world: World, call: Call): Answer {
  const found = draftRequest(world, call)
  if (!found.ok) return found.answer
  const document = documentOf(found.value, call)
  if (!document.ok) return document.answer
  const request = found.value
  request.documents = request.documents.filter((each) => each !== document.value)
  request.fields = request.fields.filter((field) => field.document_id !== document.value.id)
  world.history.changed(request)
  return empty(204)
}

/** Takes a file in: as PDF, with its pages counted and its anchors found; or says what is wrong with it. */
export async function storeDocument(
  world: World,
  request: RequestRecord,
  file: { filename: string; bytes: Uint8Array },
  options: DocumentOptions,
): Promise<Outcome<DocumentRecord>> {
  const converted = await toPdf(file, options.nature === 'signable_document')
  if (!converted.ok) return no(refuse.invalid([{ name: 'file', reason: converted.reason }]))
  const { bytes } = converted
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const read = await readOnce(sha256, bytes, options)
  if (read.kind === 'broken') {
    return no(refuse.because('document.analyze_error', 'The document cannot be analysed: it is no readable PDF.'))
  }
  // It may have been activated or deleted while the file was read.
  if (request.status !== 'draft')
    return no(refuse.status('signature_request', 'The signature request must be in draft.'))
  const known = read.kind === 'read' ? read : undefined
  const document: DocumentRecord = {
    id: world.random.uuid(),
    filename: options.name ?? file.filename,
    name: options.name ?? null,
    nature: options.nature,
    content_type: converted.content_type,
    sha256,
    created_at: world.clock.now(),
    total_pages: known?.pages.length ?? null,
    is_protected: known?.isProtected ?? true,
    password: options.password ?? null,
    is_signed: Buffer.from(bytes).includes('/ByteRange'),
    is_locked: known === undefined,
    total_anchors: known?.anchors.length ?? 0,
    anchors: known?.anchors ?? [],
    page_sizes: known?.pages ?? [],
    initials: options.initials ?? null,
  }
  world.state.files.set(document.id, bytes)
  const after = request.documents.findIndex((each) => each.id === options.insertAfter)
  request.documents.splice(after < 0 ? request.documents.length : after + 1, 0, document)
  return value(document)
}

/** The same bytes are uploaded again and again by campaigns, so what was read is kept. */
const readings = new Map<string, Promise<ReadPdf>>()

function readOnce(sha256: string, bytes: Uint8Array, options: DocumentOptions): Promise<ReadPdf> {
  const anchors = options.parseAnchors === true && options.nature === 'signable_document'
  const key = `${sha256} ${anchors} ${options.password ?? ''}`
  const known = readings.get(key)
  if (known !== undefined) return known
  const { password } = options
  const reading = readPdf(bytes, { anchors, ...(password === undefined ? {} : { password }) })
  if (readings.size >= 200) readings.clear()
  readings.set(key, reading)
  return reading
}

function fileOf(upload: Upload): Outcome<{ filename: string; bytes: Uint8Array }> {
  const wrong = (reason: string) => no(refuse.invalid([{ name: 'file', reason }]))
  if (upload.tooLarge) return wrong('The file is too large; the limit is 50 MB.')
  if (upload.file === undefined) return wrong('This value should not be blank.')
  if (upload.file.filename === '') return wrong('The file needs a name.')
  if (upload.file.bytes.byteLength === 0) return wrong('The file is empty.')
  return value(upload.file)
}

const knownParts = ['nature', 'name', 'insert_after_id', 'password', 'initials', 'parse_anchors']

function optionsOf(parts: Record<string, string>): Outcome<DocumentOptions> {
  const wrong = (name: string, reason: string) => no(refuse.invalid([{ name, reason }]))
  const strange = Object.keys(parts).find((part) => !knownParts.includes(part))
  if (strange !== undefined) return wrong(strange, 'This property is not known.')
  const nature = parts['nature']
  if (nature !== 'signable_document' && nature !== 'attachment') return wrong('nature', 'This value is not valid.')
  const name = parts['name']
  if (name !== undefined && (name.length > 128 || !/^(?!\s)[^/\\]+(?<!\s)$/.test(name))) {
    return wrong('name', 'This value is not valid.')
  }
  const anchors = parts['parse_anchors'] ?? 'false'
  if (!['true', 'false', '1', '0'].includes(anchors)) return wrong('parse_anchors', 'This value is no boolean.')
  const initials = initialsOf(parts['initials'])
  if (initials === 'wrong') return wrong('initials', 'This value is not valid.')
  const { password, insert_after_id: insertAfter } = parts as { password?: string; insert_after_id?: string }
  return value({
    nature,
    parseAnchors: anchors === 'true' || anchors === '1',
    ...(name === undefined ? {} : { name }),
    ...(password === undefined ? {} : { password }),
    ...(insertAfter === undefined ? {} : { insertAfter }),
    ...(initials === undefined ? {} : { initials }),
  })
}

/** Taken as JSON; how an object travels in multipart is not specified. Answers know three alignments only. */
function initialsOf(text: string | undefined): DocumentOptions['initials'] | 'wrong' {
  if (text === undefined) return undefined
  const match = /^{\s*"alignment"\s*:\s*"(?:(top|bottom)-)?(left|right|center)"\s*,\s*"y"\s*:\s*(\d+)\s*}$/.exec(text)
  if (match === null) return 'wrong'
  return { edge: match[1] === 'bottom' ? 'bottom' : 'top', alignment: match[2] ?? 'left', y: Number(match[3]) }
}
