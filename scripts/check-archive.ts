// Looks at a built widget.zip as Kommo's uploader would, and at what the uploader would not say: contracts/kommo-widget.md
// 9.7, V1 to V5. Plain data in, sentences out.
import { unzipSync } from 'fflate'
import { imageSizes } from './make-images.ts'

export interface ArchiveRules {
  /** The only backend the code may name. */
  origin: string
  /** Version of the archive. */
  version: string
}

/** Everything wrong with the archive, one sentence each; empty when it can be uploaded. */
export function checkArchive(zip: Uint8Array, rules: ArchiveRules): string[] {
  const files = new Map(Object.entries(unzipSync(zip)))
  return [
    ...checkEntries(files, zip),
    ...checkManifest(files, rules),
    ...checkImages(files),
    ...checkScripts(files, rules),
    ...checkLanguages(files),
  ]
}

type Files = ReadonlyMap<string, Uint8Array>

/** V1: entries at the root, forward slashes, nothing that does not belong there; a fixed time makes it deterministic. */
function checkEntries(files: Files, zip: Uint8Array): string[] {
  const allowed = /^(manifest\.json|(script|actions|send|settings)\.js|i18n\/[a-z]{2}\.json|images\/[a-z_]+\.png)$/
  const wrong = [...files.keys()].filter((path) => !allowed.test(path)).map((path) => `${path} does not belong there`)
  const missing = ['manifest.json', 'script.js', 'actions.js', 'send.js', 'settings.js'].filter(
    (path) => !files.has(path),
  )
  // Local header: signature, then the DOS time and date at 10; 1 January 1980 at midnight.
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  const stamped = view.getUint16(10, true) === 0 && view.getUint16(12, true) === 0x21
  return [
    ...wrong,
    ...missing.map((path) => `${path} is missing`),
    ...(stamped ? [] : ['the time of an entry is not fixed']),
  ]
}

/** V2: the known refusals of Kommo's uploader. */
function checkManifest(files: Files, rules: ArchiveRules): string[] {
  const manifest = json(files, 'manifest.json')
  const widget = object(manifest['widget'])
  const locations = Array.isArray(manifest['locations']) ? manifest['locations'].map(String) : []
  const settings = object(manifest['settings'])
  const locales = Array.isArray(widget['locale']) ? widget['locale'].map(String) : []
  const languages = [...files.keys()].filter((path) => path.startsWith('i18n/'))
  const pairs = locations.filter((place) => place.endsWith('-0') && locations.includes(place.replace('-0', '-1')))
  const blocks = { digital_pipeline: 'dp', advanced_settings: 'advanced', salesbot_designer: 'salesbot_designer' }
  const unmatched = Object.entries(blocks).filter(([place, block]) => locations.includes(place) !== block in manifest)
  const references = [...JSON.stringify(manifest).matchAll(/"((?:widget|settings|advanced|dp)\.[\w.]+)"/g)].map(
    ([, key = '']) => key,
  )
  const unresolved = languages.flatMap((path) =>
    references.filter((key) => typeof at(json(files, path), key) !== 'string').map((key) => `${path} has no ${key}`),
  )
  return [
    widget['interface_version'] === 2 ? '' : 'interface_version is not 2',
    widget['version'] === rules.version && /^\d+\.\d+\.\d+$/.test(rules.version) ? '' : 'the version is not a.b.c',
    widget['init_once'] === false ? '' : 'init_once is not false',
    object(object(manifest['tour']))['is_tour'] === false ? 'tour.is_tour false is refused' : '',
    locations.includes('settings') && Object.keys(settings).length === 0 ? 'settings is empty' : '',
    locales.length === languages.length && locales.every((each) => files.has(`i18n/${each}.json`))
      ? ''
      : 'locales and language files differ',
    'code' in widget || 'secret_key' in widget ? 'code and secret_key are legacy' : '',
    ...pairs.map((place) => `${place} and its pair are both there`),
    ...unmatched.map(([place, block]) => `location ${place} and block ${block} do not match`),
    ...unresolved,
  ].filter(Boolean)
}

/** V3: exact sizes, 300 kB at most. */
function checkImages(files: Files): string[] {
  return Object.entries(imageSizes).flatMap(([name, [width, height]]) => {
    const bytes = files.get(`images/${name}`)
    if (bytes === undefined) return [`images/${name} is missing`]
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const isPng = view.getUint32(0) === 0x89504e47 && view.getUint32(4) === 0x0d0a1a0a
    const fits = isPng && view.getUint32(16) === width && view.getUint32(20) === height
    const light = bytes.length <= 300_000
    return [
      fits ? '' : `images/${name} is no PNG of ${width} x ${height}`,
      light ? '' : `images/${name} is too heavy`,
    ].filter(Boolean)
  })
}

/** V4: one anonymous define each, nothing a linter or a policy refuses, one backend. */
function checkScripts(files: Files, rules: ArchiveRules): string[] {
  return ['script.js', 'actions.js', 'send.js', 'settings.js'].flatMap((name) => {
    const code = new TextDecoder().decode(files.get(name) ?? new Uint8Array())
    const addresses = new Set([...code.matchAll(/https?:\/\/[\w.:-]+/g)].map(([address]) => address))
    // Names of XML vocabularies look like addresses; nobody fetches them.
    for (const name of ['http://www.w3.org', rules.origin]) addresses.delete(name)
    return [
      (code.match(/\bdefine\(/g) ?? []).length === 1 && code.startsWith('define([],function(){')
        ? ''
        : 'is not one anonymous define',
      /\bconsole\.|\bdebugger\b|\beval\(|\balert\(|\bnew Function\b/.test(code) ? 'has what a linter refuses' : '',
      /sourceMappingURL/.test(code) ? 'names a source map' : '',
      ...[...addresses].map((address) => `names ${address}`),
    ]
      .filter(Boolean)
      .map((wrong) => `${name} ${wrong}`)
  })
}

/** V5: the same keys in every language, nothing empty. */
function checkLanguages(files: Files): string[] {
  const trees = [...files.keys()]
    .filter((path) => path.startsWith('i18n/'))
    .map((path) => ({ path, leaves: leavesOf(json(files, path)) }))
  const keys = JSON.stringify(trees[0]?.leaves.map(([key]) => key))
  return trees.flatMap(({ path, leaves }) => [
    ...(JSON.stringify(leaves.map(([key]) => key)) === keys ? [] : [`${path} has other keys`]),
    ...leaves.filter(([, value]) => value.trim() === '').map(([key]) => `${path} has an empty ${key}`),
  ])
}

function leavesOf(tree: Record<string, unknown>, before = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[before + key, value]] : leavesOf(object(value), `${before}${key}.`),
  )
}

function at(tree: Record<string, unknown>, key: string): unknown {
  return key.split('.').reduce<unknown>((node, part) => object(node)[part], tree)
}

function json(files: Files, path: string): Record<string, unknown> {
  return object(JSON.parse(new TextDecoder().decode(files.get(path) ?? new TextEncoder().encode('{}'))))
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
