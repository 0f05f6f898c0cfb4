// The product's own build of the server, with a fault built in if one is wanted, in a directory of its own.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { buildServer } from '../../../scripts/build-server.ts'
import { editsOf } from '../mutants.ts'
import { mutate } from '../mutate.ts'

export interface Build {
  /** `server/main.ts`, as `npm start` runs it. */
  server: string
  /** test/torture/power-cuts/document-writer.ts */
  documentWriter: string
  remove(): Promise<void>
}

export async function buildMain(mutant: string | null): Promise<Build> {
  const root = fileURLToPath(new URL('../../..', import.meta.url))
  const cache = join(root, 'node_modules', '.cache')
  await mkdir(cache, { recursive: true })
  // Below node_modules, so that the libraries that stay outside are found.
  const outdir = await mkdtemp(join(cache, 'power-'))
  await writeFile(join(outdir, 'package.json'), '{ "type": "module" }\n')
  const edits = editsOf(mutant)
  await buildServer(root, outdir, [withLibraries, mutate(root, edits)])
  await build({
    absWorkingDir: root,
    outdir,
    entryPoints: { 'document-writer': 'test/torture/power-cuts/document-writer.ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    plugins: [
      mutate(
        root,
        edits.filter(({ file }) => file.startsWith('server/storage/')),
      ),
    ],
  })
  return {
    server: join(outdir, 'server.js'),
    documentWriter: join(outdir, 'document-writer.js'),
    remove: () => rm(outdir, { recursive: true, force: true }),
  }
}

/** Halves the start, of which there are two a cut; the driver is native and stays outside. */
const withLibraries: Plugin = {
  name: 'with-libraries',
  setup({ initialOptions }) {
    delete initialOptions.packages
    initialOptions.external = ['better-sqlite3']
    initialOptions.minify = true
    initialOptions.sourcemap = false
    initialOptions.banner = { js: commonJs }
  },
}

/** What older libraries expect to find, in a module that has none of it. */
const commonJs = `import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
const require = createRequire(import.meta.url)
const __filename = fileURLToPath(import.meta.url)
const __dirname = fileURLToPath(new URL('.', import.meta.url))`
