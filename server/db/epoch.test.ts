import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backUp, restore, settleHere } from './backup.ts'
import { createDeployment, deploymentOf } from './deployment.ts'
import { beginEpoch } from './epoch.ts'
import { migrate } from './migrate.ts'
import { closeDatabase, openDatabase } from './open.ts'

const here = 'https://sign.example.test'
let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'epoch-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

/** One start of the server, as far as the epoch is concerned. */
function start(options: { in?: string; as?: string } = {}) {
  const at = options.in ?? dir
  const db = openDatabase(join(at, 'kommo-yousign.sqlite'))
  try {
    migrate(db)
    const begun = beginEpoch(db, at, options.as ?? here, 1)
    return { begun, comparing: createDeployment(db).reconciling(), deployment: deploymentOf(db) }
  } finally {
    closeDatabase(db)
  }
}

describe('the epoch of a database', () => {
  it('says nothing at the first start and at every one that follows', () => {
    for (let n = 0; n < 3; n += 1)
      expect(start()).toMatchObject({ begun: { ok: true, value: { reason: null } }, comparing: null })
  })

  it('notices a backup in place of the database, and keeps noticing until everything was compared', async () => {
    start()
    const file = join(dir, 'a.backup')
    expect(await backUp(dir, join(dir, 'documents'), file)).toMatchObject({ ok: true })
    expect(await restore(dir, join(dir, 'documents'), file, 'x')).toMatchObject({ ok: true })
    // The operator's command also is the word for another address, hence the reason.
    expect(start().begun).toEqual({ ok: true, value: { reason: 'restored' } })
    expect(start()).toMatchObject({ begun: { value: { reason: null } }, comparing: { reason: 'restored', since: 1 } })
  })

  it('notices files that were put back by hand, without the command', () => {
    start()
    const old = mkdtempSync(join(tmpdir(), 'old-'))
    start({ in: old })
    writeFileSync(join(old, 'epoch'), 'another-word abc123\n')
    expect(start({ in: old }).begun).toEqual({ ok: true, value: { reason: 'restored' } })
    rmSync(join(dir, 'epoch'))
    expect(start().begun).toEqual({ ok: true, value: { reason: 'restored' } })
    rmSync(old, { recursive: true })
  })

  it('keeps the id of the deployment when the database is lost', () => {
    const { deployment } = start()
    for (const end of ['', '-wal', '-shm']) rmSync(join(dir, `kommo-yousign.sqlite${end}`), { force: true })
    expect(start()).toMatchObject({ deployment, comparing: { reason: 'restored' } })
  })

  it('refuses another address until the operator has given the word', () => {
    start()
    const there = { as: 'https://other.example.test' }
    const refused = start(there).begun
    expect(refused).toMatchObject({ ok: false, failure: { kind: 'moved_database' } })
    expect(refused.ok ? '' : refused.failure.message).toContain('npm run restore -- --here')
    expect(start().begun).toMatchObject({ ok: true })
    expect(settleHere(dir)).toEqual({ ok: true, value: null })
    expect(start(there)).toMatchObject({
      begun: { ok: true, value: { reason: 'moved' } },
      comparing: { reason: 'moved' },
    })
    // The word counts once.
    expect(start().begun).toMatchObject({ ok: false })
  })
})
