// Notary (product.md 4.2). No notarial deed: those are signed in the notary's own system.
import type { StarterType } from './starter.ts'

const simple = 'electronic_signature' as const
const advanced = 'advanced_electronic_signature' as const
const qualified = 'qualified_electronic_signature' as const
const withdrawal = {
  days: 15,
  text: {
    en: 'Withdrawal period over: check the early-start answer before invoicing',
    fr: 'Délai de rétractation écoulé : vérifier la réponse sur le démarrage anticipé avant de facturer',
  },
}

export const notary: readonly StarterType[] = [
  {
    name: { en: 'Personal questionnaire', fr: "Questionnaire d'état civil" },
    pattern: { en: '*questionnaire*', fr: '*questionnaire*' },
    level: simple,
    minimum: null,
    order: 'all_at_once',
    firm: false,
    emailCode: true,
    reminders: [2, 3],
    consents: ['read'],
    followUps: [],
  },
  {
    name: { en: 'Release of documents', fr: 'Autorisation de communication de pièces' },
    pattern: { en: '*release*', fr: '*autorisation*' },
    level: simple,
    minimum: null,
    order: 'all_at_once',
    firm: false,
    reminders: [2, 3],
    consents: ['read'],
    followUps: [],
  },
  {
    name: { en: 'Engagement letter', fr: 'Lettre de mission (hors tarif)' },
    pattern: { en: '*engagement*', fr: '*lettre*mission*' },
    level: simple,
    minimum: null,
    order: 'clients_then_firm',
    firm: true,
    reminders: [2, 3],
    consents: ['read', 'early_start'],
    followUps: [withdrawal],
  },
  {
    name: { en: 'Sale or search mandate', fr: 'Mandat de vente ou de recherche' },
    pattern: { en: '*mandate*', fr: '*mandat*' },
    level: simple,
    minimum: null,
    order: 'clients_then_firm',
    clients: 'all',
    firm: true,
    expiryDays: 15,
    reminders: [2, 3],
    consents: ['read', 'early_start'],
    followUps: [withdrawal],
    advice: {
      en: 'The number in the mandate register must be in the document before it is sent.',
      fr: 'Le numéro du registre des mandats doit figurer dans le document avant envoi.',
    },
  },
  {
    name: { en: 'Preliminary sale agreement (private)', fr: 'Avant-contrat sous signature privée' },
    pattern: { en: '*preliminary*', fr: '*avant-contrat*' },
    level: advanced,
    minimum: { level: advanced, floor: 'firm' },
    order: 'clients_then_firm',
    clients: 'all',
    firm: true,
    expiryDays: 7,
    reminders: [2, 3],
    consents: ['read'],
    followUps: [
      {
        days: 0,
        text: {
          en: 'Notify the buyer by registered letter: the 10-day withdrawal period runs from the day after first presentation',
          fr: "Notifier l'acquéreur par lettre recommandée : le délai de rétractation de 10 jours court du lendemain de la première présentation",
        },
      },
      {
        days: 1,
        text: {
          en: 'If it is a unilateral promise: register within 10 days (C. civ. art. 1589-2)',
          fr: 'En cas de promesse unilatérale : enregistrer dans les 10 jours (C. civ. art. 1589-2)',
        },
      },
    ],
  },
  {
    name: { en: 'Private power of attorney', fr: 'Procuration sous signature privée' },
    pattern: { en: '*power*attorney*', fr: '*procuration*' },
    level: qualified,
    minimum: null,
    order: 'one_by_one',
    firm: false,
    reminders: [7, 2],
    consents: ['read'],
    followUps: [],
    advice: {
      en: 'Not for donations, mortgages, VEFA: these need an authentic power.',
      fr: 'Pas pour une donation, une hypothèque ou une VEFA : il y faut une procuration notariée.',
    },
  },
]
