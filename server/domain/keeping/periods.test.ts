import { expect, test } from 'vitest'
import { cutoff, keptUntil, monthsFrom } from './periods.ts'

test('a month ends on the last day of a shorter one, and a year later is the same day', () => {
  expect(new Date(monthsFrom(Date.UTC(2026, 0, 31, 10), 1)).toISOString()).toBe('2026-02-28T10:00:00.000Z')
  expect(new Date(monthsFrom(Date.UTC(2028, 1, 29, 10), -12)).toISOString()).toBe('2027-02-28T10:00:00.000Z')
  expect(new Date(monthsFrom(Date.UTC(2026, 10, 24), 120)).toISOString()).toBe('2036-11-24T00:00:00.000Z')
})

test('days are days, months are months of the calendar', () => {
  const now = Date.UTC(2027, 2, 1)
  expect(cutoff('deliveries', now)).toBe(now - 90 * 24 * 3_600_000)
  expect(cutoff('originals', now)).toBe(Date.UTC(2026, 2, 1))
})

test('a signed record is kept for the firm’s years, and never shorter for a renewal', () => {
  const signed = Date.UTC(2026, 10, 24)
  expect(keptUntil(signed, 10, null)).toBe(Date.UTC(2036, 10, 24))
  expect(keptUntil(signed, 10, Date.UTC(2040, 0, 1))).toBe(Date.UTC(2040, 0, 1))
  expect(keptUntil(signed, 10, Date.UTC(2030, 0, 1))).toBe(Date.UTC(2036, 10, 24))
})
