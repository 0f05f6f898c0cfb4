// The administrator takes a template in, sees what is wrong in another, tries one on a lead and makes a document type of
// it; tells templates about the firm and its people; and places signatures on a sample.
import { readFile } from 'node:fs/promises'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Locator, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeWord } from '../../server/templates/word-writer.ts'
import { launchChromium } from '../chromium.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import { type Demo, startDemo } from '../world/demo.ts'
import { fillContacts, fillLead, firmWish } from '../world/template-fields.ts'
import { caseLead, clients } from './cases.ts'
import { openSettings } from './settings-page.ts'

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

/** Puts a file into the hidden input behind the button. */
async function choose(root: Locator, name: string, bytes: Uint8Array): Promise<void> {
  const file = { name, mimeType: '', buffer: Buffer.from(bytes) }
  await root.locator('input[type=file]').setInputFiles(file)
}

async function saved(page: Page, press: Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), press])
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}

async function expectAccessible(page: Page, root: Locator): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include(['#list_page_holder']).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([])
  expect(await root.evaluate((node) => node.scrollWidth - node.clientWidth)).toBe(0)
  // A section cuts off what is too wide, so nothing may reach its edge.
  const cut = await root.locator('.ysg-sec').evaluateAll((sections) =>
    sections.flatMap((section) => {
      const edge = section.getBoundingClientRect().right
      return [...section.querySelectorAll('button, input, select, td, dd')]
        .filter((node) => node.getBoundingClientRect().right > edge)
        .map((node) => node.outerHTML)
    }),
  )
  expect(cut).toEqual([])
}

describe('the firm', () => {
  it('tells templates its details and the function of its people, and switches copies in Kommo on', async () => {
    const { page, root, close } = await openSettings(browser, demo)
    await root.getByLabel('Company number').fill(firmWish.details.siren)
    await root.getByLabel('Bar', { exact: true }).fill('Paris')
    await root.getByText('1 change not saved: The firm.').waitFor()
    await root.getByText('Function and phone of each person').click()
    const marc = root.getByRole('group', { name: 'Marc Delorme' })
    await marc.getByLabel('Function').fill('avocat')
    await root.getByLabel(/^Put a copy of each signed document/).check()
    await page.reload()
    expect(await root.getByLabel('Bar', { exact: true }).inputValue()).toBe('Paris')
    await root.getByRole('button', { name: 'Save', exact: true }).click()
    await root.getByRole('button', { name: 'Discard' }).waitFor({ state: 'detached' })
    expect(demo.server.store.settings()).toMatchObject({
      details: { siren: firmWish.details.siren, bar: 'Paris' },
      people: [{ userId: people.marc, function: 'avocat', phone: '' }],
      copyToKommo: true,
    })
    await root.getByLabel('Bar', { exact: true }).fill('')
    await root.getByLabel(/^Put a copy of each signed document/).uncheck()
    await root.getByRole('button', { name: 'Save', exact: true }).click()
    await root.getByRole('button', { name: 'Discard' }).waitFor({ state: 'detached' })
    expect(demo.server.store.settings()).toMatchObject({ copyToKommo: false })
    expect(demo.server.store.settings().details).toEqual({ siren: firmWish.details.siren })
    await close()
  })
})

describe('own templates', () => {
  it('are asked for where a document type wants one and there is none', async () => {
    const { root, close } = await openSettings(browser, demo)
    await root.getByRole('button', { name: 'New document type' }).first().click()
    await root.getByRole('radio', { name: 'Your own template' }).check()
    await root.getByRole('button', { name: 'Add one' }).click()
    expect(await root.getByRole('heading', { name: 'Your own templates' }).evaluate(isFocused)).toBe(true)
    await root.getByRole('button', { name: 'Discard' }).click()
    await close()
  })

  it('begin with a draft of ours: downloaded, or taken in with its tags', async () => {
    const { page, root, close } = await openSettings(browser, demo)
    await root.getByRole('group', { name: 'Language of the draft' }).getByText('English').click()
    const power = root.getByRole('button', { name: 'Download Private power of attorney' })
    const file = await saved(page, power.click())
    expect([file.name, file.bytes.subarray(0, 4).toString()]).toEqual(['Private power of attorney.pdf', '%PDF'])
    await root.getByRole('button', { name: 'Take in as it is Fee agreement' }).click()
    const line = root.getByRole('button', { name: /^Fee agreement.*\.docx English, added on .* by Sophie Vasseur/ })
    await line.waitFor()
    expect(await line.evaluate(isFocused)).toBe(true)
    await root.getByRole('row', { name: '[[lead.fee_net]] Fee excl. VAT' }).waitFor()
    const own = await saved(page, root.getByRole('button', { name: 'Download', exact: true }).click())
    expect(own.bytes.subarray(0, 2).toString()).toBe('PK')
    await close()
  })

  it('have wrong tags marked with what was meant, and no other file is taken', async () => {
    const { root, close } = await openSettings(browser, demo)
    await choose(root, 'Procès-verbal.docx', writeWord('# Bail\nLoyer : [[lead.prise]], [[firm.name]].', 'fr'))
    await root.getByRole('button', { name: /^Procès-verbal\.docx.*no place to sign.*1 tag to correct/ }).waitFor()
    const wrong = root.getByRole('row', { name: /lead\.prise/ })
    await wrong.getByText('Did you mean lead.price').waitFor()
    await choose(root, 'Bail.docx', new TextEncoder().encode('no Word file'))
    await root.getByText('Bail.docx is neither a Word file (.docx) nor a PDF form. Choose another file.').waitFor()
    expect(demo.server.store.ownTemplates().map(({ name }) => name)).not.toContain('Bail')
    await close()
  })

  it('are tried on a lead, filled, and become the source of a document type', async () => {
    demo.server.store.changeSettings({ details: firmWish.details, people: firmWish.people })
    const leadId = caseLead(demo, 'Bail Durand', clients)
    const empty = caseLead(demo, 'Nothing filled in', clients.slice(0, 1))
    fillLead(demo.kommo, leadId)
    fillContacts(demo.kommo, leadId)
    const { page, root, close } = await openSettings(browser, demo)
    await root.getByRole('button', { name: /^Fee agreement.*\.docx/ }).click()
    const number = root.getByLabel(/^Number of a lead/)
    await number.fill('Durand')
    await number.press('Enter')
    await root.getByText('Type the number of a lead').waitFor()
    await number.fill('999999999')
    await number.press('Enter')
    await root.getByText('There is no lead with this number').waitFor()
    await number.fill(`https://aubry.kommo.com/leads/detail/${empty}`)
    await number.press('Enter')
    await root.getByText('It cannot be filled for Nothing filled in:').waitFor()
    await root.getByText('"Fee excl. VAT" is empty on the lead.').waitFor()
    expect(await root.getByRole('button', { name: 'Open the filled file' }).count()).toBe(0)
    await number.fill(String(leadId))
    await root.getByRole('button', { name: 'Try', exact: true }).click()
    await root.getByRole('row', { name: 'Fee excl. VAT €1,500.00' }).waitFor()
    const filled = await saved(page, root.getByRole('button', { name: 'Open the filled file' }).click())
    expect(filled.bytes.subarray(0, 2).toString()).toBe('PK')

    await root.getByRole('button', { name: 'New document type' }).first().click()
    await root.getByRole('textbox', { name: /^Name Managers/ }).fill('Fees from our template')
    await root.getByRole('radio', { name: 'Your own template' }).check()
    await root.getByRole('combobox', { name: /^Template/ }).selectOption({ index: 1 })
    await root.getByRole('button', { name: 'Save', exact: true }).click()
    await root.getByText('Something in the text cannot be filled in').waitFor()
    await root.getByRole('combobox', { name: /^Template/ }).selectOption({ index: 2 })
    await root.getByText('It is set in the Word file.').waitFor()
    await root.getByRole('button', { name: 'Save', exact: true }).click()
    await root.getByRole('button', { name: 'Discard' }).waitFor({ state: 'detached' })
    expect(typeNamed('Fees from our template')).toMatchObject({ source: { kind: 'own_template' } })
    await close()
  })

  it('come with a help: fields by name, copied as tags', async () => {
    const { root, close } = await openSettings(browser, demo)
    await root.getByText('How tags are written').click()
    await root.getByText('{{s1|signature|140|60}}').waitFor()
    await root.getByLabel('Find a field').fill('last name')
    await root.getByRole('button', { name: 'Copy Last name' }).click()
    await root.getByText(/\[\[signer\[1\]\.last_name\]\] is copied\.|by hand: \[\[signer/).waitFor()
    await root.getByLabel('Find a field').fill('xyz')
    await root.getByText('No field is called like this.').waitFor()
    await close()
  })

  it.each([
    ['light', 'en', 1280],
    ['dark', 'fr', 768],
  ] as const)('are accessible and fit: %s, %s, %i px', async (theme, lang, width) => {
    const { page, root, close } = await openSettings(browser, demo, { theme, lang, width })
    await root.getByRole('button', { name: /^Procès-verbal/ }).click()
    await root.getByRole('row', { name: lang === 'fr' ? '[[firm.name]] Cabinet' : '[[firm.name]] Firm' }).waitFor()
    await root.getByText(lang === 'fr' ? 'Comment écrire les balises' : 'How tags are written').click()
    await root.getByText(lang === 'fr' ? 'Fonction et téléphone' : 'Function and phone of each').click()
    await root.getByRole('button', { name: /^Fees from our template/ }).click()
    await expectAccessible(page, root)
    await close()
  })
})

describe('places to sign', () => {
  it('are placed in a tab of their own once the type is saved, counted, and removed', async () => {
    const { page, root, close } = await openSettings(browser, demo)
    await root.getByRole('button', { name: 'New document type' }).first().click()
    await root.getByRole('textbox', { name: /^Name Managers/ }).fill('Placed by hand')
    const place = root.getByRole('button', { name: 'Place them on a sample' })
    expect(await place.getAttribute('aria-disabled')).toBe('true')
    await root.getByText('Save first: places are set').waitFor()
    await root.getByRole('button', { name: 'Save', exact: true }).click()
    await root.getByRole('button', { name: /^Placed by hand/ }).click()
    const [tab] = await Promise.all([page.waitForEvent('popup'), place.click()])
    await tab.waitForURL(/\/settings\/places\//)
    await tab.getByText('Placed by hand').first().waitFor()
    expect(await tab.evaluate(() => window.opener)).toBeNull()
    await tab.close()

    const type = typeNamed('Placed by hand')
    if (type === undefined) throw new Error('the type was not saved')
    const { id, version, savedAt, savedBy, retiredAt: _, ...body } = type
    const box = { signer: 1, kind: 'signature' as const, x: 80, y: 600, width: 140, height: 60 }
    const places = { boxes: [{ ...box, page: { from: 'last' as const, offset: 0 } }], initials: false }
    demo.server.store.saveDocumentType({ id, base: version, body: { ...body, places }, by: savedBy }, savedAt)
    await page.evaluate(() => window.dispatchEvent(new Event('focus')))
    await root.getByText('1 place set.').waitFor()
    await root.getByRole('button', { name: 'Remove the places' }).click()
    await root.getByText('No places set').waitFor()
    await root.getByRole('button', { name: 'Save', exact: true }).click()
    await root.getByText('Version 3, saved by').waitFor()
    expect(typeNamed('Placed by hand')?.places).toBeNull()
    await close()
  })
})

/** Whether the element has the focus, inside its shadow root. */
function isFocused(node: Element): boolean {
  return (node.getRootNode() as ShadowRoot).activeElement === node
}
