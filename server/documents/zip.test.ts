import { describe, expect, it } from 'vitest'
import { limits } from './limits.ts'
import { zipOf } from './testing/word-samples.ts'
import { readZip, writeZip } from './zip.ts'

function read(bytes: Uint8Array) {
  const zip = readZip(bytes)
  return zip.ok ? [...zip.value.keys()] : zip.failure
}

/** A copy with some bytes of the directory's first entry, or the end record, changed. */
function patched(bytes: Uint8Array, where: 'central' | 'end' | 'local', offset: number, value: number, size = 4) {
  const copy = Buffer.from(bytes)
  const marks = { central: 'PK\x01\x02', end: 'PK\x05\x06', local: 'PK\x03\x04' }
  copy.writeUIntLE(value, copy.indexOf(marks[where], 0, 'latin1') + offset, size)
  return Uint8Array.from(copy)
}

describe('a zip file', () => {
  const good = zipOf({ 'a.xml': '<a/>'.repeat(100), 'b/c.xml': '' })

  it('is read by its directory, and written the same for the same parts', () => {
    const zip = readZip(good)
    if (!zip.ok) throw new Error(zip.failure.kind)
    expect(Buffer.from(zip.value.get('a.xml') ?? []).toString()).toBe('<a/>'.repeat(100))
    expect(writeZip(zip.value, 6)).toEqual(writeZip(zip.value, 6))
    expect(read(writeZip(zip.value, 0))).toEqual(['a.xml', 'b/c.xml'])
  })

  it('is refused when it declares to inflate to more than the limit', () => {
    expect(read(patched(good, 'central', 24, limits.inflated + 1))).toEqual({ kind: 'bomb', what: 'inflated' })
    // No part alone, but together.
    const together = patched(zipOf({ 'a.xml': '', 'b.xml': 'x' }), 'central', 24, limits.inflated)
    expect(read(together)).toEqual({ kind: 'bomb', what: 'inflated' })
  })

  it('is damaged when it inflates to more than it declares, and is stopped there', () => {
    const bomb = patched(zipOf({ 'a.xml': new Uint8Array(30_000_000) }), 'central', 24, 10)
    const before = process.memoryUsage().arrayBuffers
    expect(read(bomb)).toEqual({ kind: 'damaged' })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000)
  })

  it('is refused with too many entries', () => {
    const many = Object.fromEntries(Array.from({ length: limits.entries + 1 }, (_, index) => [`${index}.xml`, '']))
    expect(read(zipOf(many))).toEqual({ kind: 'bomb', what: 'entries' })
  })

  it.each(['../a.xml', '/a.xml', 'a/../../b.xml', 'a\\b.xml', 'C:a.xml', 'a//b.xml', './a.xml', 'a\0.xml'])(
    'is damaged with a part called %j',
    (name) => {
      expect(read(zipOf({ [name]: 'x' }))).toEqual({ kind: 'damaged' })
    },
  )

  it('is damaged with a name twice, whatever its capitals', () => {
    expect(read(zipOf({ 'word/a.xml': 'x', 'word/A.xml': 'y' }))).toEqual({ kind: 'damaged' })
  })

  it.each([
    ['a local header with another name', patched(good, 'local', 30, 0x7a, 1)],
    ['a wrong checksum', patched(good, 'central', 16, 1)],
    ['an unknown method', patched(good, 'central', 10, 12, 2)],
    ['parts that overlap', patched(good, 'central', 20, 60)],
    ['an entry that lies nowhere', patched(good, 'central', 42, 0xfffffff0)],
    ['a directory that lies elsewhere', patched(good, 'end', 16, 0)],
    ['a wrong number of entries', patched(patched(good, 'end', 10, 1, 2), 'end', 8, 1, 2)],
    ['something behind its end', Uint8Array.from([...good, 0])],
    ['its end cut off', good.subarray(0, -10)],
    ['nothing', new Uint8Array()],
  ])('is damaged with %s', (_, bytes) => {
    expect(read(bytes)).toEqual({ kind: 'damaged' })
  })

  it('is refused when a part is encrypted', () => {
    expect(read(patched(good, 'central', 8, 1, 2))).toEqual({ kind: 'encrypted' })
  })
})
