import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Priority, priorities } from '../domain/lane.ts'
import { type Book, type Limits, opensAt, room, rulesFor, taken, upTo } from './windows.ts'

const reserve = { minute: 6, hour: 60 }
const production = { minute: 60, hour: 1200 }
const sandbox = { minute: 30, hour: 200 }
const minute = 60_000
const hour = 3_600_000

interface Take {
  at: number
  priority: Priority
}

/** Asks at every step and remembers what was let through. */
function play(limits: Limits, asks: Iterable<Take>): Take[] {
  const rules = rulesFor(limits, reserve)
  let book: Book = { takes: [], said: {} }
  const through: Take[] = []
  for (const ask of asks) {
    if (opensAt(book, rules[ask.priority], ask.at) > ask.at) continue
    book = taken(book, rules, ask.at)
    through.push(ask)
  }
  return through
}

/** The most takes in any window of that length; and how many each take found in the window that ends with it. */
function busiest(takes: Take[], period: number, counts: (take: Take) => boolean = () => true): number {
  let most = 0
  for (const take of takes) {
    if (!counts(take)) continue
    const inside = takes.filter(({ at }) => at > take.at - period && at <= take.at)
    most = Math.max(most, inside.indexOf(take) + 1)
  }
  return most
}

/** Asks in bursts and after pauses, by everybody. */
const asks = (longest: number) =>
  fc
    .array(
      fc.record({
        after: fc.oneof(fc.constant(0), fc.nat({ max: longest })),
        priority: fc.constantFrom(...priorities),
      }),
      {
        maxLength: 400,
      },
    )
    .map((steps) => {
      let at = 1_000_000
      return steps.map(({ after, priority }) => {
        at += after
        return { at, priority }
      })
    })

describe('in any interleaving', () => {
  test.each([
    ['production', production, 54, 1140],
    ['sandbox', sandbox, 24, 160],
    ['a tiny account', { minute: 4, hour: 20 }, 4, 16],
  ])('%s: no window is ever overrun and only clicks reach into the reserve', (_, limits, others, othersHour) => {
    fc.assert(
      fc.property(fc.oneof(asks(400), asks(20_000), asks(120_000)), (sequence) => {
        const takes = play(limits, sequence)
        const notClick = ({ priority }: Take) => priority !== 'click'
        expect(busiest(takes, minute)).toBeLessThanOrEqual(limits.minute)
        expect(busiest(takes, hour)).toBeLessThanOrEqual(limits.hour)
        expect(busiest(takes, minute, notClick)).toBeLessThanOrEqual(others)
        expect(busiest(takes, hour, notClick)).toBeLessThanOrEqual(othersHour)
      }),
    )
  })

  test('a lane that counts by the second never passes more in any second', () => {
    fc.assert(
      fc.property(asks(300), (sequence) => {
        expect(busiest(play({ second: 5 }, sequence), 1000)).toBeLessThanOrEqual(5)
      }),
    )
  })

  test('a refusal names the very moment from which on the place is free, and room agrees with it', () => {
    fc.assert(
      fc.property(asks(20_000), fc.constantFrom(...priorities), (sequence, priority) => {
        const rules = rulesFor(sandbox, reserve)
        let book: Book = { takes: [], said: {} }
        for (const { at } of sequence) {
          const opens = opensAt(book, rules[priority], at)
          expect(room(book, rules[priority], at) > 0).toBe(opens === at)
          expect(room(book, rules[priority], opens)).toBeGreaterThan(0)
          if (opens > at) expect(room(book, rules[priority], opens - 1)).toBe(0)
          if (opensAt(book, rules.click, at) === at) book = taken(book, rules, at)
        }
      }),
    )
  })

  test('whatever is open to a priority is open to every more urgent one', () => {
    fc.assert(
      fc.property(asks(20_000), (sequence) => {
        const rules = rulesFor(production, reserve)
        let book: Book = { takes: [], said: {} }
        for (const { at } of sequence) {
          const opens = priorities.map((priority) => opensAt(book, rules[priority], at))
          expect(opens).toEqual(opens.toSorted((a, b) => a - b))
          book = taken(book, rules, at)
        }
      }),
    )
  })
})

describe('an hour of background work that never runs dry', () => {
  function* hungry(hours: number): Generator<Take> {
    for (let at = 0; at < hours * hour; at += 500) yield { at, priority: 'trigger' }
  }

  test.each([
    ['production', production, 1140],
    ['sandbox', sandbox, 160],
  ])('%s: is spread over the hour and still gets nine tenths of what the reserve leaves', (_, limits, share) => {
    const takes = play(limits, hungry(4))
    expect(takes.filter(({ at }) => at < 5 * minute).length).toBeLessThanOrEqual(Math.ceil(share / 12))
    for (const start of [0, 1, 2, 3].map((full) => full * hour)) {
      const inside = takes.filter(({ at }) => at >= start && at < start + hour).length
      expect(inside).toBeGreaterThanOrEqual(share * 0.9)
      expect(inside).toBeLessThanOrEqual(share)
    }
  })

  test('a click finds a place in every second of it', () => {
    const rules = rulesFor(production, reserve)
    let book: Book = { takes: [], said: {} }
    for (const { at, priority } of hungry(2)) {
      if (opensAt(book, rules[priority], at) <= at) book = taken(book, rules, at)
      expect(room(book, rules.click, at)).toBeGreaterThanOrEqual(6)
    }
  })
})

test('a clock that is set back neither frees places nor keeps them for longer than a window', () => {
  const rules = rulesFor({ second: 2 }, reserve)
  let book: Book = { takes: [], said: {} }
  for (const at of [10_000, 10_100]) book = taken(book, rules, at)
  const back = upTo({ ...book, said: { second: { left: 0, until: 10_500 } } }, 5000)
  expect(back).toEqual({ takes: [4900, 5000], said: { second: { left: 0, until: 5400 } } })
  expect(room(back, rules.click, 5000)).toBe(0)
  expect(opensAt(back, rules.click, 5000)).toBe(5900)
})

test('a lane without limits remembers nothing and never closes', () => {
  const rules = rulesFor({ minute: Number.POSITIVE_INFINITY, hour: Number.POSITIVE_INFINITY }, reserve)
  let book: Book = { takes: [], said: {} }
  for (let at = 0; at < 1000; at += 1) book = taken(book, rules, at)
  expect(book.takes.length).toBe(1)
  expect(room(book, rules.sweep, 1000)).toBe(Number.POSITIVE_INFINITY)
})
