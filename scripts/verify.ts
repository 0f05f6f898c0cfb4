// `npm run verify -- FILE [--key FINGERPRINT]`: checks a complete file (ZIP) offline. Exit code 1 when anything is wrong.
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Check, checkCompleteFile, verdictOf } from '../server/evidence/check.ts'

const usage = 'npm run verify -- FILE.zip [--key FINGERPRINT]'
const { file, key } = given()
// npm runs us in the checkout; INIT_CWD is where the person stands.
const zip = await readFile(resolve(process.env['INIT_CWD'] ?? '.', file)).catch(() => fail(`${file} cannot be read.`))
const checks = checkCompleteFile(zip, key)
const verdict = verdictOf(checks)
const marks: Record<Check['result'], string> = { ok: 'ok    ', wrong: 'WRONG ', unchecked: '?     ', note: '      ' }
for (const { result, sentence } of checks) process.stdout.write(`${marks[result]} ${printable(sentence)}\n`)
process.stdout.write(`${verdict.sentence}\n`)
process.exitCode = verdict.isGood ? 0 : 1

function given(): { file: string; key: string | null } {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { key: { type: 'string' } } })
    const [file, more] = positionals
    if (file === undefined || more !== undefined) return fail(usage)
    const key = values.key?.toLowerCase().replace(/^sha256:|[\s:]/g, '') ?? null
    return key === null || /^[0-9a-f]{64}$/.test(key) ? { file, key } : fail('A fingerprint has 64 digits 0-9 a-f.')
  } catch {
    return fail(usage)
  }
}

/** Names in the archive are a stranger's: they must not move the cursor of a terminal. */
function printable(sentence: string): string {
  return sentence.replace(/\p{C}/gu, '?')
}

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
