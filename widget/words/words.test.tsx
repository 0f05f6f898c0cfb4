import { expect, test } from 'vitest'
import type { TextKey } from '../../shared/texts/dictionaries.ts'
import { createTimes } from './times.ts'
import { createWords } from './words.tsx'

const key = 'until' as TextKey
const words = (text: string, language = 'en') => createWords(language, [{ [key]: text }], { provider: 'Yousign' })

test('facts go in last, so a name with brackets, braces or stars stays as it is', () => {
  expect(words('[By {name}: ]*{name}*').say(key, { name: '[{*x*}]' })).toBe('By [{*x*}]: [{*x*}]')
})

test('an optional part is left out when its fact is missing or empty', () => {
  const say = words('Cancelled[ by {by}][: {reason}].').say
  expect(say(key, { by: 'Sophie', reason: '' })).toBe('Cancelled by Sophie.')
  expect(say(key)).toBe('Cancelled.')
})

test('a number chooses the form of its language', () => {
  expect([0, 1, 2].map((n) => words('{n} {n|day|days}').say(key, { n }))).toEqual(['0 days', '1 day', '2 days'])
  expect([0, 1, 2].map((n) => words('{n} {n|jour|jours}', 'fr').say(key, { n }))).toEqual([
    '0 jour',
    '1 jour',
    '2 jours',
  ])
})

test('the first dictionary that knows a key wins', () => {
  const both = createWords('fr', [{}, { [key]: 'Until {deadline}' }], {})
  expect(both.say(key, { deadline: 'X' })).toBe('Until X')
})

test('a list of names reads as a list', () => {
  expect(words('').list(['A', 'B', 'C'])).toBe('A, B and C')
  expect(words('', 'fr').list(['A', 'B'])).toBe('A et B')
  expect(words('').list([])).toBe('')
})

test('a deadline is told in the zone that governs it', () => {
  const times = createTimes(words(''), () => Date.parse('2026-11-24T09:22:00Z'))
  expect(times.deadline({ at: Date.parse('2026-12-15T22:59:00Z'), timeZone: 'Europe/Paris' })).toBe(
    'Tue 15 Dec 2026, 23:59 (Paris)',
  )
  expect(times.deadline({ at: Date.parse('2026-12-15T22:59:00Z'), timeZone: 'America/New_York' })).toBe(
    'Tue 15 Dec 2026, 17:59 (New York)',
  )
})

test('a date names the year only when it is another one', () => {
  const times = createTimes(words(''), () => Date.parse('2026-11-24T12:00:00Z'))
  expect(times.date(Date.parse('2026-11-20T12:00:00Z'))).toBe('Fri 20 Nov')
  expect(times.date(Date.parse('2025-11-20T12:00:00Z'))).toBe('Thu 20 Nov 2025')
})
