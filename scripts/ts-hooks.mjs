// Module hooks behind ts.mjs: .ts and .tsx are stripped by esbuild, one file at a time, with source maps.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { transform } from 'esbuild'

const loaders = new Map([
  ['.ts', 'ts'],
  ['.tsx', 'tsx'],
])

export async function load(url, context, nextLoad) {
  const loader = url.startsWith('file:') ? loaders.get(/\.tsx?$/.exec(url)?.[0] ?? '') : undefined
  if (loader === undefined) return nextLoad(url, context)
  const path = fileURLToPath(url)
  const { code } = await transform(await readFile(path, 'utf8'), {
    loader,
    format: 'esm',
    target: 'node20',
    sourcefile: path,
    sourcemap: 'inline',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  })
  return { format: 'module', source: code, shortCircuit: true }
}
