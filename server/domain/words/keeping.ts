// What keeping and erasing write on a lead in Kommo, in the firm's language.
import type { FirmLanguage } from './notes.ts'

/** Takes the place of our note or task (product.md 3.6). */
export function removedText(language: FirmLanguage, timeZone: string, at: number): string {
  const date = shortDate(timeZone, at)
  return { en: `Content removed on ${date}.`, fr: `Contenu supprimé le ${date}.` }[language]
}

/** The task for an administrator once the time of a signed record is over. */
export function reviewText(language: FirmLanguage, facts: { document: string; signed: string; years: number }): string {
  const { document, signed, years } = facts
  return {
    en: `${document}: signed on ${signed}, ${years} years ago or longer. Decide in the settings, under "Keeping and erasing": keep it on, or erase it. Nothing is deleted by itself.`,
    fr: `${document} : signé le ${signed}, il y a ${years} ans ou plus. Décider dans les réglages, sous « Conservation et effacement » : conserver ou effacer. Rien n'est supprimé automatiquement.`,
  }[language]
}

/** What persons and documents of an erased record are called. */
export const emptyWords = {
  en: { signer: 'Signer', document: 'Document' },
  fr: { signer: 'Signataire', document: 'Document' },
} as const satisfies Record<FirmLanguage, { signer: string; document: string }>

/** dd/mm/yyyy in the zone, the same in both languages. */
function shortDate(timeZone: string, at: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, day: '2-digit', month: '2-digit', year: 'numeric' }).format(at)
}
