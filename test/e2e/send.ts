// A case of the story that is sent from its lead card.
import type { Browser } from 'playwright'
import type { Demo } from '../world/demo.ts'
import { addSigners, chooseLevel, chooseOrder, type Order, openCard, reviewAndSend } from './card.ts'
import { clients, lawyer, type Person } from './cases.ts'

export interface Story {
  level: 'Simple' | 'Advanced' | 'Qualified'
  signers: 1 | 2 | 3
  order: Order | null
  /** Places to sign in the text; 0: our own page is appended. */
  anchors: number
}

/** Sends the case from its card; answers the card, which stays open. */
export async function sendFromCard(browser: Browser, demo: Demo, story: Story, leadId: number) {
  const card = await openCard(browser, demo, { leadId })
  await chooseLevel(card, story.level)
  if (story.signers > 1) {
    const further = peopleOf(story.signers).slice(1)
    await addSigners(
      card,
      further.map((one) => (one.name === lawyer.name ? { name: one.name, mobile: one.phone } : { name: one.name })),
    )
    if (story.order !== null) await chooseOrder(card, story.order)
  }
  await reviewAndSend(card, story.signers)
  return card
}

/** The main client, then the second client, then the lawyer. */
export function peopleOf(count: number): (Pick<Person, 'email' | 'phone'> & { name: string })[] {
  const all = [
    ...clients.map((one) => ({ ...one, name: `${one.firstName} ${one.lastName}` })),
    { ...lawyer, phone: lawyer.mobile },
  ]
  return all.slice(0, count)
}
