// One line of a starter pack, in both languages.
import type { ConsentKey, Floor } from '../../../shared/document-type.ts'
import type { Level, SigningOrder } from '../../../shared/levels.ts'

export interface InBoth {
  en: string
  fr: string
}

export interface StarterType {
  name: InBoth
  /** Name of the lead's file that it takes. */
  pattern: InBoth
  level: Level
  /** Cannot be lowered below this. */
  minimum: { level: Level; floor: Floor } | null
  order: SigningOrder
  clients?: 'main' | 'all'
  /** The lead's responsible user signs for the firm. */
  firm: boolean
  /** A code by e-mail may take the place of the SMS. */
  emailCode?: boolean
  expiryDays?: number
  /** Every so many days, so often at most. */
  reminders: readonly [1 | 2 | 7 | 14, number]
  consents: readonly ConsentKey[]
  /** The lead goes to Won. */
  won?: boolean
  followUps: readonly { days: number; text: InBoth }[]
  advice?: InBoth
}
