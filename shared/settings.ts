// What the settings page is told and may change. For administrators only; plain types.
import type { Language } from './card.ts'
import type { DocumentType, DocumentTypeBody } from './document-type.ts'

export const professions = ['law', 'notary', 'broker'] as const
export type Profession = (typeof professions)[number]

export interface SettingsPage {
  firm: { name: string; language: 'en' | 'fr'; timeZone: string }
  provider: string
  /** The sandbox is connected. */
  test: boolean
  /** In the firm's order, retired ones last. */
  types: DocumentType[]
  /** Templates at Yousign, and labels that somebody typed for them. */
  templates: { templateId: string; name: string; signerLabels: string[]; textLabels: string[] }[]
  stages: { pipelineId: number; pipelineName: string; statusId: number; name: string }[]
  users: { userId: number; name: string; isActive: boolean; isAdmin: boolean }[]
  choices: FirmChoices
  /** Where signed documents are kept, for people. */
  storage: string
}

/** What the firm decides for every request. */
export interface FirmChoices {
  firmName: string | null
  language: Language | null
  undoSeconds: number
  declineReasonInNotes: boolean
  mayLowerLevel: number[]
  /** A copy of every signed document goes among the lead's files in Kommo. */
  copyToKommo: boolean
}

/** `POST /api/settings/session`, as `SessionAnswer` of the card. */
export interface SettingsSession {
  token: string
  expiresAt: number
  now: number
  user: { id: number; name: string }
  language: Language
  page: SettingsPage
}

export interface SaveTypeBody {
  /** Null: a new type. */
  id: string | null
  /** The version that was edited; null for a new type. */
  base: number | null
  body: DocumentTypeBody
}

export interface AddPackBody {
  profession: Profession
  language: 'en' | 'fr'
  /** "I confirm these levels for our firm." */
  confirmed: true
}
