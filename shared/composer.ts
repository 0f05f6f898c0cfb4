// What the form on the card offers: people, files, templates and levels, and the usual case filled in.
import type { DocumentType } from './document-type.ts'
import type { Finding } from './findings.ts'
import type { SendForm } from './form.ts'
import type { AuthenticationMode, Level, SignerLocale, SigningOrder } from './levels.ts'

export interface Composer {
  leadName: string
  contacts: ComposerContact[]
  /** Users of the firm who may sign for it. */
  firm: ComposerUser[]
  files: ComposerFile[]
  /** True when the lead has more files than were looked at. */
  moreFiles: boolean
  templates: ComposerTemplate[]
  levels: ComposerLevel[]
  defaults: ComposerDefaults
  /** Document types offered for the lead's pipeline, each filled in for this lead. */
  types: ComposerType[]
  /** The firm's usual case filled in, ready for Review; null when nobody or nothing can be chosen without a person. */
  usual: SendForm | null
  /** What the check found in `usual`. */
  findings: Finding[]
}

export interface ComposerType extends Pick<DocumentType, 'id' | 'version' | 'name' | 'level' | 'modes' | 'advice'> {
  form: SendForm
  findings: Finding[]
  /** Levels that this user may choose. */
  levels: Level[]
}

export interface ComposerContact {
  contactId: number
  isMain: boolean
  /** As Kommo shows it. */
  name: string
  firstName: string
  lastName: string
  emails: ComposerValue[]
  phones: ComposerPhone[]
  locale: SignerLocale
  /** Their function, as Kommo has it. */
  position: string
  /** Company of the lead, offered for "signs for". */
  company: string | null
}

export interface ComposerValue {
  value: string
  /** Kommo's enum code: WORK, PRIV, OTHER, MOB, … */
  kind: string
  /** Chosen for this contact before. */
  remembered: boolean
}

export interface ComposerPhone extends ComposerValue {
  /** E.164, or null when we cannot read it. */
  e164: string | null
  /** Spaced for reading. */
  shown: string
  type: PhoneType
  /** The country that was assumed for a national number; null when the number named its own. */
  assumedCountry: string | null
}

export type PhoneType = 'mobile' | 'fixed' | 'unknown' | 'invalid'

export interface ComposerUser {
  userId: number
  name: string
  firstName: string
  lastName: string
  email: string
  phone: string | null
  isViewer: boolean
}

export interface ComposerFile {
  uuid: string
  name: string
  bytes: number
  addedAt: number
}

export interface ComposerTemplate {
  templateId: string
  name: string
  /** Labels somebody typed for this template before; the provider does not list them. */
  signerLabels: string[]
  textLabels: string[]
}

export interface ComposerLevel {
  level: Level
  /** null when it can be chosen. */
  unavailable: 'not_active' | 'below_minimum' | null
}

export interface ComposerDefaults {
  level: Level
  mode: AuthenticationMode | null
  order: SigningOrder
  locale: SignerLocale
  /** Modes the firm allows at the Simple level. */
  modes: AuthenticationMode[]
  undoSeconds: number
}
