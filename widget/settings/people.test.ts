import { expect, test } from 'vitest'
import { savedType } from '../../test/fixtures/document-type.ts'
import { settingsPage } from '../../test/fixtures/settings-page.ts'
import { firmSigners, signedByResponsible } from './people.ts'

const { users } = settingsPage
const signing = (name: string, ...ids: number[]) =>
  savedType({ name, id: name, firm: ids.map((userId) => ({ kind: 'user', userId })) })

test('those who have left come first, with the types that wait for somebody else', () => {
  const types = [signing('Bail', 2, 3), signing('Mandat', 3), signing('Protocole', 99)]
  expect(firmSigners({ types, users })).toEqual([
    { userId: 99, name: null, hasLeft: true, types: ['Protocole'] },
    { userId: 3, name: 'Paul Aubry', hasLeft: true, types: ['Bail', 'Mandat'] },
    { userId: 2, name: 'Marc Delorme', hasLeft: false, types: ['Bail'] },
  ])
})

test('a type that is no longer offered concerns nobody', () => {
  const types = [{ ...signing('Bail', 3), retiredAt: 1 }, savedType({ retiredAt: 1 })]
  expect(firmSigners({ types, users })).toEqual([])
  expect(signedByResponsible({ types })).toEqual([])
})

test('the responsible person is a rule of a type, not a person', () => {
  const types = [savedType({ name: 'Honoraires' }), signing('Bail', 2)]
  expect(signedByResponsible({ types })).toEqual(['Honoraires'])
})
