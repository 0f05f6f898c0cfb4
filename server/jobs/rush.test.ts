import { expect, test } from 'vitest'
import { createRush, rushMs } from './rush.ts'

test('a few calls in a moment are no rush, more are one, and it is over a moment after the last of them', () => {
  const rush = createRush()
  for (let call = 0; call < 4; call += 1) rush.arrived(1000)
  expect(rush.isOn(1000)).toBe(false)
  rush.arrived(1001)
  expect(rush.isOn(1001)).toBe(true)
  expect(rush.isOn(1000 + rushMs)).toBe(true)
  expect(rush.isOn(1001 + rushMs)).toBe(false)
})

test('calls that come one by one are none, however many', () => {
  const rush = createRush()
  for (let now = 0; now < 100 * rushMs; now += rushMs / 4) {
    rush.arrived(now)
    expect(rush.isOn(now)).toBe(false)
  }
})

test('a clock that is set back ends it', () => {
  const rush = createRush()
  for (let call = 0; call < 9; call += 1) rush.arrived(50_000)
  expect(rush.isOn(1000)).toBe(false)
  rush.arrived(1000)
  expect(rush.isOn(1000)).toBe(false)
})
