// A name for each write of the domain's store that is the same in every run.
import type { Change, Store } from '../../server/domain/store.ts'
import type { CommitWatch } from './sql-commits.ts'

/** The store whose writes are named for the watch. What only reads commits nothing, so its name never shows. */
export function nameCommits(store: Store, { named }: CommitWatch): Store {
  return new Proxy(store, {
    get(target, name: keyof Store) {
      const value = target[name]
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => named(labelOf(target, name, args), () => Reflect.apply(value, target, args))
    },
  })
}

/** What is to be said beside the name of a write. */
const descriptions = {
  record: (_store, args) => changeLabel(args[0]),
  settleAction: (_store, args) => changeLabel(args[2]),
  attachDraft: (_store, args) => changeLabel(args[1]),
  ask: (_store, args) => args[0].map((action) => action.work.kind).join(','),
  recordEffect: (store, args) => `${effectName(store, args[0])} ${pairs(args[1])}`,
  enqueue: (_store, args) => args[0].map((job) => job.work.kind).join(','),
  recordDelivery: (store, args) => `${store.delivery(args[0])?.event ?? '?'} ${args[1].state}`,
  markChanged: (_store, args) => args[0],
  remember: (_store, args) => args[0],
} satisfies {
  [K in keyof Store]?: Store[K] extends (...args: infer A) => unknown ? (store: Store, args: A) => string : never
}

function labelOf(store: Store, name: keyof Store, args: unknown[]): string {
  if (!Object.hasOwn(descriptions, name)) return name
  const describe = descriptions[name as keyof typeof descriptions] as (store: Store, args: unknown[]) => string
  return `${name} ${describe(store, args)}`
}

function changeLabel(change: Change): string {
  const plain = (key: string) => nameOfKey(key, change.requestId)
  const parts = [
    change.request === undefined ? '' : `request(${pairs(change.request)})`,
    change.draft === undefined ? '' : `draft(${pairs(change.draft.columns)})`,
    ...(change.signers ?? []).map((one) => `signer(${pairs(one.columns)})`),
    ...(change.ledger ?? []).map((entry) => `line(${entry.event})`),
    ...(change.effects ?? []).map((effect) => `effect(${plain(effect.key)})`),
    ...(change.jobs ?? []).map((job) => `job(${job.work.kind})`),
    ...(change.files ?? []).map((file) => `file(${file.kind} ${file.position})`),
  ]
  return parts.filter(Boolean).join(' ')
}

/** Names of the columns; values only where they are words of ours. */
function pairs(columns: object): string {
  const worded: ReadonlySet<string> = new Set(['state', 'status', 'inFlight'])
  return Object.entries(columns)
    .map(([name, value]) => (worded.has(name) ? `${name}=${String(value)}` : name))
    .join(',')
}

function effectName(store: Store, id: number): string {
  const effect = store.effect(id)
  return effect === null ? '?' : nameOfKey(effect.key, effect.requestId)
}

/** Without the ids of the request, its signers and actions. */
function nameOfKey(key: string, requestId: string): string {
  return key
    .replaceAll(requestId, '')
    .replaceAll(/:[\w-]*\d[\w-]*/g, '')
    .replace(/^:/, '')
}
