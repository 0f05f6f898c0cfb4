// The field catalogue as somebody looks through it: by name or by path, in any spelling of accents and capitals. Pure.
import { type CatalogueField, catalogue } from '../../shared/fields.ts'

/** Fields with every word of the search in their name or path; all of them for none. */
export function findFields(search: string, language: 'en' | 'fr'): CatalogueField[] {
  const wanted = plain(search).split(/\s+/)
  return catalogue.filter((field) => {
    const text = plain(`${field[language]} ${field.path}`)
    return wanted.every((word) => text.includes(word))
  })
}

/** The field as a template asks for it, of the first signer where it is a signer's. */
export function tagFor({ path }: CatalogueField): string {
  return `[[${path.replace(/^signer\./, 'signer[1].')}]]`
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/’/g, "'").toLowerCase().trim()
}
