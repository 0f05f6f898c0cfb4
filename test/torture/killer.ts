// Kills the server again and again: half of the times at some moment, half of the times at the point that it has died at least.
// A life is measured in calls to the services, so that a slow machine gets as much done in it as a quick one.
import { roughLabel } from '../crash/messages.ts'
import { type Aim, type Coverage, type Kind, kindsOfCalls, takeAim } from './coverage.ts'
import type { Random } from './random.ts'
import type { TortureWorld } from './world.ts'

export interface Killer {
  /** One more death. */
  strike(): Promise<void>
}

/** Calls in the longest life that ends at some moment, and before the aim is taken in the others. */
const longestLife = 130
const beforeAim = 80
/** After so many calls without a point that was aimed at, any point will do. */
const aimLife = 160
/** Real milliseconds without a call after which a life is over: a lane pauses, or nothing is left to do. */
const idleTime = { busy: 2_500, idle: 100 }

/** `isBusy`: something is still being sent, so that more calls will come. */
export function createKiller(world: TortureWorld, coverage: Coverage, random: Random, isBusy: () => boolean): Killer {
  const seen = { yousign: world.yousign.ledger.length, kommo: world.kommo.ledger.length }
  let strikes = 0

  async function atSomeMoment(): Promise<void> {
    await worked(random.whole(longestLife))
    await world.server.kill()
  }

  async function atSomePoint(): Promise<void> {
    await worked(random.whole(beforeAim))
    learn()
    let hit: Aim | null = null
    const struck = (aim: Aim) => {
      hit = aim
    }
    const death = world.server.death()
    let isDead = false
    const dead = death.then((aim) => {
      isDead = true
      if (aim !== null) hit = { on: 'commit', ...aim }
    })
    for (const aims of [coverage.least(), coverage.any()]) {
      const stop = takeAim(world, aims, struck)
      await Promise.race([dead, worked(aimLife, () => isDead)])
      stop()
      if (isDead) break
    }
    if (!isDead) await world.server.kill()
    await dead
    if (hit !== null) coverage.reached(hit)
  }

  /** Resolves when so many more calls have been answered, when nothing has been for a while, or when `isOver`. */
  async function worked(calls: number, isOver = () => false): Promise<void> {
    const count = () => world.yousign.ledger.length + world.kommo.ledger.length
    const until = count() + calls
    const patience = () => (isBusy() ? idleTime.busy : idleTime.idle)
    let last = { count: count(), at: Date.now() }
    while (count() < until && !isOver() && Date.now() - last.at < patience()) {
      await new Promise((resolve) => setTimeout(resolve, 5))
      if (count() !== last.count) last = { count: count(), at: Date.now() }
    }
  }

  /** What faults have led to since the last look. */
  function learn(): void {
    for (const service of ['yousign', 'kommo'] as const) {
      const { ledger } = world[service]
      coverage.learn(kindsOfCalls(service, ledger.slice(seen[service])), false)
      seen[service] = ledger.length
    }
  }

  return {
    async strike() {
      await world.server.url()
      strikes += 1
      await (strikes % 2 === 0 ? atSomePoint() : atSomeMoment())
    },
  }
}

export function kindsOfCommits(labels: readonly string[]): Kind[] {
  return labels.map((label) => ({ on: 'commit', label: roughLabel(label) }))
}
