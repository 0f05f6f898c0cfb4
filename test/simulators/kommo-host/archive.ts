// The uploaded widget.zip as the account keeps it: unpacked, served, described to the pages that load it.
import { unzipSync } from 'fflate'

export interface WidgetArchive {
  files: Map<string, Uint8Array>
  version: string
  initOnce: boolean
  locales: string[]
  /** From the lang file of the account's language: the server's texts replace those of the loaded file. */
  name: string
  description: string
  /** Areas in which the widget is listed, e.g. `lcard`, `settings`. */
  areas: Set<string>
  support: unknown
}

/** Unpacks a built archive. Throws when it cannot be what Kommo's uploader would have accepted: no manifest, no script. */
export function openArchive(zip: Uint8Array): WidgetArchive {
  const files = new Map<string, Uint8Array>()
  for (const [path, bytes] of Object.entries(unzipSync(zip))) {
    if (path.includes('\\')) throw new Error(`backslash in the archive: ${path}`)
    if (!path.endsWith('/')) files.set(path, bytes)
  }
  const manifest = json(files, 'manifest.json')
  const widget = record(manifest['widget'])
  const locales = strings(widget['locale'])
  const lang = record(json(files, `i18n/${locales[0] ?? 'en'}.json`)['widget'])
  if (!files.has('script.js')) throw new Error('the archive has no script.js at its root')
  return {
    files,
    version: String(widget['version']),
    initOnce: widget['init_once'] === true,
    locales,
    name: String(lang['name']),
    description: String(lang['description']),
    areas: new Set(strings(manifest['locations']).map(area)),
    support: widget['support'] ?? {},
  }
}

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  gif: 'image/gif',
  jpg: 'image/jpeg',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
}

/** The content type for a file name; unknown endings are downloads. */
export function contentType(path: string): string {
  return types[/\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream'
}

// `lcard-1` and `lcard-0` both load in area `lcard`; only what the widget renders differs.
function area(location: string): string {
  return location.replace(/-[01]$/, '')
}

function json(files: Map<string, Uint8Array>, path: string): Record<string, unknown> {
  const bytes = files.get(path)
  if (bytes === undefined) throw new Error(`the archive has no ${path}`)
  return record(JSON.parse(new TextDecoder().decode(bytes)))
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []
}
