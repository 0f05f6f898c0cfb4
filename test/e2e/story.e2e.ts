// The story of the product, told by hand: send from the lead card, sign on Yousign's page, and see on the lead what follows.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { stages } from '../simulators/kommo/seed-data.ts'
import { type Demo, startDemo } from '../world/demo.ts'
import { until } from '../world/world.ts'
import { addSigners, chooseLevel, chooseOrder, type Order, openCard, reviewAndSend } from './card.ts'
import { caseLead, clients, expectSameBytes, lawyer, type Person, records } from './cases.ts'
import { signInBrowser } from './signer.ts'

let browser: Browser
let demo: Demo

beforeAll(async () => {
  browser = await launchChromium()
  demo = await startDemo({ undoSeconds: 0, auditTrailDelay: 200 })
})

afterAll(async () => {
  await browser?.close()
  await demo?.[Symbol.asyncDispose]()
})

interface Story {
  level: 'Simple' | 'Advanced' | 'Qualified'
  signers: 1 | 2 | 3
  order: Order | null
  /** Places to sign in the text; 0: our own page is appended. */
  anchors: number
}

const stories: Story[] = [
  { level: 'Simple', signers: 1, order: null, anchors: 0 },
  { level: 'Simple', signers: 2, order: 'One by one', anchors: 2 },
  { level: 'Simple', signers: 3, order: 'Clients, then the firm', anchors: 0 },
  { level: 'Advanced', signers: 1, order: null, anchors: 1 },
  { level: 'Advanced', signers: 2, order: 'All at once', anchors: 0 },
  { level: 'Advanced', signers: 3, order: 'Clients, then the firm', anchors: 3 },
  { level: 'Qualified', signers: 1, order: null, anchors: 0 },
  { level: 'Qualified', signers: 2, order: null, anchors: 2 },
  { level: 'Qualified', signers: 3, order: null, anchors: 0 },
]

const yousignLevel = {
  Simple: 'electronic_signature',
  Advanced: 'advanced_electronic_signature',
  Qualified: 'qualified_electronic_signature',
}

/** The main client, then the second client, then the lawyer. */
function peopleOf(count: number): (Pick<Person, 'email' | 'phone'> & { name: string })[] {
  const all = [
    ...clients.map((one) => ({ ...one, name: `${one.firstName} ${one.lastName}` })),
    { ...lawyer, phone: lawyer.mobile },
  ]
  return all.slice(0, count)
}

/** Sends the case from its card; answers the card, which stays open. */
async function sendFromCard(story: Story, leadId: number) {
  const card = await openCard(browser, demo, { leadId })
  await chooseLevel(card, story.level)
  if (story.signers > 1) {
    const further = peopleOf(story.signers).slice(1)
    await addSigners(
      card,
      further.map((one) =>
        one.name === lawyer.name && story.level !== 'Qualified'
          ? { name: one.name, mobile: one.phone }
          : { name: one.name },
      ),
    )
    if (story.order !== null) await chooseOrder(card, story.order)
  }
  await reviewAndSend(card, story.signers)
  return card
}

describe('from the lead card to the signed PDF', () => {
  it('sends the usual case with two clicks, and four from the closed panel at most', async () => {
    const leadId = caseLead(demo, 'Usual case', clients.slice(0, 1))
    const card = await openCard(browser, demo, { leadId, panel: 'closed' })
    let opening = 0
    const body = card.page.locator('.card-widgets__widget__body', { has: card.page.locator('.ysg-root') })
    for (const target of [
      card.page.locator('.card-widgets__top'),
      card.page.locator('.js-widget-caption-block').first(),
    ]) {
      // The host opens the panel and the first widget's body at once; what is drawn inside comes later.
      if (await body.isVisible()) break
      await target.click()
      opening += 1
    }
    await card.press('Review and send')
    await card.press('Send to 1 person')
    await card.sees('Invited on')
    expect(card.clicks()).toBe(2)
    expect(opening + card.clicks()).toBeLessThanOrEqual(4)
    await card.close()
  })

  it.each(stories)(
    '$level, $signers signer(s), $order, $anchors places in the text: everybody signs',
    async (story) => {
      const leadId = caseLead(
        demo,
        `${story.level} ${story.signers}`,
        clients.slice(0, Math.min(2, story.signers)),
        story.anchors,
      )
      const card = await sendFromCard(story, leadId)
      const { remote, request } = records(demo, leadId)
      expect(remote?.signers.map((signer) => signer.signature_level)).toEqual(
        Array(story.signers).fill(yousignLevel[story.level]),
      )
      expect(request.documents[0]?.parseAnchors).toBe(story.anchors > 0)
      for (const person of peopleOf(story.signers)) {
        await until(`${person.name}'s turn`, () =>
          demo.yousign.inbox.some((message) => message.to === person.email && message.kind === 'invitation'),
        )
        await signInBrowser(browser, demo, {
          email: person.email,
          phone: person.phone,
          identity: story.level !== 'Simple',
        })
      }
      await card.sees('Signed by everyone')
      await card.root.getByRole('button', { name: 'Open the signed PDF' }).waitFor()
      await until('the stage', () => records(demo, leadId).stage === stages.signed)
      const trails = story.level === 'Qualified' ? 'identity_proof' : 'audit_trail'
      await until(
        'the evidence',
        () => records(demo, leadId).files.filter((file) => file.kind === trails).length === story.signers,
      )
      const after = records(demo, leadId)
      expect(after.remote?.status).toBe('done')
      expect(after.notes.filter((note) => note.includes('Sent for signature'))).toHaveLength(1)
      expect(after.notes.filter((note) => note.includes('Signed by everyone'))).toHaveLength(1)
      expect(after.tasks).toEqual([])
      expect(after.files.filter((file) => file.kind === 'signed')).toHaveLength(1)
      await expectSameBytes(demo, leadId)
      await card.close()
    },
  )

  it('shows who declined and why, writes a note without the reason, and makes a task', async () => {
    const leadId = caseLead(demo, 'Declined', clients)
    const card = await sendFromCard({ level: 'Simple', signers: 2, order: 'All at once', anchors: 0 }, leadId)
    const reason = 'Le montant n’est pas celui convenu'
    await signInBrowser(browser, demo, { email: 'jb@example.fr', decline: reason })
    await card.sees('Declined')
    await card.sees(reason)
    await until('the task', () => records(demo, leadId).tasks.length === 1)
    const { notes, tasks, stage, remote } = records(demo, leadId)
    expect(remote?.status).toBe('declined')
    expect(notes.filter((note) => note.includes('declined'))).toHaveLength(1)
    expect(notes.join()).toContain('Jean-Baptiste Le Goff')
    expect(`${notes.join()}${tasks.join()}`).not.toContain('montant')
    expect(stage).toBe(stages.quote)
    await card.close()
  })

  it('says who is missing when the deadline has passed, and extends it', async () => {
    const leadId = caseLead(demo, 'Expired', clients)
    const card = await sendFromCard({ level: 'Simple', signers: 2, order: 'One by one', anchors: 2 }, leadId)
    const { remote } = records(demo, leadId)
    await signInBrowser(browser, demo, { email: 'helene@example.fr', phone: '+33612345601' })
    await until('the first signature', () => records(demo, leadId).request.signers[0]?.status === 'signed')
    demo.yousign.expire(remote?.id ?? '')
    await card.sees('Expired')
    await until('the task', () => records(demo, leadId).tasks.length === 1)
    const { notes } = records(demo, leadId)
    expect(notes.join()).toContain('Signed: Hélène Mercier-Lefèvre. Missing: Jean-Baptiste Le Goff')
    await card.press('Extend the deadline')
    await card.root.getByRole('button', { name: 'Extend the deadline' }).last().click()
    await card.sees('Ongoing')
    await until('running again', () => records(demo, leadId).remote?.status === 'ongoing')
    await card.close()
  })
})
