// How much a PDF inflates to, counted while inflating and before any parser sees it: parsers inflate object streams
// whole, so a bomb would have gone off before one could ask. Streams are found by their keyword alone, because a
// hostile file need not be honest about offsets, lengths or types.
import { createInflate } from 'node:zlib'
import { decodePDFRawStream, PDFContext, PDFName, PDFRawStream } from '@cantoo/pdf-lib'

/**
 * Counts the bytes that the streams of `file` inflate to, every stage of a filter chain on its own, and stops as soon
 * as the sum passes `limit`. Image codecs end a chain: nothing here decodes pictures. Never rejects; a broken stream
 * counts with what came out of it.
 */
export async function inflatedSize(file: Uint8Array, limit: number): Promise<number> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  let total = 0
  for (let at = bytes.indexOf(keyword); at !== -1 && total <= limit; at = bytes.indexOf(keyword, at + keyword.length)) {
    const start = dataStart(bytes, at)
    if (start !== null) total += await streamSize(bytes, at, start, limit - total)
  }
  return total
}

type Filter = 'flate' | 'lzw' | 'run_length' | 'ascii85' | 'ascii_hex'

const keyword = 'stream'

/** pdf.js also knows the short names, which the format allows in content streams only. */
const filters = new Map<string, Filter>([
  ['FlateDecode', 'flate'],
  ['Fl', 'flate'],
  ['LZWDecode', 'lzw'],
  ['LZW', 'lzw'],
  ['RunLengthDecode', 'run_length'],
  ['RL', 'run_length'],
  ['ASCII85Decode', 'ascii85'],
  ['A85', 'ascii85'],
  ['ASCIIHexDecode', 'ascii_hex'],
  ['AHx', 'ascii_hex'],
])

const decoderNames = {
  lzw: 'LZWDecode',
  run_length: 'RunLengthDecode',
  ascii85: 'ASCII85Decode',
  ascii_hex: 'ASCIIHexDecode',
} satisfies Record<Exclude<Filter, 'flate'>, string>

/** Where the data of a stream begins, or null when this is an `endstream` or the word in some text. */
function dataStart(bytes: Buffer, at: number): number | null {
  if (bytes.toString('latin1', at - 3, at) === 'end') return null
  let start = at + keyword.length
  while (bytes[start] === 0x20) start += 1
  if (bytes[start] === 0x0d) return bytes[start + 1] === 0x0a ? start + 2 : start + 1
  return bytes[start] === 0x0a ? start + 1 : null
}

async function streamSize(bytes: Buffer, at: number, start: number, limit: number): Promise<number> {
  const chain = filterChain(bytes, at)
  // One Flate, or a dictionary that hides its filters: the data say themselves whether they are zlib's, and where
  // they end, so a lying /Length or a planted `endstream` changes nothing.
  if (chain.length === 0 || (chain.length === 1 && chain[0] === 'flate')) {
    return isZlib(bytes, start) ? (await inflate(bytes.subarray(start), limit, false)).size : 0
  }
  const end = bytes.indexOf('endstream', start)
  let data: Uint8Array = bytes.subarray(start, end === -1 ? bytes.length : end)
  let total = 0
  for (const filter of chain) {
    const left = limit - total
    const out = filter === 'flate' ? await inflate(data, left, true) : decode(data, filter, left)
    total += out.size
    if (total > limit) break
    data = out.data
  }
  return total
}

/** The filters named in the dictionary before the keyword, up to the first that is not ours to decode. */
function filterChain(bytes: Buffer, at: number): Filter[] {
  const before = bytes.toString('latin1', Math.max(0, at - 4096), at)
  const dictionary = before
    .slice(before.lastIndexOf('obj') + 1)
    .replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  const named = /\/Filter\s*(\[[^\]]*\]|\/[A-Za-z0-9]+)/.exec(dictionary)?.[1] ?? ''
  const chain: Filter[] = []
  for (const [, name] of named.matchAll(/\/([A-Za-z0-9]+)/g)) {
    const filter = filters.get(name ?? '')
    if (filter === undefined) break
    chain.push(filter)
  }
  return chain
}

function isZlib(bytes: Buffer, start: number): boolean {
  const method = bytes[start] ?? 0
  return (method & 0x0f) === 8 && ((method << 8) + (bytes[start + 1] ?? 0)) % 31 === 0
}

interface Inflated {
  size: number
  data: Uint8Array
}

/** Stops one chunk after `limit`. The data are kept only when another filter waits for them. */
function inflate(data: Uint8Array, limit: number, keep: boolean): Promise<Inflated> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const stream = createInflate({ chunkSize: 64 * 1024 })
    let size = 0
    const finish = () => resolve({ size, data: Buffer.concat(chunks) })
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (keep) chunks.push(chunk)
      if (size > limit) stream.destroy()
    })
    stream.on('error', finish)
    stream.on('close', finish)
    stream.end(data)
  })
}

/** The library's decoders work block by block and so stop soon after `limit`. */
function decode(data: Uint8Array, filter: Exclude<Filter, 'flate'>, limit: number): Inflated {
  const dict = PDFContext.create().obj({ Filter: PDFName.of(decoderNames[filter]) })
  try {
    const out = decodePDFRawStream(PDFRawStream.of(dict, data)).getBytes(limit + 1)
    return { size: out.length, data: Uint8Array.from(out) }
  } catch {
    return { size: 0, data: new Uint8Array() }
  }
}
