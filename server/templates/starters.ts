// The starter templates: drafts that a firm downloads, completes and takes in as its own. Nothing is sent from here.
import { engagementLetter } from './engagement-letter.ts'
import { feeAgreement } from './fee-agreement.ts'
import { financingMandate } from './financing-mandate.ts'
import { nda } from './nda.ts'
import type { StarterText } from './phrases.ts'
import { privatePower } from './private-power.ts'
import { saleAgreement } from './sale-agreement.ts'
import { writeWord } from './word-writer.ts'

/** The keys of the starter packs (product rules 4.1-4.3) for which there is a draft. */
export const starterKeys = [
  'fee_agreement',
  'engagement',
  'nda',
  'financing_mandate',
  'pre_contract',
  'private_power',
] as const
export type StarterKey = (typeof starterKeys)[number]

export interface StarterFile {
  /** With its ending, as a download is called. */
  name: string
  format: 'docx' | 'pdf'
  bytes: Uint8Array
}

/** A draft with tags and places to sign; the same bytes every time. */
export async function starterTemplate(key: StarterKey, language: 'en' | 'fr'): Promise<StarterFile> {
  const name = starterNames[key][language]
  if (key === 'private_power') return { name: `${name}.pdf`, format: 'pdf', bytes: await privatePower(language) }
  return { name: `${name}.docx`, format: 'docx', bytes: writeWord(words[key][language], language) }
}

export const starterNames: Record<StarterKey, { en: string; fr: string }> = {
  fee_agreement: { en: 'Fee agreement', fr: 'Convention d’honoraires' },
  engagement: { en: 'Engagement letter', fr: 'Lettre de mission' },
  nda: { en: 'Confidentiality agreement', fr: 'Accord de confidentialité' },
  financing_mandate: { en: 'Financing mandate', fr: 'Mandat de recherche de financement' },
  pre_contract: { en: 'Preliminary sale agreement (private)', fr: 'Avant-contrat sous signature privée' },
  private_power: { en: 'Private power of attorney', fr: 'Procuration sous signature privée' },
}

const words: Record<Exclude<StarterKey, 'private_power'>, StarterText> = {
  fee_agreement: feeAgreement,
  engagement: engagementLetter,
  nda,
  financing_mandate: financingMandate,
  pre_contract: saleAgreement,
}
