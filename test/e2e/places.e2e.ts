// The place editor in a browser: a box that is put on a page of the sample is where the signature is in the signed PDF.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPlaceEditor } from '../../scripts/build-place-editor.ts'
import type { Card } from '../../shared/card.ts'
import type { SettingsPage } from '../../shared/settings.ts'
import { launchChromium } from '../chromium.ts'
import { sampleType } from '../fixtures/document-type.ts'
import { a4, letter, type Rectangle, rectanglesOn, sheets } from '../fixtures/sheets.ts'
import { newLead, openNew, reached, remoteId, send, signedBytes } from '../integration/story.ts'
import { people } from '../simulators/kommo/seed-data.ts'
import { createWorld, type World } from '../world/world.ts'

let browser: Browser
let world: World
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'places-'))
  await buildPlaceEditor(fileURLToPath(new URL('../..', import.meta.url)), folder)
  browser = await launchChromium()
  world = await createWorld({ yousign: { auditTrailDelay: 0 }, overrides: { placeEditor: folder } })
})

afterAll(async () => {
  await browser?.close()
  await world?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

/** A type that the main client and the lead's responsible user sign. */
async function typeNamed(name: string): Promise<string> {
  const { card } = await openNew(world)
  const source = { kind: 'file' as const, pattern: null }
  const body = {
    ...sampleType,
    name,
    source,
    mode: 'otp_email' as const,
    modes: ['otp_email' as const],
    consents: [],
    followUps: [],
  }
  const answer = await card.call('saveType', {}, { id: null, base: null, body })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return (answer.body as SettingsPage).types.find((one) => one.name === name)?.id ?? ''
}

/** The editor as the settings page opens it; `errors` are those of the page and what its policy has stopped. */
async function openEditor(id: string, options: BrowserContextOptions = {}) {
  const { card } = await openNew(world)
  const answer = await card.call('openPlaces', { type: id })
  const { pathname, hash } = new URL((answer.body as { url: string }).url)
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 1400 }, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  const address = `${world.url}${pathname}${hash}`
  await page.goto(address)
  return { page, errors, address, [Symbol.asyncDispose]: () => context.close() }
}

const chooseSample = (page: Page, bytes: Uint8Array) =>
  page
    .locator('input[type=file]')
    .setInputFiles({ name: 'Mandat.pdf', mimeType: 'application/pdf', buffer: Buffer.from(bytes) })

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

/** Drags with the mouse by so many pixels, from the middle of what is dragged. */
async function drag(page: Page, target: Locator, across: number, down: number): Promise<void> {
  const at = await target.boundingBox()
  if (at === null) throw new Error('nothing to drag')
  const [x, y] = [at.x + at.width / 2, at.y + at.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + across / 2, y + down / 3)
  await page.mouse.move(x + across, y + down)
  await page.mouse.up()
}

/** Where the eye sees the box, in points of the page. */
async function seen(page: Page, name: string, width: number): Promise<Rectangle> {
  const box = await page.getByRole('button', { name, exact: true }).boundingBox()
  const sheet = await page.locator('.sheet').boundingBox()
  if (box === null || sheet === null) throw new Error(`${name} is not on the page`)
  const scale = sheet.width / width
  return {
    x: (box.x - sheet.x) / scale,
    y: (box.y - sheet.y) / scale,
    width: box.width / scale,
    height: box.height / scale,
  }
}

function expectSame(one: Rectangle | undefined, other: Rectangle): void {
  for (const side of ['x', 'y', 'width', 'height'] as const)
    expect(Math.abs((one?.[side] ?? Number.NaN) - other[side]), side).toBeLessThan(1)
}

describe('a box placed in the editor', () => {
  it.each([
    ['A4', a4],
    ['Letter', letter],
  ])('is where the signature is in the signed PDF, on %s, first and last page', async (name, size) => {
    const id = await typeNamed(`Mandat ${name}`)
    await using editor = await openEditor(id)
    const { page } = editor
    await chooseSample(page, await sheets([size, size, size]))
    await press(page, 'Add a signature for Client')
    const client = page.getByRole('button', { name: 'Client, signature', exact: true })
    await drag(page, client, 173, -311)
    await drag(page, page.getByRole('button', { name: 'Size of Client, signature' }), 41, 23)
    const onFirst = await seen(page, 'Client, signature', size.width)
    await press(page, 'Last page')
    await press(page, 'Add a signature for Our firm')
    // Beyond the corner: it stops at the edge of the page.
    await drag(page, page.getByRole('button', { name: 'Our firm, signature', exact: true }), 2000, 2000)
    expect(await page.getByLabel('Counted from the last page').isChecked()).toBe(true)
    const onLast = await seen(page, 'Our firm, signature', size.width)
    expect(onLast.x + onLast.width).toBeGreaterThan(size.width - 1.5)
    await press(page, 'Save the places')
    await page.getByText('Saved as version 2').waitFor()
    expect(editor.errors).toEqual([])

    // Sent with a document of another length: the last page is another one.
    const leadId = newLead(world, { documents: [], responsibleUserId: people.sophie })
    world.kommo.uploadLeadFile(leadId, 'Mandat.pdf', await sheets([size, size, size, size]), people.sophie)
    await world.kommo.hooksSettled()
    const card = await world.session(leadId)
    const type = ((await card.call('card')).body as Card).composer?.types.find((one) => one.id === id)
    if (type === undefined) throw new Error('the type is not offered')
    const request = await reached(world, (await send(card, type.form)).id, 'ongoing')
    for (const position of [0, 1]) world.yousign.sign(remoteId(request, position))
    await reached(world, request.id, 'done')
    const signed = await signedBytes(world, request.yousignId ?? '', request.documents[0]?.yousignId ?? '')
    const drawn = await Promise.all([1, 2, 3, 4].map((number) => rectanglesOn(signed, number)))
    expect(drawn.map((on) => on.length)).toEqual([1, 0, 0, 1])
    expectSame(drawn[0]?.[0], onFirst)
    expectSame(drawn[3]?.[0], onLast)
  })
})

describe('the place editor', () => {
  it('works with the keyboard alone, says where a box is, and holds a save until everybody has a place', async () => {
    const id = await typeNamed('Clavier')
    await using editor = await openEditor(id)
    const { page } = editor
    await chooseSample(page, await sheets([a4, a4]))
    await page.getByRole('button', { name: 'Add a signature for Client' }).press('Enter')
    const client = page.getByRole('button', { name: 'Client, signature', exact: true })
    await expect.poll(() => client.evaluate((element) => element === document.activeElement)).toBe(true)
    await client.press('ArrowUp')
    await client.press('Shift+ArrowRight')
    await page.getByText('70 points from the left, 720 from the top').waitFor()
    await page.getByRole('button', { name: 'Size of Client, signature' }).press('Shift+ArrowDown')
    await page.getByText('180 by 70 points').waitFor()
    await page.getByText('Somebody has no signature yet.').waitFor()
    await page.getByRole('button', { name: 'Save the places' }).click({ force: true })
    expect(world.server.store.documentType(id)?.version).toBe(1)
    await page.getByRole('button', { name: 'Add a signature for Our firm' }).press('Enter')
    await page.getByRole('button', { name: 'Add a date for Our firm' }).press('Enter')
    await page.getByRole('button', { name: 'Our firm, date', exact: true }).press('Delete')
    await page.getByLabel('Initials on every page').check()
    await page.getByRole('button', { name: 'Save the places' }).press('Enter')
    await page.getByText('Saved as version 2').waitFor()
    expect(world.server.store.documentType(id)?.places).toMatchObject({
      initials: true,
      boxes: [
        { signer: 1, kind: 'signature', x: 70, y: 720, width: 180, height: 70 },
        { signer: 2, kind: 'signature' },
      ],
    })
    expect(editor.errors).toEqual([])
  })

  it('tells what is wrong with a sample, with an old address, and with a version that is no longer the newest', async () => {
    const id = await typeNamed('Refus')
    await using editor = await openEditor(id, { locale: 'fr-FR' })
    const { page, address } = editor
    await chooseSample(page, Buffer.from('no PDF'))
    await page.getByText('This file cannot be read as a PDF').waitFor()
    await chooseSample(page, await sheets([{ ...a4, turn: 90 }]))
    await page.getByText('This page is rotated').first().waitFor()
    expect(await page.getByRole('button', { name: 'Add a signature for Client' }).getAttribute('aria-disabled')).toBe(
      'true',
    )
    await chooseSample(page, await sheets([a4]))
    await press(page, 'Add a signature for Client')
    await press(page, 'Add a signature for Our firm')
    const { card } = await openNew(world)
    const {
      id: _,
      version,
      savedAt: _at,
      savedBy: _by,
      retiredAt: _gone,
      ...body
    } = world.server.store.documentType(id) ?? { id, version: 0, savedAt: 0, savedBy: '', retiredAt: null }
    await card.call('saveType', {}, { id, base: version, body })
    await press(page, 'Save the places')
    await page.getByText('Sophie Vasseur has saved this document type meanwhile').waitFor()
    expect(page.url()).not.toContain('#')

    const again = await page.context().newPage()
    await again.goto(address)
    await again.getByText('Rouvrez l’éditeur depuis la page des réglages dans Kommo').waitFor()
  })

  it.each(['light', 'dark'] as const)('has no serious accessibility problem, %s', async (colorScheme) => {
    const id = await typeNamed(`Vue ${colorScheme}`)
    await using editor = await openEditor(id, { colorScheme })
    const { page } = editor
    await chooseSample(page, await sheets([a4, a4]))
    await press(page, 'Add a signature for Client')
    await press(page, 'Add a date for Our firm')
    const { violations } = await new AxeBuilder({ page }).analyze()
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect(serious.map(({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([])
  })
})
