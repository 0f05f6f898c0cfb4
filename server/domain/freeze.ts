// Freezes the documents of a form: fetched, opened in the child process, given their places to sign (those of the type, else
// anchors, else a page of ours), kept under their hash.
// What was reviewed is byte for byte what is sent.
import type { DocumentType } from '../../shared/document-type.ts'
import type { Finding } from '../../shared/findings.ts'
import type { FormDocument, SendForm } from '../../shared/form.ts'
import type { Problem } from '../../shared/problem.ts'
import { err, ok, type Result } from '../../shared/result.ts'
import type { Deps } from './deps.ts'
import type { DocumentProblem, InspectedDocument } from './documents.ts'
import { isTurned, layPlaces, placesFor, type TypePlaces } from './places/lay.ts'
import { problemOfKommo } from './rights.ts'
import { fullName, type RequestDocument } from './signature-request.ts'
import { capacityWords } from './words/capacity.ts'

export interface Frozen {
  documents: (Omit<RequestDocument, 'yousignId'> & { signaturePage: boolean })[]
  /** Hash of the bytes as they were chosen: the document key of a free upload. */
  originals: string[]
  findings: Finding[]
}

/** Yousign silently ignores anchors in longer documents (contracts/yousign.md 1.7). */
const mostAnchorPages = 150

/** `type` is the version that the form follows. A red finding among them: a document is left out, nothing may be sent. */
export async function freeze(
  deps: Deps,
  leadId: number,
  form: SendForm,
  type: DocumentType | null,
): Promise<Result<Frozen, Problem>> {
  const frozen: Frozen = { documents: [], originals: [], findings: [] }
  if (form.source.kind === 'template') return ok(frozen)
  const places = placesFor(type, form.source.documents)
  for (const [position, chosen] of form.source.documents.entries()) {
    const bytes = await bytesOf(deps, leadId, chosen)
    if (!bytes.ok) return bytes
    const inspected = await deps.documents.inspect(bytes.value)
    if (!inspected.ok) return err(problemOf(inspected.failure, chosen.name))
    frozen.originals.push(inspected.value.sha256)
    const placed =
      places?.document === position
        ? placeAsTyped(form, chosen, places, bytes.value, inspected.value)
        : await place(deps, form, chosen, bytes.value, inspected.value)
    if (!placed.ok) return placed
    frozen.findings.push(...placed.value.findings)
    if (placed.value.findings.some(({ severity }) => severity === 'red')) continue
    const key = `originals/${placed.value.sha256}.pdf`
    const put = await deps.files.put(key, placed.value.bytes)
    if (!put.ok) return err({ code: 'unavailable' })
    frozen.documents.push({
      position,
      name: chosen.name.replace(/[\\/]/g, ' ').trim().slice(0, 120),
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
  }
  return ok(frozen)
}

async function bytesOf(deps: Deps, leadId: number, chosen: FormDocument): Promise<Result<Uint8Array, Problem>> {
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

interface Placed extends Pick<RequestDocument, 'sha256' | 'pages' | 'boxes' | 'anchors' | 'initials'> {
  bytes: Uint8Array
  signaturePage: boolean
  findings: Finding[]
}

/** Exactly where the type says, or nowhere. */
function placeAsTyped(
  form: SendForm,
  { name }: FormDocument,
  places: TypePlaces,
  bytes: Uint8Array,
  { sha256, pages }: InspectedDocument,
): Result<Placed, Problem> {
  const { signers, level } = form
  const laid = layPlaces(places, { document: { name, pages }, signers, level })
  const used: Finding = { severity: 'info', signer: null, code: 'places_used', type: places.type, document: name }
  const { initials } = places.places
  const file = { bytes, sha256, pages: pages.length, anchors: 0, initials, signaturePage: false }
  return ok({ ...file, boxes: laid.ok ? laid.value : [], findings: [laid.ok ? used : laid.failure] })
}

/** Anchors in the text when they fit the signers exactly and every page is upright, else a page of ours with one box each. */
async function place(
  deps: Deps,
  form: SendForm,
  chosen: FormDocument,
  bytes: Uint8Array,
  inspected: InspectedDocument,
): Promise<Result<Placed, Problem>> {
  const findings: Finding[] = []
  const turned = inspected.pages.some(isTurned)
  const fit = anchorsFit(form, inspected)
  if (fit && !turned) {
    if (inspected.pages.length <= mostAnchorPages) {
      return ok({
        bytes,
        sha256: inspected.sha256,
        pages: inspected.pages.length,
        boxes: [],
        anchors: inspected.anchors.length,
        initials: false,
        signaturePage: false,
        findings,
      })
    }
    findings.push({ severity: 'info', signer: null, code: 'pages_over_anchor_limit', pages: inspected.pages.length })
  }
  findings.push({ severity: 'info', signer: null, code: fit && turned ? 'pages_turned' : 'signature_page' })
  const language = form.signers[0]?.locale ?? 'en'
  const page = await deps.documents.appendSignaturePage(bytes, {
    documentName: chosen.name.replace(/\.pdf$/i, ''),
    language,
    signers: form.signers.map((signer) => ({
      name: fullName(signer),
      capacity: capacityWords(language, signer.capacity),
    })),
  })
  if (!page.ok) return err(problemOf(page.failure, chosen.name))
  const boxes = page.value.boxes.map((box, signer) => ({ ...box, signer, kind: 'signature' as const }))
  return ok({ ...page.value, boxes, anchors: 0, initials: false, signaturePage: true, findings })
}

/** Every signer has a place and nobody else does; at Qualified exactly one (contracts/yousign.md 3.3). */
function anchorsFit(form: SendForm, inspected: InspectedDocument): boolean {
  if (inspected.anchors.length === 0) return false
  const counts = new Map<number, number>()
  for (const anchor of inspected.anchors) counts.set(anchor.signer, (counts.get(anchor.signer) ?? 0) + 1)
  if (counts.size !== form.signers.length) return false
  return form.signers.every((_, index) => {
    const count = counts.get(index + 1) ?? 0
    return form.level === 'qualified_electronic_signature' ? count === 1 : count >= 1
  })
}

export function problemOf(problem: DocumentProblem, name: string): Problem {
  const facts =
    'pages' in problem
      ? { pages: problem.pages, limit: problem.limit }
      : 'bytes' in problem
        ? { bytes: problem.bytes, limit: problem.limit }
        : {}
  return { code: 'document', kind: problem.kind, name, ...facts }
}
