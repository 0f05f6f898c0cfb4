import { createPublicKey, randomUUID, verify } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createSealer } from '../crypto/seal.ts'
import { migrate } from '../db/migrate.ts'
import { closeDatabase, openDatabase } from '../db/open.ts'
import { createSecretTable } from '../db/secrets.ts'
import { evidenceKey } from './key.ts'

/** The real table; each SECRET_KEY opens only what it has sealed. */
function createSecrets() {
  const db = openDatabase(join(folder, `${randomUUID()}.sqlite`))
  migrate(db)
  const names = () => db.prepare('select name from secrets order by name').pluck().all()
  const withKey = (letter: string) => createSecretTable(db, createSealer(new Uint8Array(32).fill(letter.charCodeAt(0))))
  return { names, withKey, close: () => closeDatabase(db) }
}

const folder = mkdtempSync(join(tmpdir(), 'evidence-key-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('the key of the deployment', () => {
  it('is made once and signs the same bytes the same way', () => {
    const { withKey, close } = createSecrets()
    const secrets = withKey('a')
    const first = evidenceKey(secrets, 0)
    const later = evidenceKey(secrets, 1)
    const bytes = Buffer.from('x')
    expect([first.isNew, later.isNew, later.fingerprint]).toEqual([true, false, first.fingerprint])
    expect(Buffer.from(later.sign(bytes)).equals(Buffer.from(first.sign(bytes)))).toBe(true)
    expect(verify(null, bytes, createPublicKey(first.publicPem), first.sign(bytes))).toBe(true)
    close()
  })

  it('is never overwritten by one under another SECRET_KEY, and is there again when the old one is', () => {
    const { names, withKey, close } = createSecrets()
    const old = evidenceKey(withKey('a'), 0)
    const other = evidenceKey(withKey('b'), 1)
    expect([other.isNew, other.fingerprint === old.fingerprint]).toEqual([true, false])
    expect(evidenceKey(withKey('b'), 2)).toMatchObject({ isNew: false, fingerprint: other.fingerprint })
    expect(evidenceKey(withKey('a'), 3)).toMatchObject({ isNew: false, fingerprint: old.fingerprint })
    expect(names()).toEqual(['evidence_key', 'evidence_key_2'])
    close()
  })
})
