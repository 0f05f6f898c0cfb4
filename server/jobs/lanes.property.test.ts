import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '../db/migrate.ts'
import { closeDatabase, type Database, openDatabase } from '../db/open.ts'
import type { Clock } from '../domain/clock.ts'
import { type Priority, priorities } from '../domain/lane.ts'
import { createLane, type PacedLane } from './lanes.ts'
import type { Limits } from './windows.ts'

const minute = 60_000
const hour = 60 * minute

type Step =
  | { kind: 'take'; priority: Priority; times: number; onTheWay: number }
  | { kind: 'wait'; ms: number }
  /** Somebody sets this machine's clock back; the world goes on. */
  | { kind: 'setBack'; ms: number }
  | { kind: 'restart' }
  | { kind: 'correct'; minute: number | null; hour: number | null }
  | { kind: 'pause'; ms: number }

interface Take {
  /** By the remote's clock, which nobody sets: when the place was taken, and when the call arrived. */
  taken: number
  arrived: number
  click: boolean
}

let dir: string
let db: Database
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'lanes-'))
  db = openDatabase(join(dir, 'main.sqlite'))
  migrate(db)
  // Nobody cuts the power here.
  db.pragma('synchronous = off')
})
afterAll(() => {
  closeDatabase(db)
  rmSync(dir, { recursive: true })
})

const left = fc.option(fc.nat({ max: 12 }), { nil: null })
const take = fc.record({
  kind: fc.constant('take' as const),
  priority: fc.oneof(fc.constant('click' as const), fc.constantFrom(...priorities)),
  times: fc.constantFrom(1, 2, 12),
  // A call reaches the remote up to a second after its place was taken.
  onTheWay: fc.constantFrom(0, 500, 1000),
})
/** Often just about as long as a window, which is where mistakes are. */
const wait = (window: number) => {
  const about = fc.constantFrom(-1, 0, 500, 999, 1_000).map((off) => window + off)
  return fc.record({
    kind: fc.constant('wait' as const),
    ms: fc.oneof(fc.nat({ max: 2_000 }), about, fc.nat({ max: 20 * window })),
  })
}
const setBack = fc.record({
  kind: fc.constant('setBack' as const),
  ms: fc.oneof(fc.nat({ max: 5_000 }), fc.nat({ max: hour })),
})
const restart = fc.constant({ kind: 'restart' as const })
const correct = fc.record({ kind: fc.constant('correct' as const), minute: left, hour: left })
const pause = fc.record({ kind: fc.constant('pause' as const), ms: fc.nat({ max: 15 * minute }) })

/** A lane on a fresh row, driven by the steps; what it let through, and the clocks at the end. */
function play(limits: Limits, steps: readonly Step[], refusedClick: (takes: Take[]) => void = () => {}) {
  db.prepare('delete from lanes').run()
  let world = 1_800_000_000_000
  let behind = 0
  const clock: Clock = { now: () => world - behind, after: () => () => {} }
  const open = () => createLane({ name: 'yousign', db, clock, windows: limits })
  let lane = open()
  const takes: Take[] = []
  for (const step of steps) {
    if (step.kind === 'wait') world += step.ms
    else if (step.kind === 'setBack') behind += step.ms
    else if (step.kind === 'restart') lane = open()
    else if (step.kind === 'correct') lane.correct(step)
    else if (step.kind === 'pause') lane.pause(clock.now() + step.ms, 'throttled')
    else {
      for (let time = 0; time < step.times; time += 1) {
        const click = step.priority === 'click'
        if (lane.take(step.priority).ok) takes.push({ taken: world, arrived: world + step.onTheWay, click })
        else if (click) refusedClick(takes)
      }
    }
  }
  return {
    takes,
    lane: (): PacedLane => lane,
    now: clock.now,
    wait: (ms: number) => {
      world += ms
    },
  }
}

/** The most calls that arrive within any window of that length. */
function busiest(takes: readonly Take[], period: number): number {
  const arrivals = takes.map(({ arrived }) => arrived).sort((a, b) => a - b)
  return Math.max(
    0,
    ...arrivals.map((at, index) => arrivals.slice(index).filter((other) => other < at + period).length),
  )
}

const anything = fc.array(
  fc.oneof({ weight: 6, arbitrary: take }, { weight: 3, arbitrary: wait(minute) }, setBack, restart, correct, pause),
  {
    maxLength: 50,
  },
)

const small = { minute: 10, hour: 25 }
const kept = { minute: 2, hour: 5 }

/** Calls that dawdled, a window later calls that did not. */
const dawdling: Step[] = [
  { kind: 'take', priority: 'click', times: 12, onTheWay: 1_000 },
  { kind: 'wait', ms: minute },
  { kind: 'take', priority: 'click', times: 12, onTheWay: 0 },
]

test('the remote never sees more than its limit, in any window, whatever our clock, restarts and its headers do', () => {
  fc.assert(
    fc.property(anything, (steps) => {
      const { takes } = play(small, steps)
      expect(busiest(takes, minute)).toBeLessThanOrEqual(small.minute)
      expect(busiest(takes, hour)).toBeLessThanOrEqual(small.hour)
    }),
    { numRuns: 80, examples: [[dawdling]] },
  )
})

test('nor in any second, for a remote that counts by the second', () => {
  const short = fc.array(
    fc.oneof({ weight: 6, arbitrary: take }, { weight: 4, arbitrary: wait(1_000) }, setBack, restart),
    {
      maxLength: 40,
    },
  )
  fc.assert(
    fc.property(short, (steps) => {
      const { takes } = play({ second: 5 }, steps)
      expect(
        busiest(
          takes.map((one) => ({ ...one, arrived: one.taken })),
          1_000,
        ),
      ).toBeLessThanOrEqual(5)
    }),
    { numRuns: 80 },
  )
})

test('a click is turned away only after other clicks have used up what is kept for them', () => {
  const steps = fc.array(
    fc.oneof({ weight: 6, arbitrary: take }, { weight: 3, arbitrary: wait(minute) }, setBack, restart),
    {
      maxLength: 50,
    },
  )
  fc.assert(
    fc.property(steps, (all) => {
      play(small, all, (takes) => {
        const clicksOfLast = (count: number) => takes.slice(-count).filter(({ click }) => click).length
        const used = {
          minute: takes.length >= small.minute && clicksOfLast(small.minute) >= kept.minute,
          hour: takes.length >= small.hour && clicksOfLast(small.hour) >= kept.hour,
        }
        expect(used.minute || used.hour).toBe(true)
      })
    }),
    { numRuns: 80 },
  )
})

test('every priority is let through in the end, at the moment that was named and within an hour', () => {
  const steps = fc.array(
    fc.oneof({ weight: 6, arbitrary: take }, { weight: 3, arbitrary: wait(minute) }, setBack, restart, correct),
    { maxLength: 40 },
  )
  fc.assert(
    fc.property(steps, fc.constantFrom(...priorities), (all, priority) => {
      const played = play(small, all)
      const until = played.lane().opensAt(priority) - played.now()
      expect(until).toBeLessThanOrEqual(hour + 1_000)
      if (until > 0) {
        played.wait(until - 1)
        expect(played.lane().take(priority)).toMatchObject({ ok: false, until: played.now() + 1 })
        played.wait(1)
      }
      expect(played.lane().take(priority)).toEqual({ ok: true })
    }),
    { numRuns: 80 },
  )
})
