// The server process in two files that start in a fraction of the time that the sources need: a test starts a hundred of them.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

export interface Bundle {
  server: string
  documentChild: string
  /** Takes the place of the former when nobody will send a document. */
  noDocuments: string
  remove(): Promise<void>
}

/** Bundles into a new directory from which libraries are found like from the sources. */
export async function bundleServer(): Promise<Bundle> {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const cache = join(root, 'node_modules', '.cache')
  await mkdir(cache, { recursive: true })
  const outdir = await mkdtemp(join(cache, 'crash-'))
  const common = { absWorkingDir: root, outdir, outExtension: { '.js': '.mjs' }, bundle: true, minify: true } as const
  const target = { format: 'esm', platform: 'node', target: 'node20', logLevel: 'error' } as const
  // Libraries go into the bundle too, which halves the start; the driver is native and stays outside.
  await build({
    ...common,
    ...target,
    entryPoints: { server: 'test/crash/server-process.ts' },
    external: ['better-sqlite3'],
    banner: { js: commonJs },
  })
  await build({
    ...common,
    ...target,
    entryPoints: { 'document-child': 'server/documents/child.ts', 'no-documents': 'test/crash/no-documents.ts' },
    packages: 'external',
  })
  return {
    server: join(outdir, 'server.mjs'),
    documentChild: join(outdir, 'document-child.mjs'),
    noDocuments: join(outdir, 'no-documents.mjs'),
    remove: () => rm(outdir, { recursive: true, force: true }),
  }
}

/** What older libraries expect to find, in a module that has none of it. */
const commonJs = `import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
const require = createRequire(import.meta.url)
const __filename = fileURLToPath(import.meta.url)
const __dirname = fileURLToPath(new URL('.', import.meta.url))`
