import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeholderCms } from '../../test/simulators/yousign/cms.ts'
import { statedDigest } from './cms.ts'
import { pdfSignatures } from './pdf-signatures.ts'
import { signedFile } from './testing/bundle.ts'

const der = (tag: number, ...content: Uint8Array[]): Buffer => {
  const body = Buffer.concat(content)
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
const algorithm = { sha384: '608648016503040202', sha512: '608648016503040203', sha1: '2b0e03021a' }

/** SignedData with one signer; `attribute` is the digest it states, `content` what it wraps. */
function cms(hashOid: string, attribute: Buffer, contentType: string, content: Buffer[] = []): string {
  const attributes = der(0xa0, der(0x30, oid('2a864886f70d010904'), der(0x31, der(0x04, attribute))))
  const signer = der(0x30, der(0x02, Buffer.from([1])), der(0x30), der(0x30, oid(hashOid)), attributes)
  const data = der(
    0x30,
    der(0x02, Buffer.from([1])),
    der(0x31),
    der(0x30, oid(contentType), ...content),
    der(0xa0, Buffer.from([0x05, 0x00])),
    der(0x31, signer),
  )
  return der(0x30, oid('2a864886f70d010702'), der(0xa0, data)).toString('hex')
}
const plain = '2a864886f70d010701'
const digestOf = (name: string, parts: Buffer[]) => createHash(name).update(Buffer.concat(parts)).digest()

describe('the signatures in a PDF', () => {
  it.each([
    ['of the simulated Yousign', 'matches', (parts: Buffer[]) => placeholderCms(parts, 0).toString('hex')],
    ['with SHA-384', 'matches', (parts: Buffer[]) => cms(algorithm.sha384, digestOf('sha384', parts), plain)],
    ['with SHA-512', 'matches', (parts: Buffer[]) => cms(algorithm.sha512, digestOf('sha512', parts), plain)],
    ['over other bytes', 'differs', () => cms(algorithm.sha512, digestOf('sha512', [Buffer.from('x')]), plain)],
    [
      'with an algorithm nobody should trust',
      'unreadable',
      (parts: Buffer[]) => cms(algorithm.sha1, digestOf('sha1', parts), plain),
    ],
    ['that was never filled in', 'empty', () => ''],
    ['of rubbish', 'empty', () => 'ff'.repeat(40)],
    ['of a structure that is cut short', 'empty', () => '3084ffffffff'],
  ])('%s: %s', (_, state, contents) => {
    expect(pdfSignatures(signedFile(contents))).toEqual([{ uncovered: 0, state }])
  })

  it('as a time stamp state their digest inside what they wrap', () => {
    const stamped = (over: (parts: Buffer[]) => Buffer[]) =>
      signedFile((parts) => {
        const imprint = der(0x30, der(0x30, oid(algorithm.sha512)), der(0x04, digestOf('sha512', over(parts))))
        const info = der(0x30, der(0x02, Buffer.from([1])), oid('2a03'), imprint)
        return cms(algorithm.sha512, Buffer.alloc(64), '2a864886f70d0109100104', [der(0xa0, der(0x04, info))])
      })
    expect(pdfSignatures(stamped((parts) => parts))).toEqual([{ uncovered: 0, state: 'matches' }])
    expect(pdfSignatures(stamped(() => []))).toEqual([{ uncovered: 0, state: 'differs' }])
  })

  it.each([
    ['begins late', (gap: number, after: number, end: number) => `5 ${gap} ${after} ${end - after}`],
    [
      'leaves out more than the signature',
      (gap: number, after: number, end: number) => `0 ${gap} ${after + 4} ${end - after - 4}`,
    ],
    [
      'leaves out what stands before it',
      (gap: number, after: number, end: number) => `0 ${gap - 9} ${after} ${end - after}`,
    ],
    ['overlaps', (gap: number, _: number, end: number) => `0 ${gap} ${gap} ${end - gap}`],
    ['ends behind the file', (gap: number, after: number, end: number) => `0 ${gap} ${after} ${end}`],
  ])('are broken when the range %s', (_, range) => {
    const states = pdfSignatures(signedFile((parts) => placeholderCms(parts, 0).toString('hex'), range))
    expect(states.map(({ state }) => state)).toEqual(['broken'])
  })

  it('do not cover what was added', () => {
    const file = signedFile((parts) => placeholderCms(parts, 0).toString('hex'))
    expect(pdfSignatures(Buffer.concat([file, Buffer.from('12345')]))).toEqual([{ uncovered: 5, state: 'matches' }])
  })
})

describe('a CMS from a stranger', () => {
  it('throws nothing, whatever it is', () => {
    const good = placeholderCms([Buffer.from('x')], 0)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(good.length - 1), fc.nat(255), (bytes, at, byte) => {
        statedDigest(bytes)
        statedDigest(Uint8Array.from(good, (old, index) => (index === at ? byte : old)))
        statedDigest(good.subarray(0, at))
      }),
      { numRuns: 500 },
    )
  })
})
