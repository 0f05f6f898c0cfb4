// Where a server can die while it sends: around every commit, and around every call to the other side.

import type { Exchange } from '../simulators/exchange.ts'
import type { FaultKind as KommoFault } from '../simulators/kommo/faults.ts'
import type { KommoExchange, KommoSimulator } from '../simulators/kommo/simulator.ts'
import type { YousignSimulator } from '../simulators/yousign/simulator.ts'
import type { CommitPoint } from './messages.ts'

export interface CallPoint {
  service: 'yousign' | 'kommo'
  method: string
  /** Without query, ids as `:id`. */
  path: string
  /** From 1, among calls of this method and path. */
  nth: number
  /** Before the other side acted (and then it never does), or after it acted and before it answered. */
  when: 'before' | 'after'
}

export type Point = ({ on: 'commit' } & CommitPoint) | ({ on: 'call' } & CallPoint)

export function nameOf(point: Point): string {
  const what = point.on === 'commit' ? `commit ${point.label}` : `${point.service} ${point.method} ${point.path}`
  return `${point.when} ${what}${point.nth === 1 ? '' : ` (${point.nth})`}`
}

export interface Trace {
  commits: readonly string[]
  yousign: readonly Exchange[]
  kommo: readonly KommoExchange[]
}

/**
 * Both sides of every commit and call, in the order of each kind. Of reads only the first: how many follow, before they are
 * one, hangs on the timing, and a point that does not come is waited for in vain.
 */
export function pointsOf({ commits, yousign, kommo }: Trace): Point[] {
  const calls = [
    ...yousign.map((call) => ({ service: 'yousign' as const, method: call.method, path: patternOf(call.path) })),
    ...kommo.map((call) => ({ service: 'kommo' as const, method: call.method, path: patternOf(call.path) })),
  ]
  const seen = new Map<string, number>()
  const count = (key: string) => {
    const nth = (seen.get(key) ?? 0) + 1
    seen.set(key, nth)
    return nth
  }
  return [
    ...commits.flatMap((label) => bothSides({ on: 'commit' as const, label, nth: count(label) })),
    ...calls
      .map((call) => ({ on: 'call' as const, ...call, nth: count(Object.values(call).join(' ')) }))
      .filter(({ method, nth }) => method !== 'GET' || nth === 1)
      .flatMap(bothSides),
  ]
}

/** What two undisturbed runs have in common: a read that only the timing of one of them caused is no point of the send. */
export function commonPoints(a: readonly Point[], b: readonly Point[]): Point[] {
  const names = new Set(b.map(nameOf))
  return a.filter((point) => names.has(nameOf(point)))
}

/** Makes `act` happen at the point; where the other side must not have acted, its connection ends there too. */
export function armCall(
  point: CallPoint,
  at: { yousign: YousignSimulator; kommo: KommoSimulator },
  act: () => Promise<void>,
): void {
  const match = { method: point.method, path: expression(point.path), nth: point.nth }
  const kinds: KommoFault[] = point.when === 'before' ? [{ call: act }, 'reset'] : [{ call: act }]
  for (const kind of kinds) {
    if (point.service === 'kommo') at.kommo.faults.add({ match, when: point.when, kind })
    else if (kind === 'reset' || 'call' in kind) at.yousign.faults.add({ match, when: point.when, kind })
  }
}

function bothSides<P extends object>(point: P): (P & { when: 'before' | 'after' })[] {
  return [
    { ...point, when: 'before' },
    { ...point, when: 'after' },
  ]
}

/** Numbers, UUIDs, and the addresses of parts of an upload, which are new every time. */
const ids = /\/(?:[0-9a-f]{8}-[0-9a-f-]{27}|\d+|(?<=\/upload\/)[\w-]+)(?=\/|$)/g

export function patternOf(path: string): string {
  return (path.split('?')[0] ?? '').replace(ids, '/:id')
}

export function expression(pattern: string): RegExp {
  return new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll(':id', '[^/?]+')}(?:\\?|$)`)
}
