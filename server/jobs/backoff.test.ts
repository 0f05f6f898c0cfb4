import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoff, longestDelay } from './backoff.ts'

const attempts = fc.nat({ max: 5000 })
const random = fc.double({ min: 0, max: 1, noNaN: true })

test('a delay is at least one second and at most a quarter of an hour', () => {
  fc.assert(
    fc.property(attempts, random, (tries, spread) => {
      const delay = backoff(tries, spread)
      return Number.isInteger(delay) && delay >= 1000 && delay <= longestDelay
    }),
  )
})

test('with the same spread a later attempt never waits less', () => {
  fc.assert(fc.property(attempts, random, (tries, spread) => backoff(tries + 1, spread) >= backoff(tries, spread)))
})

test('the delay doubles until it reaches the cap, and the spread takes off up to half', () => {
  expect([0, 1, 2, 8, 9, 5000].map((tries) => backoff(tries, 0))).toEqual([2000, 4000, 8000, 512_000, 900_000, 900_000])
  expect([0, 9].map((tries) => backoff(tries, 1))).toEqual([1000, 450_000])
})
