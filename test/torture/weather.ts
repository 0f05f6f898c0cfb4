// The plan of what goes wrong around the server while it is killed: both services err, both wires fail, webhooks come twice,
// late, in the wrong order or not at all, and reads are old. The seed decides what and in which order.
import type { Fault as KommoFault } from '../simulators/kommo/faults.ts'
import type { Fault as YousignFault } from '../simulators/yousign/faults.ts'
import type { WireFault } from './proxy.ts'
import type { Random } from './random.ts'
import type { TortureWorld } from './world.ts'

export interface Weather {
  /** How many faults were set so far; some find no call to strike. */
  readonly faults: number
  /** No new faults, and those that wait are gone. */
  stop(): void
}

/** Real milliseconds between two faults, on the average. */
const usualGap = 180
/** A fault that finds no call in that time is taken back. */
const life = 1_500
/** Of the simulators' clock: an answer that comes when nobody waits for it any more. */
const tooLate = 84_000
/** A pause of 15 minutes is 15 seconds of everybody's time, so few are planned. */
const longPauses = 2

export function startWeather(world: TortureWorld, random: Random): Weather {
  let faults = 0
  let stopped = false
  let left = longPauses
  const timers = new Set<NodeJS.Timeout>()
  const later = (ms: number, run: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      if (!stopped) run()
    }, ms)
    timers.add(timer)
  }

  function next(): void {
    faults += 1
    const draw = random.next()
    if (draw < 0.3) later(life, onService('yousign', whatFails(left > 0 && random.chance(0.01))))
    else if (draw < 0.5) later(life, onService('kommo', whatFails(left > 0 && random.chance(0.01))))
    else if (draw < 0.7) world.wires.yousign.arm(onWire(random))
    else if (draw < 0.82) world.wires.kommo.arm(onWire(random))
    else if (draw < 0.95) later(300 + random.whole(900), onWebhooks())
    else later(400 + random.whole(1_200), onReads())
    later(random.whole(2 * usualGap), next)
  }

  function whatFails(longPause: boolean): Fails {
    if (!longPause) return random.pick(failures)(world, random)
    left -= 1
    return { when: 'before', kind: { status: 429, headers: { 'retry-after': '999999999' } } }
  }

  function onService(name: 'yousign' | 'kommo', { when, kind }: Fails): () => void {
    const match = random.chance(0.5) ? {} : { method: random.pick(['POST', 'POST', 'PATCH', 'DELETE']) }
    if (name === 'yousign') return world.yousign.faults.add({ match, when, kind })
    const known = typeof kind === 'object' && 'truncate' in kind ? 'reset' : kind
    // Kommo acts on what reaches it late as if it had never come, see the fault's own words.
    return world.kommo.faults.add({ match, when, kind: known })
  }

  function onWebhooks(): () => void {
    const { yousign, kommo } = world
    const draw = random.next()
    if (draw < 0.35) yousign.setDelivery({ duplicate: 1 + random.whole(3) })
    else if (draw < 0.6) yousign.setDelivery({ reorder: true })
    else if (draw < 0.75) yousign.setDelivery({ delayMs: random.whole(60_000) })
    else if (draw < 0.8) yousign.setDelivery({ lose: true })
    else if (draw < 0.9) kommo.setHookWeather({ duplicate: true, delayMs: random.whole(20_000) })
    else {
      const known = yousign.deliveries
      const one = known[random.whole(known.length)]
      if (one !== undefined && one.error !== 'lost') yousign.sendAgain(one.eventId)
    }
    return () => {
      yousign.setDelivery({})
      kommo.setHookWeather({})
    }
  }

  function onReads(): () => void {
    world.yousign.setReplicaLag(2_000 + random.whole(28_000), { hideNew: random.chance(0.5) })
    return () => world.yousign.setReplicaLag(0)
  }

  /** Yousign tries again after minutes and hours; some of its tries come sooner here, or few webhooks would find us alive. */
  function tryAgain(): void {
    void world.yousign.flush()
    later(1_000 + random.whole(2_000), tryAgain)
  }

  next()
  tryAgain()
  return {
    get faults() {
      return faults
    },
    stop() {
      stopped = true
      for (const timer of timers) clearTimeout(timer)
      world.calm()
      void world.yousign.flush()
    },
  }
}

type Fails = Pick<YousignFault, 'when'> & {
  kind: Exclude<YousignFault['kind'] | KommoFault['kind'], { call: unknown }>
}
type Failure = (world: TortureWorld, random: Random) => Fails

const page = '<!doctype html><title>Sorry</title><p>Back in a minute.'
const serverErrors = [500, 502, 503, 504]

const failures: readonly Failure[] = [
  ...several(3, (_, random) => ({ when: 'before', kind: { status: random.pick(serverErrors) } })),
  ...several(4, (_, random) => ({ when: 'after', kind: { status: random.pick(serverErrors) } })),
  ...several(2, () => ({ when: 'after', kind: { status: 200, html: page } })),
  ...several(1, () => ({ when: 'before', kind: { status: 200, html: page } })),
  ...several(1, () => ({ when: 'before', kind: { status: 503, html: page } })),
  ...several(2, () => ({ when: 'before', kind: 'reset' })),
  ...several(3, () => ({ when: 'after', kind: 'reset' })),
  ...several(2, () => ({ when: 'after', kind: { truncate: true } })),
  ...several(2, () => ({ when: 'after', kind: { hang: tooLate } })),
  ...several(1, () => ({ when: 'before', kind: { hang: tooLate } })),
  ...several(2, throttled('0')),
  ...several(1, throttled('7')),
  throttled('-1'),
  throttled('soon'),
  throttled(null),
  (world, random) => throttled(new Date(world.clock.now() + random.whole(40_000)).toUTCString())(world, random),
]

function throttled(after: string | null): Failure {
  const headers = after === null ? {} : { headers: { 'retry-after': after } }
  return () => ({ when: 'before', kind: { status: 429, ...headers } })
}

function several(times: number, failure: Failure): Failure[] {
  return Array<Failure>(times).fill(failure)
}

function onWire(random: Random): WireFault {
  const bytes = random.whole(600)
  return random.pick<WireFault>([
    { kind: 'delay', ms: 20 + random.whole(300) },
    { kind: 'delay', ms: 20 + random.whole(300) },
    { kind: 'reset before' },
    { kind: 'reset before' },
    { kind: 'reset after' },
    { kind: 'reset after' },
    { kind: 'truncate', bytes },
    { kind: 'truncate', bytes },
    { kind: 'stall', bytes },
    { kind: 'black hole' },
  ])
}
