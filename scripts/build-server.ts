// Bundles the server: `dist/server.js`, and beside it the module of the child process that opens documents.
import { build, type Plugin } from 'esbuild'

/** Libraries stay outside the bundle: the database driver is native, and the others read files of their own. */
export async function buildServer(root: string, outdir = 'dist', plugins: Plugin[] = []): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: { server: 'server/main.ts', 'document-child': 'server/documents/child.ts' },
    outdir,
    plugins,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
  })
}
