import { describe, expect, it } from 'vitest'
import { createPhones } from './phones.ts'

describe('reading phone numbers', () => {
  const phones = createPhones()
  it.each([
    ['+33 6 12 34 56 78', 'FR', '+33612345678', 'mobile', null],
    ['06 12 34 56 78', 'FR', '+33612345678', 'mobile', 'FR'],
    ['0033 6 39 98 12 34', 'FR', '+33639981234', 'unknown', null],
    ['+33 1 99 00 47 11', 'FR', '+33199004711', 'fixed', null],
    ['0151 23456789', 'DE', '+4915123456789', 'mobile', 'DE'],
    ['333', 'FR', null, 'invalid', null],
    ['not a number', 'FR', null, 'invalid', null],
  ] as const)('reads %s in %s', (text, country, e164, type, assumedCountry) => {
    const read = phones.read(text, country)
    expect({ e164: read.e164, type: read.type, assumedCountry: read.assumedCountry }).toEqual({
      e164,
      type,
      assumedCountry,
    })
  })
  it('names the country of a Chinese number, because no SMS reaches it', () => {
    expect(phones.read('+86 138 0013 8000', 'FR').country).toBe('CN')
  })
})
