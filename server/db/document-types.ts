// Document types and their versions.
import type { Database } from 'better-sqlite3'
import type { DocumentType } from '../../shared/document-type.ts'
import type { TypeCatalogue } from '../domain/document-types/catalogue.ts'

interface Row {
  id: string
  version: number
  body: string
  saved_at: number
  saved_by: string
  retired_at: number | null
}

export function createTypeTables(db: Database): TypeCatalogue {
  const newest = db.prepare<[], Row>(
    `select t.* from document_types t where version = (select max(version) from document_types where id = t.id)
     order by (select min(rowid) from document_types where id = t.id)`,
  )
  const last = db.prepare<[string], Row>('select * from document_types where id = ? order by version desc limit 1')
  const insert = db.prepare('insert into document_types (id, version, body, saved_at, saved_by) values (?, ?, ?, ?, ?)')
  const retire = db.prepare(
    `update document_types set retired_at = @now where id = @id and retired_at is null
     and version = (select max(version) from document_types where id = @id)`,
  )
  const documentType = (id: string) => typeOf(last.get(id))

  return {
    documentTypes: () => newest.all().flatMap((row) => typeOf(row) ?? []),
    documentType,
    saveDocumentType: db.transaction(({ id, base, body, by }, now) => {
      if ((last.get(id)?.version ?? null) !== base) return null
      insert.run(id, (base ?? 0) + 1, JSON.stringify(body), now, by)
      return documentType(id)
    }).immediate,
    retireDocumentType: (id, now) => void retire.run({ id, now }),
  }
}

function typeOf(row: Row | undefined): DocumentType | null {
  if (row === undefined) return null
  return {
    ...(JSON.parse(row.body) as DocumentType),
    id: row.id,
    version: row.version,
    savedAt: row.saved_at,
    savedBy: row.saved_by,
    retiredAt: row.retired_at,
  }
}
