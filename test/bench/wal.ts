// Counts the commits of a database from outside: a frame of the write-ahead log that ends a transaction says so itself
// (sqlite.org/walformat.html). Transactions that change nothing write no frame and cost no forced write.
import { readFileSync } from 'node:fs'

const headerBytes = 32
const frameHeaderBytes = 24

/** Commits in the log since it was last begun anew; `salt` tells one log from the next in the same file. */
export function commitsInLog(path: string): { commits: number; salt: string } {
  const bytes = readFileSync(path)
  if (bytes.length < headerBytes) return { commits: 0, salt: '' }
  const pageBytes = bytes.readUInt32BE(8)
  const salt = bytes.toString('hex', 16, 24)
  const step = frameHeaderBytes + pageBytes
  let commits = 0
  for (let at = headerBytes; at + step <= bytes.length; at += step) {
    // What is left of an earlier log has another salt.
    if (bytes.toString('hex', at + 8, at + 16) !== salt) break
    if (bytes.readUInt32BE(at + 4) !== 0) commits += 1
  }
  return { commits, salt }
}
