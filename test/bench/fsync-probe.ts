// How often this disk can make a small write durable: without it no ratio that hangs on the disk can be read.
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Appends of 4 KiB, each forced to the disk, per second. */
export function probeFsync(dir: string, ms: number): number {
  const path = join(dir, 'fsync-probe')
  const file = openSync(path, 'w')
  const page = Buffer.alloc(4096, 1)
  const begin = performance.now()
  let syncs = 0
  let elapsed = 0
  while (elapsed < ms) {
    writeSync(file, page)
    fdatasyncSync(file)
    syncs += 1
    elapsed = performance.now() - begin
  }
  closeSync(file)
  rmSync(path)
  return (syncs / elapsed) * 1000
}
