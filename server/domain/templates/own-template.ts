// Port: the firm's own templates, as they were taken in. One never changes: a new file is a new template.
import type { TemplateAnchor, TemplateContent, TemplateTag } from '../documents.ts'

export interface OwnTemplate {
  id: string
  /** Without its ending. */
  name: string
  format: TemplateContent['format']
  /** In which dates, amounts and numbers are written. */
  language: 'en' | 'fr'
  storageKey: string
  /** Lower-case hex. */
  sha256: string
  bytes: number
  tags: TemplateTag[]
  anchors: TemplateAnchor[]
  addedAt: number
  addedBy: string
}

export interface TemplateShelf {
  /** Newest first. */
  ownTemplates(): OwnTemplate[]
  ownTemplate(id: string): OwnTemplate | null
  saveOwnTemplate(template: OwnTemplate): void
}
