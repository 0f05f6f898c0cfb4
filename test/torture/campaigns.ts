// The campaigns by name: what each takes from the command line, and how little of it is enough to trip its mutants.
import type { CampaignOptions, CampaignResult } from './campaign.ts'
import type { Mutant } from './mutants.ts'

export type CampaignName = Mutant['campaign'] | 'burst'

export interface Campaign {
  /** What `size` counts, for people. */
  counts: string
  /** Without a number on the command line. */
  usual: number
  /** Enough to trip its mutants. */
  forMutants: number
  run(size: number, options: CampaignOptions & { sends: number | null }): Promise<CampaignResult>
}

/** Loaded when it is run: each brings simulators or compilers along. */
export const campaigns: Record<CampaignName, Campaign> = {
  kills: {
    counts: 'kills',
    usual: 100,
    forMutants: 40,
    async run(size, { sends, ...options }) {
      const { kills } = await import('./kills.ts')
      return kills({ ...options, kills: size, sends: sends ?? size * 2 })
    },
  },
  'power-cuts': {
    counts: 'power cuts',
    usual: 50,
    forMutants: 10,
    async run(size, options) {
      const { powerCuts } = await import('./power-cuts/campaign.ts')
      return powerCuts({ ...options, cuts: size })
    },
  },
  'io-errors': {
    counts: 'failing syncs',
    usual: 20,
    forMutants: 20,
    async run(size, options) {
      const { ioErrors } = await import('./power-cuts/io-errors.ts')
      return ioErrors({ ...options, points: size })
    },
  },
  disorder: {
    counts: 'events, each delivered five times',
    usual: 10_000,
    forMutants: 500,
    async run(size, options) {
      const { disorder } = await import('./disorder/campaign.ts')
      return disorder({ ...options, events: size, deliveries: size * 5 })
    },
  },
  burst: {
    counts: 'background sends at once, in simulated time',
    usual: 500,
    forMutants: 60,
    async run(size, options) {
      const { burst } = await import('./burst/campaign.ts')
      const result = await burst({ ...options, sends: size })
      options.say(JSON.stringify(result.figures))
      return result
    },
  },
  leases: {
    counts: 'leases',
    usual: 1_000,
    forMutants: 50,
    async run(size, options) {
      const { leases } = await import('./leases/campaign.ts')
      return leases({ ...options, rounds: size })
    },
  },
  points: {
    counts: 'points of each workflow at most',
    usual: 1_000,
    forMutants: 1_000,
    async run(size, options) {
      const { everyPoint } = await import('./points/campaign.ts')
      return everyPoint({ ...options, most: size })
    },
  },
  restore: {
    counts: 'sends',
    usual: 100,
    forMutants: 30,
    async run(size, options) {
      const { restoreCampaign } = await import('./restore/campaign.ts')
      return restoreCampaign({ ...options, sends: size })
    },
  },
}
