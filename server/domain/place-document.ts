// Where people sign a document: where its type says, else at the anchors in its text, else on a page of ours.
import type { Finding } from '../../shared/findings.ts'
import type { SendForm } from '../../shared/form.ts'
import type { Problem } from '../../shared/problem.ts'
import { err, ok, type Result } from '../../shared/result.ts'
import type { Deps } from './deps.ts'
import type { DocumentProblem, InspectedDocument, TemplateAnchor } from './documents.ts'
import { isTurned, layPlaces, type TypePlaces } from './places/lay.ts'
import { fullName, type RequestDocument } from './signature-request.ts'
import { capacityWords } from './words/capacity.ts'

export interface Placed extends Pick<RequestDocument, 'sha256' | 'pages' | 'boxes' | 'anchors' | 'initials'> {
  bytes: Uint8Array
  signaturePage: boolean
  findings: Finding[]
}

/** Yousign silently ignores anchors in longer documents (contracts/yousign.md 1.7). */
const mostAnchorPages = 150

/** Exactly where the type says, or nowhere. */
export function placeAsTyped(
  { signers, level }: SendForm,
  name: string,
  places: TypePlaces,
  bytes: Uint8Array,
  { sha256, pages }: InspectedDocument,
): Placed {
  const laid = layPlaces(places, { document: { name, pages }, signers, level })
  const used: Finding = { severity: 'info', signer: null, code: 'places_used', type: places.type, document: name }
  const { initials } = places.places
  const file = { bytes, sha256, pages: pages.length, anchors: 0, initials, signaturePage: false }
  return { ...file, boxes: laid.ok ? laid.value : [], findings: [laid.ok ? used : laid.failure] }
}

/** Anchors in the text when they fit the signers exactly and every page is upright, else a page of ours with one box each. */
export async function place(
  deps: Pick<Deps, 'documents'>,
  form: SendForm,
  name: string,
  bytes: Uint8Array,
  inspected: InspectedDocument,
): Promise<Result<Placed, Problem>> {
  const findings: Finding[] = []
  const turned = inspected.pages.some(isTurned)
  const fit = anchorsFit(form, inspected.anchors)
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
    documentName: name.replace(/\.pdf$/i, ''),
    language,
    signers: form.signers.map((signer) => ({
      name: fullName(signer),
      capacity: capacityWords(language, signer.capacity),
    })),
  })
  if (!page.ok) return err(problemOf(page.failure, name))
  const boxes = page.value.boxes.map((box, signer) => ({ ...box, signer, kind: 'signature' as const }))
  return ok({ ...page.value, boxes, anchors: 0, initials: false, signaturePage: true, findings })
}

/** Every signer has a place and nobody else does; at Qualified exactly one (contracts/yousign.md 3.3). */
export function anchorsFit(form: SendForm, anchors: readonly TemplateAnchor[]): boolean {
  if (anchors.length === 0) return false
  const counts = new Map<number, number>()
  for (const anchor of anchors) counts.set(anchor.signer, (counts.get(anchor.signer) ?? 0) + 1)
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
        : 'text' in problem
          ? { text: problem.text }
          : {}
  return { code: 'document', kind: problem.kind, name, ...facts }
}
