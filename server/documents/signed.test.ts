import { describe, expect, it } from 'vitest'
import { hasByteRange, looksSigned } from './signed.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const signed = bytes('%PDF-1.7\n1 0 obj\n<</Type/Sig/ByteRange [0 840 960 240]/Contents<00>>>\nendobj\n%%EOF')

describe('looksSigned', () => {
  it('takes a PDF with a byte range that is not the original', () => {
    expect(looksSigned(signed, bytes('%PDF-1.7\n%%EOF'))).toBe(true)
    expect(looksSigned(signed, null)).toBe(true)
  })

  it('refuses the original come back unsigned or unchanged', () => {
    const original = bytes('%PDF-1.7\n%%EOF')
    expect(looksSigned(original, original)).toBe(false)
    expect(looksSigned(signed, Uint8Array.from(signed))).toBe(false)
  })

  it('refuses what is no PDF, whatever it contains', () => {
    expect(looksSigned(bytes('<html>/ByteRange [0 1 2 3]</html>'), null)).toBe(false)
    expect(looksSigned(new Uint8Array(), null)).toBe(false)
  })

  it('reads a view into a larger buffer from its own beginning', () => {
    const larger = Buffer.concat([Buffer.from('junk'), signed])
    expect(looksSigned(larger.subarray(4), null)).toBe(true)
  })
})

describe('hasByteRange', () => {
  it('wants four integers, in any spacing', () => {
    expect(hasByteRange(bytes('/ByteRange[0 1 2 3]'))).toBe(true)
    expect(hasByteRange(bytes('/ByteRange\r\n[ 0\n840 960   240 ]'))).toBe(true)
  })

  it('does not take a placeholder, a shorter array or the word alone', () => {
    expect(hasByteRange(bytes('/ByteRange [0 /********** /********** /**********]'))).toBe(false)
    expect(hasByteRange(bytes('/ByteRange [0 840 960]'))).toBe(false)
    expect(hasByteRange(bytes('the /ByteRange of a signature'))).toBe(false)
  })

  it('finds the one that counts after one that does not', () => {
    expect(hasByteRange(bytes('/ByteRange [0 /* /* /*] and /ByteRange [0 840 960 240]'))).toBe(true)
  })
})
