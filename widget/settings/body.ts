// A document type as it is edited: the blank one, what is saved of one, and tidied before it is saved. Pure.
import type { DocumentType, DocumentTypeBody, TypeSource } from '../../shared/document-type.ts'
import { levelRules } from '../../shared/levels.ts'

/** Defaults of product.md 3.2. */
export const blankType: DocumentTypeBody = blank()

/** Without what only the server sets. */
export function bodyOf(type: DocumentType): DocumentTypeBody {
  const { id: _id, version: _version, savedAt: _at, savedBy: _by, retiredAt: _retired, ...body } = type
  return body
}

/** Blank lines and edges are how people type, not what they mean. */
export function tidied(body: DocumentTypeBody): DocumentTypeBody {
  const { source } = body
  return {
    ...body,
    name: body.name.trim(),
    source: tidiedSource(source),
    copyTo: lines(body.copyTo),
    advice: body.advice?.trim() || null,
    followUps: body.followUps.filter(({ text }) => text.trim() !== ''),
  }
}

function lines(list: readonly string[]): string[] {
  return list.map((line) => line.trim()).filter((line) => line !== '')
}

function tidiedSource(source: TypeSource): TypeSource {
  switch (source.kind) {
    case 'file':
      return { kind: 'file', pattern: source.pattern?.trim() || null }
    case 'template':
      return {
        ...source,
        labels: lines(source.labels),
        texts: source.texts.filter(({ label }) => label.trim() !== ''),
      }
    case 'own_template':
      return source
  }
}

function blank(): DocumentTypeBody {
  const rule = levelRules.electronic_signature
  return {
    name: '',
    source: { kind: 'file', pattern: null },
    level: 'electronic_signature',
    minimum: 'electronic_signature',
    floor: 'firm',
    mode: rule.defaultMode,
    modes: [rule.defaultMode],
    mayRaise: true,
    clients: { kind: 'main' },
    firm: [],
    order: 'clients_then_firm',
    capacity: 'own',
    consents: ['read'],
    expiryDays: rule.expiryDays,
    reminders: { days: rule.reminders.interval_in_days, most: rule.reminders.max_occurrences },
    mayDecline: true,
    invitation: null,
    copyTo: [],
    pipelines: [],
    stage: null,
    followUps: [],
    advice: null,
    familyLaw: false,
    places: null,
  }
}
