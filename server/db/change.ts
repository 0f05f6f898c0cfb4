// Commits one step of a signature request: state, draft, signers, ledger, effects, jobs, files and links together or not at all.
import { randomBytes } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { Change, NewEffect } from '../domain/store.ts'
import type { NewJob } from '../domain/work.ts'
import { createPrepared, type Prepared } from './prepared.ts'

export interface ChangeDeps {
  db: Database
  enqueue(job: NewJob, now: number): void
}

/** Returns the function that applies a change inside the caller's transaction. Unknown ids are a bug and throw. */
export function createChanger({ db, enqueue }: ChangeDeps): (change: Change, now: number) => void {
  const prepared = createPrepared(db)
  const touch = db.prepare('update signature_requests set changed_at = ?, revision = ? where id = ?')
  const bump = db.prepare<[], { revision: number }>(
    "insert into meta (key, value) values ('revision', '1') on conflict (key) do update set value = cast(cast(value as integer) + 1 as text) returning cast(value as integer) as revision",
  )
  const ledger = db.prepare(
    'insert into ledger (request_id, at, event, facts, key) values (?, ?, ?, ?, ?) on conflict (request_id, key) do nothing',
  )
  const effect = db.prepare<unknown[], { id: number }>(
    "insert into effects (request_id, key, kind, lead_id, payload, state, created_at) values (?, ?, ?, ?, ?, 'waiting', ?) on conflict (key) do nothing returning id",
  )
  const documents = db.prepare('update documents set yousign_id = ? where request_id = ? and position = ?')
  const file = db.prepare(
    'insert into files (id, request_id, kind, position, name, storage_key, sha256, bytes, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (request_id, kind, position) do nothing',
  )
  const link = db.prepare(
    'insert into links (token_hash, kind, request_id, target, created_at, expires_at) values (?, ?, ?, ?, ?, ?)',
  )
  const revoke = db.prepare(
    'update links set revoked_at = ? where request_id = ? and target = ? and revoked_at is null',
  )

  return (change, now) => {
    const id = change.requestId
    if (change.request) update(prepared, 'signature_requests', requestColumns, change.request, 'id = ?', [id])
    if (change.draft)
      update(prepared, 'drafts', draftColumns, change.draft.columns, 'request_id = ? and attempt = ?', [
        id,
        change.draft.attempt,
      ])
    for (const signer of change.signers ?? []) {
      update(prepared, 'signers', signerColumns, signer.columns, 'request_id = ? and id = ?', [id, signer.id])
    }
    for (const one of change.documents ?? []) documents.run(one.yousignId, id, one.position)
    for (const entry of change.ledger ?? [])
      ledger.run(id, entry.at, entry.event, JSON.stringify(entry.facts), entry.key)
    for (const one of change.effects ?? []) {
      const row = effect.get(id, one.key, one.kind, one.leadId, JSON.stringify(one.payload), now)
      if (row) enqueue(effectJob(row.id, one, id, now), now)
    }
    for (const one of change.files ?? []) {
      file.run(newFileId(), id, one.kind, one.position, one.name, one.storageKey, one.sha256, one.bytes, now)
    }
    for (const one of change.links ?? []) link.run(one.tokenHash, one.kind, id, one.target, now, one.expiresAt)
    for (const target of change.revokeLinks ?? []) revoke.run(now, id, target)
    for (const job of change.jobs ?? []) enqueue(job, now)
    touch.run(now, bump.get()?.revision ?? 0, id)
  }
}

type ColumnMap = Record<string, { column: string; json?: true }>

const requestColumns: ColumnMap = {
  state: { column: 'state' },
  yousignId: { column: 'yousign_id' },
  sentAt: { column: 'sent_at' },
  endedAt: { column: 'ended_at' },
  checkedAt: { column: 'checked_at' },
  expiresAt: { column: 'expires_at' },
  cancelAsked: { column: 'cancel_asked', json: true },
  paper: { column: 'paper', json: true },
  deletedAt: { column: 'deleted_at' },
  trouble: { column: 'trouble', json: true },
  waiting: { column: 'waiting', json: true },
  ending: { column: 'ending', json: true },
  notBefore: { column: 'not_before' },
  documentKey: { column: 'document_key' },
  snapshot: { column: 'snapshot', json: true },
  connection: { column: 'connection' },
}

const draftColumns: ColumnMap = {
  yousignId: { column: 'yousign_id' },
  state: { column: 'state' },
  inFlight: { column: 'in_flight' },
  furnished: { column: 'furnished', json: true },
  searches: { column: 'searches' },
  activations: { column: 'activations' },
  firstActivationAt: { column: 'first_activation_at' },
  lastActivationAt: { column: 'last_activation_at' },
}

const signerColumns: ColumnMap = {
  yousignId: { column: 'yousign_id' },
  sent: { column: 'sent', json: true },
  base: { column: 'base', json: true },
  status: { column: 'status' },
  marks: { column: 'marks', json: true },
  notifiedAt: { column: 'notified_at' },
  signedAt: { column: 'signed_at' },
  remindedAt: { column: 'reminded_at' },
  words: { column: 'words' },
}

function update(
  prepared: Prepared,
  table: string,
  map: ColumnMap,
  values: object,
  where: string,
  ids: unknown[],
): void {
  const set: string[] = []
  const bound: unknown[] = []
  for (const [key, value] of Object.entries(values)) {
    const target = map[key]
    if (!target) throw new Error(`no column for ${table}.${key}`)
    set.push(`${target.column} = ?`)
    bound.push(target.json && value !== null ? JSON.stringify(value) : value)
  }
  if (set.length === 0) return
  const { changes } = prepared(`update ${table} set ${set.join(', ')} where ${where}`).run(...bound, ...ids)
  if (changes !== 1) throw new Error(`${table}: ${changes} rows instead of one (${ids.join(', ')})`)
}

const workOfEffect = {
  note: 'note',
  task: 'task',
  stage: 'move_stage',
  close_task: 'close_task',
  copy: 'copy_file',
  attachment: 'attachment_note',
} as const

function effectJob(effectId: number, effect: NewEffect, requestId: string, now: number): NewJob {
  return {
    work: { kind: workOfEffect[effect.kind], effectId },
    key: String(effectId),
    mode: 'once',
    // Effects of one request are written in the order they were caused.
    subject: `effects:${requestId}`,
    lane: 'kommo',
    priority: 'effect',
    runAt: now,
  }
}

function newFileId(): string {
  return randomBytes(9).toString('base64url')
}
