import { realClock } from '../clock.ts'
import { createHistory } from './history.ts'
import { createLimits } from './limits.ts'
import { createRandom } from './random.ts'
import { createSchedule } from './schedule.ts'
import { seedState } from './seed.ts'
import { createSender } from './sender.ts'
import type { YousignOptions } from './simulator.ts'
import type { World } from './world.ts'

/** A world with its defaults filled in; nothing listens yet and `settings.url` is empty. */
export function createWorld(options: YousignOptions): World {
  const clock = options.clock ?? realClock
  const sandbox = options.sandbox ?? true
  const random = createRandom(options.seed ?? 1)
  const state = seedState(random, sandbox, clock.now())
  const schedule = createSchedule(clock)
  const usual = sandbox ? { perMinute: 30, perHour: 200 } : { perMinute: 60, perHour: 1200 }
  return {
    clock,
    random,
    state,
    schedule,
    history: createHistory(clock, state.requests),
    limits: createLimits(clock, options.limits ?? usual),
    sender: createSender(clock, schedule, options.retries ?? true),
    settings: {
      url: '',
      backUrl: undefined,
      allowLoopbackEndpoints: options.allowLoopbackEndpoints ?? true,
      auditTrailDelay: options.auditTrailDelay ?? 3_000,
    },
    counters: { requests: 0 },
    owners: new Map(),
    timers: new Map(),
  }
}
