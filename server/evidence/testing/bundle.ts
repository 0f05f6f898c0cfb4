// A complete file as the server makes it, of a request with one document and two signers, for the tests of this room.
import { createHash } from 'node:crypto'
import { PDFDocument } from '@cantoo/pdf-lib'
import { placeholderCms } from '../../../test/simulators/yousign/cms.ts'
import { signPdf } from '../../../test/simulators/yousign/pdf-sign.ts'
import { contentsOf, type EvidenceFacts } from '../../domain/evidence/contents.ts'
import { camille, now, sampleRequest, sophie } from '../../domain/testing/sample-request.ts'
import { createArchive } from '../archive.ts'
import { type EvidenceKey, evidenceKey } from '../key.ts'

export function newKey(): EvidenceKey {
  return evidenceKey({ has: () => false, read: () => null, write: () => {} }, now)
}

/** A PDF of one page, signed by the simulated Yousign, and then once more by bytes that are added behind. */
export async function signedTwice(): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  document.addPage([200, 200])
  const once = await signPdf(document, 'Signed', now)
  return signedFile((parts) => placeholderCms(parts, now).toString('hex'), undefined, once)
}

const room = 2_000

/**
 * Bytes that end in one signature over everything before: `contents` gets the two covered parts and answers the hex digits
 * between the brackets, `range` the four numbers if they are not the right ones.
 */
export function signedFile(
  contents: (parts: Buffer[]) => string,
  range?: (gap: number, after: number, end: number) => string,
  before: Uint8Array = Buffer.from('%PDF-1.7'),
): Buffer {
  const slot = '[0 000000000 000000000 000000000]'
  const opening = ` 99 0 obj << /Type /Sig /ByteRange ${slot} /Contents `
  const tail = Buffer.from(' >> endobj %%EOF')
  const gap = before.byteLength + opening.length
  const after = gap + room + 2
  const end = after + tail.length
  const numbers = range?.(gap, after, end) ?? `0 ${gap} ${after} ${end - after}`
  const head = Buffer.concat([before, Buffer.from(opening.replace(slot, `[${numbers}]`.padEnd(slot.length)))])
  const digits = contents([head, tail]).padEnd(room, '0')
  return Buffer.concat([head, Buffer.from(`<${digits}>`), tail])
}

export function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export const original = new TextEncoder().encode('%PDF-1.7 as sent')

export function factsOf(key: Pick<EvidenceKey, 'fingerprint'>, signed: Uint8Array): EvidenceFacts {
  const trail = (text: string) => new TextEncoder().encode(text)
  const kept = (kind: EvidenceFacts['files'][number]['kind'], position: number, name: string, bytes: Uint8Array) => ({
    kind,
    position,
    name,
    bytes,
    sha256: hash(bytes),
  })
  const request = sampleRequest({ state: 'done', endedAt: now + 3_600_000 }, [camille, sophie])
  return {
    request: {
      ...request,
      signers: request.signers.map((signer) => ({ ...signer, status: 'signed', signedAt: now + 60_000 })),
      documents: [
        {
          position: 0,
          name: 'Mandat.pdf',
          storageKey: 'originals/x.pdf',
          sha256: hash(original),
          bytes: original.byteLength,
          pages: 1,
          parseAnchors: false,
          anchors: 0,
          boxes: [],
          initials: false,
          yousignId: 'document-1',
        },
      ],
    },
    ledger: [
      { key: 'sent', event: 'sent', at: now, facts: { by: 'Sophie Vasseur' } },
      { key: 'done', event: 'done', at: now + 3_600_000, facts: {} },
    ],
    files: [
      kept('signed', 0, 'Mandat - Durand - signed 2026-11-24.pdf', signed),
      kept('audit_trail', 0, 'a.pdf', trail('%PDF-1.7 trail of Camille')),
      kept('audit_trail_data', 0, 'a.json', trail(trailOf('document-1', hash(original)))),
      kept('audit_trail', 1, 'b.pdf', trail('%PDF-1.7 trail of Sophie')),
      kept('audit_trail_data', 1, 'b.json', trail('no JSON at all')),
    ],
    originals: [{ position: 0, name: 'Mandat.pdf', sha256: hash(original), bytes: original }],
    missing: [],
    fingerprint: key.fingerprint,
    sha256: hash,
  }
}

export function trailOf(documentId: string, initialHash: string): string {
  return JSON.stringify({ documents: [{ id: documentId, initial_hash: initialHash }] })
}

/** As the route hands it out. */
export function packed(key: EvidenceKey, facts: EvidenceFacts): Uint8Array {
  const { entries, manifest } = contentsOf(facts)
  return createArchive(key).pack(entries, manifest)
}
