import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decryptFile, encryptFile, isEncrypted } from '../crypto/passphrase.ts'
import { backUp, restore } from './backup.ts'
import { createMeta } from './deployment.ts'
import { migrate, migrations } from './migrate.ts'
import { closeDatabase, type Database, openDatabase } from './open.ts'

let dir: string
let documents: string
let db: Database
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'backup-'))
  documents = join(dir, 'documents')
  db = openDatabase(join(dir, 'kommo-yousign.sqlite'))
  migrate(db)
  createMeta(db).set('what', 'before')
  mkdirSync(join(documents, 'requests', 'a'), { recursive: true })
  writeFileSync(join(documents, 'requests', 'a', 'signed-0.pdf'), 'signed')
  writeFileSync(join(documents, 'requests', 'a', '.half.part'), 'half')
})
afterEach(() => {
  closeDatabase(db)
  rmSync(dir, { recursive: true })
})

const said = () => {
  const read = openDatabase(join(dir, 'kommo-yousign.sqlite'))
  const value = createMeta(read).get('what')
  closeDatabase(read)
  return value
}

describe('a backup', () => {
  it('is taken while the database is in use, and brings rows and documents back', async () => {
    const file = join(dir, 'out', 'a.backup')
    expect(await backUp(dir, documents, file)).toEqual({ ok: true, value: { documents: 1, bytes: 6 } })
    createMeta(db).set('what', 'after')
    closeDatabase(db)
    rmSync(documents, { recursive: true })
    const restored = await restore(dir, documents, file, 'now')
    expect(restored).toEqual({
      ok: true,
      value: { documents: 1, before: join(dir, 'kommo-yousign.sqlite.before-now') },
    })
    expect(said()).toBe('before')
    expect(readFileSync(join(documents, 'requests', 'a', 'signed-0.pdf'), 'utf8')).toBe('signed')
    // What was there is kept whole, the last write included.
    const kept = new Sqlite(join(dir, 'kommo-yousign.sqlite.before-now'), { readonly: true })
    expect(createMeta(kept).get('what')).toBe('after')
    kept.close()
  })

  it('leaves documents that are there as they are', async () => {
    const file = join(dir, 'a.backup')
    await backUp(dir, documents, file)
    writeFileSync(join(documents, 'requests', 'a', 'signed-0.pdf'), 'newer')
    closeDatabase(db)
    await restore(dir, documents, file, 'now')
    expect(readFileSync(join(documents, 'requests', 'a', 'signed-0.pdf'), 'utf8')).toBe('newer')
  })

  it('is refused with a sentence when it is none, is damaged, or is newer, and nothing is touched', async () => {
    const file = join(dir, 'a.backup')
    expect(await restore(dir, documents, file, 'now')).toMatchObject({ failure: { kind: 'no_backup' } })
    writeFileSync(file, 'this is no database')
    expect(await restore(dir, documents, file, 'now')).toMatchObject({ failure: { kind: 'no_backup' } })
    rmSync(file)
    await backUp(dir, documents, file)
    const newer = new Sqlite(file)
    newer.pragma(`user_version = ${migrations.length + 1}`)
    newer.close()
    expect(await restore(dir, documents, file, 'now')).toMatchObject({ failure: { kind: 'newer' } })
    expect(said()).toBe('before')
  })

  it('has no documents of a bucket, and does not lose those of a disk when they cannot go back to one', async () => {
    const [bare, full] = [join(dir, 'bare.backup'), join(dir, 'full.backup')]
    expect(await backUp(dir, null, bare)).toEqual({ ok: true, value: { documents: 0, bytes: 0 } })
    await backUp(dir, documents, full)
    createMeta(db).set('what', 'after')
    closeDatabase(db)
    expect(await restore(dir, null, full, 'now')).toMatchObject({ failure: { kind: 'elsewhere' } })
    expect(said()).toBe('after')
    expect(await restore(dir, null, bare, 'now')).toMatchObject({ ok: true, value: { documents: 0 } })
    expect(said()).toBe('before')
  })

  it('of a directory without a database says so and leaves no file', async () => {
    const empty = join(dir, 'empty')
    mkdirSync(empty)
    expect(await backUp(empty, documents, join(empty, 'a.backup'))).toMatchObject({ failure: { kind: 'no_database' } })
    expect(readdirSync(empty)).toEqual([])
  })
})

describe('a backup under a passphrase', () => {
  it('opens with it and with no other one, and not when a byte was changed', async () => {
    const [plain, sealed, opened] = ['plain', 'sealed', 'opened'].map((name) => join(dir, name)) as [
      string,
      string,
      string,
    ]
    writeFileSync(plain, Buffer.alloc(300_000, 'contract '))
    await encryptFile(plain, sealed, 'correct horse')
    expect([await isEncrypted(plain), await isEncrypted(sealed)]).toEqual([false, true])
    expect(readFileSync(sealed).includes('contract')).toBe(false)
    expect(await decryptFile(sealed, opened, 'correct horse')).toEqual({ ok: true, value: null })
    expect(readFileSync(opened).equals(readFileSync(plain))).toBe(true)
    rmSync(opened)
    expect(await decryptFile(sealed, opened, 'wrong horse')).toMatchObject({ ok: false })
    const bytes = readFileSync(sealed)
    bytes[1000] = (bytes[1000] ?? 0) ^ 1
    writeFileSync(sealed, bytes)
    expect(await decryptFile(sealed, opened, 'correct horse')).toMatchObject({ ok: false })
    expect(existsSync(opened)).toBe(false)
  })
})
