// At which kinds of points a server has died so far: around every kind of commit, and around every kind of call.
import type { CommitAim } from '../crash/messages.ts'
import { expression, patternOf } from '../crash/points.ts'
import type { Exchange } from '../simulators/exchange.ts'
import type { TortureWorld } from './world.ts'

export interface CallAim {
  service: 'yousign' | 'kommo'
  method: string
  /** Without query, ids as `:id`. */
  path: string
  /** Before the other side acts (and then it never does), or after it has acted and before it answers. */
  when: 'before' | 'after'
}

export type Aim = ({ on: 'commit' } & CommitAim) | ({ on: 'call' } & CallAim)

export interface Coverage {
  /** Kinds that were seen; those that undisturbed sends show are `needed`. */
  learn(kinds: Iterable<Kind>, needed: boolean): void
  reached(aim: Aim): void
  /** The least reached, needed ones before others. */
  least(): Aim[]
  any(): Aim[]
  /** Needed points: how many there are, how many were reached, and those that never were. */
  needed(): { all: number; reached: number; missing: string[] }
  /** The same of points that only faults lead to. */
  others(): { all: number; reached: number }
}

/** A kind of commit or of call, with its two sides. */
export type Kind = { on: 'commit'; label: string } | ({ on: 'call' } & Omit<CallAim, 'when'>)

export function createCoverage(): Coverage {
  const known = new Map<string, { aim: Aim; needed: boolean; count: number }>()
  const of = (needed: boolean) => [...known.values()].filter((one) => one.needed === needed)
  return {
    learn(kinds, needed) {
      for (const kind of kinds) {
        for (const when of ['before', 'after'] as const) {
          const aim: Aim = { ...kind, when }
          const entry = known.get(aimName(aim))
          if (entry === undefined) known.set(aimName(aim), { aim, needed, count: 0 })
          else entry.needed ||= needed
        }
      }
    },
    reached(aim) {
      const entry = known.get(aimName(aim)) ?? { aim, needed: false, count: 0 }
      entry.count += 1
      known.set(aimName(aim), entry)
    },
    least() {
      const fresh = of(true).filter((one) => one.count === 0)
      const all = fresh.length > 0 ? fresh : [...known.values()]
      const fewest = Math.min(...all.map((one) => one.count))
      return all.filter((one) => one.count === fewest).map((one) => one.aim)
    },
    any: () => [...known.values()].map(({ aim }) => aim),
    needed() {
      const all = of(true)
      const missing = all.filter((one) => one.count === 0).map((one) => aimName(one.aim))
      return { all: all.length, reached: all.length - missing.length, missing }
    },
    others() {
      const all = of(false)
      return { all: all.length, reached: all.filter((one) => one.count > 0).length }
    },
  }
}

export function aimName(aim: Aim): string {
  return aim.on === 'commit'
    ? `${aim.when} commit ${aim.label}`
    : `${aim.when} ${aim.service} ${aim.method} ${aim.path}`
}

export function kindsOfCalls(service: 'yousign' | 'kommo', ledger: readonly Exchange[]): Kind[] {
  return ledger.map(({ method, path }) => ({ on: 'call', service, method, path: patternOf(path) }))
}

/** Kinds that occur at least twice: what happened once may have been chance. */
export function repeated(kinds: readonly Kind[]): Kind[] {
  const seen = new Map<string, { kind: Kind; count: number }>()
  for (const kind of kinds) {
    const name = aimName({ ...kind, when: 'before' })
    const entry = seen.get(name) ?? { kind, count: 0 }
    entry.count += 1
    seen.set(name, entry)
  }
  return [...seen.values()].filter(({ count }) => count > 1).map(({ kind }) => kind)
}

/** The server dies at whichever aim comes first. `struck` is told when it is a call; a commit is told by the process. */
export function takeAim(world: TortureWorld, aims: readonly Aim[], struck: (aim: Aim) => void): () => void {
  world.server.aim(aims.flatMap((aim) => (aim.on === 'commit' ? [{ label: aim.label, when: aim.when }] : [])))
  let isOver = false
  const removers = aims.flatMap((aim) => {
    if (aim.on === 'commit') return []
    const call = async () => {
      if (isOver) return
      isOver = true
      struck(aim)
      await world.server.kill()
    }
    const match = { method: aim.method, path: expression(aim.path) }
    const { faults } = world[aim.service]
    const remove = [faults.add({ match, when: aim.when, kind: { call } })]
    if (aim.when === 'before') remove.push(faults.add({ match, when: 'before', kind: 'reset' }))
    return remove
  })
  return () => {
    isOver = true
    for (const remove of removers) remove()
  }
}
