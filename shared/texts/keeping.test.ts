import { expect, test } from 'vitest'
import { timedKinds } from '../keeping.ts'
import { enKeeping, type KeepingTextKey } from './en-keeping.ts'
import { frKeeping } from './fr-keeping.ts'

const keys = Object.keys(enKeeping) as KeepingTextKey[]
const factsOf = (text: string) => new Set([...text.matchAll(/\{(\w+)/g)].map(([, name = '']) => name))

test('French has every text that English has, with no fact of its own', () => {
  expect(Object.keys(frKeeping).sort()).toEqual([...keys].sort())
  for (const key of keys)
    expect(
      [...factsOf(frKeeping[key])].filter((fact) => !factsOf(enKeeping[key]).has(fact)),
      key,
    ).toEqual([])
})

test('everything that goes by itself is named', () => {
  for (const kind of timedKinds) expect(keys).toContain(`keeping.${kind}`)
})
