import { afterEach, beforeEach, expect, it } from 'vitest'
import { sampleType } from '../../test/fixtures/document-type.ts'
import { createStoreWorld, type StoreWorld } from './testing/store-world.ts'

let world: StoreWorld
beforeEach(() => {
  world = createStoreWorld()
})
afterEach(() => world.close())

it('makes a version of every save, and refuses one that was made on an older version', () => {
  const save = (base: number | null, name: string) =>
    world.store.saveDocumentType({ id: 'a', base, body: { ...sampleType, name }, by: 'Sophie Vasseur' }, 5)
  expect(save(null, 'First')).toMatchObject({ version: 1, name: 'First', savedBy: 'Sophie Vasseur', savedAt: 5 })
  expect(save(null, 'Again')).toBeNull()
  expect(save(1, 'Second')).toMatchObject({ version: 2, name: 'Second' })
  expect(save(1, 'Late')).toBeNull()
  world.restart()
  expect(world.store.documentTypes().map(({ name, version }) => [name, version])).toEqual([['Second', 2]])
  expect(world.store.documentType('a')).toMatchObject({ name: 'Second', retiredAt: null })
  expect(world.store.documentType('b')).toBeNull()
})

it('keeps the order in which types were made, and brings a retired one back when it is saved', () => {
  for (const id of ['z', 'a', 'm'])
    world.store.saveDocumentType({ id, base: null, body: { ...sampleType, name: id }, by: 'x' }, 5)
  world.store.retireDocumentType('a', 9)
  expect(world.store.documentTypes().map(({ id, retiredAt }) => [id, retiredAt])).toEqual([
    ['z', null],
    ['a', 9],
    ['m', null],
  ])
  world.store.saveDocumentType({ id: 'a', base: 1, body: sampleType, by: 'x' }, 10)
  expect(world.store.documentTypes()[1]).toMatchObject({ id: 'a', version: 2, retiredAt: null })
})
