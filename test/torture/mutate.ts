// Builds a fault into the server while it is bundled for a campaign: a few words of the source are replaced, nothing on disk.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from 'esbuild'

export interface Edit {
  /** Below the repository. */
  file: string
  /** Must stand in the file exactly once, so that a mutant that no longer mutates is noticed. */
  find: string
  replace: string
}

/** Give it to esbuild beside `absWorkingDir: root`. The build fails when an edit does not apply or its file is not bundled. */
export function mutate(root: string, edits: readonly Edit[]): Plugin {
  return {
    name: 'mutate',
    setup(build) {
      const pending = new Set(edits)
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const wanted = edits.filter((edit) => join(root, edit.file) === path)
        if (wanted.length === 0) return undefined
        let contents = await readFile(path, 'utf8')
        for (const edit of wanted) {
          if (contents.split(edit.find).length !== 2) return { errors: [{ text: `not exactly once: ${edit.find}` }] }
          contents = contents.replace(edit.find, () => edit.replace)
          pending.delete(edit)
        }
        return { contents, loader: 'ts' }
      })
      build.onEnd(() => ({ errors: [...pending].map((edit) => ({ text: `${edit.file} is not in the bundle` })) }))
    },
  }
}
