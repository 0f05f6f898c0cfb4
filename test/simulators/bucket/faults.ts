// Makes single exchanges with a store fail, before or after it acted, in the ways networks and stores fail.

export type FaultKind =
  /** The connection is torn down without an answer. */
  | 'reset'
  /** Nothing is answered until the caller hangs up. */
  | 'hang'
  /** Another answer. */
  | { status: number; body?: string; type?: string }
  /** An upload of which the first half is kept, and which is answered as if all of it were. Only `before`. */
  | 'torn upload'
  /** The head and half of the body arrive, then the connection ends. Only `after`. */
  | 'torn answer'
  /** Half of the body, with a length that fits it. Only `after`. */
  | 'short answer'

export interface Fault {
  /** `path` is tested against the path with its query; `nth` counts matching exchanges from 1. */
  match: { method?: string; path?: RegExp; nth?: number }
  /** Before the store acts, or after it acted and before it answers. */
  when: 'before' | 'after'
  kind: FaultKind
  /** How often it strikes; once if left out. */
  times?: number
}

export interface Faults {
  /** Adds a fault and returns what takes it away again. */
  add(fault: Fault): () => void
  clear(): void
  /** How many times any fault struck. */
  readonly struck: number
}

export interface FaultLayer extends Faults {
  /** What strikes this exchange at this moment; an exchange asks once for each. */
  pick(when: Fault['when'], method: string, path: string): FaultKind | null
}

/** Faults in the order they were added; the first that matches strikes. */
export function createFaults(): FaultLayer {
  const armed = new Set<{ fault: Fault; seen: number; left: number }>()
  let struck = 0
  return {
    add(fault) {
      const entry = { fault, seen: 0, left: fault.times ?? 1 }
      armed.add(entry)
      return () => armed.delete(entry)
    },
    clear: () => armed.clear(),
    get struck() {
      return struck
    },
    pick(when, method, path) {
      for (const entry of armed) {
        const { match } = entry.fault
        if (entry.fault.when !== when || entry.left <= 0) continue
        if (match.method !== undefined && match.method !== method) continue
        if (match.path !== undefined && !match.path.test(path)) continue
        entry.seen += 1
        if (match.nth !== undefined && entry.seen !== match.nth) continue
        entry.left -= 1
        struck += 1
        return entry.fault.kind
      }
      return null
    },
  }
}
