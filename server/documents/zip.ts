// The parts of a zip file, read by its central directory and never more than the limits allow. What two readers could
// read in two ways (names twice, sizes that lie, parts that overlap) is damage. Runs in the child only.
import { crc32, inflateRawSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { err, ok, type Result } from '../../shared/result.ts'
import type { DocumentProblem } from '../domain/documents.ts'
import { limits } from './limits.ts'

/** Name -> bytes, in the order of the directory; folders are left out. */
export type ZipParts = Map<string, Uint8Array>

/** Opens a whole zip file without zip64; `entries` and `inflated` of the limits are counted before and while inflating. */
export function readZip(bytes: Uint8Array): Result<ZipParts, DocumentProblem> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = readDirectory(file)
  if (!entries.ok) return entries
  const parts: ZipParts = new Map()
  const seen = new Set<string>()
  let [left, free] = [limits.inflated as number, 0]
  for (const entry of entries.value.toSorted((one, other) => one.at - other.at)) {
    const data = dataOf(file, entry, free)
    if (data === null) return damaged
    free = data.end
    const key = entry.name.toLowerCase()
    if (seen.has(key) || !isPlainName(entry.name)) return damaged
    seen.add(key)
    if (entry.size > left) return bomb
    const inflated = inflateEntry(data.bytes, entry)
    if (inflated === null) return damaged
    left -= inflated.length
    parts.set(entry.name, inflated)
  }
  return ok(
    new Map(entries.value.flatMap(({ name }) => (name.endsWith('/') ? [] : [[name, parts.get(name) ?? empty]]))),
  )
}

/** The same bytes for the same parts: no times, no attributes. `level` 0 stores, which is quickest for a reader at hand. */
export function writeZip(parts: ZipParts, level: 0 | 6): Uint8Array {
  // fflate takes the local time apart, so this is the first minute that a zip file knows in every time zone.
  return zipSync(Object.fromEntries(parts), { level, mtime: new Date(1980, 0, 1), os: 0 })
}

interface Entry {
  name: string
  method: number
  crc: number
  packed: number
  size: number
  /** Where its local header begins. */
  at: number
}

const damaged = err({ kind: 'damaged' } as const)
const bomb = err({ kind: 'bomb', what: 'inflated' } as const)
const empty = new Uint8Array()
const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 }
const headerSize = { local: 30, central: 46, end: 22 }

function readDirectory(file: Buffer): Result<Entry[], DocumentProblem> {
  const end = findEnd(file)
  if (end === -1) return damaged
  const [disks, count, size, start] = [
    file.readUInt32LE(end + 4),
    file.readUInt16LE(end + 10),
    file.readUInt32LE(end + 12),
    file.readUInt32LE(end + 16),
  ]
  if (count > limits.entries) return err({ kind: 'bomb', what: 'entries' })
  // Several disks, zip64, or something between the directory and the end that another reader might take for it.
  if (disks !== 0 || count !== file.readUInt16LE(end + 8) || start + size !== end) return damaged
  const entries: Entry[] = []
  let [at, declared] = [start, 0]
  for (let index = 0; index < count; index += 1) {
    if (at + headerSize.central > end || file.readUInt32LE(at) !== signatures.central) return damaged
    const flags = file.readUInt16LE(at + 8)
    const nameEnd = at + headerSize.central + file.readUInt16LE(at + 28)
    if (nameEnd > end) return damaged
    if ((flags & 0x2041) !== 0) return err({ kind: 'encrypted' })
    const entry = {
      name: file.toString('utf8', at + headerSize.central, nameEnd),
      method: file.readUInt16LE(at + 10),
      crc: file.readUInt32LE(at + 16),
      packed: file.readUInt32LE(at + 20),
      size: file.readUInt32LE(at + 24),
      at: file.readUInt32LE(at + 42),
    }
    declared += entry.size
    entries.push(entry)
    at = nameEnd + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  if (at !== end) return damaged
  return declared > limits.inflated ? bomb : ok(entries)
}

/** The end record closes the file with its comment: whatever stood behind it would be another file. */
function findEnd(file: Buffer): number {
  const lowest = Math.max(0, file.length - headerSize.end - 0xffff)
  for (let at = file.length - headerSize.end; at >= lowest; at -= 1) {
    const fits = at + headerSize.end + file.readUInt16LE(at + 20) === file.length
    if (fits && file.readUInt32LE(at) === signatures.end) return at
  }
  return -1
}

/** The packed bytes of an entry, whose local header must say the same name and lie behind the entry before. */
function dataOf(file: Buffer, { name, at, packed }: Entry, free: number): { bytes: Buffer; end: number } | null {
  if (at < free || at + headerSize.local > file.length || file.readUInt32LE(at) !== signatures.local) return null
  const nameEnd = at + headerSize.local + file.readUInt16LE(at + 26)
  const start = nameEnd + file.readUInt16LE(at + 28)
  const isSame = file.toString('utf8', at + headerSize.local, nameEnd) === name
  return isSame && start + packed <= file.length
    ? { bytes: file.subarray(start, start + packed), end: start + packed }
    : null
}

function inflateEntry(packed: Buffer, { method, size, crc }: Entry): Uint8Array | null {
  if (method !== 0 && method !== 8) return null
  try {
    // One more than declared is enough to see that the directory lied.
    const data = method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: size + 1 })
    return data.length === size && crc32(data) === crc ? Uint8Array.from(data) : null
  } catch {
    return null
  }
}

/** No way out of the folder that somebody might unpack it to, and nothing that one system reads as another name. */
function isPlainName(name: string): boolean {
  const isBad = /[\\:\p{C}\ufffd]/u.test(name) || name.startsWith('/') || name === ''
  const segments = name.replace(/\/$/, '').split('/')
  return !isBad && segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..')
}
