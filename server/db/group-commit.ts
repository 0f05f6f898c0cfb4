// Many small durable writes for the price of one: what arrives together shares a transaction.
import { concernsAll } from './disk-fault.ts'
import type { Database } from './open.ts'

export interface GroupCommitOptions<T, R> {
  db: Database
  /** Writes one item, synchronously, inside the transaction. May run twice for one item, the first run then rolled back. */
  write: (item: T) => R
  /** Items a transaction; what is more follows in the next one. */
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
 * Milliseconds for which more items are waited for while every turn of the event loop brings some: as long as the last
 * commit took, within these bounds. New connections come one a turn, and a commit for each would be slower than their sender.
 */
const patience = { least: 1, most: 20 }

/**
 * One immediate transaction for what arrives in one turn, and in the turns that follow without a break. When a batch fails it is repeated item by item, so that one
 * poisonous item fails alone, unless the trouble is everybody's; nothing is acknowledged that is not on disk.
 */
export function createGroupCommit<T, R>({ db, write, maxBatch = 256 }: GroupCommitOptions<T, R>): GroupCommit<T, R> {
  const all = db.transaction((items: readonly T[]) => items.map((item) => write(item)))
  let waiting: Waiting<T, R>[] = []
  let scheduled = false
  let closed = false
  /** Of what waits: since when, and how much of it the last turn saw. A duration of the machine, hence not from a clock. */
  let since = 0
  let seen = 0
  let wait: number = patience.least

  function turn(): void {
    const brought = waiting.length > seen
    seen = waiting.length
    if (brought && seen < maxBatch && performance.now() - since < wait) setImmediate(turn)
    else flush()
  }

  function flush(): void {
    scheduled = false
    seen = 0
    const batch = waiting.slice(0, maxBatch)
    waiting = waiting.slice(maxBatch)
    if (waiting.length > 0) schedule()
    if (batch.length === 0) return
    const begin = performance.now()
    commit(batch)
    wait = Math.min(Math.max(performance.now() - begin, patience.least), patience.most)
  }

  function schedule(): void {
    if (scheduled) return
    scheduled = true
    since = performance.now()
    setImmediate(turn)
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
