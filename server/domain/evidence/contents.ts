// What goes into the complete file of a request that was signed, at Yousign or on paper: names, order, and the manifest that is signed. Pure.
import { fileNamePart, withoutPdf } from '../file-names.ts'
import type { TrailKind } from '../filing.ts'
import { fullName, type SignatureRequest } from '../signature-request.ts'
import type { LedgerEntry, StoredFile } from '../store.ts'
import { readme } from '../words/evidence-readme.ts'
import { canonicalJson, type Json } from './canonical.ts'
import { differences } from './differences.ts'
import type { MissingTrail } from './waiting.ts'

export interface EvidenceFacts {
  request: SignatureRequest
  /** Every line, oldest first. */
  ledger: readonly LedgerEntry[]
  files: readonly KeptFile[]
  /** What was sent, by the position of the document. */
  originals: readonly KeptOriginal[]
  missing: readonly MissingTrail[]
  /** Of the key that signs the manifest. */
  fingerprint: string
  sha256(bytes: Uint8Array): string
}

export type KeptFile = Pick<StoredFile, 'kind' | 'position' | 'name' | 'sha256'> & { bytes: Uint8Array }

export interface KeptOriginal {
  position: number
  name: string
  sha256: string
  bytes: Uint8Array
}

export interface Contents {
  entries: Map<string, Uint8Array>
  manifest: Uint8Array
}

/** Entries in the order of their paths; the same facts give the same bytes. */
export function contentsOf(facts: EvidenceFacts): Contents {
  const missing = missingOf(facts)
  const entries = new Map(
    [
      ...facts.files.map((file) => [pathOf(facts, file), file.bytes] as const),
      ...facts.originals.map((one) => [originalPath(facts, one), one.bytes] as const),
      ['ledger.json', encode(`${ledgerJson(facts.ledger)}\n`)] as const,
      ['differences.txt', encode(differences(facts))] as const,
      ['README.txt', encode(readme(facts.request, missing, facts.fingerprint))] as const,
    ].sort(([a], [b]) => (a < b ? -1 : 1)),
  )
  return { entries, manifest: encode(canonicalJson(manifestOf(facts, entries, missing))) }
}

const plainNames = {
  audit_trail: 'audit-trail.pdf',
  audit_trail_data: 'audit-trail.json',
  identity_proof: 'identity-proof.pdf',
} as const satisfies Record<TrailKind, string>

function pathOf(facts: EvidenceFacts, file: KeptFile): string {
  if (file.kind === 'paper_scan') return `paper/${pdfName(file.name)}`
  if (file.kind !== 'signed') return trailPath(facts.request, file.position, file.kind)
  const isOne = facts.files.filter((one) => one.kind === 'signed').length === 1
  return `signed/${isOne ? '' : `${file.position + 1} `}${pdfName(file.name)}`
}

function originalPath({ request }: EvidenceFacts, original: Pick<KeptOriginal, 'position' | 'name'>): string {
  const isOne = request.documents.length === 1
  return `original/${isOne ? '' : `${original.position + 1} `}${pdfName(original.name)}`
}

function trailPath(request: SignatureRequest, position: number, kind: keyof typeof plainNames): string {
  const signer = request.signers.find((one) => one.position === position)
  return `evidence/${position + 1} ${pathPart(signer ? fullName(signer.sent) : 'signer')}/${plainNames[kind]}`
}

export interface MissingPart {
  path: string
  reason: MissingTrail['reason'] | 'made_at_yousign'
}

/** Of a template, and of a request that was found at Yousign, we never had the unsigned file. */
function missingOf({ request, missing }: EvidenceFacts): MissingPart[] {
  const trails = missing.map(({ signer, kind, reason }) => ({
    path: trailPath(request, signer.position, kind),
    reason,
  }))
  return request.documents.length > 0 ? trails : [...trails, { path: 'original/', reason: 'made_at_yousign' as const }]
}

function manifestOf(
  { request, fingerprint, sha256 }: EvidenceFacts,
  entries: ReadonlyMap<string, Uint8Array>,
  missing: readonly MissingPart[],
): Json {
  const { form, environment } = request.snapshot
  const isOnPaper = request.state !== 'done'
  return {
    version: 1,
    request: {
      id: request.id,
      reference: request.reference,
      externalId: request.externalId,
      yousignId: request.yousignId,
    },
    name: form.name,
    environment,
    level: form.level,
    mode: form.mode,
    signers: request.signers.map((one) => ({ name: fullName(one.sent), signedAt: moment(one.signedAt) })),
    times: {
      created: moment(request.createdAt),
      sent: moment(request.sentAt),
      done: moment(isOnPaper ? null : request.endedAt),
    },
    // There is no electronic signature of everybody then: a scan, and who says that it is the contract.
    ...(isOnPaper ? { signedOnPaper: { by: request.paper?.by ?? '', at: moment(request.paper?.at ?? null) } } : {}),
    files: [...entries].map(([path, bytes]) => ({ path, bytes: bytes.byteLength, sha256: sha256(bytes) })),
    missing: missing.map(({ path, reason }) => ({ path, reason })),
    key: fingerprint,
  }
}

/** One line a line, so that it can be read without a program. */
function ledgerJson(ledger: readonly LedgerEntry[]): string {
  const lines = ledger.map(({ key, event, at, facts }) => canonicalJson({ at: moment(at), event, facts, key }))
  return `[\n${lines.join(',\n')}\n]`
}

function moment(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}

function pdfName(name: string): string {
  return `${pathPart(withoutPdf(name))}.pdf`
}

function pathPart(text: string): string {
  return fileNamePart(text, 100) || 'document'
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
