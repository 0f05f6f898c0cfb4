// Texts of the settings page, which travel with its session and not with every card.
import type { Language } from '../card.ts'
import { enKeeping, type KeepingTextKey } from './en-keeping.ts'
import { enSettings, type SettingsTextKey } from './en-settings.ts'
import { frKeeping } from './fr-keeping.ts'
import { frSettings } from './fr-settings.ts'

export type PageTextKey = SettingsTextKey | KeepingTextKey
export type SettingsDictionary = Record<PageTextKey, string>

export const englishSettings: SettingsDictionary = { ...enSettings, ...enKeeping }

/** Null where the page uses the English it holds. */
export function settingsDictionaryOf(language: Language): SettingsDictionary | null {
  return dictionaries[language] ?? null
}

const dictionaries: Partial<Record<Language, SettingsDictionary>> = { fr: { ...frSettings, ...frKeeping } }
