// The administrator finds a person's records and erases them; the card and Kommo's notes then hold nothing of the person.
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Locator } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { type Demo, startDemo } from '../world/demo.ts'
import { until } from '../world/world.ts'
import { openCard } from './card.ts'
import { caseLead, clients, records } from './cases.ts'
import { sendFromCard } from './send.ts'
import { openSettings } from './settings-page.ts'

const story = { level: 'Simple', signers: 1, order: null, anchors: 0 } as const
const [helene, jean] = clients

let browser: Browser
let demo: Demo
beforeAll(async () => {
  browser = await launchChromium()
  demo = await startDemo({ undoSeconds: 0, auditTrailDelay: 0 })
})
afterAll(async () => {
  await browser?.close()
  await demo?.[Symbol.asyncDispose]()
})

async function sent(name: string, person = helene): Promise<number> {
  if (person === undefined) throw new Error('there is nobody to send to')
  const leadId = caseLead(demo, name, [person])
  const card = await sendFromCard(browser, demo, story, leadId)
  await card.close()
  return leadId
}

async function declined(leadId: number, why: string) {
  demo.yousign.decline(records(demo, leadId).remote?.signers[0]?.id ?? '', why)
  await until('declined', () => records(demo, leadId).request.state === 'declined')
  return records(demo, leadId).request
}

async function find(root: Locator, email: string): Promise<void> {
  await root.getByRole('textbox', { name: 'E‑mail address' }).fill(email)
  // Enter in the field is as good as the button.
  await root.getByRole('textbox', { name: 'E‑mail address' }).press('Enter')
}

describe('keeping and erasing', () => {
  it('erases a declined request everywhere, and leaves one that runs as it is', async () => {
    const leadId = await sent('Erased', jean)
    const request = await declined(leadId, 'Pas moi, Le Goff')
    await until('noted', () => records(demo, leadId).notes.some((note) => note.includes('declined')))
    const running = await sent('Running', jean)

    const { root, close } = await openSettings(browser, demo)
    await find(root, 'JB@example.fr ')
    await root.getByText('2 records of JB@example.fr.').waitFor()
    const found = root.locator('.ysg-records > li')
    await found.filter({ hasText: 'Ongoing' }).getByText('Can still be signed. Cancel it first.').waitFor()
    expect(await found.filter({ hasText: 'Ongoing' }).getByRole('checkbox').count()).toBe(0)
    await root.getByRole('button', { name: 'Erase or restrict 1 record …' }).click()
    await root.getByRole('button', { name: 'Keep', exact: true }).click()
    expect(demo.server.store.markOf(request.id)).toBeNull()
    await root.getByRole('button', { name: 'Erase or restrict 1 record …' }).click()
    await root.getByRole('button', { name: 'Delete for good' }).click()
    await root.getByText('Done: 1 record erased.').waitFor()
    const past = root.getByRole('list', { name: 'Erasures so far' }).getByRole('listitem')
    await past.filter({ hasText: 'by Sophie Vasseur: 1 erased' }).filter({ hasText: 'Done' }).waitFor()
    await close()

    const { notes } = records(demo, leadId)
    expect(notes.length).toBeGreaterThan(0)
    for (const note of notes) {
      expect(note).toMatch(/Content removed on|Contenu supprimé le/)
      expect(note).not.toMatch(/Le Goff/)
    }
    const card = await openCard(browser, demo, { leadId })
    await card.sees(/Content removed on/)
    await card.close()
    expect(records(demo, running).request.signers[0]?.sent.lastName).toBe('Le Goff')
  })

  it('refuses with the sentence when one is taken up again meanwhile', async () => {
    const leadId = await sent('Taken up again', { ...clientOf(helene), email: 'lise@example.fr' })
    const request = await declined(leadId, 'Plus tard')
    const { root, close } = await openSettings(browser, demo)
    await find(root, 'lise@example.fr')
    await root.getByRole('button', { name: 'Erase or restrict 1 record …' }).click()
    demo.server.store.record({ requestId: request.id, request: { state: 'ongoing', endedAt: null } }, Date.now())
    await root.getByRole('button', { name: 'Delete for good' }).click()
    await root.getByText(`${request.reference} can still be signed, so nothing was erased. Cancel it first.`).waitFor()
    expect(demo.server.store.markOf(request.id)).toBeNull()
    await close()
  })

  it('restricts a signed record, and administrators save its files here', async () => {
    const leadId = await sent('Signed', { ...clientOf(helene), email: 'signed@example.fr' })
    const { request, remote } = records(demo, leadId)
    demo.yousign.sign(remote?.signers[0]?.id ?? '')
    await until('kept', () => records(demo, leadId).files.some(({ kind }) => kind === 'audit_trail'))
    const { page, root, close } = await openSettings(browser, demo)
    await find(root, 'signed@example.fr')
    await root.getByText(/^Signed: kept until/).waitFor()
    await root.getByRole('button', { name: 'Erase or restrict 1 record …' }).click()
    await root.getByRole('button', { name: 'Restrict', exact: true }).click()
    await root.getByText('Done: 1 record restricted.').waitFor()
    for (const name of [/^Save .*signed/, 'Save the complete file (ZIP)']) {
      const saved = page.waitForEvent('download')
      await root.getByRole('button', { name }).click()
      expect((await saved).suggestedFilename()).toMatch(/\.(pdf|zip)$/)
    }
    await close()
    const card = await openCard(browser, demo, { leadId })
    await card.sees(/Restricted until/)
    await card.close()
    expect(demo.server.store.markOf(request.id)?.kind).toBe('restrict')
  })

  it('takes the firm’s years and keeps a record that is due for some years more', async () => {
    const { root, close } = await openSettings(browser, demo)
    await root.getByLabel('Ask about signed documents after how many years').fill('7')
    await root.getByRole('button', { name: 'Save', exact: true }).click()
    await root.getByText('Saved.').waitFor()
    expect(demo.server.store.settings().reviewYears).toBe(7)
    await close()
    const leadId = await sent('Due', { ...clientOf(helene), email: 'due@example.fr' })
    const { request } = records(demo, leadId)
    const longAgo = Date.now() - 8 * 366 * 24 * 3_600_000
    demo.server.store.record({ requestId: request.id, request: { state: 'done', endedAt: longAgo } }, Date.now())
    const again = await openSettings(browser, demo)
    await again.root.getByLabel('Keep them for').selectOption('2')
    await again.root.getByRole('button', { name: `Keep for 2 more years (${request.reference})` }).click()
    await again.root.getByText(`${request.reference} is kept for 2 more years.`).waitFor()
    await again.root.getByText('No signed record has to be decided on.').waitFor()
    await again.close()
  })

  it.each([
    ['light', 'en', 1280],
    ['dark', 'fr', 768],
  ] as const)('is accessible and fits: %s, %s, %i px', async (theme, lang, width) => {
    const leadId = await sent(`Fits ${lang}`, { ...clientOf(helene), email: `fits-${lang}@example.fr` })
    await declined(leadId, 'Non')
    const { page, root, close } = await openSettings(browser, demo, { theme, lang, width })
    const field = root.getByRole('textbox', { name: lang === 'fr' ? 'Adresse e‑mail' : 'E‑mail address' })
    await field.fill(`fits-${lang}@example.fr`)
    await field.press('Enter')
    await root.getByRole('button', { name: lang === 'fr' ? /^Effacer ou limiter/ : /^Erase or restrict/ }).click()
    const { violations } = await new AxeBuilder({ page }).include(['#list_page_holder']).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
    expect(await root.evaluate((node) => node.scrollWidth - node.clientWidth)).toBe(0)
    await close()
  })
})

function clientOf(person: typeof helene): NonNullable<typeof helene> {
  if (person === undefined) throw new Error('there is nobody to send to')
  return person
}
