// Keys and tokens at rest: sealed, and bound to the name under which they stand.

import type { Result } from '../../shared/result.ts'
import type { Database } from './open.ts'

export interface SecretTable {
  /** Whether something stands under the name, even if it cannot be opened. */
  has(name: string): boolean
  /** Null when there is none, or when SECRET_KEY is not the one it was sealed with. */
  read(name: string): string | null
  write(name: string, value: string, now: number): void
  remove(name: string): void
}

interface Sealing {
  seal(text: string, place: { table: string; column: string; row: string }): Uint8Array
  open(sealed: Uint8Array, place: { table: string; column: string; row: string }): Result<string, unknown>
}

export function createSecretTable(db: Database, sealer: Sealing): SecretTable {
  const select = db.prepare<[string], { ciphertext: Uint8Array }>('select ciphertext from secrets where name = ?')
  const upsert = db.prepare(
    'insert into secrets (name, ciphertext, updated_at) values (?, ?, ?) on conflict (name) do update set ciphertext = excluded.ciphertext, updated_at = excluded.updated_at',
  )
  const drop = db.prepare('delete from secrets where name = ?')
  const place = (name: string) => ({ table: 'secrets', column: 'ciphertext', row: name })
  return {
    has: (name) => select.get(name) !== undefined,
    read(name) {
      const row = select.get(name)
      if (!row) return null
      const opened = sealer.open(row.ciphertext, place(name))
      return opened.ok ? opened.value : null
    },
    write: (name, value, now) => void upsert.run(name, Buffer.from(sealer.seal(value, place(name))), now),
    remove: (name) => void drop.run(name),
  }
}
