// Many leads arrive in a trigger's stage at once (protocols.md P5). The full burst of 500 is a campaign of its own.
import { describe, expect, it } from 'vitest'
import { burst } from '../torture/burst/campaign.ts'

const patience = { timeout: 90_000 }
const quietly = { seed: 1, mutant: null, say: () => {} }

describe('a burst of background sends', () => {
  it(
    'uses what the reserve leaves of the hour, sends each once, and lets a click through when the hour is used up',
    patience,
    async () => {
      const { figures, ...result } = await burst({ ...quietly, sends: 45, limits: { minute: 60, hour: 100 } })
      expect(result).toEqual({ lost: 0, duplicated: 0, problems: [] })
      expect(figures.windows).toHaveLength(1)
      expect(figures.windows[0]?.calls).toBeGreaterThanOrEqual(0.9 * 80)
      expect(figures.clicks.find(({ when }) => when === 'hour used up')?.took).toBeLessThanOrEqual(2_000)
    },
  )

  it(
    'uses what the reserve leaves of every minute where the hour sets no limit, and lets a click through in a full one',
    patience,
    async () => {
      const { figures, ...result } = await burst({ ...quietly, sends: 60, limits: { minute: 60, hour: 100_000 } })
      expect(result).toEqual({ lost: 0, duplicated: 0, problems: [] })
      expect(figures.windows.length).toBeGreaterThanOrEqual(3)
      for (const { calls, allowed } of figures.windows) expect(calls).toBeGreaterThanOrEqual(0.9 * allowed)
      expect(figures.clicks.find(({ when }) => when === 'minute used up')?.took).toBeLessThanOrEqual(2_000)
    },
  )
})
