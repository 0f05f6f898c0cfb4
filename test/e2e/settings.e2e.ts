// The administrator sets up what the firm sends; the manager then finds it in the lead card, the client confirms what the
// type asks for, and Kommo has the task that follows.
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import { type Demo, startDemo } from '../world/demo.ts'
import { until } from '../world/world.ts'
import { openCard } from './card.ts'
import { caseLead, clients, records } from './cases.ts'
import { openSettings } from './settings-page.ts'
import { signInBrowser } from './signer.ts'

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

const typeNamed = (name: string) => demo.server.store.documentTypes().find((type) => type.name === name)

describe('the settings page', () => {
  it('is for administrators', async () => {
    const { root, close } = await openSettings(browser, demo, { userId: people.marc })
    await root.getByText('Only administrators of the Kommo account may change settings.').waitFor()
    await close()
  })

  it('adds starter documents once the levels are confirmed, and keeps an unsaved change across a reload', async () => {
    const { page, root, close } = await openSettings(browser, demo)
    await root.getByRole('group', { name: 'Language of the names' }).getByText('English').click()
    const add = root.getByRole('button', { name: 'Add 7 document types' })
    await add.waitFor()
    expect(await add.getAttribute('aria-disabled')).toBe('true')
    await root.getByLabel('I confirm these levels for our firm').check()
    await add.click()
    await root.getByText('You have all of them already.').waitFor()
    await root.getByRole('button', { name: /^Fee agreement/ }).click()
    await root.getByLabel('Days to sign').fill('20')
    await root.getByLabel('Name of the firm').fill('Aubry Vasseur Avocats')
    await root.getByText('2 changes not saved: Fee agreement and The firm.').waitFor()
    await page.reload()
    await root.getByRole('button', { name: /^Fee agreement.*Not saved/ }).click()
    expect(await root.getByLabel('Days to sign').inputValue()).toBe('20')
    expect(await root.getByLabel('Name of the firm').inputValue()).toBe('Aubry Vasseur Avocats')
    await root.getByLabel('Name of the file').fill('*fees*')
    await page.keyboard.press('Control+s')
    await root.getByText('Version 2, saved by Sophie Vasseur').waitFor()
    await root.getByText('For Aubry Vasseur Avocats').waitFor()
    expect(typeNamed('Fee agreement')).toMatchObject({
      version: 2,
      expiryDays: 20,
      source: { kind: 'file', pattern: '*fees*' },
      savedBy: 'Sophie Vasseur',
    })
    await close()
  })

  it('refuses a notarial deed with the sentence, says what is missing, and saves neither', async () => {
    const { root, close } = await openSettings(browser, demo)
    await root.getByRole('button', { name: 'New document type' }).click()
    await root.getByRole('textbox', { name: /^Name Managers/ }).fill('Acte authentique de vente')
    await root.getByLabel('Seconds to undo a send').fill('')
    await root.getByRole('button', { name: 'Save', exact: true }).click()
    await root.getByText('A notarial deed cannot be signed with Yousign. Use').waitFor()
    await root.getByText('does not fit: Seconds to undo a send.').waitFor()
    await root.getByText('2 changes not saved').waitFor()
    expect(demo.server.store.documentTypes()).toHaveLength(7)
    expect(demo.server.store.settings().undoSeconds).toBe(0)
    await root.getByRole('button', { name: 'Discard' }).click()
    await root.getByText('Acte authentique').first().waitFor({ state: 'detached' })
    await close()
  })

  it('does not write over what somebody else saved meanwhile', async () => {
    const { root, page, close } = await openSettings(browser, demo)
    await root.getByRole('button', { name: /^NDA/ }).click()
    await root.getByLabel('Days to sign').fill('9')
    await root.getByText('1 change not saved').waitFor()
    const type = typeNamed('NDA')
    if (type === undefined) throw new Error('the starter pack is missing')
    const { id, version, savedAt, savedBy: _, retiredAt: __, ...body } = type
    demo.server.store.saveDocumentType(
      { id, base: version, body: { ...body, expiryDays: 12 }, by: 'Camille Roy' },
      savedAt,
    )
    await page.reload()
    await root.getByRole('button', { name: /^NDA/ }).click()
    await root.getByText('Camille Roy has saved this meanwhile').waitFor()
    await root.getByRole('button', { name: 'Save', exact: true }).click()
    await root.getByText('1 change not saved').waitFor()
    expect(typeNamed('NDA')).toMatchObject({ expiryDays: 12, version: 2 })
    await root.getByRole('button', { name: 'Discard' }).click()
    expect(await root.getByLabel('Days to sign').inputValue()).toBe('12')
    await close()
  })

  it('names who has left and still signs for the firm', async () => {
    const type = typeNamed('Engagement letter')
    if (type === undefined) throw new Error('the starter pack is missing')
    const { id, version, savedAt, savedBy, retiredAt: _, ...body } = type
    const firm = [...body.firm, { kind: 'user' as const, userId: people.paul }]
    demo.server.store.saveDocumentType({ id, base: version, body: { ...body, firm }, by: savedBy }, savedAt)
    const { root, close } = await openSettings(browser, demo)
    await root
      .getByText('Paul Aubry is no longer active in Kommo, and signs for the firm in: Engagement letter.')
      .waitFor()
    await root.getByRole('button', { name: /^Engagement letter/ }).click()
    await root.getByLabel('Paul Aubry (no longer active)').click()
    await root.getByRole('button', { name: 'Save', exact: true }).click()
    await root.getByText('Paul Aubry is no longer active').waitFor({ state: 'detached' })
    await close()
  })

  it('tries the place where documents are kept', async () => {
    const { root, close } = await openSettings(browser, demo)
    await root.getByText('Signed copies are kept at: your own server.').waitFor()
    await root.getByRole('button', { name: 'Write a test file' }).click()
    await root.getByText('The test file made the round trip').waitFor()
    await close()
  })

  it.each([
    ['light', 'en', 1280],
    ['dark', 'fr', 768],
  ] as const)('is accessible and fits: %s, %s, %i px', async (theme, lang, width) => {
    const { page, root, close } = await openSettings(browser, demo, { theme, lang, width })
    await root.getByRole('button', { name: /^Fee agreement/ }).click()
    await root.getByRole('button', { name: lang === 'fr' ? 'Ne plus proposer' : 'Stop offering' }).click()
    const days = root.getByLabel(lang === 'fr' ? 'Jours pour signer' : 'Days to sign')
    await days.fill('21')
    const { violations } = await new AxeBuilder({ page }).include(['#list_page_holder']).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
    expect(await root.evaluate((node) => node.scrollWidth - node.clientWidth)).toBe(0)
    await close()
  })
})

describe('a document type in the lead card', () => {
  it('fills the form in, asks the client to confirm, and leaves its task in Kommo', async () => {
    const settings = await openSettings(browser, demo)
    await settings.root.getByRole('button', { name: /^Engagement letter/ }).click()
    await settings.root.getByLabel(/^Whoever is responsible/).uncheck()
    await settings.root.getByLabel(/“Start before the 14 days end”/).check()
    await settings.root.getByRole('button', { name: 'Add a task' }).click()
    await settings.root.getByLabel('What is to be done').fill('File the engagement letter')
    await settings.root.getByRole('button', { name: 'Save', exact: true }).click()
    await settings.root.getByRole('button', { name: 'Discard' }).waitFor({ state: 'detached' })
    await settings.close()

    const leadId = caseLead(demo, 'Engagement', clients.slice(0, 1))
    const card = await openCard(browser, demo, { leadId })
    await card.root.getByRole('button', { name: /^Document/ }).click()
    await card.root.getByRole('radio', { name: 'Engagement letter' }).check()
    const file = card.root.getByRole('checkbox').first()
    if (!(await file.isChecked())) await file.check()
    await card.press('Review and send')
    await card.press('Send to 1 person')
    await card.sees('Invited on')
    const { request, remote } = records(demo, leadId)
    expect(request.snapshot.terms.type?.name).toBe('Engagement letter')
    expect(remote?.consents.map(({ optional }) => optional)).toEqual([false, true])
    await signInBrowser(browser, demo, { email: 'helene@example.fr', phone: '+33612345601' })
    await until('signed', () => records(demo, leadId).remote?.status === 'done')
    expect(records(demo, leadId).remote?.consents.map(({ given }) => given.length)).toEqual([1, 0])
    await until('the task', () =>
      records(demo, leadId).tasks.some((task) => task.includes('File the engagement letter')),
    )
    await card.sees('Done')
    await card.close()
  })
})
