// The firm's own templates. Rows are written once.
import type { Database } from 'better-sqlite3'
import type { OwnTemplate, TemplateShelf } from '../domain/templates/own-template.ts'

interface Row {
  id: string
  name: string
  format: OwnTemplate['format']
  language: OwnTemplate['language']
  storage_key: string
  sha256: string
  bytes: number
  content: string
  added_at: number
  added_by: string
}

export function createTemplateShelf(db: Database): TemplateShelf {
  const all = db.prepare<[], Row>('select * from own_templates order by added_at desc, rowid desc')
  const one = db.prepare<[string], Row>('select * from own_templates where id = ?')
  const insert = db.prepare(
    `insert into own_templates (id, name, format, language, storage_key, sha256, bytes, content, added_at, added_by)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  return {
    ownTemplates: () => all.all().map(templateOf),
    ownTemplate(id) {
      const row = one.get(id)
      return row === undefined ? null : templateOf(row)
    },
    saveOwnTemplate({ id, name, format, language, storageKey, sha256, bytes, tags, anchors, addedAt, addedBy }) {
      const content = JSON.stringify({ tags, anchors })
      insert.run(id, name, format, language, storageKey, sha256, bytes, content, addedAt, addedBy)
    },
  }
}

function templateOf(row: Row): OwnTemplate {
  const { id, name, format, language, sha256, bytes } = row
  return {
    ...(JSON.parse(row.content) as Pick<OwnTemplate, 'tags' | 'anchors'>),
    id,
    name,
    format,
    language,
    storageKey: row.storage_key,
    sha256,
    bytes,
    addedAt: row.added_at,
    addedBy: row.added_by,
  }
}
