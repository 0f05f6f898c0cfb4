// The signer's side in the browser: the inbox, the document, the code, the signature, on the simulated Yousign's own pages.
import type { Browser, Page } from 'playwright'
import type { Demo } from '../world/demo.ts'

export interface SigningOptions {
  email: string
  /** Advanced and Qualified: an identity check comes first. */
  identity?: boolean
  /** A code comes by SMS to this number; null where none is asked. */
  phone?: string | null
  decline?: string
}

/** Opens the newest invitation in the inbox and signs (or declines) as a person would. */
export async function signInBrowser(browser: Browser, demo: Demo, options: SigningOptions): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 420, height: 900 }, locale: 'en-GB' })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(`${demo.inboxUrl}?to=${encodeURIComponent(options.email)}`)
  await page.getByRole('link', { name: 'Read and sign' }).first().click()
  await page.getByRole('button', { name: 'Open the document' }).click()
  if (options.decline !== undefined) await decline(page, options.decline)
  else await sign(page, demo, options)
  await context.close()
}

async function sign(page: Page, demo: Demo, options: SigningOptions): Promise<void> {
  const next = page.getByRole('button', { name: 'Continue' })
  await next.waitFor()
  for (const box of await page.locator('input[name=consent][required]').all()) await box.check()
  await next.click()
  if (options.identity === true) await page.getByRole('button', { name: 'Confirm my identity' }).click()
  const code = page.getByLabel('Code')
  const signButton = page.getByRole('button', { name: 'Sign', exact: true })
  await signButton.waitFor()
  if ((await code.count()) > 0) await code.fill(latestCode(demo, options))
  await signButton.click()
  await page
    .getByText(/signed/i)
    .first()
    .waitFor()
}

async function decline(page: Page, reason: string): Promise<void> {
  await page.getByText('Decline to sign').click()
  await page.getByLabel('Why?').fill(reason)
  await page.getByRole('button', { name: 'Decline' }).click()
  await page
    .getByText(/declined/i)
    .first()
    .waitFor()
}

/** The newest code that was sent to the signer's phone or mailbox. */
function latestCode(demo: Demo, options: SigningOptions): string {
  const to = options.phone ?? options.email
  const message = demo.yousign.inbox.findLast((one) => one.to === to && one.code !== null)
  if (message?.code) return message.code
  throw new Error(`no code was sent to ${to}`)
}
