// Rows about the deployment itself, in the table `meta`, and the count of missed events.
import { randomBytes } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { Deployment } from '../domain/deployment.ts'

/** Missed events older than this count for nothing. */
const remembered = 7 * 24 * 3_600_000

export function createDeployment(db: Database): Deployment {
  const meta = createMeta(db)
  const newest = db.prepare<[], { at: number | null }>(
    'select max(at) as at from (select max(changed_at) as at from signature_requests union all select max(received_at) from deliveries)',
  )
  const miss = db.prepare('insert into missed_events (request_id, at) values (?, ?)')
  const forget = db.prepare('delete from missed_events where at < ?')
  const missed = db.prepare<[number], { events: number }>('select count(*) as events from missed_events where at > ?')

  return {
    connection: () => parsed(meta.get('connection')),
    saveConnection: (value) => meta.set('connection', JSON.stringify(value)),
    reconciling: () => parsed(meta.get('reconciling')),
    beginReconcile(reason, now) {
      if (meta.get('reconciling') === null) meta.set('reconciling', JSON.stringify({ reason, since: now }))
    },
    endReconcile: db.transaction((now: number) => {
      meta.set('restored_at', String(now))
      meta.remove('reconciling')
    }).immediate,
    restoredAt: () => Number(meta.get('restored_at') ?? 0),
    newestRow: () => newest.get()?.at ?? 0,
    countMissed: db.transaction((requestId: string, now: number) => {
      forget.run(now - remembered)
      miss.run(requestId, now)
    }).immediate,
    missedSince: (at) => missed.get(at)?.events ?? 0,
  }
}

/** Six letters, made once: they tell this deployment's requests from those of others at the same Yousign account. */
export function deploymentOf(db: Database, known?: string): string {
  const meta = createMeta(db)
  const deployment = meta.get('deployment') ?? known ?? randomBytes(4).toString('hex').slice(0, 6)
  meta.set('deployment', deployment)
  return deployment
}

/** Single values under a name. */
export function createMeta(db: Database) {
  const get = db.prepare<[string], { value: string }>('select value from meta where key = ?')
  const set = db.prepare(
    'insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
  )
  const remove = db.prepare('delete from meta where key = ?')
  return {
    get: (key: string): string | null => get.get(key)?.value ?? null,
    set: (key: string, value: string): void => void set.run(key, value),
    remove: (key: string): void => void remove.run(key),
  }
}

function parsed<T>(text: string | null): T | null {
  return text === null ? null : (JSON.parse(text) as T)
}
