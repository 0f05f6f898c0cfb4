// The real store, documents in memory, and a clock that the test holds: for what is kept how long.
import { ok } from '../../../../shared/result.ts'
import { sha256 } from '../../../crypto/tokens.ts'
import { createStoreWorld, intentOf, type StoreWorld } from '../../../db/testing/store-world.ts'
import { keepFresh } from '../../../storage/fresh.ts'
import type { Deps } from '../../deps.ts'
import type { Files } from '../../files.ts'
import { now as start } from '../../testing/sample-request.ts'
import type { Job } from '../../work.ts'
import { createSweepKept } from '../sweep.ts'

export const day = 24 * 3_600_000

export interface KeepingWorld extends StoreWorld {
  deps: Deps
  /** Keys of the documents that lie there. */
  documents: Map<string, Uint8Array>
  now(): number
  wait(days: number): void
  /** That many days later everything is swept until nothing is left to do; answers how often it ran. */
  sweepAfter(days: number): Promise<number>
  /** A document under its digest. */
  file(folder: 'originals' | 'uploads', content: string): Promise<{ storageKey: string; sha256: string }>
  /** A request of that document in that state, ended now. */
  request(id: string, state: 'declined' | 'canceled' | 'expired' | 'done' | 'ongoing', storageKey: string): void
}

export function createKeepingWorld(): KeepingWorld {
  const store = createStoreWorld()
  const documents = new Map<string, Uint8Array>()
  let now = start
  const files: Files = {
    where: async () => ({ kind: 'server', bucket: null, host: null, region: null, area: null }),
    async put(key, bytes) {
      documents.set(key, bytes)
      return ok({ sha256: sha256(bytes), bytes: bytes.byteLength })
    },
    get: async (key) => ok(documents.get(key) ?? null),
    async remove(key) {
      documents.delete(key)
      return ok(null)
    },
  }
  const deps = {
    get store() {
      return store.store
    },
    files: keepFresh(files, () => now),
    clock: { now: () => now, after: () => () => {} },
    log: { info() {}, warn() {}, error() {} },
    sha256,
  } as unknown as Deps

  return Object.assign(store, {
    deps,
    documents,
    now: () => now,
    wait(days: number) {
      now += days * day
    },
    async sweepAfter(days: number) {
      now += days * day
      const sweep = createSweepKept(deps)
      for (let runs = 1; ; runs += 1) {
        const outcome = await sweep({ kind: 'sweep_kept' }, {} as Job)
        if (outcome.kind !== 'again') throw new Error('the sweep must come again')
        if (outcome.at - now > 60_000) return runs
      }
    },
    async file(folder: 'originals' | 'uploads', content: string) {
      const bytes = new TextEncoder().encode(content)
      const digest = sha256(bytes)
      const storageKey = `${folder}/${digest}.pdf`
      await deps.files.put(storageKey, bytes)
      return { storageKey, sha256: digest }
    },
    request(id: string, state: Parameters<KeepingWorld['request']>[1], storageKey: string) {
      const base = intentOf()
      const signers = base.signers.map((signer) => ({ ...signer, id: `${id}-${signer.position}` }))
      const [document] = base.documents
      if (document === undefined) throw new Error('the sample has no document')
      const own = { id, documentKey: id, submissionKey: id, externalId: id, signers }
      store.store.intend({ ...base, ...own, documents: [{ ...document, storageKey }] }, now)
      const endedAt = state === 'ongoing' ? null : now
      store.store.record({ requestId: id, request: { state, endedAt } }, now)
    },
  })
}
