// "for ACME, director", in the document's language: printed under the name on the signature page.
import type { Capacity } from '../../../shared/form.ts'
import type { SignerLocale } from '../../../shared/levels.ts'

const words: Record<SignerLocale, string> = {
  en: 'for',
  fr: 'pour',
  de: 'für',
  it: 'per',
  nl: 'namens',
  es: 'por',
  pl: 'w imieniu',
}

/** Null when somebody signs in the own name. */
export function capacityWords(language: SignerLocale, capacity: Capacity): string | null {
  if (capacity.kind === 'own') return null
  return [`${words[language]} ${capacity.company}`, capacity.role].filter((part) => part.trim() !== '').join(', ')
}
