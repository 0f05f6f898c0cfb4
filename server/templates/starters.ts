// The starter templates: drafts that a firm downloads, completes and takes in as its own. Nothing is sent from here.
import { type StarterKey, starterNames } from '../../shared/starters.ts'
import type { StarterFile } from '../domain/templates/starters.ts'
import { engagementLetter } from './engagement-letter.ts'
import { feeAgreement } from './fee-agreement.ts'
import { financingMandate } from './financing-mandate.ts'
import { nda } from './nda.ts'
import type { StarterText } from './phrases.ts'
import { privatePower } from './private-power.ts'
import { saleAgreement } from './sale-agreement.ts'
import { writeWord } from './word-writer.ts'

/** A draft with tags and places to sign; the same bytes every time. */
export async function starterTemplate(key: StarterKey, language: 'en' | 'fr'): Promise<StarterFile> {
  const name = starterNames[key][language]
  if (key === 'private_power') return { name: `${name}.pdf`, format: 'pdf', bytes: await privatePower(language) }
  return { name: `${name}.docx`, format: 'docx', bytes: writeWord(words[key][language], language) }
}

const words: Record<Exclude<StarterKey, 'private_power'>, StarterText> = {
  fee_agreement: feeAgreement,
  engagement: engagementLetter,
  nda,
  financing_mandate: financingMandate,
  pre_contract: saleAgreement,
}
