// Freezes the documents of a form: fetched or filled, opened in the child process, given their places to sign, kept under
// their hash.
// What was reviewed is byte for byte what is sent.
import type { DocumentType } from '../../shared/document-type.ts'
import type { Finding } from '../../shared/findings.ts'
import type { FormDocument, SendForm } from '../../shared/form.ts'
import type { Problem } from '../../shared/problem.ts'
import { err, ok, type Result } from '../../shared/result.ts'
import type { Deps } from './deps.ts'
import { anchorsFit, place, placeAsTyped, problemOf } from './place-document.ts'
import { placesFor, type TypePlaces } from './places/lay.ts'
import { problemOfKommo } from './rights.ts'
import type { RequestDocument } from './signature-request.ts'
import type { FilledForm } from './templates/fill.ts'

export interface Frozen {
  documents: (Omit<RequestDocument, 'yousignId'> & { signaturePage: boolean })[]
  /** Hash of the bytes as they were chosen: the document key of a free upload. */
  originals: string[]
  findings: Finding[]
}

/**
 * `filled`: the document that an own template has become, for a form that is sent from one. `type`: the version that the form
 * follows. A red finding among them: a document is left out, nothing may be sent.
 */
export async function freeze(
  deps: Deps,
  leadId: number,
  form: SendForm,
  { filled, type }: { filled: FilledForm['document']; type: DocumentType | null },
): Promise<Result<Frozen, Problem>> {
  const frozen: Frozen = { documents: [], originals: [], findings: [] }
  if (filled !== null) {
    if (filled.format === 'docx') return addWord(deps, form, filled, frozen)
    const places = placesFor(type, [filled])
    return addPdf(deps, form, { name: filled.name, bytes: filled.bytes, places }, frozen)
  }
  if (form.source.kind !== 'documents') return ok(frozen)
  const places = placesFor(type, form.source.documents)
  for (const [index, chosen] of form.source.documents.entries()) {
    const bytes = await chosenBytes(deps, leadId, chosen)
    if (!bytes.ok) return bytes
    const own = places?.document === index ? places : null
    const added = await addPdf(deps, form, { name: chosen.name, bytes: bytes.value, places: own }, frozen)
    if (!added.ok) return added
  }
  return ok(frozen)
}

async function addPdf(
  deps: Deps,
  form: SendForm,
  { name, bytes, places }: { name: string; bytes: Uint8Array; places: TypePlaces | null },
  frozen: Frozen,
): Promise<Result<Frozen, Problem>> {
  const inspected = await deps.documents.inspect(bytes)
  if (!inspected.ok) return err(problemOf(inspected.failure, name))
  frozen.originals.push(inspected.value.sha256)
  const placed =
    places === null
      ? await place(deps, form, name, bytes, inspected.value)
      : ok(placeAsTyped(form, name, places, bytes, inspected.value))
  if (!placed.ok) return placed
  frozen.findings.push(...placed.value.findings)
  if (placed.value.findings.some(({ severity }) => severity === 'red')) return ok(frozen)
  const key = `originals/${placed.value.sha256}.pdf`
  const put = await deps.files.put(key, placed.value.bytes)
  if (!put.ok) return err({ code: 'unavailable' })
  frozen.documents.push({
    position: frozen.documents.length,
    name: documentName(name),
    storageKey: key,
    sha256: placed.value.sha256,
    bytes: placed.value.bytes.length,
    pages: placed.value.pages,
    parseAnchors: placed.value.anchors > 0,
    anchors: placed.value.anchors,
    boxes: placed.value.boxes,
    initials: placed.value.initials,
    signaturePage: placed.value.signaturePage,
  })
  return ok(frozen)
}

/** Yousign makes the pages, so the places to sign must be in its text: no page of ours can be appended. */
async function addWord(
  deps: Deps,
  form: SendForm,
  { name, bytes, sha256, anchors }: NonNullable<FilledForm['document']>,
  frozen: Frozen,
): Promise<Result<Frozen, Problem>> {
  if (!anchorsFit(form, anchors)) {
    frozen.findings.push({ severity: 'red', signer: null, code: 'template_places' })
    return ok(frozen)
  }
  const key = `originals/${sha256}.docx`
  const put = await deps.files.put(key, bytes)
  if (!put.ok) return err({ code: 'unavailable' })
  frozen.originals.push(sha256)
  frozen.documents.push({
    position: frozen.documents.length,
    name: documentName(name),
    storageKey: key,
    sha256,
    bytes: bytes.length,
    pages: null,
    parseAnchors: true,
    anchors: anchors.length,
    boxes: [],
    initials: false,
    signaturePage: false,
  })
  return ok(frozen)
}

function documentName(name: string): string {
  return name.replace(/[\\/]/g, ' ').trim().slice(0, 120)
}

/** What somebody chose: an upload, or a file of the lead as it is now. */
export async function chosenBytes(
  deps: Deps,
  leadId: number,
  chosen: FormDocument,
): Promise<Result<Uint8Array, Problem>> {
  if (chosen.kind === 'upload') {
    const upload = deps.store.upload(chosen.uploadId)
    if (upload === null || upload.leadId !== leadId) return err({ code: 'not_found' })
    const stored = await deps.files.get(upload.storageKey)
    if (!stored.ok) return err({ code: 'unavailable' })
    return stored.value === null ? err({ code: 'not_found' }) : ok(stored.value)
  }
  // Only a file that really is on this lead: the uuid alone must not open another lead's file.
  const files = await deps.crm.leadFiles(leadId, 50, 'click')
  if (!files.ok) return err(problemOfKommo(files.failure))
  if (!files.value.files.some((file) => file.uuid === chosen.uuid)) return err({ code: 'not_found' })
  const file = await deps.crm.downloadFile(chosen.uuid, 'click')
  if (!file.ok) return err(problemOfKommo(file.failure))
  return file.value === null ? err({ code: 'not_found' }) : ok(file.value)
}
