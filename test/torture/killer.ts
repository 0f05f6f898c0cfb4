// Kills the server again and again: at some moment, or at one of the points that it has died at least. Points that do not come
// are hunted ever more rarely, because a hunt is a long life, and sends and kills keep step.
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
const longestLife = 70
const beforeAim = 40
/** After so many calls without a point that was aimed at, any point will do. */
const aimLife = 120
/** Real milliseconds without a call after which a life is over: a lane pauses, or nothing is left to do. */
const idleTime = { hunting: 1_500, busy: 400, idle: 100 }
/** At most so many strikes lie between two hunts. */
const longestRest = 8

/** `isBusy`: something is still being sent, so that more calls will come. */
export function createKiller(world: TortureWorld, coverage: Coverage, random: Random, isBusy: () => boolean): Killer {
  const seen = { yousign: world.yousign.ledger.length, kommo: world.kommo.ledger.length }
  let rest = 0
  let missed = 0

  async function atSomeMoment(): Promise<void> {
    await worked(random.whole(longestLife), idleTime.busy)
    await world.server.kill()
  }

  async function atSomePoint(): Promise<void> {
    await worked(random.whole(beforeAim), idleTime.busy)
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
    let isFirst = true
    for (const aims of [coverage.least(), coverage.any()]) {
      const stop = takeAim(world, aims, struck)
      await Promise.race([dead, worked(aimLife, idleTime.hunting, () => isDead)])
      stop()
      if (isDead) break
      isFirst = false
    }
    missed = isFirst ? 0 : Math.min(missed + 1, longestRest)
    rest = Math.max(1, missed)
    if (!isDead) await world.server.kill()
    await dead
    if (hit !== null) coverage.reached(hit)
  }

  /** Resolves when so many more calls have been answered, when none has been for `patience` ms, or when `isOver`. */
  async function worked(calls: number, patience: number, isOver = () => false): Promise<void> {
    const count = () => world.yousign.ledger.length + world.kommo.ledger.length
    const until = count() + calls
    let last = { count: count(), at: Date.now() }
    while (count() < until && !isOver() && Date.now() - last.at < (isBusy() ? patience : idleTime.idle)) {
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
      rest -= 1
      await (rest < 0 ? atSomePoint() : atSomeMoment())
    },
  }
}

export function kindsOfCommits(labels: readonly string[]): Kind[] {
  return labels.map((label) => ({ on: 'commit', label: roughLabel(label) }))
}
