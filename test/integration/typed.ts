// What the tests of places share: a type that has some, and a form that follows it.
import { expect } from 'vitest'
import type { Card } from '../../shared/card.ts'
import type { DocumentTypeBody } from '../../shared/document-type.ts'
import type { PlaceBox, Places } from '../../shared/places.ts'
import type { SettingsPage } from '../../shared/settings.ts'
import { sampleType } from '../fixtures/document-type.ts'
import { type SheetWish, sheets } from '../fixtures/sheets.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import type { CardClient, World } from '../world/world.ts'
import { newLead, openNew } from './story.ts'

export const box: PlaceBox = {
  signer: 1,
  kind: 'signature',
  page: { from: 'first', offset: 0 },
  x: 60,
  y: 640,
  width: 180,
  height: 60,
}
const last = { from: 'last', offset: 0 } as const
/** A signature on the first and on the last page, with date and name; initials everywhere. */
export const places: Places = {
  boxes: [
    box,
    { ...box, kind: 'date', y: 705, height: 24 },
    { ...box, page: last },
    { ...box, page: last, kind: 'name', y: 705, height: 24 },
  ],
  initials: true,
}
const plain: DocumentTypeBody = {
  ...sampleType,
  source: { kind: 'file', pattern: null },
  firm: [],
  consents: [],
  followUps: [],
}

/** A type of that name, saved by an administrator whose card is open. */
export async function typeOf(
  world: World,
  name: string,
  change: Partial<DocumentTypeBody> = {},
): Promise<{ card: CardClient; id: string }> {
  const { card } = await openNew(world)
  const answer = await card.call('saveType', {}, { id: null, base: null, body: { ...plain, name, ...change } })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return { card, id: (answer.body as SettingsPage).types.find((one) => one.name === name)?.id ?? '' }
}

/** A lead with that one document, and the form of the type filled in for it. */
export async function formFor(world: World, id: string, pages: SheetWish[]) {
  const leadId = newLead(world, { documents: [] })
  world.kommo.uploadLeadFile(leadId, 'Mandat.pdf', await sheets(pages), people.sophie)
  await world.kommo.hooksSettled()
  const card = await world.session(leadId)
  const type = ((await card.call('card')).body as Card).composer?.types.find((one) => one.id === id)
  if (type === undefined) throw new Error('the type is not offered')
  return { leadId, card, form: type.form }
}
