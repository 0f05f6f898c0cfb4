import { strFromU8, unzipSync, type Zippable, zipSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { checkCompleteFile, verdictOf } from './check.ts'
import { factsOf, newKey, packed, signedTwice } from './testing/bundle.ts'

const key = newKey()
let bundle: Uint8Array
let signed: Uint8Array
beforeAll(async () => {
  signed = await signedTwice()
  bundle = packed(key, factsOf(key, signed))
})

const pdf = 'signed/Mandat - Durand - signed 2026-11-24.pdf'
const wrongIn = (zip: Uint8Array, expected: string | null = null) =>
  checkCompleteFile(zip, expected).flatMap(({ result, sentence }) => (result === 'wrong' ? [sentence] : []))
const without = (path: string) => {
  const { [path]: _, ...rest } = unzipSync(bundle)
  return rest
}
const withFile = (path: string, change: (bytes: Uint8Array) => Uint8Array): Zippable => {
  const files = unzipSync(bundle)
  return { ...files, [path]: change(files[path] ?? new Uint8Array()) }
}
/** Made anew with our key, as somebody would who has the key and forges the rest. */
const signedAnew = (bytes: Uint8Array) => packed(key, factsOf(key, bytes))
const flip = (at: number) => (bytes: Uint8Array) => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte))
const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

describe('a complete file', () => {
  it('is the same, byte for byte, whenever it is made, and has no time of its own', () => {
    expect(Buffer.from(packed(key, factsOf(key, signed))).equals(Buffer.from(bundle))).toBe(true)
    const view = new DataView(bundle.buffer, bundle.byteOffset)
    expect([view.getUint16(8, true), view.getUint16(10, true), view.getUint16(12, true)]).toEqual([0, 0, 0x21])
    expect(Object.keys(unzipSync(bundle)).slice(-3)).toEqual(['manifest.json', 'manifest.sig', 'key.pem'])
  })

  it('passes the check, which says what it looked at and what it did not', () => {
    const checks = checkCompleteFile(bundle, key.fingerprint)
    expect(verdictOf(checks)).toEqual({ isGood: true, sentence: 'nothing wrong' })
    const said = checks.map((check) => `${check.result} ${check.sentence}`)
    expect(said).toContain('ok the manifest is signed with the key in key.pem')
    expect(said).toContain(`ok the key is the one expected: ${key.fingerprint}`)
    expect(said).toContain(`ok ${pdf}: the last signature covers the whole file except its own place`)
    expect(said).toContain(`ok ${pdf}: signature 2 of 2: digest matches the bytes that it covers`)
    expect(said.join('\n')).toContain('note not checked: the signature values in the PDFs, whose certificates')
  })

  it('shows the fingerprint to compare when none was given', () => {
    expect(checkCompleteFile(bundle, null)).toContainEqual({
      result: 'unchecked',
      sentence: expect.stringContaining(key.fingerprint),
    })
  })

  it('passes as well when somebody has packed it anew, folders included', () => {
    const again = zipSync({ ...unzipSync(bundle), 'signed/': new Uint8Array() }, { level: 9 })
    expect(wrongIn(again, key.fingerprint)).toEqual([])
  })
})

describe('tampering is found', () => {
  it('in a single byte of any part', () => {
    for (const [path, bytes] of Object.entries(unzipSync(bundle))) {
      for (const at of [0, bytes.byteLength >> 1, bytes.byteLength - 1]) {
        expect(wrongIn(zipSync(withFile(path, flip(at)))), `${path} at ${at}`).not.toEqual([])
      }
    }
  })

  it('in a part that is gone, added or put in the place of another', () => {
    for (const path of Object.keys(unzipSync(bundle))) expect(wrongIn(zipSync(without(path))), path).not.toEqual([])
    expect(wrongIn(zipSync(without('ledger.json')))).toEqual(['ledger.json is missing'])
    expect(wrongIn(zipSync({ ...unzipSync(bundle), 'signed/x.pdf': signed }))).toEqual([
      'not named in the manifest: signed/x.pdf',
    ])
    const swapped = withFile('evidence/1 Camille Durand/audit-trail.pdf', () => signed)
    expect(wrongIn(zipSync(swapped))).toEqual([
      expect.stringMatching(/^evidence\/1 Camille Durand\/audit-trail.pdf has \d+ bytes, not 25$/),
    ])
  })

  it('in a manifest that names what somebody else wishes', () => {
    const forged = withFile('manifest.json', (bytes) => Buffer.from(strFromU8(bytes).replace('Camille', 'Camilla')))
    expect(wrongIn(zipSync(forged))).toContain('the manifest is not signed with the key in key.pem')
  })

  it('in a bundle that another key has signed, when the fingerprint is given', () => {
    const other = newKey()
    const forged = packed(other, factsOf(other, signed))
    expect(wrongIn(forged)).toEqual([])
    expect(wrongIn(forged, key.fingerprint)).toEqual([`the key is another one than expected: ${other.fingerprint}`])
    const swapped = { ...unzipSync(bundle), 'key.pem': unzipSync(forged)['key.pem'] ?? new Uint8Array() }
    expect(wrongIn(zipSync(swapped))).toContain('the manifest names another key')
  })

  it('in bytes behind the last signature, even with the right manifest', () => {
    const longer = Buffer.concat([signed, Buffer.from('\n% more')])
    expect(wrongIn(signedAnew(longer))).toEqual([`${pdf}: 7 bytes stand behind the last signature, covered by none`])
  })

  it('in bytes that a signature covers, even with the right manifest', () => {
    expect(wrongIn(signedAnew(flip(12)(signed)))).toEqual([
      expect.stringContaining('signature 1 of 2: digest does not match'),
      expect.stringContaining('signature 2 of 2: digest does not match'),
    ])
  })

  it('in a document without a signature, and in a manifest without a document', () => {
    expect(wrongIn(signedAnew(Buffer.from('%PDF-1.7 nobody')))).toEqual([`${pdf} has no signature`])
    const facts = factsOf(key, signed)
    expect(wrongIn(packed(key, { ...facts, files: facts.files.slice(1) }))).toEqual([
      'the manifest names no signed document',
    ])
  })

  it('in two entries of one name, and in what is no archive', () => {
    const zip = zipSync({ ...unzipSync(bundle), 'ledger.jsoX': new Uint8Array(3) }, { level: 0 })
    const twice = Buffer.from(latin(zip).replaceAll('ledger.jsoX', 'ledger.json'), 'latin1')
    expect(wrongIn(twice)).toEqual(['ledger.json is in the archive twice'])
    expect(wrongIn(new Uint8Array([1, 2, 3]))).toEqual(['it is no readable ZIP archive'])
    expect(wrongIn(bundle.subarray(0, -40))).toHaveLength(1)
    expect(wrongIn(zipSync({ 'manifest.json': Buffer.from('{}') }))).toEqual([
      'manifest.json is missing or not readable',
    ])
  })

  it('and what cannot be told is said, without calling it wrong', () => {
    const text = latin(signed)
    const open = text.indexOf('<', text.lastIndexOf('/Contents'))
    // The last signature says "not signed data" in its first words.
    const unreadable = Buffer.from(`${text.slice(0, open)}<30020500${text.slice(open + 9)}`, 'latin1')
    const checks = checkCompleteFile(signedAnew(unreadable), key.fingerprint)
    expect(checks).toContainEqual({
      result: 'unchecked',
      sentence: `${pdf}: signature 2 of 2: no readable CMS: not checked`,
    })
    expect(verdictOf(checks)).toEqual({ isGood: true, sentence: 'nothing wrong, 1 could not be checked' })
  })
})
