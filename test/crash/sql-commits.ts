// Every commit of the process, whoever makes it: the driver's statements are watched, so that production code stays as it is.
import Sqlite from 'better-sqlite3'

/** Right before a commit reaches the disk, and right after. One transaction may carry several labels (a group commit). */
export type CommitGate = (labels: readonly string[], when: 'before' | 'after') => void

export interface CommitWatch {
  /** Commits made by `run` carry this label instead of what is read from their SQL. */
  named<T>(label: string, run: () => T): T
}

interface Statement {
  source: string
  readonly: boolean
  database: { inTransaction: boolean }
}

/** Call it before the first database is opened, once a process. Reads and transactions that write nothing are no commits. */
export function watchCommits(gate: CommitGate): CommitWatch {
  const probe = new Sqlite(':memory:')
  const prototype = Object.getPrototypeOf(probe.prepare('select 1')) as Record<string, (...args: unknown[]) => unknown>
  probe.close()
  let name: string | null = null
  let written: string[] = []

  for (const method of ['run', 'get', 'all']) {
    const original = prototype[method]
    if (original === undefined) throw new Error(`the driver has no ${method}`)
    prototype[method] = function (this: Statement, ...args: unknown[]) {
      const run = () => Reflect.apply(original, this, args)
      const sql = this.source
      if (/^\s*(begin|rollback)\b(?! to)/i.test(sql)) written = []
      if (/^\s*commit\b/i.test(sql)) return committing(written, run)
      if (this.readonly || !writes.test(sql)) return run()
      if (!this.database.inTransaction) return committing([labelOf(sql)], run)
      written.push(labelOf(sql))
      return run()
    }
  }

  function committing(labels: string[], run: () => unknown): unknown {
    const told = name === null || labels.length === 0 ? [...new Set(labels)] : [name]
    if (told.length > 0) gate(told, 'before')
    const result = run()
    if (told.length > 0) gate(told, 'after')
    return result
  }

  return {
    named(label, run) {
      const before = name
      name = label
      try {
        return run()
      } finally {
        name = before
      }
    },
  }
}

const writes = /^\s*(insert|update|delete|replace)\b/i

/** `insert jobs`, `update jobs state,run_at,…`: the verb, the table, and for an update its columns. */
export function labelOf(sql: string): string {
  const text = sql.replaceAll(/--.*$/gm, '').replaceAll(/\s+/g, ' ').trim()
  const [, verb = '', table = ''] =
    /^(insert|update|delete|replace)(?: or \w+)?(?: into| from)? (\w+)/i.exec(text) ?? []
  const columns = /^update \w+ set (.*?)(?: where |$)/i.exec(text)?.[1] ?? ''
  const plain = columns.replaceAll(/\bcase\b.*?\bend\b/gi, '').replaceAll(/\([^()]*\)/g, '')
  const names = [...plain.matchAll(/(?:^|, )(\w+) =/g)].map((match) => match[1])
  return ['sql', verb.toLowerCase(), table, names.join(',')].filter(Boolean).join(' ')
}
