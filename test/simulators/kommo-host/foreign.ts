// The other widget in the panel: an agenda with greedy class names and, if asked, bad manners.
import type { WidgetArchive } from './archive.ts'
import { publicFile } from './assets.ts'

const names = ['style.css', 'i18n/en.json']

/** Its archive, put together from public/foreign/. */
export async function foreignArchive(): Promise<WidgetArchive> {
  const files = new Map<string, Uint8Array>()
  for (const name of names) {
    const bytes = await publicFile(`foreign/${name.replace('i18n/', '')}`)
    if (bytes !== undefined) files.set(name, bytes)
  }
  const script = await publicFile('foreign/script.mjs')
  if (script !== undefined) files.set('script.js', script)
  for (const image of ['logo_medium', 'logo_min']) files.set(`images/${image}.png`, dot)
  return {
    files,
    version: '4.2.0',
    initOnce: false,
    locales: ['en'],
    name: 'Agenda',
    description: 'Today of the person in charge',
    areas: new Set(['lcard', 'ccard']),
    support: { link: '', email: '' },
  }
}

// A transparent pixel; the caption's name is what people read.
const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
  'base64',
)
