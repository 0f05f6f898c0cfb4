// Law firm (product.md 4.1).
import type { StarterType } from './starter.ts'

const simple = 'electronic_signature' as const
const advanced = 'advanced_electronic_signature' as const
const qualified = 'qualified_electronic_signature' as const

export const law: readonly StarterType[] = [
  {
    name: { en: 'Fee agreement', fr: "Convention d'honoraires" },
    pattern: { en: '*fee agreement*', fr: '*convention*honoraires*' },
    level: simple,
    minimum: null,
    order: 'clients_then_firm',
    firm: true,
    reminders: [2, 3],
    consents: ['read', 'early_start'],
    won: true,
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
      en: 'A consumer at a distance gets the withdrawal form as an annex.',
      fr: 'Un consommateur à distance reçoit le formulaire de rétractation en annexe.',
    },
  },
  {
    name: { en: 'Engagement letter', fr: 'Lettre de mission' },
    pattern: { en: '*engagement*', fr: '*lettre*mission*' },
    level: simple,
    minimum: null,
    order: 'clients_then_firm',
    firm: true,
    reminders: [2, 3],
    consents: ['read'],
    won: true,
    followUps: [],
  },
  {
    name: { en: 'NDA', fr: 'Accord de confidentialité' },
    pattern: { en: '*nda*', fr: '*confidentialit*' },
    level: simple,
    minimum: null,
    order: 'clients_then_firm',
    firm: true,
    emailCode: true,
    expiryDays: 15,
    reminders: [2, 3],
    consents: ['read'],
    followUps: [],
  },
  {
    name: { en: 'Power of attorney (private)', fr: 'Pouvoir (sous signature privée)' },
    pattern: { en: '*power*attorney*', fr: '*pouvoir*' },
    level: advanced,
    minimum: null,
    order: 'all_at_once',
    firm: false,
    reminders: [7, 2],
    consents: ['read'],
    followUps: [],
  },
  {
    name: { en: 'Settlement agreement', fr: 'Protocole transactionnel' },
    pattern: { en: '*settlement*', fr: '*protocole*' },
    level: advanced,
    minimum: null,
    order: 'all_at_once',
    clients: 'all',
    firm: false,
    reminders: [7, 2],
    consents: ['read'],
    followUps: [
      {
        days: 1,
        text: { en: "Send copies to the parties' counsel", fr: 'Envoyer les copies aux conseils des parties' },
      },
    ],
  },
  {
    name: { en: 'Minutes or resolutions', fr: "Procès-verbal d'assemblée ou décisions" },
    pattern: { en: '*minutes*', fr: '*proc*verbal*' },
    level: advanced,
    // Electronic registers want at least an advanced signature (décret 2019-1118).
    minimum: { level: advanced, floor: 'law' },
    order: 'all_at_once',
    clients: 'all',
    firm: false,
    expiryDays: 30,
    reminders: [7, 2],
    consents: [],
    followUps: [{ days: 1, text: { en: 'File in the register', fr: 'Verser au registre' } }],
  },
  {
    name: { en: 'Share transfer', fr: "Cession de parts ou d'actions" },
    pattern: { en: '*share*transfer*', fr: '*cession*' },
    level: qualified,
    minimum: null,
    order: 'one_by_one',
    clients: 'all',
    firm: false,
    reminders: [7, 2],
    consents: ['read'],
    followUps: [
      {
        days: 1,
        text: {
          en: 'Registration with the tax office within one month',
          fr: 'Enregistrement au service des impôts dans le mois',
        },
      },
    ],
  },
]
