// Texts of the settings page, which travel with its session and not with every card.
import type { Language } from '../card.ts'
import { enSettings, type SettingsTextKey } from './en-settings.ts'
import { frSettings } from './fr-settings.ts'

export type SettingsDictionary = Record<SettingsTextKey, string>

export const englishSettings: SettingsDictionary = enSettings

/** Null where the page uses the English it holds. */
export function settingsDictionaryOf(language: Language): SettingsDictionary | null {
  return dictionaries[language] ?? null
}

const dictionaries: Partial<Record<Language, SettingsDictionary>> = { fr: frSettings }
