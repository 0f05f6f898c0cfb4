// The key with which this deployment signs complete files: Ed25519, made once, sealed at rest like every secret.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

export interface EvidenceKey {
  /** SPKI, PEM. */
  publicPem: string
  /** SHA-256 of the public key (SPKI, DER), lower-case hex. */
  fingerprint: string
  /** Always the same for the same bytes. */
  sign(bytes: Uint8Array): Uint8Array
  /** Made just now, because none was there that could be opened. */
  isNew: boolean
}

/** Where sealed values stand; `read` answers null for what is not there and for what another SECRET_KEY has sealed. */
interface Secrets {
  has(name: string): boolean
  read(name: string): string | null
  write(name: string, value: string, now: number): void
}

/**
 * The first key that opens. One that does not was sealed under another SECRET_KEY: it is left as it is, because files that it has
 * signed exist, and opens again when that SECRET_KEY comes back; the new one stands behind it.
 */
export function evidenceKey(secrets: Secrets, now: number): EvidenceKey {
  for (let place = 1; ; place += 1) {
    const name = place === 1 ? 'evidence_key' : `evidence_key_${place}`
    const kept = secrets.read(name)
    if (kept !== null) return keyOf(createPrivateKey(kept), false)
    if (secrets.has(name)) continue
    const { privateKey } = generateKeyPairSync('ed25519')
    secrets.write(name, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), now)
    return keyOf(privateKey, true)
  }
}

/** SHA-256 over the key as DER, lower-case hex. */
export function fingerprintOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}

function keyOf(privateKey: KeyObject, isNew: boolean): EvidenceKey {
  const publicKey = createPublicKey(privateKey)
  return {
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    fingerprint: fingerprintOf(publicKey),
    sign: (bytes) => sign(null, bytes, privateKey),
    isNew,
  }
}
