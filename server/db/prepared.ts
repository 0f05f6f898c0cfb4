// Statements whose text is put together at run time, each prepared once: SQLite plans a text anew whenever it is prepared.
import type { Database, Statement } from 'better-sqlite3'

export type Prepared = <R>(sql: string) => Statement<unknown[], R>

/** Values belong into the parameters and never into the text: every text is kept, so there must be few. */
export function createPrepared(db: Database): Prepared {
  const known = new Map<string, Statement>()
  return <R>(sql: string) => {
    const statement = known.get(sql) ?? db.prepare(sql)
    known.set(sql, statement)
    return statement as Statement<unknown[], R>
  }
}
