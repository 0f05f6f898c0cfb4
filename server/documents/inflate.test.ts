import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { inflatedSize } from './inflate.ts'
import { onePage, streamObject, textDocument } from './testing/samples.ts'

const megabyte = 1_000_000
const limit = 4 * megabyte

const size = (dictionary: string, data: Uint8Array) =>
  inflatedSize(onePage({ more: [streamObject(dictionary, data)] }), limit)

function hex(data: Uint8Array): Buffer {
  return Buffer.from(`${Buffer.from(data).toString('hex')}>`)
}

describe('inflatedSize', { timeout: 30_000 }, () => {
  it('counts what all streams of a file inflate to', async () => {
    const more = [1, 2].map((times) => streamObject('/Filter/FlateDecode', deflateSync(Buffer.alloc(times * megabyte))))
    expect(await inflatedSize(onePage({ more }), limit)).toBe(3 * megabyte)
  })

  it('counts little for an ordinary document', async () => {
    const total = await inflatedSize(await textDocument(['Contract', 'Annex']), limit)
    expect(total).toBeGreaterThan(100)
    expect(total).toBeLessThan(20_000)
  })

  it('stops soon after the limit instead of inflating the whole bomb', async () => {
    const bomb = deflateSync(Buffer.alloc(64 * megabyte))
    const total = await size('/Filter/FlateDecode', bomb)
    expect(total).toBeGreaterThan(limit)
    expect(total).toBeLessThan(limit + 200_000)
  })

  it('adds up many streams that are each below the limit', async () => {
    const more = Array.from({ length: 6 }, () =>
      streamObject('/Filter/FlateDecode', deflateSync(Buffer.alloc(megabyte))),
    )
    expect(await inflatedSize(onePage({ more }), limit)).toBeGreaterThan(limit)
  })

  it.each([
    ['without naming a filter', ''],
    ['with an escaped name', '/Fi#6cter/Flate#44ecode'],
    ['with a short name', '/Filter/Fl'],
    ['with the filter in another object', '/Filter 9 0 R'],
    ['calling itself a picture', '/Subtype/Image/Filter[/FlateDecode]'],
  ])('sees a bomb %s', async (_, dictionary) => {
    expect(await size(dictionary, deflateSync(Buffer.alloc(8 * megabyte)))).toBeGreaterThan(limit)
  })

  it('sees a bomb inside another filter, and one that is packed twice', async () => {
    const packed = deflateSync(Buffer.alloc(8 * megabyte))
    expect(await size('/Filter[/ASCIIHexDecode/FlateDecode]', hex(packed))).toBeGreaterThan(limit)
    expect(await size('/Filter[/FlateDecode/FlateDecode]', deflateSync(packed))).toBeGreaterThan(limit)
  })

  it('sees a bomb of repeated bytes', async () => {
    const runs = Buffer.alloc(80_000, Buffer.from([129, 65]))
    expect(await size('/Filter/RunLengthDecode', Buffer.concat([runs, Buffer.from([128])]))).toBeGreaterThan(limit)
  })

  it('does not believe a planted end of the stream or a short length', async () => {
    // Stored blocks keep the planted word readable in the packed bytes.
    const planted = deflateSync(Buffer.from('x endstream endobj '.repeat(300_000)), { level: 0 })
    expect(await size('/Filter/FlateDecode', planted)).toBeGreaterThan(limit)
    const lying = streamObject('/Filter/FlateDecode', deflateSync(Buffer.alloc(8 * megabyte)))
    const text = Buffer.from(lying)
      .toString('latin1')
      .replace(/\/Length \d+/, '/Length 1')
    expect(await inflatedSize(onePage({ more: [Buffer.from(text, 'latin1')] }), limit)).toBeGreaterThan(limit)
  })

  it('counts what a broken stream gave before it broke', async () => {
    const packed = deflateSync(Buffer.alloc(8 * megabyte))
    expect(await size('/Filter/FlateDecode', packed.subarray(0, packed.length - 100))).toBeGreaterThan(limit)
  })

  it('counts nothing for pictures and for text about streams', async () => {
    expect(await size('/Filter/DCTDecode', Buffer.from('stream\n of nothing'))).toBe(0)
    expect(await size('/Filter/ASCII85Decode', Buffer.from('not ascii 85 \xff'))).toBeLessThan(100)
  })
})
