// Encryption at rest: AES-256-GCM, bound to the place where the value stands (foundations.md A6). A ciphertext copied
// into another row, column or table does not open.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { err, ok, type Result } from '../../shared/result.ts'

/** Where a sealed value stands. */
export interface Place {
  table: string
  column: string
  row: string
}

export type SealFailure =
  /** Sealed under a key that we do not have. */
  | { kind: 'other_key' }
  /** Altered, cut short, or moved from another place. */
  | { kind: 'damaged' }

export interface Sealer {
  seal(text: string, place: Place): Uint8Array
  open(sealed: Uint8Array, place: Place): Result<string, SealFailure>
  /** True when it is sealed under an older key and should be sealed again. */
  isOld(sealed: Uint8Array): boolean
}

/** `key` seals and opens; `older` keys only open, for as long as a rotation lasts. 32 bytes each. */
export function createSealer(key: Uint8Array, older: readonly Uint8Array[] = []): Sealer {
  const keys = new Map([...older, key].map((each) => [keyIdOf(each), each]))
  const ownId = keyIdOf(key)
  return {
    seal(text, place) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      cipher.setAAD(aadOf(ownId, place))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.from([version]), Buffer.from(ownId, 'hex'), iv, body, cipher.getAuthTag()])
    },

    open(sealed, place) {
      const bytes = Buffer.from(sealed)
      if (bytes.byteLength < headBytes + tagBytes || bytes[0] !== version) return err({ kind: 'damaged' })
      const keyId = keyIdIn(bytes)
      const found = keys.get(keyId)
      if (found === undefined) return err({ kind: 'other_key' })
      const decipher = createDecipheriv('aes-256-gcm', found, bytes.subarray(1 + keyIdBytes, headBytes))
      decipher.setAAD(aadOf(keyId, place))
      decipher.setAuthTag(bytes.subarray(-tagBytes))
      try {
        const body = bytes.subarray(headBytes, -tagBytes)
        return ok(Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8'))
      } catch {
        return err({ kind: 'damaged' })
      }
    },

    isOld: (sealed) => sealed.byteLength >= headBytes && keyIdIn(Buffer.from(sealed)) !== ownId,
  }
}

// version | key id | IV | ciphertext | tag
const version = 1
const keyIdBytes = 4
const ivBytes = 12
const tagBytes = 16
const headBytes = 1 + keyIdBytes + ivBytes

function keyIdOf(key: Uint8Array): string {
  return createHash('sha256').update('key id').update(key).digest().subarray(0, keyIdBytes).toString('hex')
}

function keyIdIn(bytes: Buffer): string {
  return bytes.subarray(1, 1 + keyIdBytes).toString('hex')
}

/** JSON keeps the three parts apart: ("ab","c") and ("a","bc") must not be the same place. */
function aadOf(keyId: string, place: Place): Buffer {
  return Buffer.from(JSON.stringify([version, keyId, place.table, place.column, place.row]))
}
