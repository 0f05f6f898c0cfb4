// What a client ticks before signing (product.md 3.5). Never a clause by which a consumer waives contesting the signature.
import type { ConsentKey } from '../../../shared/document-type.ts'

/** At most 1,000 characters, without what Yousign refuses. */
export function consentText(language: 'en' | 'fr', key: ConsentKey): string {
  return texts[language][key]
}

const texts: Record<'en' | 'fr', Record<ConsentKey, string>> = {
  en: {
    read: 'I have read the whole document and agree to sign it electronically. I will receive a signed copy.',
    early_start:
      'I ask for the work to start before the 14-day withdrawal period ends. If I withdraw, I will pay for what has been done. I lose this right once the work has been fully performed within that period.',
  },
  fr: {
    read: "J'ai lu l'intégralité du document et j'accepte de le signer électroniquement. Un exemplaire signé me sera remis.",
    early_start:
      'Je demande que la mission commence avant la fin du délai de rétractation de 14 jours. Si je me rétracte, je paierai les prestations déjà fournies. Je perds ce droit si la mission est entièrement exécutée avant la fin du délai.',
  },
}
