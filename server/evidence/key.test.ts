import { createPublicKey, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { evidenceKey } from './key.ts'

/** Values stand under the SECRET_KEY with which they were written. */
function createSecrets() {
  const rows = new Map<string, { under: string; value: string }>()
  const withKey = (secretKey: string) => ({
    has: (name: string) => rows.has(name),
    read(name: string) {
      const row = rows.get(name)
      return row?.under === secretKey ? row.value : null
    },
    write: (name: string, value: string) => void rows.set(name, { under: secretKey, value }),
  })
  return { rows, withKey }
}

describe('the key of the deployment', () => {
  it('is made once and signs the same bytes the same way', () => {
    const secrets = createSecrets().withKey('a')
    const first = evidenceKey(secrets, 0)
    const later = evidenceKey(secrets, 1)
    const bytes = Buffer.from('x')
    expect([first.isNew, later.isNew, later.fingerprint]).toEqual([true, false, first.fingerprint])
    expect(Buffer.from(later.sign(bytes)).equals(Buffer.from(first.sign(bytes)))).toBe(true)
    expect(verify(null, bytes, createPublicKey(first.publicPem), first.sign(bytes))).toBe(true)
  })

  it('is never overwritten by one under another SECRET_KEY, and is there again when the old one is', () => {
    const { rows, withKey } = createSecrets()
    const old = evidenceKey(withKey('a'), 0)
    const other = evidenceKey(withKey('b'), 1)
    expect([other.isNew, other.fingerprint === old.fingerprint]).toEqual([true, false])
    expect(evidenceKey(withKey('b'), 2)).toMatchObject({ isNew: false, fingerprint: other.fingerprint })
    expect(evidenceKey(withKey('a'), 3)).toMatchObject({ isNew: false, fingerprint: old.fingerprint })
    expect([...rows.keys()]).toEqual(['evidence_key', 'evidence_key_2'])
  })
})
