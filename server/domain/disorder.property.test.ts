import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RequestState, settledStates } from '../../shared/states.ts'
import { createEvidenceWorld, type EvidenceWorld, type Telling } from './testing/evidence-world.ts'
import { type Happening, happenings, type Life, live, type Plan } from './testing/lifecycle.ts'
import { now as start } from './testing/sample-request.ts'

const second = 1_000
const minute = 60 * second
const day = 86_400_000

/** What ends a life comes less often than what goes on, or few lives would come far. */
const what = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...happenings) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Happening>(
      'approve',
      'open',
      'bounce',
      'verify',
      'sign',
      'pause',
      'resume',
      'expire',
      'reactivate',
    ),
  },
)
const plan: fc.Arbitrary<Plan> = fc.record({
  people: fc.integer({ min: 1, max: 3 }),
  approval: fc.boolean(),
  oneByOne: fc.boolean(),
  steps: fc.array(
    fc.record({
      what,
      who: fc.nat({ max: 2 }),
      wait: fc.constantFrom(0, 300, 1_500, 20 * second, 5 * minute, day),
    }),
    { minLength: 3, maxLength: 14, size: 'max' },
  ),
})

/** Each event once or more often, each copy that much later than it happened; and some who look in between. */
const disorder = fc.record({
  delays: fc.array(fc.array(fc.nat({ max: 1_000 }), { minLength: 1, maxLength: 3 }), { minLength: 60, maxLength: 60 }),
  reach: fc.constantFrom(2 * second, minute, 5 * minute, day),
  reads: fc.array(fc.nat({ max: 1_000 }), { maxLength: 4 }),
  lags: fc.array(fc.constantFrom(0, 0, second, 8 * second, minute, 4 * minute), { minLength: 1, maxLength: 4 }),
})

type Disorder = typeof disorder extends fc.Arbitrary<infer T> ? T : never

let world: EvidenceWorld
beforeAll(() => {
  world = createEvidenceWorld()
})
afterAll(() => world.close())

function inOrder(life: Life): Telling {
  return { deliveries: life.events.map(({ happened }, event) => ({ event, at: happened })), reads: [], lags: [0] }
}

function mixed(life: Life, { delays, reach, reads, lags }: Disorder): Telling {
  const last = life.events.at(-1)?.happened ?? start
  // What a deleted request had come to is waited for so long; after that people are told that it was deleted.
  const isDeleted = life.events.some(({ event }) => event.name.endsWith('deleted'))
  const longest = isDeleted ? Math.min(reach, 5 * minute) : reach
  return {
    deliveries: life.events.flatMap(({ happened }, event) =>
      (delays[event % delays.length] ?? [0]).map((delay) => ({
        event,
        at: happened + Math.round((delay / 1_000) * longest),
      })),
    ),
    reads: reads.map((part) => Math.round(start + (part / 1_000) * (last - start))),
    lags,
  }
}

describe('what is told about a request', () => {
  test('in any order and any number, with looks of any age in between, ends like the same life told in order', async () => {
    await fc.assert(
      fc.asyncProperty(plan, disorder, async (one, how) => {
        const life = live(one, 'yousign', start)
        const expected = await world.tell(life, one.people, inOrder(life))
        expect(await world.tell(life, one.people, mixed(life, how))).toEqual(expected)
      }),
      { numRuns: 40 },
    )
  })

  test('never takes a request out of a settled state, and out of an expired one only by a later deadline', async () => {
    await fc.assert(
      fc.asyncProperty(plan, disorder, async (one, how) => {
        const life = live(one, 'yousign', start)
        let before: RequestState = 'ongoing'
        let passed = 0
        await world.tell(life, one.people, mixed(life, how), ({ state, expiresAt }) => {
          if (settledStates.has(before)) expect(state).toBe(before)
          if (before !== 'expired' && state === 'expired') passed = expiresAt ?? 0
          if (before === 'expired' && (state === 'ongoing' || state === 'paused'))
            expect(expiresAt ?? 0).toBeGreaterThan(passed)
          before = state
        })
      }),
      { numRuns: 40 },
    )
  })
})
