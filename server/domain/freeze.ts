// Freezes the documents of a form: fetched, opened in the child process, given their places to sign, kept under their hash.
// What was reviewed is byte for byte what is sent.
import type { Finding } from '../../shared/findings.ts'
import type { FormDocument, SendForm } from '../../shared/form.ts'
import type { Problem } from '../../shared/problem.ts'
import { err, ok, type Result } from '../../shared/result.ts'
import type { Deps } from './deps.ts'
import type { DocumentProblem, InspectedDocument } from './documents.ts'
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

export async function freeze(deps: Deps, leadId: number, form: SendForm): Promise<Result<Frozen, Problem>> {
  const frozen: Frozen = { documents: [], originals: [], findings: [] }
  if (form.source.kind === 'template') return ok(frozen)
  for (const [position, chosen] of form.source.documents.entries()) {
    const bytes = await chosenBytes(deps, leadId, chosen)
    if (!bytes.ok) return bytes
    const inspected = await deps.documents.inspect(bytes.value)
    if (!inspected.ok) return err(problemOf(inspected.failure, chosen.name))
    frozen.originals.push(inspected.value.sha256)
    const placed = await place(deps, form, chosen, bytes.value, inspected.value)
    if (!placed.ok) return placed
    const key = `originals/${placed.value.sha256}.pdf`
    const put = await deps.files.put(key, placed.value.bytes)
    if (!put.ok) return err({ code: 'unavailable' })
    frozen.findings.push(...placed.value.findings)
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
      signaturePage: placed.value.anchors === 0,
    })
  }
  return ok(frozen)
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

interface Placed extends Pick<RequestDocument, 'sha256' | 'pages' | 'boxes' | 'anchors'> {
  bytes: Uint8Array
  findings: Finding[]
}

/** Anchors in the text when they fit the signers exactly, else a page of ours with one box each. */
async function place(
  deps: Deps,
  form: SendForm,
  chosen: FormDocument,
  bytes: Uint8Array,
  inspected: InspectedDocument,
): Promise<Result<Placed, Problem>> {
  const findings: Finding[] = []
  if (anchorsFit(form, inspected)) {
    if (inspected.pages.length <= mostAnchorPages) {
      return ok({
        bytes,
        sha256: inspected.sha256,
        pages: inspected.pages.length,
        boxes: [],
        anchors: inspected.anchors.length,
        findings,
      })
    }
    findings.push({ severity: 'info', signer: null, code: 'pages_over_anchor_limit', pages: inspected.pages.length })
  }
  findings.push({ severity: 'info', signer: null, code: 'signature_page' })
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
  return ok({ ...page.value, anchors: 0, findings })
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
