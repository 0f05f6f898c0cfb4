// What all stores agree on: which keys there may be, and the digest by which bytes are compared.
import { createHash } from 'node:crypto'
import type { FileFailure } from '../domain/files.ts'

export const refusedKey: FileFailure = { kind: 'refused', detail: 'the key is not allowed' }

/**
 * Parts of lower-case letters, digits, `-`, `_` and inner dots, 200 characters in all: no way out of a directory or a
 * prefix, the same on every disk, and nothing that needs escaping in an address.
 */
export function isAllowedKey(key: string): boolean {
  return key.length <= 200 && key.split('/').every((part) => /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(part))
}

/** SHA-256 in lower-case hexadecimal digits. */
export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
