// Counts what changes its state in a database of the server: triggers that write into a table of ours, within the server's own
// transactions, so that no commit is added.
import Sqlite from 'better-sqlite3'

export interface Transitions {
  /** Since the beginning or the last call. */
  take(): Record<string, number>
  close(): void
}

/**
 * Table and the columns that are its state. A new row is a change, an update that changes any of them is one. "In flight" is a
 * state of its own: the protocols demand it on disk before a call whose outcome may stay unknown. Jobs and lanes are means,
 * not state, and do not count.
 */
const watched = {
  signature_requests: ['state'],
  drafts: ['state', 'furnished', 'in_flight'],
  signers: ['status', 'marks'],
  deliveries: ['state'],
  effects: ['state', 'in_flight'],
  files: [],
} as const

export function watchTransitions(path: string): Transitions {
  const db = new Sqlite(path)
  db.exec('create table bench_transitions (what text not null)')
  for (const [table, columns] of Object.entries(watched)) {
    const note = `begin insert into bench_transitions values ('${table}'); end`
    db.exec(`create trigger bench_new_${table} after insert on ${table} ${note}`)
    if (columns.length === 0) continue
    const changed = columns.map((column) => `old.${column} is not new.${column}`).join(' or ')
    db.exec(`create trigger bench_${table} after update of ${columns.join(', ')} on ${table} when ${changed} ${note}`)
  }
  let counted = 0
  return {
    take() {
      const rows = db
        .prepare<[number], { what: string; times: number }>(
          'select what, count(*) as times from bench_transitions where rowid > ? group by what',
        )
        .all(counted)
      counted = rows.reduce((sum, row) => sum + row.times, counted)
      return Object.fromEntries(rows.map((row) => [row.what, row.times]))
    },
    close: () => void db.close(),
  }
}
