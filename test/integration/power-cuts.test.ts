// A few power cuts and failing disks in every run; `npm run torture` has many.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { passed } from '../torture/campaign.ts'
import { powerCuts } from '../torture/power-cuts/campaign.ts'
import { ioErrors } from '../torture/power-cuts/io-errors.ts'
import { compileShim } from '../torture/power-cuts/shim.ts'

const directory = await mkdtemp(join(tmpdir(), 'power-test-'))
const shim = await compileShim(directory)
const said: string[] = []
const options = { seed: 3, mutant: null, say: (line: string) => void said.push(line) }
/** The machine may have a dozen things to do. */
const patience = { timeout: 120_000 }

afterAll(() => rm(directory, { recursive: true, force: true }))

describe.skipIf(!shim.ok)(shim.ok ? 'a disk that fails' : `a disk that fails (skipped: ${shim.failure})`, () => {
  it('keeps everything acknowledged when the power is cut', patience, async () => {
    expect(await powerCuts({ ...options, cuts: 3 })).toEqual({ lost: 0, duplicated: 0, problems: [] })
    expect(said.join('\n')).toMatch(/3 power cuts: [1-9]\d* events acknowledged, 0 lost/)
  })

  it('loses acknowledged events when commits are not forced to the disk', patience, async () => {
    const result = await powerCuts({ ...options, cuts: 2, mutant: 'normal' })
    expect(passed(result)).toBe(false)
    expect(result.lost).toBeGreaterThan(0)
  })

  it('ends the server on an I/O error, and a full disk is outlived', patience, async () => {
    expect(await ioErrors({ ...options, points: 1 })).toEqual({ lost: 0, duplicated: 0, problems: [] })
  })
})
