// Drafts that were made for a preview.
import type { Database } from 'better-sqlite3'
import type { Conversion, Conversions } from '../domain/conversion.ts'

export function createConversions(db: Database): Conversions {
  const one = db.prepare<[string], { content: string }>('select content from conversions where review_id = ?')
  const save = db.prepare(
    `insert into conversions (review_id, content) values (?, ?)
     on conflict (review_id) do update set content = excluded.content`,
  )
  return {
    conversion(reviewId) {
      const row = one.get(reviewId)
      return row === undefined ? null : (JSON.parse(row.content) as Conversion)
    },
    saveConversion: (conversion) => void save.run(conversion.reviewId, JSON.stringify(conversion)),
  }
}
