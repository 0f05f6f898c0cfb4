// Which dictionary a language gets from the server. English travels with the card, so there is none for it.
import type { Language } from '../card.ts'
import { type CardTextKey, enCard } from './en-card.ts'
import { type DetailsTextKey, enDetails } from './en-details.ts'
import { enForm, type FormTextKey } from './en-form.ts'
import { frCard } from './fr-card.ts'
import { frDetails } from './fr-details.ts'
import { frForm } from './fr-form.ts'

export type TextKey = CardTextKey | DetailsTextKey | FormTextKey
export type Dictionary = Record<TextKey, string>

/** The whole of English, which the card holds in two bundles. */
export const english: Dictionary = { ...enCard, ...enDetails, ...enForm }

/** Texts in a language, for the session answer; null where the card uses the English it holds. */
export function dictionaryOf(language: Language): Dictionary | null {
  return dictionaries[language] ?? null
}

/** Languages whose texts are complete; the others are shown in English until theirs are. */
const dictionaries: Partial<Record<Language, Dictionary>> = { fr: { ...frCard, ...frDetails, ...frForm } }
