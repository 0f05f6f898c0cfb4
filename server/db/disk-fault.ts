// Errors after which the database file and what this process remembers of it may differ: a failed fsync drops pages that
// later ones will not write again. Nothing more goes through then; the process ends and the next one reads the file anew.
import Sqlite from 'better-sqlite3'
import type { Database } from './open.ts'

export type DatabaseError = InstanceType<typeof Sqlite.SqliteError>

/**
 * Whether the file can no longer be trusted: an I/O error, a corrupt file, no database at all. A full disk and somebody
 * else's lock are none: they pass, and the transaction was rolled back.
 */
export function isDiskFault(error: unknown): error is DatabaseError {
  return error instanceof Sqlite.SqliteError && /^SQLITE_(?:IOERR|CORRUPT|NOTADB)(?:_|$)/.test(error.code)
}

/** Whether a smaller piece of the same work would fail just the same: a fault, a full disk, somebody else's lock. */
export function concernsAll(error: unknown): boolean {
  return isDiskFault(error) || (error instanceof Sqlite.SqliteError && /^SQLITE_(?:FULL|BUSY)(?:_|$)/.test(error.code))
}

/**
 * Watches every statement and transaction of `db`, also those that are made later. At the first disk fault `told` is
 * called, once, before the caller learns of it; from then on every call throws that error and nothing is read or written.
 * Closing such a database would still write, so leave it open and end the process. Call it before anything is prepared.
 */
export function watchDisk(db: Database, told: (error: Error) => void): void {
  let fault: DatabaseError | null = null

  function watched<T extends object, A extends unknown[], R>(run: (this: T, ...args: A) => R): (...args: A) => R {
    return function (this: T, ...args) {
      if (fault !== null) throw fault
      try {
        return Reflect.apply(run, this, args)
      } catch (error) {
        // A transaction inside a transaction sees it twice.
        if (fault === null && isDiskFault(error)) {
          fault = error
          told(error)
        }
        throw error
      }
    }
  }

  const { prepare, transaction } = db
  replace(db, {
    exec: watched(db.exec),
    pragma: watched(db.pragma),
    prepare: watched(function (this: Database, sql: string) {
      const statement = Reflect.apply(prepare, this, [sql])
      const { run, get, all } = statement
      return replace(statement, { run: watched(run), get: watched(get), all: watched(all) })
    }),
    transaction(work: (...args: unknown[]) => unknown) {
      const { default: plain, deferred, immediate, exclusive } = Reflect.apply(transaction, db, [work])
      const modes = { deferred: watched(deferred), immediate: watched(immediate), exclusive: watched(exclusive) }
      return Object.assign(watched(plain), { default: watched(plain), ...modes, database: db })
    },
  })
}

/** The library's types have more overloads than can be written down again; what is called with what does not change. */
function replace<T extends object>(target: T, methods: Record<string, unknown>): T {
  return Object.assign(target, methods)
}
