import { expect, test } from 'vitest'
import { leadNumber } from './lead-number.ts'

test.each([
  ['12345', '12345'],
  [' #12345 ', '12345'],
  ['https://aubry.kommo.com/leads/detail/12345', '12345'],
  ['https://aubry.kommo.com/leads/detail/12345?compact=yes', '12345'],
  ['aubry.kommo.com/leads/detail/12345/', '12345'],
  ['https://aubry.kommo.com/contacts/detail/12345', null],
  ['Bail Durand', null],
  ['12345 67', null],
  ['', null],
])('%s is lead %s', (text, lead) => {
  expect(leadNumber(text)).toBe(lead)
})
