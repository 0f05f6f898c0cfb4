// Everything that is measured or measures, built as for production into a directory of its own on the disk of the checkout
// (a temporary directory may be in memory, where a forced commit costs nothing).
import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildServer } from '../../scripts/build-server.ts'
import { editsOf } from '../torture/mutants.ts'
import { mutate } from '../torture/mutate.ts'

const children = [
  'load',
  'bare-insert',
  'bare-hmac',
  'bare-streams',
  'jobs-product',
  'jobs-plainjob',
  'live-client',
  'documents',
] as const
export type ChildName = (typeof children)[number]

export interface Bundle {
  /** Where all of it lies. */
  dir: string
  /** The server as `npm run build` makes it, and the same one with commits that are not forced to the disk. */
  server: { full: string; normal: string }
  child(name: ChildName): string
  /** A new directory for a database. */
  newDir(name: string): Promise<string>
  remove(): Promise<void>
}

export async function buildBundle(): Promise<Bundle> {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const cache = join(root, 'node_modules', '.cache')
  await mkdir(cache, { recursive: true })
  const dir = await mkdtemp(join(cache, 'bench-'))
  // Also when somebody ends the run: it is a few hundred megabytes.
  const forget = () => rmSync(dir, { recursive: true, force: true, maxRetries: 3 })
  process.once('exit', forget)
  // Below node_modules nothing says any more that our files are modules.
  await writeFile(join(dir, 'package.json'), '{ "type": "module" }')
  const out = (name: string) => join(dir, name)
  await buildServer(root, out('full'))
  await buildServer(root, out('normal'), [mutate(root, editsOf('normal'))])
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(children.map((name) => [name, `test/bench/children/${name}.ts`])),
    outdir: out('children'),
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  })
  return {
    dir,
    server: { full: join(dir, 'full', 'server.js'), normal: join(dir, 'normal', 'server.js') },
    child: (name) => join(dir, 'children', `${name}.js`),
    newDir: (name) => mkdtemp(join(dir, `${name}-`)),
    async remove() {
      process.off('exit', forget)
      await rm(dir, { recursive: true, force: true })
    },
  }
}
