// Rows whose time is over, and the files that nobody needs any more. A row goes together with a word about its file; the file
// itself is removed afterwards, by whoever reads that word (domain/keeping/leftovers.ts).
import type { Database } from 'better-sqlite3'
import type { KeepingTables } from '../domain/keeping/tables.ts'
import type { SignatureRequest } from '../domain/signature-request.ts'
import type { Change } from '../domain/store.ts'
import { createPrepared } from './prepared.ts'

export type SweepTables = Pick<
  KeepingTables,
  | 'digestDeliveries'
  | 'forgetUploads'
  | 'forgetReviews'
  | 'forgetOriginals'
  | 'forgetOpenings'
  | 'leftovers'
  | 'isNeeded'
  | 'dropLeftover'
  | 'reviewsDue'
  | 'renewals'
  | 'renew'
>

export interface KeepingDeps {
  db: Database
  apply(change: Change, now: number): void
  requests(where: string, values: readonly unknown[], order?: string): SignatureRequest[]
}

interface UploadRow {
  id: string
  lead_id: number
  storage_key: string
}

/** Kept with a document that somebody signed: trails alone are none (domain/keeping/fate.ts). */
export const holdsSigned = (request: string) =>
  `${request} in (select request_id from files where kind not in ('audit_trail', 'audit_trail_data', 'identity_proof'))`

/** Ended, and not signed. `deleted_at`: at Yousign, whatever the state was. */
const endedUnsigned = `(state in ('declined', 'rejected', 'expired', 'canceled', 'failed')
  or (deleted_at is not null and state <> 'done')) and not ${holdsSigned('r.id')}`

export function createSweepTables({ db, apply, requests }: KeepingDeps): SweepTables {
  const release = createRelease(db)
  const digestion = createDigestion(db)
  const oldBodies = db.prepare<[number, number], { id: number; body: Uint8Array }>(
    "select id, body from deliveries where body is not null and received_at < ? and state <> 'received' limit ? + 0",
  )
  // What is still told of an erased record says whom it was about.
  const lateBodies = db.prepare<[number], { id: number; body: Uint8Array }>(
    `select id, body from deliveries where body is not null and state <> 'received' and request_id in
       (select request_id from erasure_records where kind = 'erase' and done_at is not null) limit ? + 0`,
  )
  const oldUploads = db.prepare<[number, number], UploadRow>(
    'select id, lead_id, storage_key from uploads where created_at < ? and kept_for is null limit ? + 0',
  )
  const oldReviews = db.prepare<[number, number], { id: string; content: string }>(
    'select id, content from reviews where created_at < ? limit ? + 0',
  )
  const oldOriginals = db.prepare<[number, number], { id: string }>(
    `select id from signature_requests r where ${endedUnsigned} and coalesce(ended_at, deleted_at, changed_at) < ?
     and exists (select 1 from documents where request_id = r.id and removed_at is null) limit ? + 0`,
  )
  const openings = db.prepare(
    'delete from link_openings where id in (select id from link_openings where at < ? limit ? + 0)',
  )
  const leftovers = db.prepare<[number], string>('select storage_key from leftover_files limit ? + 0').pluck()
  const needed = db
    .prepare<{ key: string; name: string }, number>(
      `select exists (select 1 from uploads where storage_key = @key)
       or exists (select 1 from documents where storage_key = @key and removed_at is null)
       or exists (select 1 from files where storage_key = @key)
       or exists (select 1 from reviews where instr(content, @key) > 0)
       or exists (select 1 from document_types where instr(body, @name) > 0)`,
    )
    .pluck()
  const drop = db.prepare('delete from leftover_files where storage_key = ?')
  const renewal = db.prepare<[string], { count: number; until: number | null }>(
    'select count(*) as count, max(until) as until from renewals where request_id = ?',
  )
  const insertRenewal = db.prepare('insert into renewals (request_id, until, by_user, at) values (?, ?, ?, ?)')
  const prepared = createPrepared(db)

  return {
    digestDeliveries: db.transaction((before, most, digest) => {
      const old = oldBodies.all(before, most)
      const rows = old.length < most ? [...old, ...lateBodies.all(most - old.length)] : old
      for (const { id, body } of rows) digestion(id, digest(body))
      return rows.length
    }).immediate,
    forgetUploads: db.transaction((before, most) => {
      const rows = oldUploads.all(before, most)
      for (const row of rows) release.upload(row)
      return rows.length
    }).immediate,
    forgetReviews: db.transaction((before, most) => {
      const rows = oldReviews.all(before, most)
      for (const row of rows) release.review(row)
      return rows.length
    }).immediate,
    forgetOriginals: db.transaction((before, most, now) => {
      const rows = oldOriginals.all(before, most)
      for (const { id } of rows) release.originals(id, now)
      return rows.length
    }).immediate,
    forgetOpenings: (before, most) => openings.run(before, most).changes,
    leftovers: (most) => leftovers.all(most),
    isNeeded: (key) => needed.get({ key, name: nameOf(key) }) === 1,
    dropLeftover: (key) => void drop.run(key),
    reviewsDue(before, now, most, told) {
      const task = "r.id || ':keeping:' || (select count(*) from renewals where request_id = r.id)"
      const sql = `select id from signature_requests r where (state = 'done' or ${holdsSigned('r.id')}) and ended_at < ?
        and not exists (select 1 from renewals where request_id = r.id and until > ?)
        and not exists (select 1 from erasure_records where request_id = r.id and kind = 'erase' and was_signed = 1)
        ${told ? '' : `and not exists (select 1 from effects where key = ${task})`} order by ended_at limit ? + 0`
      const ids = prepared<{ id: string }>(sql).all(before, now, most)
      return ids.flatMap(({ id }) => requests('id = ?', [id]))
    },
    renewals: (requestId) => renewal.get(requestId) ?? { count: 0, until: null },
    renew: db.transaction((one, change, now) => {
      insertRenewal.run(one.requestId, one.until, one.byUser, now)
      apply(change, now)
    }).immediate,
  }
}

/** The digest takes the body's place. */
export function createDigestion(db: Database): (deliveryId: number, digest: string) => void {
  const save = db.prepare('update deliveries set body = null, body_sha256 = ? where id = ?')
  return (deliveryId, digest) => void save.run(digest, deliveryId)
}

/** Gives rows up inside the caller's transaction, with a word about each of their files. */
export function createRelease(db: Database) {
  const leave = db.prepare('insert into leftover_files (storage_key) values (?) on conflict do nothing')
  const user = db.prepare<{ lead: number; upload: string; except: string }, { id: string }>(
    `select id from signature_requests r where lead_id = @lead and id <> @except and instr(snapshot, @upload) > 0
     and exists (select 1 from documents where request_id = r.id and removed_at is null) limit 1`,
  )
  const keep = db.prepare('update uploads set kept_for = ? where id = ?')
  const dropUpload = db.prepare('delete from uploads where id = ?')
  const dropReview = db.prepare('delete from reviews where id = ?')
  const dropConversion = db.prepare('delete from conversions where review_id = ?')
  const uploadsOf = db.prepare<[string], UploadRow>(
    `select u.id, u.lead_id, u.storage_key from signature_requests r join uploads u on u.lead_id = r.lead_id
     where r.id = ? and instr(r.snapshot, u.id) > 0`,
  )
  const documentsOf = db.prepare<[string], { storage_key: string }>(
    'select storage_key from documents where request_id = ? and removed_at is null',
  )
  const removeDocuments = db.prepare('update documents set removed_at = ? where request_id = ? and removed_at is null')

  /** Unless a request other than `except` was made of it. */
  function upload(row: UploadRow, except = ''): void {
    const needs = user.get({ lead: row.lead_id, upload: row.id, except })
    if (needs) return void keep.run(needs.id, row.id)
    dropUpload.run(row.id)
    leave.run(row.storage_key)
  }

  return {
    upload,
    file: (storageKey: string) => void leave.run(storageKey),
    review({ id, content }: { id: string; content: string }): void {
      dropReview.run(id)
      dropConversion.run(id)
      const { documents } = JSON.parse(content) as { documents: { storageKey: string }[] }
      for (const { storageKey } of documents) leave.run(storageKey)
    },
    originals(requestId: string, now: number): void {
      const rows = documentsOf.all(requestId)
      removeDocuments.run(now, requestId)
      for (const { storage_key } of rows) leave.run(storage_key)
      for (const row of uploadsOf.all(requestId)) upload(row, requestId)
    },
  }
}

/** `originals/<digest>.pdf` -> the digest, however a document type names the file. */
function nameOf(storageKey: string): string {
  return (storageKey.split('/').at(-1) ?? storageKey).replace(/\..*$/, '')
}
