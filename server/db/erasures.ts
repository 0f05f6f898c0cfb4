// Erasures of persons: what was decided, how far it is, and the writing over of a record (domain/keeping/).
import type { Database } from 'better-sqlite3'
import { liveStates } from '../../shared/states.ts'
import type { Emptied, Erasure, ErasureRecord, KeepingTables, RecordMark } from '../domain/keeping/tables.ts'
import type { NewJob } from '../domain/work.ts'
import { createDigestion, createRelease, holdsSigned, type KeepingDeps } from './keeping.ts'

export type ErasureTables = Pick<
  KeepingTables,
  | 'requestsOfPerson'
  | 'markOf'
  | 'beginErasure'
  | 'erasures'
  | 'unfinishedRecords'
  | 'emptyRecord'
  | 'effectOverwritten'
  | 'endRecord'
>

interface RecordRow {
  erasure_id: string
  request_id: string
  kind: ErasureRecord['kind']
  was_signed: number
  until: number | null
  emptied_at: number | null
  done_at: number | null
  at: number
}

interface ErasureRow {
  id: string
  at: number
  by_user: number
  persons: string
  rest_done_at: number | null
}

const live = [...liveStates].map((state) => `'${state}'`).join(', ')

export function createErasureTables(deps: KeepingDeps & { enqueue(job: NewJob, now: number): void }): ErasureTables {
  const { db, apply, requests, enqueue } = deps
  const empty = createEmptying(db)
  const insert = db.prepare(
    'insert into erasures (id, at, by_user, persons) values (?, ?, ?, ?) on conflict do nothing',
  )
  const insertRecord = db.prepare(
    'insert into erasure_records (erasure_id, request_id, kind, was_signed, until, done_at) values (?, ?, ?, ?, ?, ?)',
  )
  const state = db.prepare<[string], string>('select state from signature_requests where id = ?').pluck()
  const byTime = db.prepare<[], ErasureRow>('select * from erasures order by at, id')
  const recordsOf = db.prepare<[string], RecordRow>(
    'select r.*, e.at from erasure_records r join erasures e on e.id = erasure_id where erasure_id = ? order by r.rowid',
  )
  const mark = db.prepare<[string], RecordRow>(
    `select r.*, e.at from erasure_records r join erasures e on e.id = erasure_id where request_id = ?
     order by e.at desc, r.kind limit 1`,
  )
  const unfinished = db.prepare<[number], { erasureId: string; requestId: string }>(
    `select erasure_id as erasureId, request_id as requestId from erasure_records r
     where done_at is null and exists (select 1 from signature_requests where id = r.request_id
       and (r.was_signed = 1 or not (state = 'done' or ${holdsSigned('id')})) and (state not in (${live}) or deleted_at is not null)) limit ? + 0`,
  )
  const emptied = db.prepare('update erasure_records set emptied_at = ? where erasure_id = ? and request_id = ?')
  const done = db.prepare('update erasure_records set done_at = ? where erasure_id = ? and request_id = ?')
  const overwritten = db.prepare(
    "update effects set payload = json_set(payload, '$.removed', json('true')) where id = ?",
  )

  return {
    requestsOfPerson({ email, contactId }) {
      const sent = "json_extract(sent, '$.email')"
      const ofContact = `json_extract(base, '$.contactId') = ? or json_extract(sent, '$.origin.contactId') = ?`
      const where = (condition: string) => `id in (select request_id from signers where ${condition})`
      return email === null
        ? requests(where(ofContact), [contactId, contactId])
        : requests(where(`lower(${sent}) = lower(?)`), [email])
    },
    markOf(requestId) {
      const row = mark.get(requestId)
      return row ? markOf(row) : null
    },
    beginErasure: db.transaction((erasure: Erasure, jobs: NewJob[], now: number) => {
      const { id, at, byUser, persons, records } = erasure
      if (insert.run(id, at, byUser, JSON.stringify(persons)).changes === 0) return
      for (const { requestId, kind, wasSigned, until } of records) {
        insertRecord.run(id, requestId, kind, wasSigned ? 1 : 0, until, kind === 'restrict' ? at : null)
        const known = state.get(requestId)
        if (known === undefined) continue
        const isWaiting = kind === 'erase' && (known === 'prepared' || known === 'held')
        const ending = { kind: 'canceled' as const, by: null, reason: null, note: null, at: now }
        apply({ requestId, ...(isWaiting ? { request: { state: 'canceled', endedAt: now, ending } } : {}) }, now)
      }
      for (const job of jobs) enqueue(job, now)
    }).immediate,
    erasures: () =>
      byTime.all().map((row) => {
        const records = recordsOf.all(row.id)
        return {
          id: row.id,
          at: row.at,
          byUser: row.by_user,
          persons: JSON.parse(row.persons),
          records: records.map(recordOf),
          restDoneAt: row.rest_done_at,
          waiting: records.filter((one) => one.done_at === null).length,
        }
      }),
    unfinishedRecords: (most) => unfinished.all(most),
    emptyRecord: db.transaction(
      (erasureId: string, one: Emptied, digest: (body: Uint8Array) => string, now: number) => {
        empty(one, digest, now)
        emptied.run(now, erasureId, one.id)
        apply({ requestId: one.id }, now)
      },
    ).immediate,
    effectOverwritten: (id) => void overwritten.run(id),
    endRecord: db.transaction((erasureId: string, requestId: string, now: number) => {
      // An audit trail may have come in while the record was being emptied.
      empty.files(requestId)
      done.run(now, erasureId, requestId)
    }).immediate,
  }
}

/** Writes over everything that a record says of persons. States, times, ids and digests stay. */
function createEmptying(db: Database) {
  const release = createRelease(db)
  const digestion = createDigestion(db)
  const request = db.prepare(
    `update signature_requests set snapshot = ?, ending = ?, trouble = null, waiting = null, cancel_asked = null,
       paper = case when paper is null then null else json_set(paper, '$.why', '', '$.scan.name', '') end where id = ?`,
  )
  const signer = db.prepare('update signers set sent = ?, base = null, words = null where id = ? and request_id = ?')
  const document = db.prepare('update documents set name = ? where request_id = ? and position = ?')
  const ledger = db.prepare('update ledger set facts = ? where request_id = ? and key = ?')
  // What waits is not written any more; what was written is overwritten in Kommo afterwards.
  const effects = db.prepare(
    `update effects set payload = json_object('text', ?), last_error = null,
       state = case when state in ('waiting', 'stuck') then 'dropped' else state end
     where request_id = ? and kind in ('note', 'task', 'attachment')`,
  )
  const copies = db.prepare(
    `update effects set last_error = null, state = case when state in ('waiting', 'stuck') then 'dropped' else state end
     where request_id = ? and kind = 'copy'`,
  )
  const actions = db.prepare(
    `update actions set payload = '{}', problem = null,
       state = case state when 'waiting' then 'refused' else state end where request_id = ?`,
  )
  const bodies = db.prepare<[string], { id: number; body: Uint8Array }>(
    'select id, body from deliveries where request_id = ? and body is not null',
  )
  const jobs = db.prepare(
    `update jobs set last_error = null, state = case when state in ('waiting', 'stuck') then 'done' else state end
     where kind in ('file_audit_trail', 'file_documents') and instr(key, ?) = 1`,
  )
  const links = db.prepare('update links set revoked_at = ? where request_id = ? and revoked_at is null')
  const review = db.prepare<[string], { id: string; content: string }>(
    'select id, content from reviews where id = (select submission_key from signature_requests where id = ?)',
  )
  const files = db.prepare<[string], { storage_key: string }>(
    'delete from files where request_id = ? returning storage_key',
  )
  const dropFiles = (requestId: string) => {
    for (const { storage_key } of files.all(requestId)) release.file(storage_key)
  }

  return Object.assign(
    (one: Emptied, digest: (body: Uint8Array) => string, now: number): void => {
      // First: afterwards the snapshot no longer names the uploads.
      release.originals(one.id, now)
      for (const row of review.all(one.id)) release.review(row)
      dropFiles(one.id)
      request.run(JSON.stringify(one.snapshot), one.ending === null ? null : JSON.stringify(one.ending), one.id)
      for (const { id, sent } of one.signers) signer.run(JSON.stringify(sent), id, one.id)
      for (const { position, name } of one.documents) document.run(name, one.id, position)
      for (const { key, facts } of one.ledger) ledger.run(JSON.stringify(facts), one.id, key)
      effects.run(one.removedText, one.id)
      copies.run(one.id)
      actions.run(one.id)
      for (const { id, body } of bodies.all(one.id)) digestion(id, digest(body))
      jobs.run(one.id)
      links.run(now, one.id)
    },
    { files: dropFiles },
  )
}

function recordOf(row: RecordRow): ErasureRecord {
  return { requestId: row.request_id, kind: row.kind, wasSigned: row.was_signed === 1, until: row.until }
}

function markOf(row: RecordRow): RecordMark {
  return { ...recordOf(row), erasureId: row.erasure_id, at: row.at, emptiedAt: row.emptied_at, doneAt: row.done_at }
}
