// Tells which code of the server made the commits within this process, by the functions that were on the stack.
import Sqlite from 'better-sqlite3'

export interface CommitWatch {
  /** Since the beginning or the last call: commits by who made them, most first. */
  take(): string
  stop(): void
}

type Method = (this: Sqlite.Statement, ...args: unknown[]) => unknown

const methods = ['run', 'get', 'all'] as const

/**
 * Hooks into the database driver of this process; sees the databases that are opened afterwards. What changed no row is none.
 */
export function watchCommits(): CommitWatch {
  const probe = new Sqlite(':memory:')
  const prototype = Object.getPrototypeOf(probe.prepare('select 1')) as Record<(typeof methods)[number], Method>
  probe.close()
  const counts = new Map<string, number>()
  const begun = new WeakMap<Sqlite.Database, number>()
  const originals = methods.map((name) => ({ name, run: prototype[name] }))
  for (const { name, run } of originals) {
    prototype[name] = function (...args) {
      const source = this.source.trim().toUpperCase()
      const isCommit = source === 'COMMIT'
      if (this.readonly && !isCommit && !source.startsWith('BEGIN')) return Reflect.apply(run, this, args)
      const alone = !this.database.inTransaction
      const before = changesOf(this.database)
      if (source.startsWith('BEGIN')) begun.set(this.database, before)
      const result: unknown = Reflect.apply(run, this, args)
      const changed = isCommit ? before > (begun.get(this.database) ?? before) : changesOf(this.database) > before
      if (changed && (isCommit || (alone && !source.startsWith('BEGIN')))) {
        const name = callers(new Error().stack ?? '')
        counts.set(name, (counts.get(name) ?? 0) + 1)
      }
      return result
    }
  }
  return {
    take() {
      const sorted = [...counts].sort((a, b) => b[1] - a[1])
      counts.clear()
      return sorted.map(([name, count]) => `${count} ${name}`).join(', ')
    },
    stop() {
      for (const { name, run } of originals) prototype[name] = run
    },
  }
}

const totals = new WeakMap<Sqlite.Database, Sqlite.Statement>()

/** Rows changed by this connection so far. */
function changesOf(db: Sqlite.Database): number {
  const statement = totals.get(db) ?? db.prepare('select total_changes()').pluck()
  totals.set(db, statement)
  return Number(statement.get())
}

/** The functions of the server that were on the stack, innermost first. */
function callers(stack: string): string {
  const frames = stack.split('\n').flatMap((line) => {
    const match = /at (?:async )?(?:Object\.|new )?([\w.$<>]+) .*\/server\/([\w/.-]+\.ts)/.exec(line)
    return match?.[2] && !passed.test(match[2]) ? [`${match[1]} (${match[2]})`] : []
  })
  return frames.slice(0, 3).join(' < ')
}

/** Every statement goes through it. */
const passed = /disk-fault/
