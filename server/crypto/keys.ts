// Keys: one secret of the deployment, one derived key a purpose (design.md 4.10), so that none serves two ends.
import { hkdfSync } from 'node:crypto'

/** The label is part of the key: changing one makes everything under it unreadable. */
const labels = {
  /** Encrypts values at rest. */
  seal: 'seal-1',
  /** Signs our session tokens. */
  session: 'session-1',
  /** Hashes link tokens before they are kept. */
  link: 'link-1',
  /** Makes the secret part of the address that Kommo's webhooks call. */
  kommoHook: 'kommo-hook-1',
  /** Hashes the persons of the list of erasures. */
  erasure: 'erasure-1',
  /** Signs one-time codes of the set-up page. */
  setup: 'setup-1',
} as const

export type KeyPurpose = keyof typeof labels

/** 32 bytes for one purpose, always the same for the same secret. The secret must be 32 random bytes. */
export function deriveKey(secretKey: Uint8Array, purpose: KeyPurpose): Uint8Array {
  if (secretKey.byteLength !== 32) throw new Error('the secret key must be 32 bytes')
  return new Uint8Array(hkdfSync('sha256', secretKey, 'kommo-yousign', labels[purpose], 32))
}
