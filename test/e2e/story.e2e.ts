// The story of the product, told by hand: send from the lead card, sign on Yousign's page, and see on the lead what follows.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { stages } from '../simulators/kommo/seed-data.ts'
import { type Demo, startDemo } from '../world/demo.ts'
import { until } from '../world/world.ts'
import { openCard } from './card.ts'
import { caseLead, clients, records } from './cases.ts'
import { sendFromCard } from './send.ts'
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

describe('from the lead card', () => {
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

  it('shows who declined and why, writes a note without the reason, and makes a task', async () => {
    const leadId = caseLead(demo, 'Declined', clients)
    const card = await sendFromCard(
      browser,
      demo,
      { level: 'Simple', signers: 2, order: 'All at once', anchors: 0 },
      leadId,
    )
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
    const card = await sendFromCard(
      browser,
      demo,
      { level: 'Simple', signers: 2, order: 'One by one', anchors: 2 },
      leadId,
    )
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
