import { expect, test } from 'vitest'
import { timedKinds } from '../keeping.ts'
import { requestStates } from '../states.ts'
import { enKeeping } from './en-keeping.ts'

const keys = Object.keys(enKeeping)

test('everything that goes by itself is named, with its reason', () => {
  for (const kind of timedKinds) expect(keys).toEqual(expect.arrayContaining([`keeping.${kind}`, `why.${kind}`]))
})

test('every state of a record has a word', () => {
  for (const state of requestStates) expect(keys).toContain(`is.${state}`)
})
