// The three document types of the demonstration: each sent in two clicks, with what the lead says in what the signer sees.
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withReader } from '../../server/documents/reader.ts'
import { launchChromium } from '../chromium.ts'
import { type Demo, startDemo } from '../world/demo.ts'
import { until } from '../world/world.ts'
import { openCard } from './card.ts'

let browser: Browser
let demo: Demo

beforeAll(async () => {
  browser = await launchChromium()
  demo = await startDemo({ undoSeconds: 0, auditTrailDelay: 200, types: true })
})

afterAll(async () => {
  await browser?.close()
  await demo?.[Symbol.asyncDispose]()
})

const cases = [
  {
    name: 'a fee agreement from a Word file, two clients, then the firm',
    lead: 'fees',
    type: 'Convention d’honoraires',
    people: 3,
    level: 'electronic_signature',
    says: ['Hélène Mercier', 'Jean-Baptiste Le Goff', '1 500,00 €', 'mille huit cents euros', '2026-118', 'SELARL'],
  },
  {
    name: 'a preliminary sale agreement from a template at Yousign, buyers and seller, notary last',
    lead: 'sale',
    type: 'Avant-contrat sous signature privée',
    people: 4,
    level: 'advanced_electronic_signature',
    says: ['5 quai Saint-Antoine, 69002 Lyon', '€350,000.00', 'three hundred and fifty thousand euros'],
  },
  {
    name: 'a private power of attorney as a PDF form, one person',
    lead: 'power',
    type: 'Procuration sous signature privée',
    people: 1,
    level: 'qualified_electronic_signature',
    says: ['Tanguy', 'Łukasiewicz', '1er janvier 1986'],
  },
] as const

describe('in two clicks', () => {
  it.each(cases)('sends $name', async ({ lead, type, people, level, says }) => {
    const leadId = demo.types?.leads[lead] ?? 0
    const card = await openCard(browser, demo, { leadId })
    await card.sees(type)
    await card.press('Review and send')
    await card.press(people === 1 ? 'Send to 1 person' : `Send to ${people} people`)
    await card.sees('Invited on')
    expect(card.clicks()).toBe(2)
    await card.close()
    const request = await until('it is at Yousign', () =>
      [...demo.yousign.state.requests.values()].find(
        ({ external_id, status }) => external_id?.includes(`-${leadId}-`) && status === 'ongoing',
      ),
    )
    expect(request.signers.map(({ signature_level }) => signature_level)).toEqual(Array(people).fill(level))
    const text = await textOf(await shownTo(request.id, request.documents[0]?.id ?? ''))
    for (const part of says) expect(text).toContain(part)
  })
})

/** The document as Yousign hands it out. */
async function shownTo(requestId: string, documentId: string): Promise<Uint8Array> {
  const key = [...demo.yousign.state.keys.keys()][0] ?? ''
  const url = `${demo.yousign.url}/v3/signature_requests/${requestId}/documents/${documentId}/download`
  const answer = await fetch(url, { headers: { authorization: `Bearer ${key}` } })
  return new Uint8Array(await answer.arrayBuffer())
}

/** With all kinds of blanks as one. */
async function textOf(pdf: Uint8Array): Promise<string> {
  return withReader(pdf, async (reader) => {
    const pages: string[] = []
    for (let page = 1; page <= reader.pages; page += 1)
      pages.push((await reader.text(page)).map(({ str }) => str).join(' '))
    return pages.join(' ').replace(/\s+/g, ' ')
  })
}
