// The inbox: every webhook call once, with its job, and what Kommo says has changed.
import type { Database } from 'better-sqlite3'
import type { Store, StoredDelivery } from '../domain/store.ts'
import type { IncomingDelivery } from '../domain/use-cases.ts'
import type { NewJob } from '../domain/work.ts'

interface DeliveryRow {
  id: number
  source: StoredDelivery['source']
  delivery_key: string
  event: string
  received_at: number
  body: Uint8Array | null
  state: StoredDelivery['state']
}

export type DeliveryTables = Pick<
  Store,
  'delivery' | 'recordDelivery' | 'heardEvents' | 'changedInCrm' | 'markChanged'
> & {
  /** Inserts the delivery and its job; a repeated one changes nothing. Call it inside a transaction. */
  insert(delivery: IncomingDelivery, now: number): 'new' | 'known'
}

export function createDeliveryTables(db: Database, enqueue: (job: NewJob, now: number) => void): DeliveryTables {
  const insert = db.prepare<unknown[], { id: number }>(
    'insert into deliveries (source, delivery_key, event, received_at, event_at, body, state) values (?, ?, ?, ?, ?, ?, ?) on conflict (source, delivery_key) do nothing returning id',
  )
  const one = db.prepare<[number], DeliveryRow>(
    'select id, source, delivery_key, event, received_at, body, state from deliveries where id = ?',
  )
  const save = db.prepare(
    'update deliveries set state = ?, request_id = coalesce(?, request_id), body = case when ? then null else body end where id = ?',
  )
  const events = db.prepare<[string], { name: string; at: number }>(
    "select event as name, coalesce(event_at, received_at) as at from deliveries where request_id = ? and source = 'yousign' order by 2, id",
  )
  const mark = db.prepare(
    'insert into crm_changes (entity, id, changed_at) values (?, ?, ?) on conflict (entity, id) do update set changed_at = excluded.changed_at',
  )
  const changed = db.prepare<[string, number], { changed_at: number }>(
    'select changed_at from crm_changes where entity = ? and id = ?',
  )

  return {
    insert(delivery, now) {
      const row = insert.get(
        delivery.source,
        delivery.key,
        delivery.event,
        now,
        delivery.eventAt,
        Buffer.from(delivery.body),
        delivery.quarantined ? 'quarantined' : delivery.source === 'kommo' ? 'applied' : 'received',
      )
      if (!row) return 'known'
      for (const change of delivery.changes) mark.run(change.entity, change.id, now)
      if (delivery.source === 'yousign' && !delivery.quarantined) {
        enqueue(
          {
            work: { kind: 'apply_delivery', deliveryId: row.id },
            key: String(row.id),
            mode: 'once',
            subject: null,
            lane: 'direct',
            priority: 'started',
            runAt: now,
          },
          now,
        )
      }
      return 'new'
    },
    delivery(id) {
      const row = one.get(id)
      return row
        ? {
            id: row.id,
            source: row.source,
            key: row.delivery_key,
            event: row.event,
            receivedAt: row.received_at,
            body: row.body,
            state: row.state,
          }
        : null
    },
    recordDelivery: (id, columns) =>
      void save.run(columns.state, columns.requestId ?? null, columns.dropBody ? 1 : 0, id),
    heardEvents: (requestId) => events.all(requestId),
    changedInCrm: (entity, ids, since) => ids.some((id) => (changed.get(entity, id)?.changed_at ?? 0) > since),
    markChanged: (entity, id, now) => void mark.run(entity, id, now),
  }
}
