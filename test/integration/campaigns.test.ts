// A small seeded part of the campaigns of `npm run torture`, in every run.
import { describe, expect, it } from 'vitest'
import { passed } from '../torture/campaign.ts'
import { disorder } from '../torture/disorder/campaign.ts'
import { leases } from '../torture/leases/campaign.ts'
import { mutants } from '../torture/mutants.ts'
import { restoreCampaign } from '../torture/restore/campaign.ts'

const options = { seed: 1, mutant: null, say: () => undefined }
const fine = { lost: 0, duplicated: 0, problems: [] }
const patience = { timeout: 120_000 }

describe('a small campaign', () => {
  it('of disorderly deliveries ends as Yousign has it', patience, async () => {
    expect(await disorder({ ...options, events: 200, deliveries: 1_000 })).toEqual(fine)
  })

  it('of lost leases is fenced, and notices when it is not', patience, async () => {
    expect(await leases({ ...options, rounds: 50 })).toEqual(fine)
    expect(passed(await leases({ ...options, rounds: 50, mutant: 'no-fencing' }))).toBe(false)
  })

  it('with an old backup sends nothing twice and files everything', patience, async () => {
    expect(await restoreCampaign({ ...options, sends: 12 })).toEqual(fine)
  })
})

describe('the faults that are built in on purpose', () => {
  it('each say what is wrong and where', () => {
    for (const [name, { what, edits }] of Object.entries(mutants)) {
      expect(what, name).toMatch(/\w+ \w+/)
      expect(edits.length, name).toBeGreaterThan(0)
    }
  })
})
