// Plain byte checks on signed files. They run in the server process and parse nothing.

/**
 * True when `bytes` is a PDF, differs from `original` (null: unknown) and carries a signature. Decides whether a
 * downloaded file may be stored as the signed one (protocols.md P2 "Signed files").
 */
export function looksSigned(bytes: Uint8Array, original: Uint8Array | null): boolean {
  const file = view(bytes)
  if (file.toString('latin1', 0, 5) !== '%PDF-') return false
  if (original !== null && file.equals(view(original))) return false
  return hasByteRange(bytes)
}

/** True when the bytes contain a `/ByteRange` of four integers: an empty signature field or a placeholder has none. */
export function hasByteRange(bytes: Uint8Array): boolean {
  const file = view(bytes)
  for (let at = file.indexOf(key); at !== -1; at = file.indexOf(key, at + key.length)) {
    if (fourIntegers.test(file.toString('latin1', at + key.length, at + key.length + 200))) return true
  }
  return false
}

const key = '/ByteRange'
const fourIntegers = /^\s*\[\s*\d+\s+\d+\s+\d+\s+\d+\s*\]/

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
