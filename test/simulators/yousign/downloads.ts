import { zipSync } from 'fflate'
import { type Answer, file, refuse } from './answer.ts'
import { type Call, documentOf, seenRequest } from './call.ts'
import { marksOf } from './marks.ts'
import type { DocumentRecord, RequestRecord } from './model.ts'
import { signPdf } from './pdf-sign.ts'
import { stampPdf } from './pdf-write.ts'
import type { World } from './world.ts'

/** One document, always as PDF: as it was uploaded until somebody signed, then with the marks of those who did. */
export async function one(world: World, call: Call): Promise<Answer> {
  const found = seenRequest(world, call)
  if (!found.ok) return found.answer
  const document = documentOf(found.value, call)
  if (!document.ok) return document.answer
  return file(await render(world, found.value, document.value), 'application/pdf', pdfName(document.value))
}

/** One document as PDF, several or a forced archive as ZIP; `completed` only when everybody signed (contracts/yousign.md 2.7). */
export async function all(world: World, call: Call): Promise<Answer> {
  const found = seenRequest(world, call)
  if (!found.ok) return found.answer
  const version = call.query.get('version')
  if (version !== null && version !== 'current' && version !== 'completed') {
    return refuse.query([{ name: 'version', reason: 'This value is not valid.' }])
  }
  if (version === 'completed' && found.value.status !== 'done') {
    const type = 'document.unable_to_download_signature_request_not_in_done'
    return refuse.because(type, 'The signature request is not done.')
  }
  const { documents } = found.value
  const first = documents[0]
  if (first === undefined) return refuse.notFound('There is no document.')
  if (documents.length === 1 && call.query.get('archive') !== 'true') {
    return file(await render(world, found.value, first), 'application/pdf', pdfName(first))
  }
  const files: { name: string; bytes: Uint8Array }[] = []
  for (const [index, document] of documents.entries()) {
    files.push({ name: `${index + 1}-${pdfName(document)}`, bytes: await render(world, found.value, document) })
  }
  return file(zip(files, found.value.created_at), 'application/zip', 'documents.zip')
}

/** A ZIP of named PDFs. */
export function zip(files: { name: string; bytes: Uint8Array }[], at: number): Uint8Array {
  const entries = Object.fromEntries(files.map(({ name, bytes }) => [name, bytes]))
  return zipSync(entries, { level: 0, mtime: at })
}

interface Rendered {
  /** Who had signed, in words; another set makes another file. */
  state: string
  bytes: Promise<Uint8Array>
}

const rendered = new WeakMap<Uint8Array, Rendered>()

/** The same bytes for every reader of the same state, as a stored file would be. */
export function render(world: World, request: RequestRecord, document: DocumentRecord): Promise<Uint8Array> {
  const original = world.state.files.get(document.id) ?? new Uint8Array()
  const signed = request.signers.filter((signer) => signer.status === 'signed')
  if (signed.length === 0 || document.is_locked) return Promise.resolve(original)
  const state = signed.map((signer) => `${signer.id}@${signer.signed_at}`).join(' ')
  const known = rendered.get(original)
  if (known?.state === state) return known.bytes
  const bytes = draw(world, request, document, original)
  rendered.set(original, { state, bytes })
  return bytes
}

async function draw(
  world: World,
  request: RequestRecord,
  document: DocumentRecord,
  original: Uint8Array,
): Promise<Uint8Array> {
  const footer = world.state.sandbox ? `Sandbox, not legally binding. Signature request ${request.id}` : undefined
  const password = document.is_protected ? (document.password ?? '') : undefined
  const stamped = await stampPdf(original, marksOf(request, document), footer, password)
  if (document.nature === 'attachment') return stamped.save()
  const last = Math.max(...request.signers.map((signer) => signer.signed_at ?? 0))
  return signPdf(stamped, `Signature request ${request.id}`, last)
}

function pdfName(document: DocumentRecord): string {
  return `${document.filename.replace(/\.\w+$/, '')}.pdf`
}
