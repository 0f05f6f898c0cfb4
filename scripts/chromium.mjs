// The browser for the end-to-end tests: named by CHROMIUM_PATH, found on the machine, Playwright's own, or installed where we
// may (Debian as root). Plain JavaScript: it runs before anything else is certain.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fail, root } from './prepare.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

/** Absolute path of a Chromium or Chrome; ends the process with a sentence when none is to be had. */
export function findOrInstallChromium() {
  const found = findChromium()
  if (found !== null) return found
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0
  if (asRoot) {
    process.stderr.write('Installing Chromium for the browser tests ...\n')
    const apt = (args) =>
      spawnSync('apt-get', args, {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      }).status === 0
    if (
      apt(['update', '-qq']) &&
      apt(['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'])
    ) {
      const installed = findChromium()
      if (installed !== null) return installed
    }
  } else {
    spawnSync(process.execPath, [join(root, 'node_modules', 'playwright', 'cli.js'), 'install', 'chromium'], {
      stdio: 'inherit',
    })
    const downloaded = findChromium()
    if (downloaded !== null) return downloaded
  }
  return fail(
    'The browser tests need Chromium or Chrome. Install one, or set CHROMIUM_PATH to its program, and run the same command again.',
  )
}

/** The same search without installing anything; null when there is none. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) return existsSync(named) ? named : null
  const folders = (process.env.PATH ?? '').split(delimiter)
  for (const name of names) {
    const path = folders.map((folder) => join(folder, name)).find((candidate) => existsSync(candidate))
    if (path !== undefined) return path
  }
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  return existsSync(mac) ? mac : cached()
}

function cached() {
  const folder = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache', 'ms-playwright')
  if (!existsSync(folder)) return null
  const builds = readdirSync(folder).filter((name) => /^chromium-\d+$/.test(name))
  const paths = builds.flatMap((name) =>
    ['chrome-linux/chrome', 'chrome-linux64/chrome'].map((part) => join(folder, name, part)),
  )
  return paths.find((path) => existsSync(path)) ?? null
}
