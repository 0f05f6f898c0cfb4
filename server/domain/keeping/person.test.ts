import { expect, it } from 'vitest'
import { contactMark, emailMark, speaksOf } from './person.ts'

const deps = { markPerson: (value: string) => `<${value}>` }
const speaks = speaksOf(deps, [emailMark(deps, ' Camille.Durand@example.fr '), contactMark(deps, 20_001)])

it.each([
  '{"email":"camille.durand@example.fr"}',
  '{"email":"CAMILLE.DURAND@EXAMPLE.FR"}',
  'contacts%5Bupdate%5D%5B0%5D%5Bvalue%5D=camille.durand%40example.fr&x=1',
  'contacts%5Bupdate%5D%5B0%5D%5Bid%5D=20001&contacts%5Bupdate%5D%5B0%5D%5Bname%5D=C',
  '{"origin":{"kind":"contact","contactId":20001}}',
])('finds the person in %s', (text) => {
  expect(speaks(text)).toBe(true)
})

it.each([
  '{"email":"camille.durand@example.fr.evil.example"}',
  '{"email":"x.camille.durand@example.fr"}',
  '{"contactId":200010}',
  'leads%5Bupdate%5D%5B0%5D%5Bid%5D=20001',
  '100 % broken % text',
])('does not find the person in %s', (text) => {
  expect(speaks(text)).toBe(false)
})
