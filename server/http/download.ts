// Bytes as a download: always saved, never shown or guessed at by the browser, kept by no cache.
import type { FastifyReply } from 'fastify'

/** Sends a stored document under its name. `type` is what we stored, not what a client said. */
export function sendDownload(
  reply: FastifyReply,
  file: { name: string; bytes: Uint8Array; type: string },
): FastifyReply {
  return reply
    .header('content-type', file.type)
    .header('content-disposition', attachment(file.name))
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-store')
    .header('x-robots-tag', 'noindex, nofollow')
    .header('content-security-policy', "sandbox; default-src 'none'")
    .header('referrer-policy', 'no-referrer')
    .send(Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength))
}

/** Content-Disposition with the whole name (RFC 6266, RFC 5987) and a plain one for old readers. */
export function attachment(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '')
  const fallback = plain.replace(/[^\x20-\x7e]|["\\%/]/g, '_').slice(0, 200) || 'document'
  return `attachment; filename="${fallback}"; filename*=UTF-8''${extended(name)}`
}

/** RFC 5987 attr-char; encodeURIComponent leaves ' ( ) * as they are, and throws on half a surrogate pair. */
function extended(name: string): string {
  return encodeURIComponent(name.replace(/\p{Cs}/gu, '_')).replace(/['()*]/g, (letter) => `%${hex(letter)}`)
}

function hex(letter: string): string {
  return letter.charCodeAt(0).toString(16).toUpperCase()
}
