// Random names: ids of rows, and bearer tokens of links, which are kept only as a keyed hash.
import { createHash, createHmac, randomBytes } from 'node:crypto'

export interface Tokens {
  /** Sixteen lower-case letters and digits, 80 bits. */
  newId(): string
  /** 192 bits for an address of ours, and the hash under which it is kept. */
  newToken(): { token: string; hash: string }
  hashToken(token: string): string
}

export function createTokens(key: Uint8Array): Tokens {
  const hashToken = (token: string) => createHmac('sha256', key).update(token).digest('base64url')
  return {
    newId: () => [...randomBytes(16)].map((byte) => alphabet[byte % alphabet.length]).join(''),
    newToken() {
      const token = randomBytes(24).toString('base64url')
      return { token, hash: hashToken(token) }
    },
    hashToken,
  }
}

/** Lower-case hex. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
