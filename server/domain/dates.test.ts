import { describe, expect, it } from 'vitest'
import { dateAfter, dateIn, endOfDate, momentInWords, nextWorkingEvening } from './dates.ts'

const paris = 'Europe/Paris'
const utc = (text: string) => Date.parse(text)

describe('calendar days in a zone', () => {
  it('are those of the zone, not of the server', () => {
    expect(dateIn(paris, utc('2026-11-24T23:30:00Z'))).toBe('2026-11-25')
    expect(dateIn('America/Lima', utc('2026-11-24T03:30:00Z'))).toBe('2026-11-23')
    expect(dateIn('Pacific/Kiritimati', utc('2026-12-31T10:00:00Z'))).toBe('2027-01-01')
  })

  it('are counted over the ends of months and years, and over leap days', () => {
    expect(dateAfter(paris, utc('2026-12-15T12:00:00Z'), 30)).toBe('2027-01-14')
    expect(dateAfter(paris, utc('2028-02-28T12:00:00Z'), 1)).toBe('2028-02-29')
    expect(dateAfter(paris, utc('2026-11-24T23:30:00Z'), 0)).toBe('2026-11-25')
  })

  it('are counted by date over the nights in which clocks change', () => {
    // 29 March 2026 has 23 hours in Paris, 25 October has 25.
    expect(dateAfter(paris, utc('2026-03-28T22:30:00Z'), 1)).toBe('2026-03-29')
    expect(dateAfter(paris, utc('2026-10-24T22:30:00Z'), 1)).toBe('2026-10-26')
  })
})

describe('the end of a deadline', () => {
  it.each([
    ['in winter', paris, '2026-12-15', '2026-12-15T22:59:59Z'],
    ['in summer', paris, '2026-07-15', '2026-07-15T21:59:59Z'],
    ['on the day when clocks go forward', paris, '2026-03-29', '2026-03-29T21:59:59Z'],
    ['on the day when clocks go back', paris, '2026-10-25', '2026-10-25T22:59:59Z'],
    ['west of Greenwich', 'America/Lima', '2026-12-15', '2026-12-16T04:59:59Z'],
    ['in a zone of three quarters of an hour', 'Asia/Kathmandu', '2026-12-15', '2026-12-15T18:14:59Z'],
  ])('is the last second of the date %s', (_, zone, date, expected) => {
    expect(endOfDate(zone, date)).toBe(utc(expected))
    expect(dateIn(zone, endOfDate(zone, date))).toBe(date)
    expect(dateIn(zone, endOfDate(zone, date) + 1_000)).not.toBe(date)
  })
})

describe('when a task is due', () => {
  it.each([
    ['a Tuesday', '2026-11-24T09:00:00Z', '2026-11-25T17:00:00Z'],
    ['a Thursday evening', '2026-11-26T20:00:00Z', '2026-11-27T17:00:00Z'],
    ['a Friday', '2026-11-27T09:00:00Z', '2026-11-30T17:00:00Z'],
    ['a Saturday', '2026-11-28T09:00:00Z', '2026-11-30T17:00:00Z'],
    ['a Sunday night that is Monday in the zone', '2026-11-29T23:30:00Z', '2026-12-01T17:00:00Z'],
    ['the Friday before clocks go forward', '2026-03-27T09:00:00Z', '2026-03-30T16:00:00Z'],
    ['the Friday before clocks go back', '2026-10-23T09:00:00Z', '2026-10-26T17:00:00Z'],
  ])('is 18:00 of the next working day after %s', (_, now, expected) => {
    expect(nextWorkingEvening(paris, utc(now))).toBe(utc(expected))
  })
})

describe('a moment in words', () => {
  it('has date, time and city in the language of the firm', () => {
    const at = utc('2026-11-24T09:05:00Z')
    expect(momentInWords('en', paris, at)).toEqual({ date: '24 November 2026', time: '10:05', city: 'Paris' })
    expect(momentInWords('fr', paris, at)).toEqual({ date: '24 novembre 2026', time: '10 h 05', city: 'Paris' })
    expect(momentInWords('en', 'America/Argentina/Buenos_Aires', at).city).toBe('Buenos Aires')
  })
})
