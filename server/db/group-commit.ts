// Many small durable writes for the price of one: what arrives in one turn of the event loop shares a transaction.
import { concernsAll } from './disk-fault.ts'
import type { Database } from './open.ts'

export interface GroupCommitOptions<T, R> {
  db: Database
  /** Writes one item, synchronously, inside the transaction. May run twice for one item, the first run then rolled back. */
  write: (item: T) => R
  /** Items a transaction; the rest of a larger turn follows in the next one. */
  maxBatch?: number
}

export interface GroupCommit<T, R> {
  /** Resolves after the commit, never before; rejects when this item cannot be written, or nothing can at the moment. */
  submit(item: T): Promise<R>
  /** Writes what still waits and accepts nothing more. */
  close(): void
}

interface Waiting<T, R> {
  item: T
  resolve: (result: R) => void
  reject: (error: unknown) => void
}

/**
 * One immediate transaction a turn instead of one an item. When a batch fails it is repeated item by item, so that one
 * poisonous item fails alone, unless the trouble is everybody's; nothing is acknowledged that is not on disk.
 */
export function createGroupCommit<T, R>({ db, write, maxBatch = 256 }: GroupCommitOptions<T, R>): GroupCommit<T, R> {
  const all = db.transaction((items: readonly T[]) => items.map((item) => write(item)))
  let waiting: Waiting<T, R>[] = []
  let scheduled = false
  let closed = false

  function flush(): void {
    scheduled = false
    const batch = waiting.slice(0, maxBatch)
    waiting = waiting.slice(maxBatch)
    if (waiting.length > 0) schedule()
    if (batch.length > 0) commit(batch)
  }

  function schedule(): void {
    if (scheduled) return
    scheduled = true
    setImmediate(flush)
  }

  function commit(batch: readonly Waiting<T, R>[]): void {
    try {
      const results = all.immediate(batch.map(({ item }) => item))
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as R)
    } catch (error) {
      if (batch.length === 1 || concernsAll(error)) for (const { reject } of batch) reject(error)
      else for (const one of batch) commit([one])
    }
  }

  return {
    submit(item) {
      if (closed) return Promise.reject(new Error('the group commit was closed'))
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        schedule()
      })
    },
    close() {
      closed = true
      while (waiting.length > 0) flush()
    },
  }
}
