import { describe, expect, it } from 'vitest'
import { type FirmLanguage, type NoteFacts, type NoteKind, noteText, taskKinds, taskText } from './notes.ts'

const facts: NoteFacts = {
  sent: {
    document: 'Mandat',
    level: 'advanced_electronic_signature',
    clients: ['Camille Durand', 'Nadia Benali'],
    firm: ['Sophie Vasseur'],
    until: '15 December 2026',
    city: 'Paris',
    by: 'Marc Delorme',
    replaces: 'YS-7F3A',
  },
  done: {
    document: 'Mandat',
    date: '24 November 2026',
    time: '10:22',
    city: 'Paris',
    link: '{link}',
    linkUntil: '22 February 2027',
  },
  declined: { document: 'Mandat', name: 'Camille Durand', reason: null },
  rejected: { document: 'Mandat', name: 'Claire Aubry' },
  expired: { document: 'Mandat', signed: ['Camille Durand'], missing: ['Nadia Benali', 'Sophie Vasseur'] },
  canceled: { document: 'Mandat', by: 'Marc Delorme' },
  deleted: { document: 'Mandat' },
  paper: { document: 'Mandat', date: '24 November 2026', by: 'Marc Delorme' },
  paper_overtaken: { document: 'Mandat', by: 'Marc Delorme' },
  stopped_elsewhere: { document: 'Mandat', what: 'canceled' },
  delivery_failed: { document: 'Mandat', name: 'Camille Durand' },
  identification_blocked: { document: 'Mandat', name: 'Camille Durand' },
  signer_error: { document: 'Mandat', name: 'Camille Durand' },
  sender_contacted: { document: 'Mandat', name: 'Camille Durand' },
  corrected: {
    document: 'Mandat',
    name: 'Camille Durand',
    what: 'E-mail',
    by: 'Marc Delorme',
    masked: 'c***@example.fr -> c***@example.org',
  },
  extended: { document: 'Mandat', until: '15 December 2026', by: 'Marc Delorme' },
  needs_person: { document: 'Mandat' },
  held: { document: 'Mandat' },
  two_requests: { document: 'Mandat' },
}

const kinds = Object.keys(facts) as NoteKind[]
const languages: FirmLanguage[] = ['en', 'fr']

describe('notes', () => {
  it.each(languages.flatMap((language) => kinds.map((kind) => [language, kind] as const)))(
    'in %s: "%s" names the document and leaves no gap',
    (language, kind) => {
      const text = noteText(language, kind, facts[kind])
      expect(text).toContain('Mandat')
      expect(text).not.toMatch(/undefined|null|\$\{| {2}|\(\)/)
      expect(text).toMatch(/[.»"]$/)
      if (language === 'en') expect(text).not.toMatch(/[àâçéèêëîïôûù]/)
      else expect(text).not.toMatch(/\b(?:the|signed|request|deadline|of|cancelled)\b/)
    },
  )

  it('say the agreed sentences', () => {
    expect(noteText('en', 'sent', { ...facts.sent, replaces: null })).toBe(
      'Sent for signature: Mandat (Advanced). To Camille Durand and Nadia Benali; then Sophie Vasseur. Until 15 December 2026 23:59 (Paris). By Marc Delorme.',
    )
    expect(noteText('fr', 'sent', { ...facts.sent, replaces: null })).toBe(
      "Envoyé pour signature : Mandat (Avancée). À Camille Durand et Nadia Benali ; puis Sophie Vasseur. Jusqu'au 15 December 2026 à 23 h 59 (Paris). Par Marc Delorme.",
    )
    expect(noteText('en', 'sent', facts.sent)).toMatch(/ By Marc Delorme\. Replaces YS-7F3A\.$/)
    expect(noteText('fr', 'sent', facts.sent)).toMatch(/ Par Marc Delorme\. Remplace YS-7F3A\.$/)
    expect(noteText('en', 'done', facts.done)).toBe(
      'Signed by everyone on 24 November 2026 at 10:22 (Paris): Mandat. Signed document: {link} (link valid until 22 February 2027; afterwards from the card).',
    )
    expect(noteText('en', 'declined', facts.declined)).toBe(
      'Camille Durand declined to sign Mandat. The reason is on the card.',
    )
    expect(noteText('fr', 'declined', facts.declined)).toBe(
      'Camille Durand a refusé de signer Mandat. Le motif figure sur la fiche.',
    )
    expect(noteText('en', 'expired', facts.expired)).toBe(
      'The deadline for Mandat has passed. Signed: Camille Durand. Missing: Nadia Benali and Sophie Vasseur.',
    )
    expect(noteText('fr', 'expired', { ...facts.expired, signed: [] })).toBe(
      'Le délai pour Mandat est dépassé. Ont signé : personne. Manquent : Nadia Benali et Sophie Vasseur.',
    )
  })

  it('name the firm alone when it signs alone', () => {
    expect(noteText('en', 'sent', { ...facts.sent, clients: [] })).toContain('To Sophie Vasseur. Until')
  })

  it('tell the reason of a decline only when they are given one', () => {
    expect(noteText('en', 'declined', { ...facts.declined, reason: 'Too expensive' })).toContain(
      'Reason: "Too expensive"',
    )
    expect(noteText('fr', 'declined', { ...facts.declined, reason: 'Trop cher' })).toContain('Motif : « Trop cher »')
  })
})

describe('tasks', () => {
  it.each(languages.flatMap((language) => taskKinds.map((kind) => [language, kind] as const)))(
    'in %s: "%s" says what to do and names neither address nor reason',
    (language, kind) => {
      const secret = { ...facts[kind], reason: 'Secret reason' }
      const text = taskText(language, kind, secret as NoteFacts[typeof kind])
      expect(text).toContain('Mandat')
      expect(text).not.toMatch(/@|\+\d|Secret reason|undefined|null/)
      expect(text).not.toBe(noteText(language, kind, facts[kind]))
    },
  )
})
