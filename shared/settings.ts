// What the settings page is told and may change. For administrators only; plain types.
import type { Language } from './card.ts'
import type { DocumentType, DocumentTypeBody } from './document-type.ts'
import type { FieldOf } from './fields.ts'
import type { Level } from './levels.ts'
import type { RegionArea } from './region.ts'

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
  storage: StoragePlace
  /** What the starter packs would bring, in their order. */
  packs: Record<Profession, Record<'en' | 'fr', PackEntry[]>>
  /** Newest first. */
  ownTemplates: TemplateView[]
}

export interface PackEntry {
  name: string
  level: Level
  /** Nobody sends below it. */
  minimum: Level
  /** The firm has a type of this name, so the pack leaves it out. */
  isThere: boolean
}

/** Where signed documents are kept. Set by whoever runs the server; nothing here is secret. */
export interface StoragePlace {
  kind: 'server' | 's3' | 'gcs'
  bucket: string | null
  /** Host of another service than Amazon's or Google's. */
  host: string | null
  region: string | null
  /** Null where it cannot be told. */
  area: RegionArea | null
}

export const storageTroubles = [
  'full',
  'unavailable',
  'no_read',
  'no_write',
  'no_remove',
  'altered',
  'overwritable',
] as const
export type StorageTrouble = (typeof storageTroubles)[number]

/** Answer to `testStorage`: a small object was written, read back, compared, not written over, and removed. */
export interface StorageTest {
  /** Null: everything went as it must. */
  trouble: StorageTrouble | null
  /** The store's own word for it. */
  detail: string | null
  milliseconds: number
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
  details: FirmDetails
  people: FirmPerson[]
}

/** What templates say of the firm (product rules 4.5). Its name is `firmName`. */
export const firmDetails = [
  'legal_form',
  'address',
  'siren',
  'bar',
  'orias',
  'insurer',
  'mediator',
  'city',
] as const satisfies readonly FieldOf<'firm'>[]
export type FirmDetails = Partial<Record<(typeof firmDetails)[number], string>>

/** Somebody of the firm, as templates name them. */
export interface FirmPerson {
  userId: number
  function: string
  phone: string
}

/** An own template, for the page that lists them. */
export interface TemplateView {
  id: string
  name: string
  format: 'docx' | 'pdf'
  language: 'en' | 'fr'
  bytes: number
  addedAt: number
  addedBy: string
  tags: TemplateTagView[]
  /** How many people have a place to sign in it; 0: none. */
  places: number
}

export interface TemplateTagView {
  /** As it stands in the template. */
  tag: string
  /** As a person calls it. */
  name: string
  /** What is wrong with it, in a sentence; null: nothing. */
  problem: string | null
}

/** What a template would say of a real lead. */
export interface TemplatePreview {
  leadName: string
  /** Tag by tag, with the text that it becomes; a sentence where it has none. */
  values: { name: string; text: string }[]
  problems: string[]
}

/** `POST /api/settings/session`, as `SessionAnswer` of the card. */
export interface SettingsSession {
  token: string
  expiresAt: number
  now: number
  user: { id: number; name: string }
  language: Language
  /** Texts of the page in that language; null for English, which it holds. */
  dictionary: Record<string, string> | null
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
