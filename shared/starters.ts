// Starter templates: drafts that a firm downloads, completes and takes in as its own, or takes in as they are.

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

export const starterNames: Record<StarterKey, { en: string; fr: string }> = {
  fee_agreement: { en: 'Fee agreement', fr: 'Convention d’honoraires' },
  engagement: { en: 'Engagement letter', fr: 'Lettre de mission' },
  nda: { en: 'Confidentiality agreement', fr: 'Accord de confidentialité' },
  financing_mandate: { en: 'Financing mandate', fr: 'Mandat de recherche de financement' },
  pre_contract: { en: 'Preliminary sale agreement (private)', fr: 'Avant-contrat sous signature privée' },
  private_power: { en: 'Private power of attorney', fr: 'Procuration sous signature privée' },
}
