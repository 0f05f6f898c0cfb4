// The server process in two files that start in a fraction of the time that the sources need: a test starts a hundred of them.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { editsOf } from '../torture/mutants.ts'
import { mutate } from '../torture/mutate.ts'

export interface Bundle {
  server: string
  documentChild: string
  /** Takes the place of the former when nobody will send a document. */
  noDocuments: string
  /** Path of a module that was asked for beside the server. */
  beside(name: string): string
  remove(): Promise<void>
}

export interface BundleOptions {
  /** Fault that is built into the server process (not into the document child), by its name in test/torture/mutants.ts. */
  mutant?: string | null
  /** Other modules that run with the same fault, by the name that `beside` asks for. */
  modules?: Record<string, string>
}

/** Bundles into a new directory from which libraries are found like from the sources. */
export async function bundleServer({ mutant = null, modules = {} }: BundleOptions = {}): Promise<Bundle> {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const cache = join(root, 'node_modules', '.cache')
  await mkdir(cache, { recursive: true })
  const outdir = await mkdtemp(join(cache, 'crash-'))
  const common = { absWorkingDir: root, outdir, bundle: true, minify: true, logLevel: 'error' } as const
  const target = { platform: 'node', target: 'node20' } as const
  // Libraries go into the bundle too, which halves the start; the driver is native and stays outside.
  await build({
    ...common,
    ...target,
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    entryPoints: { server: 'test/crash/server-process.ts', ...modules },
    external: ['better-sqlite3'],
    banner: { js: "const __moduleUrl = require('node:url').pathToFileURL(__filename).href" },
    define: { 'import.meta.url': '__moduleUrl' },
    plugins: [mutate(root, editsOf(mutant))],
  })
  await build({
    ...common,
    ...target,
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    entryPoints: {
      server: 'test/crash/launch.ts',
      'document-child': 'server/documents/child.ts',
      'no-documents': 'test/crash/no-documents.ts',
    },
    packages: 'external',
  })
  // Without an order it ends at once, and leaves its compiled code for all that come after it.
  await promisify(execFile)(process.execPath, [join(outdir, 'server.mjs')])
  return {
    server: join(outdir, 'server.mjs'),
    documentChild: join(outdir, 'document-child.mjs'),
    noDocuments: join(outdir, 'no-documents.mjs'),
    beside: (name) => join(outdir, `${name}.cjs`),
    remove: () => rm(outdir, { recursive: true, force: true }),
  }
}
