// Credit broker (product.md 4.3). The bank's loan offer is signed in the bank's own process.
import type { StarterType } from './starter.ts'

const simple = 'electronic_signature' as const
const fifteen = { minimum: null, expiryDays: 15, reminders: [2, 3], consents: ['read'], followUps: [] } as const

export const broker: readonly StarterType[] = [
  {
    name: { en: 'Broker disclosure', fr: "Document d'entrée en relation" },
    pattern: { en: '*disclosure*', fr: '*entr*relation*' },
    level: simple,
    order: 'all_at_once',
    clients: 'all',
    firm: false,
    ...fifteen,
  },
  {
    name: { en: 'Financing mandate', fr: 'Mandat de recherche de financement' },
    pattern: { en: '*mandate*', fr: '*mandat*' },
    level: 'advanced_electronic_signature',
    order: 'clients_then_firm',
    clients: 'all',
    firm: true,
    won: true,
    ...fifteen,
    consents: ['read', 'early_start'],
    followUps: [
      {
        days: 15,
        text: {
          en: 'Withdrawal period over: check the early-start answer before invoicing',
          fr: 'Délai de rétractation écoulé : vérifier la réponse sur le démarrage anticipé avant de facturer',
        },
      },
    ],
    advice: {
      en: 'No fee before the funds are paid (CMF art. L. 519-6).',
      fr: 'Aucune rémunération avant le versement des fonds (CMF art. L. 519-6).',
    },
  },
  {
    name: { en: 'Data release', fr: 'Autorisation de transmission de données' },
    pattern: { en: '*data*release*', fr: '*autorisation*' },
    level: simple,
    order: 'all_at_once',
    clients: 'all',
    firm: false,
    ...fifteen,
  },
  {
    name: { en: 'Advice and warning record', fr: 'Fiche de conseil et mise en garde' },
    pattern: { en: '*advice*', fr: '*conseil*garde*' },
    level: simple,
    order: 'clients_then_firm',
    clients: 'all',
    firm: true,
    ...fifteen,
  },
  {
    name: { en: 'Loan-insurance advice', fr: 'Fiche conseil assurance emprunteur' },
    pattern: { en: '*insurance*', fr: '*assurance*' },
    level: simple,
    order: 'clients_then_firm',
    clients: 'all',
    firm: true,
    ...fifteen,
  },
]
