// What a person reads when a template cannot be filled: which field, whose, and where to add it (product rules 5.5).
import { fieldName, parseTag, tagOf } from '../../../shared/field-tags.ts'
import type { FieldSource } from '../../../shared/fields.ts'
import type { FillFault } from '../fields/fill-plan.ts'
import type { DocumentLanguage } from '../fields/show.ts'

/** One sentence, or two; it names the field as the language calls it. */
export function fieldFaultText(language: DocumentLanguage, fault: FillFault): string {
  const words = { en, fr }[language]
  switch (fault.kind) {
    case 'unknown':
      return words.unknown(fault.tag, either(language, fault.suggestions))
    case 'format':
      return words.format(fault.tag, fault.allowed.join(', '))
    case 'picture':
      return words.picture(fault.tag)
    case 'missing':
      return words.missing(fieldName(fault.reference, language), words.places[fault.where])
    case 'no_signer':
      return words.noSigner(fieldName(fault.reference, language), fault.signer)
    case 'ambiguous':
      return words.ambiguous(
        fieldName(fault.reference, language),
        either(
          language,
          fault.ids.map((id) => withId(fault.reference, id)),
        ),
      )
    case 'unreadable':
      return words.unreadable(fieldName(fault.reference, language), fault.value, words.things[fault.wanted])
  }
}

/** "a, b or c". */
function either(language: DocumentLanguage, tags: readonly string[]): string {
  return new Intl.ListFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { type: 'disjunction' }).format(tags)
}

/** The tag that names the same field by its number. */
function withId(reference: Extract<FillFault, { kind: 'ambiguous' }>['reference'], id: number): string {
  return reference.kind === 'custom' ? tagOf({ ...reference, by: { id } }) : tagOf(reference)
}

/** The name of a known tag, as the settings page lists it; an unknown one stays as it was written. */
export function tagName(language: DocumentLanguage, tag: string): string {
  const parsed = parseTag(tag)
  return parsed.ok ? fieldName(parsed.value, language) : tag
}

interface Words {
  places: Record<FieldSource, string>
  things: Record<Extract<FillFault, { kind: 'unreadable' }>['wanted'], string>
  unknown(tag: string, suggestions: string): string
  format(tag: string, allowed: string): string
  picture(tag: string): string
  missing(field: string, place: string): string
  noSigner(field: string, signer: number): string
  ambiguous(field: string, tags: string): string
  unreadable(field: string, value: string, thing: string): string
}

const en: Words = {
  places: {
    firm: 'in the settings of the firm',
    contact: 'on the contact',
    company: 'on the company',
    lead: 'on the lead',
    user: 'in the profile of the user',
    computed: 'in the form before sending',
  },
  things: { amount: 'an amount', number: 'a whole number', percent: 'a percentage', date: 'a date' },
  unknown: (tag, suggestions) =>
    `The template asks for "${tag}", which does not exist.${suggestions === '' ? '' : ` Did you mean ${suggestions}?`}`,
  format: (tag, allowed) =>
    `"${tag}" cannot be shown in this way.${allowed === '' ? '' : ` Possible after the bar: ${allowed}.`}`,
  picture: (tag) => `"${tag}" stands in the description of a picture. Put it into the text.`,
  missing: (field, place) => `"${field}" is empty ${place}. The document needs it.`,
  noSigner: (field, signer) => `The document needs "${field}", but there is no signer ${signer}.`,
  ambiguous: (field, tags) => `Several fields are called "${field}". Write ${tags} in the template.`,
  unreadable: (field, value, thing) => `"${field}" should be ${thing}, but "${value}" is none that is certain.`,
}

const fr: Words = {
  places: {
    firm: 'dans les paramètres du cabinet',
    contact: 'sur le contact',
    company: 'sur la société',
    lead: 'sur la fiche',
    user: 'dans le profil de l’utilisateur',
    computed: 'dans le formulaire d’envoi',
  },
  things: { amount: 'un montant', number: 'un nombre entier', percent: 'un pourcentage', date: 'une date' },
  unknown: (tag, suggestions) =>
    `Le modèle demande « ${tag} », qui n’existe pas.${suggestions === '' ? '' : ` Vouliez-vous dire ${suggestions} ?`}`,
  format: (tag, allowed) =>
    `« ${tag} » ne peut pas être écrit ainsi.${allowed === '' ? '' : ` Possible après la barre : ${allowed}.`}`,
  picture: (tag) => `« ${tag} » se trouve dans la description d’une image. Placez-le dans le texte.`,
  missing: (field, place) => `« ${field} » est vide ${place}. Le document en a besoin.`,
  noSigner: (field, signer) => `Le document a besoin de « ${field} », mais il n’y a pas de signataire ${signer}.`,
  ambiguous: (field, tags) => `Plusieurs champs s’appellent « ${field} ». Écrivez ${tags} dans le modèle.`,
  unreadable: (field, value, thing) =>
    `« ${field} » devrait être ${thing} ; « ${value} » n’en est pas un sans équivoque.`,
}
