// Builds the place editor: editor.js and editor.css, which the server hands out under /settings/places. The PDF reader is no
// part of the bundle; its package lies beside the server.
import { join } from 'node:path'
import { build } from 'esbuild'

/** Writes both files into `outdir`; `root` is the checkout. */
export async function buildPlaceEditor(root: string, outdir: string): Promise<void> {
  const folder = join(root, 'widget', 'places')
  await build({
    absWorkingDir: root,
    entryPoints: [
      { in: join(folder, 'main.tsx'), out: 'editor' },
      { in: join(folder, 'editor.css'), out: 'editor' },
    ],
    outdir,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: ['chrome105', 'firefox115', 'safari16'],
    charset: 'utf8',
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    tsconfigRaw: {},
    logLevel: 'warning',
  })
}
