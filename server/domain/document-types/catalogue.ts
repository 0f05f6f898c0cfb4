// Port: the document types in the database, every version of them.
import type { DocumentType, DocumentTypeBody } from '../../../shared/document-type.ts'

export interface NewVersion {
  id: string
  /** The version that was edited; null: a new type. */
  base: number | null
  body: DocumentTypeBody
  by: string
}

export interface TypeCatalogue {
  /** The newest version of each, in the order in which they were first saved; retired ones too. */
  documentTypes(): DocumentType[]
  /** Its newest version. */
  documentType(id: string): DocumentType | null
  /** Null when somebody else has saved a newer version than `base`, or the id is taken. One that was retired is back. */
  saveDocumentType(next: NewVersion, now: number): DocumentType | null
  retireDocumentType(id: string, now: number): void
}
