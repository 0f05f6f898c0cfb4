// Port: the document types in the database, every version of them.
import type { DocumentType, DocumentTypeBody } from '../../../shared/document-type.ts'

export interface NewVersion {
  id: string
  /** The version that was edited; null: a new type. */
  base: number | null
  body: DocumentTypeBody
  by: string
  /** "I confirm these levels for our firm"; kept from the version before when null. */
  confirmed: DocumentType['confirmed']
}

export interface TypeCatalogue {
  /** The newest version of each, in the order in which they were first saved; retired ones too. */
  documentTypes(): DocumentType[]
  /** Any version; the newest without a number. */
  documentType(id: string, version?: number): DocumentType | null
  /** Null when somebody else has saved a newer version than `base`, or the id is taken. One that was retired is back. */
  saveDocumentType(next: NewVersion, now: number): DocumentType | null
  retireDocumentType(id: string, now: number): void
  /** The administrator has looked at the levels of these. */
  confirmDocumentTypes(ids: readonly string[], by: string, now: number): void
}
