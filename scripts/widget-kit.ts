// Lets a later bundle use what an earlier one holds: its imports of the modules in a kit become reads of `__kit`.
import { readFile } from 'node:fs/promises'
import type { Plugin } from 'esbuild'

/**
 * Plugin for a bundle that is wrapped in `function(__kit){…}`. `widget` is the folder, with a slash at its end; `kits` are
 * the files in it whose objects are handed over, keyed by module.
 */
export async function kitPlugin(widget: string, kits: readonly string[]): Promise<Plugin> {
  const sources = await Promise.all(kits.map((kit) => readFile(widget + kit, 'utf8')))
  const names = new Map(sources.flatMap((source) => [...kitEntries(source)]))
  return {
    name: 'kit',
    setup({ onResolve, onLoad }) {
      const handed = (path: string) => (names.has(path) ? { path, namespace: 'kit', sideEffects: false } : undefined)
      onResolve({ filter: /^preact/ }, ({ path }) => handed(path))
      onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
        const file = new URL(path, `file://${resolveDir}/`).pathname
        if (file === `${widget}kit.ts`) return { path: 'kit.ts', namespace: 'kit' }
        return file.startsWith(widget) ? handed(file.slice(widget.length)) : undefined
      })
      onLoad({ filter: /.*/, namespace: 'kit' }, ({ path }) => {
        if (path === 'kit.ts') return { contents: 'export const kit = __kit', loader: 'js' }
        // Marked as pure so that what the bundle does not use is not read.
        const reads = (names.get(path) ?? []).map((name) => `export const ${name} = /* @__PURE__ */ get('${name}')`)
        return { contents: [`const get = (name) => __kit['${path}'][name]`, ...reads].join('\n'), loader: 'js' }
      })
    },
  }
}

/** Lines like `'ui/icons.tsx': { Icon, icons },`. */
function kitEntries(source: string): [string, string[]][] {
  return [...source.matchAll(/^ {2}'?([\w/.-]+)'?: \{ (.+) \},$/gm)].map(([, path = '', names = '']) => [
    path,
    names.split(', '),
  ])
}
