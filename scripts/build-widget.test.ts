import { strToU8, unzipSync, zipSync } from 'fflate'
import { beforeAll, expect, test } from 'vitest'
import { type BuiltWidget, budgets, buildWidget } from './build-widget.ts'
import { checkArchive } from './check-archive.ts'
import { drawLogo, imageSizes } from './make-images.ts'

const rules = { origin: 'https://signatures.example.com', version: '1.2.3' }
let built: BuiltWidget

beforeAll(async () => {
  built = await buildWidget({ publicUrl: `${rules.origin}/`, version: rules.version })
}, 30_000)

test('the built archive can be uploaded', () => {
  expect(checkArchive(built.zip, rules)).toEqual([])
})

test('every bundle is within its budget', () => {
  for (const name of ['script', 'actions', 'send', 'settings'] as const) {
    expect(built.sizes[name], name).toBeLessThanOrEqual(budgets[name])
    expect(built.sizes[name], name).toBeGreaterThan(5_000)
  }
})

test('building again gives the same bytes', async () => {
  const again = await buildWidget({ publicUrl: rules.origin, version: rules.version })
  expect(Buffer.from(again.zip).equals(Buffer.from(built.zip))).toBe(true)
}, 30_000)

test('Preact is only in the first bundle', () => {
  const text = (name: string) => new TextDecoder().decode(built.files.get(name))
  // A name of Preact's own that survives minification.
  expect(text('script.js')).toContain('getDerivedStateFromProps')
  for (const later of ['actions.js', 'send.js', 'settings.js'])
    expect(text(later), later).not.toContain('getDerivedStateFromProps')
})

test('the settings page is loaded by nobody who only looks at a lead', () => {
  const text = (name: string) => new TextDecoder().decode(built.files.get(name))
  expect(text('settings.js')).toContain('I confirm these levels for our firm')
  for (const name of ['script.js', 'actions.js', 'send.js'])
    expect(text(name), name).not.toContain('I confirm these levels for our firm')
})

test('an archive without the settings page is refused', () => {
  const { 'settings.js': _, ...files } = unzipSync(built.zip)
  expect(checkArchive(zipSync(files, { mtime: new Date(1980, 0, 1) }), rules)).toContain('settings.js is missing')
})

test('the public address is the only one in the code', () => {
  expect(new TextDecoder().decode(built.files.get('script.js'))).toContain(rules.origin)
  expect(checkArchive(built.zip, { ...rules, origin: 'https://other.example.com' })).toContain(
    `script.js names ${rules.origin}`,
  )
})

test.each([
  ['a stray file', { '.DS_Store': strToU8('x') }, '.DS_Store does not belong there'],
  ['a named module', { 'script.js': strToU8("define('x',[],function(){})") }, 'script.js is not one anonymous define'],
  [
    'a console call',
    { 'script.js': strToU8('define([],function(){console.log(1)})') },
    'script.js has what a linter refuses',
  ],
  ['a logo of another size', { 'images/logo.png': drawLogo(131, 100) }, 'images/logo.png is no PNG of 130 x 100'],
  ['a language with other keys', { 'i18n/es.json': strToU8('{"widget":{"name":"x"}}') }, 'i18n/es.json has other keys'],
  [
    'a settings page that logs',
    { 'settings.js': strToU8('define([],function(){alert(1)})') },
    'settings.js has what a linter refuses',
  ],
  [
    'a settings page without its title',
    { 'manifest.json': strToU8('{"widget":{},"locations":["advanced_settings"]}') },
    'location advanced_settings and block advanced do not match',
  ],
  [
    'an empty settings block',
    { 'manifest.json': strToU8('{"widget":{},"locations":["settings"],"settings":{}}') },
    'settings is empty',
  ],
])('refuses %s', (_, replaced, sentence) => {
  const files = { ...unzipSync(built.zip), ...replaced }
  expect(checkArchive(zipSync(files, { mtime: new Date(1980, 0, 1) }), rules)).toContain(sentence)
})

test('the kept pictures are what the script draws', () => {
  for (const [name, [width, height]] of Object.entries(imageSizes)) {
    expect(
      Buffer.from(built.files.get(`images/${name}`) ?? []).equals(Buffer.from(drawLogo(width, height))),
      name,
    ).toBe(true)
  }
})
