import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deriveKey } from './keys.ts'
import { createSealer } from './seal.ts'

const place = { table: 'secrets', column: 'ciphertext', row: 'yousign_key' }
const key = new Uint8Array(32).fill(7)

describe('a sealed value', () => {
  it('opens where it was sealed, whatever it is', () => {
    const sealer = createSealer(key)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(sealer.open(sealer.seal(text, place), place)).toEqual({ ok: true, value: text })
      }),
      { numRuns: 200 },
    )
  })

  it('does not show its text and never looks the same twice', () => {
    const sealer = createSealer(key)
    const [a, b] = [sealer.seal('top secret', place), sealer.seal('top secret', place)]
    expect(Buffer.from(a).includes('top secret')).toBe(false)
    expect(Buffer.from(a).equals(Buffer.from(b))).toBe(false)
  })

  it.each([
    ['table', { ...place, table: 'settings' }],
    ['column', { ...place, column: 'name' }],
    ['row', { ...place, row: 'kommo_tokens' }],
    ['boundary between the parts', { table: 'secretsc', column: 'iphertext', row: place.row }],
  ])('does not open after a move to another %s', (_, elsewhere) => {
    const sealer = createSealer(key)
    expect(sealer.open(sealer.seal('x', place), elsewhere)).toEqual({ ok: false, failure: { kind: 'damaged' } })
  })

  it('does not open with any byte changed, missing or added', () => {
    const sealer = createSealer(key)
    const sealed = sealer.seal('x', place)
    for (let index = 0; index < sealed.byteLength; index += 1) {
      const altered = Uint8Array.from(sealed)
      altered[index] = (altered[index] ?? 0) ^ 1
      expect(sealer.open(altered, place).ok, `byte ${index}`).toBe(false)
      expect(sealer.open(sealed.subarray(0, index), place).ok, `cut at ${index}`).toBe(false)
    }
    expect(sealer.open(Buffer.concat([sealed, Buffer.from([0])]), place).ok).toBe(false)
  })

  it('under an older key opens during a rotation and asks to be sealed again', () => {
    const old = createSealer(key)
    const sealed = old.seal('x', place)
    const rotated = createSealer(new Uint8Array(randomBytes(32)), [key])
    expect(rotated.open(sealed, place)).toEqual({ ok: true, value: 'x' })
    expect([rotated.isOld(sealed), rotated.isOld(rotated.seal('x', place)), old.isOld(sealed)]).toEqual([
      true,
      false,
      false,
    ])
    expect(createSealer(new Uint8Array(randomBytes(32))).open(sealed, place)).toEqual({
      ok: false,
      failure: { kind: 'other_key' },
    })
  })
})

describe('derived keys', () => {
  it('are 32 bytes, the same every time, and another for every purpose and secret', () => {
    const purposes = ['seal', 'session', 'link', 'kommoHook', 'setup'] as const
    const secrets = [key, new Uint8Array(32).fill(8)]
    const keys = secrets.flatMap((secret) =>
      purposes.map((purpose) => Buffer.from(deriveKey(secret, purpose)).toString('hex')),
    )
    expect(new Set(keys).size).toBe(10)
    expect(keys.every((each) => each.length === 64)).toBe(true)
    expect(Buffer.from(deriveKey(key, 'seal')).toString('hex')).toBe(keys[0])
  })

  it('do not come from a short secret', () => {
    expect(() => deriveKey(new Uint8Array(16), 'seal')).toThrow('32 bytes')
  })
})
