import { expect, test } from 'vitest'
import { withDetail, withPerson } from './firm-facts.ts'

test('details stay in one order, and a blank one is none', () => {
  const two = withDetail(withDetail({}, 'city', 'Lyon'), 'address', '12 rue de la République')
  expect(Object.entries(two)).toEqual([
    ['address', '12 rue de la République'],
    ['city', 'Lyon'],
  ])
  expect(withDetail(two, 'address', ' ')).toEqual({ city: 'Lyon' })
  expect(withDetail({}, 'bar', 'x'.repeat(400)).bar).toHaveLength(300)
})

test('a person is changed in place, and kept while anything is known', () => {
  const people = [
    { userId: 1, function: 'avocate', phone: '' },
    { userId: 2, function: '', phone: '+33 4' },
  ]
  expect(
    withPerson(people, { userId: 1, function: 'avocate associée', phone: '' }).map(({ userId }) => userId),
  ).toEqual([1, 2])
  expect(withPerson(people, { userId: 2, function: '', phone: '' })).toEqual(people.slice(0, 1))
  expect(withPerson(people, { userId: 3, function: '', phone: '' })).toEqual(people)
  expect(withPerson(people, { userId: 3, function: 'clerc', phone: '' })).toHaveLength(3)
})
