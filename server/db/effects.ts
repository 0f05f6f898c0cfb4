// Effects on the lead in Kommo, their jobs, and what a request left behind: files, ledger, stuck work.
import type { Database } from 'better-sqlite3'
import type { Change, Effect, LedgerEntry, Store, StoredFile } from '../domain/store.ts'

interface EffectRow {
  id: number
  request_id: string
  key: string
  kind: Effect['kind']
  lead_id: number
  payload: string
  state: Effect['state']
  in_flight: number
  remote_id: number | null
  remote_file: string | null
  created_at: number
  done_at: number | null
  last_error: string | null
}

interface FileRow {
  id: string
  request_id: string
  kind: StoredFile['kind']
  position: number
  name: string
  storage_key: string
  sha256: string
  bytes: number
  created_at: number
}

export type EffectTables = Pick<
  Store,
  'effect' | 'effects' | 'recordEffect' | 'files' | 'file' | 'ledger' | 'stuck' | 'retryStuck'
>

export function createEffectTables(db: Database, apply: (change: Change, now: number) => void): EffectTables {
  const one = db.prepare<[number], EffectRow>('select * from effects where id = ?')
  const ofRequest = db.prepare<[string], EffectRow>('select * from effects where request_id = ? order by id')
  const files = db.prepare<[string], FileRow>('select * from files where request_id = ? order by kind, position')
  const file = db.prepare<[string], FileRow>('select * from files where id = ?')
  const ledger = db.prepare<[string, number], { at: number; event: LedgerEntry['event']; facts: string; key: string }>(
    'select at, event, facts, key from ledger where request_id = ? order by at desc, id desc limit ?',
  )
  const stuck = db.prepare<[string, string], { kind: string; last_error: string | null }>(
    "select kind, last_error from jobs where state = 'stuck' and (subject = ? or subject = ?)",
  )
  const retryJobs = db.prepare(
    "update jobs set state = 'waiting', run_at = ?, attempts = 0, first_attempt_at = null, finished_at = null where state = 'stuck' and (subject = ? or subject = ?)",
  )
  const retryEffects = db.prepare("update effects set state = 'waiting' where request_id = ? and state = 'stuck'")
  const save = db.prepare(
    'update effects set state = ?, in_flight = ?, remote_id = ?, remote_file = ?, done_at = ?, last_error = ? where id = ?',
  )

  return {
    effect: (id) => mapped(one.get(id), effectOf),
    effects: (requestId) => ofRequest.all(requestId).map(effectOf),
    recordEffect: db.transaction((id, columns, change, now) => {
      const row = one.get(id)
      if (!row) throw new Error(`no effect ${id}`)
      const next = { ...effectOf(row), ...columns }
      const { state, inFlight, remoteId, remoteFile, doneAt, lastError } = next
      save.run(state, inFlight ? 1 : 0, remoteId, remoteFile, doneAt, lastError, id)
      if (change) apply(change, now)
    }) as Store['recordEffect'],
    files: (requestId) => files.all(requestId).map(fileOf),
    file: (id) => mapped(file.get(id), fileOf),
    ledger: (requestId, most) => ledger.all(requestId, most).map((row) => ({ ...row, facts: JSON.parse(row.facts) })),
    stuck: (requestId) =>
      stuck.all(requestId, `effects:${requestId}`).map((row) => ({ kind: row.kind, error: row.last_error })),
    retryStuck: db.transaction((requestId: string, now: number) => {
      retryEffects.run(requestId)
      retryJobs.run(now, requestId, `effects:${requestId}`)
      apply({ requestId }, now)
    }),
  }
}

function effectOf(row: EffectRow): Effect {
  return {
    id: row.id,
    requestId: row.request_id,
    key: row.key,
    kind: row.kind,
    leadId: row.lead_id,
    payload: JSON.parse(row.payload),
    state: row.state,
    inFlight: row.in_flight === 1,
    remoteId: row.remote_id,
    remoteFile: row.remote_file,
    createdAt: row.created_at,
    doneAt: row.done_at,
    lastError: row.last_error,
  }
}

function fileOf(row: FileRow): StoredFile {
  return {
    id: row.id,
    requestId: row.request_id,
    kind: row.kind,
    position: row.position,
    name: row.name,
    storageKey: row.storage_key,
    sha256: row.sha256,
    bytes: row.bytes,
    createdAt: row.created_at,
  }
}

function mapped<Row, T>(row: Row | undefined, map: (row: Row) => T): T | null {
  return row === undefined ? null : map(row)
}
