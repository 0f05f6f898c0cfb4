import { describe, expect, expectTypeOf, it } from 'vitest'
import { sampleForm } from '../test/fixtures/border.ts'
import { sampleType } from '../test/fixtures/document-type.ts'
import type {
  CancelBody,
  CorrectBody,
  ExtendBody,
  PaperBody,
  PhoneBody,
  ReviewBody,
  SendBody,
  SessionBody,
  SettingsSessionBody,
} from './api.ts'
import type { ErasePersonBody, KeepingChoices, PersonBody, RenewBody } from './keeping.ts'
import { type Bodies, bodies } from './schemas.ts'
import type { AddPackBody, FirmChoices, SaveTypeBody } from './settings.ts'

const good: Bodies = {
  session: { leadId: 1, languages: ['fr'], hostLanguage: 'en', version: '1' },
  review: { form: sampleForm, replaces: null },
  send: { reviewId: 'v1', intent: 'prepare', besides: 'r1', replaces: null },
  phone: { phone: '+33 6 12 34 56 78' },
  cancel: { reason: 'errors_in_document', note: null },
  paper: { scan: { kind: 'upload', uploadId: 'u1', name: 'Scan.pdf' }, why: 'No e-mail' },
  extend: { days: 365 },
  correct: { firstName: 'Hélène', lastName: 'M', email: 'h@example.fr', phone: null, unblock: true },
  settingsSession: { languages: ['fr'], hostLanguage: 'en' },
  saveChoices: {
    firmName: null,
    language: 'fr',
    undoSeconds: 5,
    declineReasonInNotes: false,
    mayLowerLevel: [1],
    details: { siren: '123 456 789' },
    people: [{ userId: 1, function: 'Avocate', phone: '' }],
    copyToKommo: true,
  },
  saveType: { id: null, base: null, body: sampleType },
  addPack: { profession: 'law', language: 'fr', confirmed: true },
  saveKeeping: { reviewYears: 30 },
  renewKeeping: { requestId: 'r1', years: 5 },
  findPerson: { email: 'h@example.fr', contactId: null },
  erasePerson: { email: null, contactId: 7, requestIds: ['r1'] },
}

const names = Object.keys(bodies) as (keyof Bodies)[]

describe('the bodies of the card', () => {
  it('have exactly the types that the card sends', () => {
    expectTypeOf<Bodies>().toEqualTypeOf<{
      session: SessionBody
      review: ReviewBody
      send: SendBody
      phone: PhoneBody
      cancel: CancelBody
      paper: PaperBody
      extend: ExtendBody
      correct: CorrectBody
      settingsSession: SettingsSessionBody
      saveChoices: FirmChoices
      saveType: SaveTypeBody
      addPack: AddPackBody
      saveKeeping: KeepingChoices
      renewKeeping: RenewBody
      findPerson: PersonBody
      erasePerson: ErasePersonBody
    }>()
  })

  it.each(names)('%s is taken whole, and refused with any field missing, foreign or of another type', (name) => {
    const body: object = good[name]
    expect(bodies[name].safeParse(body)).toMatchObject({ success: true, data: body })
    expect(bodies[name].safeParse({ ...body, extra: 1 }).success).toBe(false)
    for (const key of Object.keys(body)) {
      const { [key as keyof typeof body]: _, ...rest } = body
      expect(bodies[name].safeParse(rest).success, key).toBe(false)
      expect(bodies[name].safeParse({ ...body, [key]: Symbol('other') }).success, key).toBe(false)
    }
  })

  it.each([
    ['a lead below one', { ...good.session, leadId: 0 }, 'session'],
    ['a lead beyond whole numbers', { ...good.session, leadId: 2 ** 60 }, 'session'],
    ['too many languages', { ...good.session, languages: Array(21).fill('fr') }, 'session'],
    ['a year and a day', { days: 366 }, 'extend'],
    ['half a day', { days: 0.5 }, 'extend'],
    ['an endless name', { ...good.correct, firstName: 'x'.repeat(256) }, 'correct'],
    ['an id with a path in it', { ...good.send, reviewId: '../x' }, 'send'],
    ['a note beyond what Yousign takes', { reason: 'other', note: 'x'.repeat(501) }, 'cancel'],
    ['a level of nobody', { form: { ...sampleForm, level: 'ultra' } }, 'review'],
    ['a hundred signers', { form: { ...sampleForm, signers: Array(100).fill(sampleForm.signers[0]) } }, 'review'],
  ] as const)('refuse %s', (_, body, name) => {
    expect(bodies[name].safeParse(body).success).toBe(false)
  })
})
