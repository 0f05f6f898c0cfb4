import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../chromium.ts'
import type { ProbePage } from '../simulators/kommo-host/probe-page.ts'
import { createProbePage } from '../simulators/kommo-host/probe-page.ts'
import { divorce, helene, ines, marc, signature, sophie, succession } from '../simulators/kommo-host/sample-account.ts'

let browser: Browser
let probe: ProbePage
let page: Page

beforeAll(async () => {
  browser = await launchChromium()
  probe = await createProbePage(browser)
  page = probe.page
  await probe.open()
})
afterAll(async () => {
  await probe.close()
  await browser.close()
})

const lead = () => probe.kommo.state.leads.get(succession)
const feed = () => page.locator('.k-ev')

/** What a widget listening to the open card's model hears. */
async function listen(): Promise<void> {
  await page.evaluate(() => {
    const { APP } = window as unknown as { APP: { data: { current_card: { model: Model } } } }
    const heard: string[] = []
    Object.assign(document, { heard })
    APP.data.current_card.model.on('change', (model) => heard.push(...Object.keys(model.changed)))
  })
}

interface Model {
  changed: Record<string, unknown>
  on(name: string, handler: (model: Model) => void): void
}

const heard = () => page.evaluate(() => (document as unknown as { heard: string[] }).heard)

describe('what a person does on the card', () => {
  it('moves the lead by a click on a stage, which the model announces and the feed tells', async () => {
    await listen()
    await page.getByRole('button', { name: 'Move to Signature' }).click()
    await expect.poll(() => lead()?.statusId).toBe(signature)
    await expect.poll(heard).toEqual(['lead[STATUS]'])
    await expect.poll(() => feed().last().textContent()).toContain('Stage Devis → Signature by Sophie Vasseur')
  })

  it('types without saving, then saves: model first, account after', async () => {
    await listen()
    const field = page.getByLabel('Matter')
    await field.fill('2026-0999')
    await field.blur()
    await expect.poll(heard).toEqual(['CFV[4101]'])
    expect(lead()?.values.get(4101)).toEqual([{ value: '2026-0412' }])
    await page.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => lead()?.values.get(4101)).toEqual([{ value: '2026-0999' }])
    await expect.poll(() => page.getByRole('button', { name: 'Save' }).count()).toBe(0)
  })

  it('corrects an e-mail address in place', async () => {
    const email = page.getByLabel('E-mail of the contact')
    await email.fill('h.mercier@example.fr')
    await email.press('Tab')
    const field = probe.kommo.state.fields.contacts.find((each) => each.code === 'EMAIL')?.id ?? 0
    const stored = () =>
      probe.kommo.state.contacts
        .get(helene)
        ?.values.get(field)
        ?.map((each) => each.value)
    await expect.poll(stored).toEqual(['h.mercier@example.fr'])
    await expect.poll(() => feed().last().textContent()).toContain('Email changed on Hélène Mercier-Lefèvre')
  })

  it('adds a contact', async () => {
    await page.getByText('Add a contact').click()
    await page.getByLabel('Name of the new contact').fill('Jean-Baptiste Le Goff')
    await page.getByLabel('Phone of the new contact').fill('+33 6 39 98 55 21')
    await page.getByRole('button', { name: 'Add', exact: true }).first().click()
    await expect.poll(() => page.locator('.k-person').count()).toBe(2)
    expect(lead()?.contacts.map((contact) => contact.isMain)).toEqual([true, false])
  })

  it('writes a note, whose text stays text', async () => {
    await page.getByLabel('Note').fill('<img src=x onerror=alert(1)> https://example.test/a?b=1')
    await page.getByLabel('Note').press('Enter')
    const note = page.locator('.k-ev[data-kind="note"]')
    await expect.poll(() => note.count()).toBe(1)
    expect(await note.locator('img').count()).toBe(0)
    expect(await note.locator('a').getAttribute('href')).toBe('https://example.test/a?b=1')
  })

  it('uploads a file, lists it and gives it back', async () => {
    await page.getByRole('tab', { name: 'Files' }).click()
    const buffer = Buffer.from('%PDF-1.7 sample')
    await page
      .locator('#k_upload')
      .setInputFiles({ name: "Convention d'honoraires.pdf", mimeType: 'application/pdf', buffer })
    const link = page.locator('.k-files a')
    await expect.poll(() => link.count()).toBe(1)
    expect(await link.textContent()).toBe("Convention d'honoraires.pdf")
    const response = await fetch(new URL((await link.getAttribute('href')) ?? '', probe.kommo.url))
    expect(await response.text()).toBe('%PDF-1.7 sample')
    expect(probe.kommo.state.fileLinks[0]).toMatchObject({ entityType: 'leads', entityId: succession })
  })
})

describe('what others do', () => {
  it('shows by itself, and the model does not announce it', async () => {
    await probe.open()
    await listen()
    probe.kommo.moveLead(succession, 142, undefined, marc)
    probe.kommo.addNote(succession, 'Called back', marc)
    await expect.poll(() => page.locator('.k-stage__pick').inputValue()).toBe('142')
    await expect.poll(() => page.getByText('Called back').count()).toBe(1)
    expect(await heard()).toEqual([])
  })

  it('never takes away what somebody is typing', async () => {
    const email = page.getByLabel('E-mail of the contact').first()
    await email.fill('half an addr')
    probe.kommo.editContact(helene, { phones: ['+33 6 00 00 00 00'] }, marc)
    probe.kommo.addNote(succession, 'Another one', marc)
    await expect.poll(() => page.getByText('Another one').count()).toBe(1)
    expect(await email.inputValue()).toBe('half an addr')
  })
})

describe('ways through the leads', () => {
  it('go by the list, by next and previous, and by the bar', async () => {
    await probe.open('foreign=none', '/leads/list')
    await page.getByRole('link', { name: 'Divorce Aramon' }).click()
    await expect.poll(() => page.locator('.k-name').inputValue()).toBe('Divorce Aramon')
    expect(new URL(page.url()).pathname).toBe(`/leads/detail/${divorce}`)
    await page.getByRole('button', { name: 'Previous lead' }).click()
    await expect.poll(() => page.locator('.k-name').inputValue()).toBe('Succession Mercier-Lefèvre')
    await page.getByRole('combobox', { name: 'Lead', exact: true }).selectOption('Divorce Aramon')
    await expect.poll(() => page.locator('.k-name').inputValue()).toBe('Divorce Aramon')
  })

  it('hide from a restricted user what is not theirs', async () => {
    await probe.open(`foreign=none&user=${ines}`)
    expect(await page.getByRole('heading', { name: 'You have no access to this lead' }).count()).toBe(1)
    expect(await page.locator('#widgets_block').count()).toBe(0)
    await probe.open(`foreign=none&user=${ines}`, '/leads/list')
    expect(await page.locator('.k-table tbody tr').count()).toBe(0)
    await probe.open(`foreign=none&user=${sophie}`)
    expect(await page.locator('.k-name').inputValue()).toBe('Succession Mercier-Lefèvre')
  })
})
