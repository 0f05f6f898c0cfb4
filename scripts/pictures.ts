// Takes the README's pictures from the running product: `node scripts/run.mjs scripts/pictures.ts`.
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { launchChromium } from '../test/chromium.ts'
import { openCard } from '../test/e2e/card.ts'
import { openSettings } from '../test/e2e/settings-page.ts'
import { startDemo } from '../test/world/demo.ts'

const folder = fileURLToPath(new URL('../test/e2e/pictures/', import.meta.url))
const lead = 10_423
await mkdir(folder, { recursive: true })
const browser = await launchChromium()
const demo = await startDemo({ fine: true, undoSeconds: 0 })
const card = await openCard(browser, demo, { leadId: lead, viewport: { width: 1280, height: 800 } })
await card.sees('Names, phones and e‑mails checked')
await card.page.screenshot({ path: `${folder}ready.png` })
await card.press('Change signers')
await card.press('Add a signer')
await card.press(/^Jean-Baptiste/)
await card.press('Review and send')
await card.press('Send to 2 people')
await card.sees('Invited on')
const signer = demo.server.store.requestsOfLead(lead)[0]?.signers[0]?.yousignId ?? ''
demo.yousign.openLink(signer)
demo.yousign.sign(signer)
await card.sees('1 of 2 signed')
await card.page.screenshot({ path: `${folder}ongoing.png` })
await card.close()
const settings = await openSettings(browser, demo, { height: 800 })
await settings.root.getByText('English', { exact: true }).first().click()
await settings.root.getByLabel('I confirm these levels for our firm').check()
await settings.root.getByRole('button', { name: 'Add 7 document types' }).click()
await settings.root.getByText('You have all of them already.').waitFor()
await settings.root.getByRole('button', { name: /^Fee agreement/ }).click()
await settings.root.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded()
await settings.page.screenshot({ path: `${folder}settings.png` })
await settings.close()
await browser.close()
await demo[Symbol.asyncDispose]()
process.stdout.write(`${folder}ready.png\n${folder}ongoing.png\n${folder}settings.png\n`)
