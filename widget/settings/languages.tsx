// The two languages that templates are written in, each by its own name, and the choice between them.
import { Segments } from '../actions/parts.tsx'
import type { SettingsDeps } from './deps.ts'
import type { TemplateLanguage } from './template-api.ts'

export const languageNames: Record<TemplateLanguage, string> = { fr: 'Français', en: 'English' }

interface LanguageChoiceProps {
  label: string
  value: TemplateLanguage
  change: (language: TemplateLanguage) => void
}

export function LanguageChoice({ label, value, change }: LanguageChoiceProps) {
  const options = (['fr', 'en'] as const).map((language) => ({ value: language, text: languageNames[language] }))
  return <Segments label={label} value={value} options={options} change={change} />
}

/** The language of the page, as the catalogue and our drafts have it. */
export function readerLanguage({ language }: SettingsDeps['words']): TemplateLanguage {
  return language === 'fr' ? 'fr' : 'en'
}
