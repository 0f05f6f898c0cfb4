// A store on a database of its own with one intent to write, for the tests of this room.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Intent } from '../../domain/store.ts'
import { sampleRequest, sampleSnapshot } from '../../domain/testing/sample-request.ts'
import type { NewJob } from '../../domain/work.ts'
import { migrate } from '../migrate.ts'
import { closeDatabase, openDatabase } from '../open.ts'
import { createStore } from '../store.ts'

export interface StoreWorld {
  store: ReturnType<typeof createStore>
  /** Jobs that were enqueued, in order. */
  enqueued: NewJob[]
  /** Leads that were told of a commit. */
  told: (number | null)[]
  /** While true no job can be enqueued. */
  failing: boolean
  /** What stands in the tables, where no method of the store tells. */
  rows(sql: string): Record<string, unknown>[]
  /** Closes the database and opens it again. */
  restart(): void
  close(): void
}

export function createStoreWorld(): StoreWorld {
  const dir = mkdtempSync(join(tmpdir(), 'store-'))
  let db = openDatabase(join(dir, 'main.sqlite'))
  const open = () => {
    migrate(db)
    return createStore({
      db,
      enqueue(job) {
        if (world.failing) throw new Error('the queue is broken')
        world.enqueued.push(job)
      },
      committed: (leadId) => void world.told.push(leadId),
    })
  }
  const world: StoreWorld = {
    store: open(),
    enqueued: [],
    told: [],
    failing: false,
    rows: (sql) => db.prepare<[], Record<string, unknown>>(sql).all(),
    restart() {
      closeDatabase(db)
      db = openDatabase(join(dir, 'main.sqlite'))
      world.store = open()
    },
    close() {
      closeDatabase(db)
      rmSync(dir, { recursive: true })
    },
  }
  return world
}

export const sample = sampleRequest()
export function intentOf(change: Partial<Intent> = {}): Intent {
  const { id, leadId, documentKey, submissionKey, externalId, notBefore } = sample
  const signers = sample.signers.map(({ id: signerId, position, sent, base }) => ({
    id: signerId,
    position,
    sent,
    base,
  }))
  const document = {
    position: 0,
    name: 'Mandat',
    storageKey: 'k',
    sha256: 'h',
    bytes: 10,
    pages: 1,
    parseAnchors: false,
    anchors: 0,
    boxes: [{ signer: 0, kind: 'signature' as const, page: 1, x: 1, y: 2, width: 3, height: 4 }],
    initials: false,
  }
  return {
    id,
    leadId,
    documentKey,
    submissionKey,
    externalId,
    notBefore,
    state: 'preparing',
    snapshot: sampleSnapshot,
    replaces: null,
    replacedLedger: [],
    signers,
    documents: [document],
    ledger: [],
    jobs: [],
    conversion: null,
    ...change,
  }
}
