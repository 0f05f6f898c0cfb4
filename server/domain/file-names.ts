// How files are named for people: in downloads, in Kommo, in the complete file (product.md 3.2). Storage keys hold ids only.
import { dateIn } from './dates.ts'
import type { TrailKind } from './filing.ts'
import { fullName, type SignatureRequest, type Signer } from './signature-request.ts'
import { paperWords } from './words/paper.ts'

type Named = Pick<SignatureRequest, 'snapshot'>

/**
 * "Convention - Mercier-Lefèvre - signed 2026-11-24.pdf": type, last name of the main client, day of the last signature in the
 * firm's zone. Of several documents each has its number and, where it has one, its own name: `document`.
 */
export function signedFileName(
  request: Named & Pick<SignatureRequest, 'signers'>,
  at: number,
  document: { position: number; name: string | null } | null,
): string {
  const { firm } = request.snapshot
  const client = request.signers.find((signer) => signer.sent.side === 'client') ?? request.signers[0]
  const number = document === null ? '' : ` ${document.position + 1}`
  return nameOf(request, 'pdf', [
    `${typeOf(request)}${number}`,
    document?.name ? fileNamePart(withoutPdf(document.name), mostOfName) : null,
    client ? fileNamePart(client.sent.lastName, mostOfName) : null,
    `${{ en: 'signed', fr: 'signé' }[firm.language]} ${dateIn(firm.timeZone, at)}`,
  ])
}

/** "Convention - Mercier-Lefèvre - signed on paper 2026-11-24.pdf": the scan, with the day on which it was given. */
export function paperFileName(request: Named & Pick<SignatureRequest, 'signers'>, at: number): string {
  const { firm } = request.snapshot
  const client = request.signers.find((signer) => signer.sent.side === 'client') ?? request.signers[0]
  return nameOf(request, 'pdf', [
    typeOf(request),
    client ? fileNamePart(client.sent.lastName, mostOfName) : null,
    `${paperWords[firm.language].toLowerCase()} ${dateIn(firm.timeZone, at)}`,
  ])
}

/** "Convention - audit trail - Claire Mercier-Lefèvre.pdf". */
export function trailName(request: Named, kind: TrailKind, signer: Pick<Signer, 'sent'>): string {
  const { ending, ...word } = trailWords[kind]
  const name = fileNamePart(fullName(signer.sent), mostOfName)
  return nameOf(request, ending, [typeOf(request), word[request.snapshot.firm.language], name])
}

/** "Convention - complete file - 2026-11-24.zip", with the day of the last signature. */
export function completeFileName(request: Named & Pick<SignatureRequest, 'endedAt' | 'changedAt'>): string {
  const { firm } = request.snapshot
  const day = dateIn(firm.timeZone, request.endedAt ?? request.changedAt)
  const word = { en: 'complete file', fr: 'archive complète' }[firm.language]
  return nameOf(request, 'zip', [typeOf(request), word, day])
}

/** A part of a name that every system takes and that leads nowhere else, in so many letters; empty when nothing is left. */
export function fileNamePart(text: string, most: number): string {
  const clean = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}\\/:*?"<>|]/gu, ' ')
    .replace(/\s+/g, ' ')
  const short = [...clean].slice(0, most).join('')
  return short.replace(/^[. ]+|[. ]+$/g, '')
}

export function withoutPdf(name: string): string {
  return name.replace(/\.pdf$/i, '')
}

/** All parts together stay below the 255 letters that systems take of a name. */
const mostOfType = 80
const mostOfName = 40

const trailWords = {
  audit_trail: { ending: 'pdf', en: 'audit trail', fr: 'dossier de preuve' },
  audit_trail_data: { ending: 'json', en: 'audit trail', fr: 'dossier de preuve' },
  identity_proof: { ending: 'pdf', en: 'identity proof', fr: "preuve d'identité" },
} as const satisfies Record<TrailKind, { ending: string; en: string; fr: string }>

/** Its document type, or what somebody called it. */
function typeOf({ snapshot }: Named): string {
  return fileNamePart(withoutPdf(snapshot.terms.type?.name ?? snapshot.form.name), mostOfType) || 'document'
}

/** Everything of the sandbox says so first. */
function nameOf({ snapshot }: Named, ending: string, parts: readonly (string | null)[]): string {
  const test = snapshot.environment === 'sandbox' ? ['TEST'] : []
  return `${[...test, ...parts].filter(Boolean).join(' - ')}.${ending}`
}
