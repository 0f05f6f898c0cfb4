// Builds widget.zip: four AMD bundles, manifest, languages, images (contracts/kommo-widget.md 1, 4.2). The archive is
// made for one backend, whose origin is written into the code, and equal input gives equal bytes.
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { type BuildOptions, build, type Plugin, transform } from 'esbuild'
import { zipSync } from 'fflate'
import { kitPlugin } from './widget-kit.ts'

export interface BuiltWidget {
  zip: Uint8Array
  /** Content of the archive by path. */
  files: Map<string, Uint8Array>
  /** Bytes of the bundles after gzip. */
  sizes: Record<Bundle, number>
}

export interface WidgetOptions {
  /** Origin of the server that the widget talks to. */
  publicUrl: string
  /** `a.b.c`; must rise with every upload, because browsers keep the old code for the old version. */
  version: string
}

/**
 * Bytes after gzip that a bundle may have: 16 kB for what a manager waits for on every lead, 20 kB for what comes when
 * somebody looks or acts. The settings are loaded on their own page only.
 */
export const budgets: Record<Bundle, number> = { script: 16_384, actions: 20_480, send: 20_480, settings: 40_960 }

/** First glance; what can be done, loaded once somebody looks; the form, loaded on intent; the page of the settings. */
const bundles = ['script', 'actions', 'send', 'settings'] as const
type Bundle = (typeof bundles)[number]

/** Builds the archive; throws when a bundle is over its budget, naming both sizes. */
export async function buildWidget({ publicUrl, version }: WidgetOptions): Promise<BuiltWidget> {
  const origin = new URL(publicUrl).origin
  const later = async (entry: string, kits: string[]) =>
    bundle(entry, origin, version, {
      plugins: [styleText, await kitPlugin(widget, kits)],
      banner: { js: 'define([],function(){return function(__kit){' },
      footer: { js: 'return __w.parts;}});' },
    })
  const [script, actions, send, settings] = await Promise.all([
    bundle('entry.ts', origin, version, {
      plugins: [styleText],
      banner: { js: 'define([],function(){' },
      footer: { js: 'return __w.SignatureWidget;});' },
    }),
    later('actions/actions.tsx', ['kit.ts']),
    later('send/send.tsx', ['kit.ts', 'actions/kit.ts']),
    later('settings/settings.tsx', ['kit.ts', 'actions/kit.ts']),
  ])
  const sizes = { script: gzipped(script), actions: gzipped(actions), send: gzipped(send), settings: gzipped(settings) }
  const over = bundles.filter((name) => sizes[name] > budgets[name])
  if (over.length > 0) {
    const list = bundles.map((name) => `${name}.js ${sizes[name]} of ${budgets[name]}`)
    throw new Error(`over budget after gzip: ${over.join(', ')} (${list.join(', ')})`)
  }
  const manifest: unknown = JSON.parse(await readFile(`${widget}manifest.json`, 'utf8'))
  const files = new Map<string, Uint8Array>([
    ['manifest.json', text(JSON.stringify(withVersion(manifest, version), null, 2))],
    ['script.js', script],
    ['actions.js', actions],
    ['send.js', send],
    ['settings.js', settings],
  ])
  for (const folder of ['i18n', 'images']) {
    for (const name of (await readdir(widget + folder)).sort()) {
      files.set(`${folder}/${name}`, new Uint8Array(await readFile(`${widget}${folder}/${name}`)))
    }
  }
  return { zip: pack(files), files, sizes }
}

const widget = fileURLToPath(new URL('../widget/', import.meta.url))

async function bundle(entry: string, origin: string, version: string, more: BuildOptions): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [widget + entry],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    globalName: '__w',
    target: 'es2019',
    charset: 'utf8',
    legalComments: 'none',
    drop: ['debugger', 'console'],
    define: {
      // A bundled UMD library must not call the page's `define`; a second anonymous module breaks the next widget.
      define: 'undefined',
      __ORIGIN__: JSON.stringify(origin),
      __VERSION__: JSON.stringify(version),
    },
    jsx: 'transform',
    jsxFactory: 'h',
    jsxFragment: 'Fragment',
    inject: [`${widget}jsx.ts`],
    tsconfigRaw: {},
    ...more,
  })
  const [output] = outputFiles ?? []
  if (output === undefined) throw new Error(`nothing was built from ${entry}`)
  return output.contents
}

/** Style sheets become minified text; blanks inside are what CSS needs. */
const styleText: Plugin = {
  name: 'style-text',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), {
        loader: 'css',
        minify: true,
        target: 'chrome105',
      })
      return { contents: code.trim(), loader: 'text' }
    })
  },
}

function gzipped(bytes: Uint8Array): number {
  return gzipSync(bytes, { level: 9 }).length
}

function withVersion(manifest: unknown, version: string): unknown {
  if (typeof manifest !== 'object' || manifest === null || !('widget' in manifest))
    throw new Error('no widget manifest')
  return { ...manifest, widget: { ...(manifest.widget as object), version } }
}

/** Entries in a fixed order with a fixed time, so that the same code gives the same archive. */
function pack(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const mtime = new Date(1980, 0, 1)
  const attrs = 0o100664 << 16
  return zipSync(
    Object.fromEntries([...files].map(([path, bytes]) => [path, [bytes, { mtime, attrs, os: 3, level: 9 }] as const])),
  )
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(`${value}\n`)
}
