// Which language the card speaks to somebody: the firm's choice, then the browser's, then Kommo's (design.md 4.13).
import { type Language, languages } from '../../shared/card.ts'
import { dictionaryOf } from '../../shared/texts/dictionaries.ts'

export function chooseLanguage(firm: Language | null, browser: readonly string[], host: string): Language {
  const wanted = [firm ?? '', ...browser, host].map((tag) => tag.slice(0, 2).toLowerCase())
  // Only languages whose texts are complete; English is the card's own.
  const complete = languages.filter((language) => language === 'en' || dictionaryOf(language) !== null)
  return wanted.map((tag) => complete.find((language) => language === tag)).find((found) => found !== undefined) ?? 'en'
}

/** Templates and their fields have words in two languages; whoever reads another has the English ones. */
export function readerOf(language: string): 'en' | 'fr' {
  return language === 'fr' ? 'fr' : 'en'
}
