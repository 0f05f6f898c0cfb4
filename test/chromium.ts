// One place that knows which browser the end-to-end tests and the demo's screenshots use.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Browser } from 'playwright'
import { chromium } from 'playwright'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The browser's path: `CHROMIUM_PATH`, else one on the PATH, else Playwright's own. Throws with what to do when there is none. */
export function chromiumPath(env: NodeJS.ProcessEnv = process.env): string {
  const given = env['CHROMIUM_PATH']
  if (given !== undefined && given !== '') {
    if (existsSync(given)) return given
    throw new Error(`CHROMIUM_PATH names ${given}, which does not exist`)
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const candidates = [
    ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
    chromium.executablePath(),
  ]
  const found = candidates.find((path) => existsSync(path))
  if (found !== undefined) return found
  throw new Error('No Chromium found. Install chromium, or set CHROMIUM_PATH, or run: npx playwright install chromium')
}

/** Starts it without a window. The caller closes it. */
export async function launchChromium(): Promise<Browser> {
  // Containers run as root and have a small /dev/shm; both stop Chromium otherwise.
  const args = ['--no-sandbox', '--disable-dev-shm-usage']
  return chromium.launch({ executablePath: chromiumPath(), args })
}
