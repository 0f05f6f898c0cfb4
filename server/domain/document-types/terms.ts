// What a document type decides about a request beside the form that a manager sees: frozen with it at the review.
import type { ConsentKey, DocumentType, FollowUp } from '../../../shared/document-type.ts'
import { type Level, levelRules } from '../../../shared/levels.ts'
import { consentText } from '../words/consents.ts'

export interface Terms {
  /** The version that the request was sent with; null: no type. */
  type: { id: string; version: number; name: string } | null
  /** In Yousign's words; null: none by itself. */
  reminders: { interval_in_days: 1 | 2 | 7 | 14; max_occurrences: number } | null
  mayDecline: boolean
  /** Asked of every client before signing. */
  consents: { key: ConsentKey; text: string; optional: boolean }[]
  /** The type's own invitation; null: ours. */
  invitation: { subject: string; body: string } | null
  copyTo: string[]
  followUps: FollowUp[]
}

/** Without a type: the defaults of product.md 3.2. */
export function plainTerms(level: Level): Terms {
  return {
    type: null,
    reminders: { ...levelRules[level].reminders },
    mayDecline: true,
    consents: [],
    invitation: null,
    copyTo: [],
    followUps: [],
  }
}

/** At a raised level the type's own rhythm of reminders stays. Consents are in the firm's language. */
export function termsOf(type: DocumentType, language: 'en' | 'fr'): Terms {
  const { id, version, name, reminders, mayDecline, consents, invitation, copyTo, followUps } = type
  return {
    type: { id, version, name },
    reminders: reminders === null ? null : { interval_in_days: reminders.days, max_occurrences: reminders.most },
    mayDecline,
    consents: consents.map((key) => ({ key, text: consentText(language, key), optional: key === 'early_start' })),
    invitation,
    copyTo: [...copyTo],
    followUps: followUps.map((one) => ({ ...one })),
  }
}
