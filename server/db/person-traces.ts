// Traces of a person that belong to no record: reviews, what was remembered, bodies of calls about nobody's request.
import type { Database } from 'better-sqlite3'
import type { KeepingTables } from '../domain/keeping/tables.ts'
import { createDigestion, createRelease } from './keeping.ts'

export type TraceTables = Pick<KeepingTables, 'forgetReviewsOf' | 'forgetMemoryOf' | 'digestDeliveriesOf' | 'endRest'>

export function createTraceTables(db: Database): TraceTables {
  const release = createRelease(db)
  const digestion = createDigestion(db)
  const reviews = db.prepare<[], { id: string; content: string }>('select id, content from reviews')
  const memory = db.prepare<[], { kind: string; id: string; value: string }>('select kind, id, value from memory')
  const forget = db.prepare('delete from memory where kind = ? and id = ?')
  const bodies = db.prepare<[number, number], { id: number; body: Uint8Array }>(
    `select id, body from deliveries where body is not null and id > ? and request_id is null and state <> 'received'
     order by id limit ? + 0`,
  )
  const done = db.prepare('update erasures set rest_done_at = ? where id = ?')

  return {
    forgetReviewsOf: db.transaction((speaks) => {
      for (const row of reviews.all()) if (speaks(row.content)) release.review(row)
    }).immediate,
    forgetMemoryOf: db.transaction((isOf) => {
      for (const row of memory.all()) if (isOf(row)) forget.run(row.kind, row.id)
    }).immediate,
    digestDeliveriesOf: db.transaction((after, most, speaks, digest) => {
      const rows = bodies.all(after, most)
      for (const { id, body } of rows) if (speaks(Buffer.from(body).toString())) digestion(id, digest(body))
      return rows.at(-1)?.id ?? null
    }).immediate,
    endRest: (erasureId, now) => void done.run(now, erasureId),
  }
}
