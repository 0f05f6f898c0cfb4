// The fault layer: a test says which call goes wrong, how, and whether before or after the account acted on it.

export type FaultKind =
  /** The connection is cut without an answer. */
  | 'reset'
  | { status: number; body?: unknown; html?: string; headers?: Record<string, string> }
  /** Nothing is answered for that many milliseconds (of the simulator's clock), then the connection is cut. */
  | { hang: number }
  /** Something happens at exactly that moment; the call itself goes on undisturbed. */
  | { call: () => void | Promise<void> }

export interface Fault {
  match: {
    method?: string
    /** Tested against the path with its query. */
    path?: RegExp
    host?: 'api' | 'drive'
    /** Only the nth matching call since the fault was added, counted from 1. */
    nth?: number
  }
  /** `after`: the account has acted, the answer is lost or replaced. */
  when: 'before' | 'after'
  kind: FaultKind
  /** How often it strikes; default once. */
  times?: number
}

export interface Faults {
  /** Adds a fault; the answer takes it away again. */
  add(fault: Fault): () => void
  clear(): void
}

export interface FaultCall {
  method: string
  path: string
  host: 'api' | 'drive'
}

/** The faults and, for the server, what strikes a call: `draw` counts, so it is asked once a call and moment. */
export function createFaults(): Faults & { draw(call: FaultCall, when: Fault['when']): FaultKind[] } {
  const armed = new Set<{ fault: Fault; seen: number; left: number }>()
  return {
    add(fault) {
      const entry = { fault, seen: 0, left: fault.times ?? 1 }
      armed.add(entry)
      return () => armed.delete(entry)
    },
    clear: () => armed.clear(),
    draw(call, when) {
      const struck: FaultKind[] = []
      for (const entry of armed) {
        if (entry.fault.when !== when || !matches(entry.fault.match, call)) continue
        entry.seen += 1
        const nth = entry.fault.match.nth
        if (entry.left <= 0 || (nth !== undefined && entry.seen < nth)) continue
        entry.left -= 1
        struck.push(entry.fault.kind)
      }
      return struck
    },
  }
}

function matches(match: Fault['match'], call: FaultCall): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== call.method) return false
  if (match.host !== undefined && match.host !== call.host) return false
  return match.path === undefined || match.path.test(call.path)
}
