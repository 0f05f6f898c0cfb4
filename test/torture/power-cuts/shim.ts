// Compiles the shim, our own C code beside this file, and says why when it cannot be used here.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { err, ok, type Result } from '../../../shared/result.ts'

const run = promisify(execFile)
const compilers = ['cc', 'gcc', 'clang'] as const

/** The library to preload, made in `directory`. The failure is a sentence for whoever started the campaign. */
export async function compileShim(directory: string): Promise<Result<string, string>> {
  if (process.platform !== 'linux') return err('power cuts are simulated by a preloaded library, which needs Linux')
  const compiler = await findCompiler()
  if (compiler === null) return err(`power cuts need a C compiler (${compilers.join(', ')}), and there is none here`)
  const sources = ['shim.c', 'mirror.c'].map((name) => fileURLToPath(new URL(name, import.meta.url)))
  const library = join(directory, 'shim.so')
  const options = ['-shared', '-fPIC', '-O2', '-o', library, ...sources, '-ldl', '-lpthread']
  try {
    await run(compiler, options)
    return ok(library)
  } catch (error) {
    return err(`power cuts: ${compiler} does not compile the shim here: ${String(error).slice(0, 2000)}`)
  }
}

async function findCompiler(): Promise<string | null> {
  for (const name of compilers) {
    try {
      await run(name, ['--version'])
      return name
    } catch {
      // Not this one.
    }
  }
  return null
}
