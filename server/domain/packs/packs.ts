// Starter packs: document types that a firm of a profession begins with (product.md 4). Proposals that the firm confirms.
import type { DocumentTypeBody } from '../../../shared/document-type.ts'
import { levelRules } from '../../../shared/levels.ts'
import { safeText } from '../../../shared/names.ts'
import type { Profession } from '../../../shared/settings.ts'
import { broker } from './broker.ts'
import { law } from './law.ts'
import { notary } from './notary.ts'
import type { StarterType } from './starter.ts'

/** In the order in which they are offered. */
export function starterTypes(profession: Profession, language: 'en' | 'fr'): DocumentTypeBody[] {
  return packs[profession].map((starter) => bodyOf(starter, language))
}

const packs: Record<Profession, readonly StarterType[]> = { law, notary, broker }

/** Won, which every pipeline of Kommo has under this number. */
const won = 142

function bodyOf(starter: StarterType, language: 'en' | 'fr'): DocumentTypeBody {
  const { level, minimum, order, firm, followUps, advice } = starter
  const rule = levelRules[level]
  const simple = level === 'electronic_signature'
  return {
    name: safeText(starter.name[language]),
    source: { kind: 'file', pattern: starter.pattern[language] },
    level,
    minimum: minimum?.level ?? 'electronic_signature',
    floor: minimum?.floor ?? 'firm',
    mode: rule.defaultMode,
    modes: simple && starter.emailCode ? ['otp_sms', 'otp_email'] : ['otp_sms'],
    mayRaise: true,
    clients: { kind: starter.clients ?? 'main' },
    firm: firm ? [{ kind: 'responsible' }] : [],
    order,
    capacity: 'own',
    consents: [...starter.consents],
    expiryDays: starter.expiryDays ?? rule.expiryDays,
    reminders: { days: starter.reminders[0], most: starter.reminders[1] },
    mayDecline: true,
    invitation: null,
    copyTo: [],
    pipelines: [],
    stage: starter.won ? { pipelineId: null, statusId: won, fromStatusIds: [] } : null,
    followUps: followUps.map(({ days, text }) => ({ days, text: text[language] })),
    advice: advice?.[language] ?? null,
    familyLaw: false,
    places: null,
  }
}
