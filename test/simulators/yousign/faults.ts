// Makes single exchanges fail in the ways networks and servers fail, before or after the simulator acted.

export type FaultKind =
  /** The connection is torn down without an answer. */
  | 'reset'
  /** Another answer; `html` sends an error page in place of JSON. */
  | { status: number; body?: unknown; html?: string; headers?: Record<string, string> }
  /** The answer comes this many milliseconds late, measured on the clock of the simulator. */
  | { hang: number }
  /** The head and the first half of the body arrive, then the connection ends. */
  | { truncate: true }
  /** A test acts here; then the exchange goes on. */
  | { call: () => void | Promise<void> }

export interface Fault {
  /** `path` is tested against the path with its query, below `/v3`; `nth` counts matching exchanges from 1. */
  match: { method?: string; path?: RegExp; nth?: number }
  /** Before the simulator acts, or after it acted and before it answers. */
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

interface Armed {
  fault: Fault
  seen: number
  left: number
}

export interface FaultLayer extends Faults {
  /** What strikes this exchange at this moment: any calls, and at most one real fault. An exchange asks once for each moment. */
  pick(when: 'before' | 'after', method: string, path: string): FaultKind[]
}

/** Faults in the order they were added; calls all run, of the others the first that matches strikes. */
export function createFaults(): FaultLayer {
  const armed: Armed[] = []
  let struck = 0
  return {
    add(fault) {
      const entry: Armed = { fault, seen: 0, left: fault.times ?? 1 }
      armed.push(entry)
      return () => {
        const at = armed.indexOf(entry)
        if (at >= 0) armed.splice(at, 1)
      }
    },
    clear() {
      armed.length = 0
    },
    get struck() {
      return struck
    },
    pick(when, method, path) {
      const kinds: FaultKind[] = []
      for (const entry of armed) {
        const { match, kind } = entry.fault
        if (entry.fault.when !== when || entry.left <= 0) continue
        if (match.method !== undefined && match.method !== method) continue
        if (match.path !== undefined && !match.path.test(path)) continue
        entry.seen += 1
        const decided = !isCall(kind) && kinds.some((each) => !isCall(each))
        if (decided || (match.nth !== undefined && entry.seen !== match.nth)) continue
        entry.left -= 1
        struck += 1
        kinds.push(kind)
      }
      return kinds
    },
  }
}

export function isCall(kind: FaultKind): kind is { call: () => void | Promise<void> } {
  return typeof kind === 'object' && 'call' in kind
}
