// Documents: upload, the signed files, audit trails and identity proofs (contracts/yousign.md 2.2, 2.7).
import { ok, type Result } from '../../shared/result.ts'
import type { ESignature } from '../domain/esignature.ts'
import type { CallFailure } from '../domain/failure.ts'
import { mediaTypes } from '../domain/words/media-types.ts'
import { isJson, readBytes, readJson } from '../remote/reply.ts'
import { at, type Door } from './door.ts'
import { documentSchema } from './wire.ts'

type Documents = Pick<ESignature, 'addDocument' | 'download' | 'auditTrail' | 'auditTrailData' | 'identityProof'>

const pdf = mediaTypes.pdf

export function createDocuments(door: Door): Documents {
  return {
    addDocument: (id, document, priority) =>
      door({
        method: 'POST',
        path: at('signature_requests', id, 'documents'),
        body: { form: uploadForm(document), bytes: document.bytes.byteLength },
        priority,
        read: readJson(documentSchema),
      }),

    download: (id, documentId, priority) =>
      door({
        method: 'GET',
        path: at('signature_requests', id, 'documents', documentId, 'download'),
        document: true,
        priority,
        read: readBytes(pdf),
      }),

    auditTrail: async (id, signerId, priority) =>
      readyOrNot(
        await door({
          method: 'GET',
          path: at('signature_requests', id, 'signers', signerId, 'audit_trails', 'download'),
          document: true,
          priority,
          read: readBytes(pdf),
        }),
      ),

    auditTrailData: async (id, signerId, priority) =>
      readyOrNot(
        await door({
          method: 'GET',
          path: at('signature_requests', id, 'signers', signerId, 'audit_trails'),
          priority,
          // Kept as it came: it is evidence, not data of ours.
          read: (reply) => (isJson(reply) ? ok(reply.bytes) : readBytes('application/json')(reply)),
        }),
      ),

    identityProof: async (id, signerId, priority) =>
      readyOrNot(
        await door({
          method: 'GET',
          path: at('signature_requests', id, 'signers', signerId, 'verified_identity_proof', 'download'),
          document: true,
          priority,
          read: readBytes(pdf),
        }),
      ),
  }
}

/** `audit_trail.not_ready_for_download` and its like are an answer, not a failure (1.5). */
function readyOrNot(result: Result<Uint8Array, CallFailure>): Result<Uint8Array | 'not_ready', CallFailure> {
  const notReady = !result.ok && result.failure.kind === 'refused' && /\.not_ready(_|$)/.test(result.failure.type)
  return notReady ? ok('not_ready') : result
}

/** A file name with its extension and a content type are demanded in practice (2.2). */
function uploadForm(document: Parameters<ESignature['addDocument']>[1]): FormData {
  const name = partName(document.name)
  const form = new FormData()
  const kind = /\.docx$/i.test(document.name) ? 'docx' : 'pdf'
  form.set('file', new Blob([new Uint8Array(document.bytes)], { type: mediaTypes[kind] }), `${name}.${kind}`)
  form.set('nature', 'signable_document')
  form.set('name', name)
  form.set('parse_anchors', document.parseAnchors ? 'true' : 'false')
  // How an object travels in a form is not specified, so whether it was understood is read from the answer.
  if (document.initials) form.set('initials', JSON.stringify(initialsArea))
  return form
}

const initialsArea = { alignment: 'bottom-right', y: 20 } as const

/** 1 to 128 characters, no slashes, no blanks at the edges, no control characters; without the extension. */
function partName(name: string): string {
  const clean = name
    .normalize('NFC')
    .replace(/[/\\]/g, '-')
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .replace(/\.(?:pdf|docx)$/i, '')
  return [...clean].slice(0, 120).join('').trim() || 'document'
}
