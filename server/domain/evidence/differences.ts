// What differs between what was sent and what was signed, as far as we have it in facts: hashes, values of signers, deadline,
// level. Pure. The words are in words/evidence-differences.ts.
import { stampIn } from '../dates.ts'
import { fullName, type Signer } from '../signature-request.ts'
import type { LedgerEntry } from '../store.ts'
import { type DifferenceWords, differenceWords } from '../words/evidence-differences.ts'
import type { EvidenceFacts, KeptFile, KeptOriginal } from './contents.ts'

/** Plain text in the firm's language. */
export function differences(facts: EvidenceFacts): string {
  const { request, ledger } = facts
  const { firm } = request.snapshot
  const words = differenceWords[firm.language]
  const when = (at: number) => `${stampIn(firm.timeZone, at)} (${firm.timeZone})`
  const isAdopted = ledger.some((line) => line.event === 'adopted')
  const parts = [
    [words.title(request.snapshot.form.name, request.reference)],
    isAdopted ? [words.adopted] : [],
    [words.documents, ...documentLines(facts, words), ...paperLines(facts, words)],
    [words.signers, ...request.signers.flatMap((signer) => signerLines(facts, signer, words, when))],
    [words.deadline, ...deadlineLines(facts, words, when)],
    [words.level, ...levelLines(facts, words, when)],
    [words.notCompared],
  ]
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

type When = (at: number) => string

function documentLines(facts: EvidenceFacts, words: DifferenceWords): string[] {
  const signed = facts.files.filter((file) => file.kind === 'signed')
  return signed.flatMap((file) => {
    const original = facts.originals.find((one) => one.position === file.position)
    const hash = `  ${words.signedHash(file.sha256)}`
    if (original === undefined) return [`- ${file.name}`, `  ${words.noOriginal}`, hash]
    return [
      `- ${original.name}`,
      `  ${words.sentHash(original.sha256)}`,
      hash,
      `  ${beginsWith(file, original) ? words.isKept : words.isRewritten}`,
      ...recordedHashes(facts, original).map(({ name, sha256 }) =>
        sha256 === original.sha256 ? `  ${words.sameHash(name)}` : `  ${words.otherHash(name, sha256)}`,
      ),
    ]
  })
}

/** A scan is a picture: it is told with its hash, beside the hash of what had been sent. */
function paperLines(facts: EvidenceFacts, words: DifferenceWords): string[] {
  const scan = facts.files.find((file) => file.kind === 'paper_scan')
  if (scan === undefined) return []
  return [
    ...facts.originals.flatMap((original) => [`- ${original.name}`, `  ${words.sentHash(original.sha256)}`]),
    `- ${scan.name}`,
    `  ${words.scanHash(scan.sha256)}`,
    `  ${words.onPaper}`,
  ]
}

/** A signature that was appended leaves every byte before it as it was. */
function beginsWith(file: KeptFile, original: KeptOriginal): boolean {
  const { byteLength } = original.bytes
  return (
    file.bytes.byteLength > byteLength &&
    file.bytes.subarray(0, byteLength).every((byte, at) => byte === original.bytes[at])
  )
}

/** What each audit trail says about the document before it was signed; silent where it says nothing that we can read. */
function recordedHashes({ request, files }: EvidenceFacts, original: KeptOriginal): { name: string; sha256: string }[] {
  const yousignId = request.documents.find((one) => one.position === original.position)?.yousignId ?? null
  return request.signers.flatMap((signer) => {
    const trail = files.find((file) => file.kind === 'audit_trail_data' && file.position === signer.position)
    const sha256 = trail === undefined || yousignId === null ? null : initialHash(trail.bytes, yousignId)
    return sha256 === null ? [] : [{ name: fullName(signer.sent), sha256 }]
  })
}

/** `documents[].initial_hash` of an audit trail (contracts/yousign.md 2.7); null when it is not there as expected. */
function initialHash(trail: Uint8Array, documentId: string): string | null {
  try {
    const read: unknown = JSON.parse(new TextDecoder().decode(trail))
    const documents = field(read, 'documents')
    const document = Array.isArray(documents) ? documents.find((one) => field(one, 'id') === documentId) : undefined
    const hash = field(document, 'initial_hash')
    return typeof hash === 'string' && /^[0-9a-f]{64}$/i.test(hash) ? hash.toLowerCase() : null
  } catch {
    return null
  }
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
}

function signerLines({ request, ledger }: EvidenceFacts, signer: Signer, words: DifferenceWords, when: When): string[] {
  const before = request.snapshot.form.signers[signer.position]
  const now = signer.sent
  const values =
    before === undefined
      ? []
      : [
          { what: words.name, was: fullName(before), is: fullName(now) },
          { what: words.email, was: before.email, is: now.email },
          { what: words.phone, was: before.phone ?? '-', is: now.phone ?? '-' },
        ]
  const changed = values.filter(({ was, is }) => was !== is).map(({ what, was, is }) => `  ${what}: ${was} -> ${is}`)
  const lines = correctionsOf(ledger, signer).map(
    ({ at, facts }) => `  ${words.corrected(String(facts['what'] ?? ''), String(facts['by'] ?? ''), when(at))}`,
  )
  return [`- ${fullName(now)}${changed.length > 0 ? '' : `: ${words.asSent}`}`, ...changed, ...lines]
}

function correctionsOf(ledger: readonly LedgerEntry[], signer: Signer): LedgerEntry[] {
  return ledger.filter(({ event, key }) => event === 'corrected' && key.startsWith(`corrected:${signer.id}:`))
}

function deadlineLines({ request, ledger }: EvidenceFacts, words: DifferenceWords, when: When): string[] {
  const extensions = ledger.filter((line) => line.event === 'extended')
  return [
    `- ${words.firstDeadline(request.snapshot.expirationDate)}`,
    ...extensions.map(({ at, facts }) => `- ${words.extended(when(at), when(Number(facts['until'])))}`),
    ...(extensions.length === 0 ? [`- ${words.notExtended}`] : []),
  ]
}

function levelLines({ request }: EvidenceFacts, words: DifferenceWords, when: When): string[] {
  const { form, by, levelSuggested } = request.snapshot
  const suggested = words.levels[levelSuggested.level]
  return [
    `- ${words.chosen(words.levels[form.level], by.name)}`,
    `- ${words.suggested(suggested, when(levelSuggested.at))}`,
    ...(form.level === levelSuggested.level ? [] : [`- ${words.otherLevel}`]),
  ]
}
