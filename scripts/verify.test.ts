import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { factsOf, newKey, packed, signedTwice } from '../server/evidence/testing/bundle.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'verify-'))
const key = newKey()
beforeAll(async () => {
  const bundle = packed(key, factsOf(key, await signedTwice()))
  writeFileSync(join(folder, 'good.zip'), bundle)
  writeFileSync(join(folder, 'cut.zip'), bundle.subarray(0, 1_000))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** As npm runs it: in the checkout, with the person's own folder in INIT_CWD. */
async function run(...given: string[]): Promise<{ code: number; lines: string[] }> {
  const entry = ['--import', './scripts/ts.mjs', 'scripts/verify.ts', ...given]
  const env = { ...process.env, INIT_CWD: folder }
  return new Promise((resolve) => {
    execFile(process.execPath, entry, { cwd: root, env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), lines: `${stdout}${stderr}`.trimEnd().split('\n') }),
    )
  })
}

test('prints one line a check, the verdict last, and tells good from wrong by the exit code', {
  timeout: 60_000,
}, async () => {
  const fingerprint = `SHA256:${key.fingerprint.toUpperCase()}`
  const [good, cut] = await Promise.all([run('good.zip', '--key', fingerprint), run('cut.zip')])
  expect([good.code, good.lines.at(-1)]).toEqual([0, 'nothing wrong'])
  expect(good.lines).toContain(`ok     the key is the one expected: ${key.fingerprint}`)
  expect(good.lines.some((line) => line.startsWith('       not checked: the signature values'))).toBe(true)
  expect(cut).toEqual({
    code: 1,
    lines: ['WRONG  it is no readable ZIP archive', '1 wrong: do not rely on this file'],
  })
})
