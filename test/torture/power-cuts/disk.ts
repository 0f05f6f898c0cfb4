// A data directory on a disk that loses its write cache: what the shim keeps beside it is what a power cut leaves.
import { access, cp, mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The n-th sync or write of a file fails with EIO, counted from 1 and from the start of the process or from `arm`. */
export interface Failure {
  what: 'sync' | 'write'
  nth: number
  from: 'start' | 'arm'
  /** Only this one is meant and counted; its path below the data directory. */
  file?: string
}

export interface DiskTrouble {
  /** Per cent of the pages that were written and not synced and yet survive, in any order. Default 0. */
  keep?: number
  seed?: number
  /** Every sync takes longer, up to so much, microseconds. */
  delay?: number
  fail?: Failure | null
}

export interface Disk {
  /** The data directory. */
  readonly data: string
  /** Environment of the one process that uses the disk. Until it is gone no other may. */
  environment(trouble?: DiskTrouble): Record<string, string>
  /** From now on a failure that waits for it is counted down. */
  arm(): Promise<void>
  /** What `fail` struck: `sync kommo-yousign.sqlite-wal`. Null while it has not. */
  struck(): Promise<string | null>
  /** From now on every write fails with ENOSPC, or none does any more. */
  setFull(isFull: boolean): Promise<void>
  /** After the process is dead: the data directory is what was synced, nothing else. */
  cut(): Promise<void>
  /** Instead of a cut, after the process ended: all that was written is there for the next one. */
  settle(): Promise<void>
}

/** Makes an empty one below `directory`, which must be its own. */
export async function createDisk(directory: string, shim: string): Promise<Disk> {
  const data = join(directory, 'data')
  const mirror = join(directory, 'mirror')
  const full = join(directory, 'full')
  const armed = join(directory, 'armed')
  const log = join(directory, 'struck')
  await mkdir(data, { recursive: true, mode: 0o700 })
  await mkdir(mirror)

  return {
    data,
    environment: ({ keep = 0, seed = 0, delay = 0, fail = null } = {}) => ({
      LD_PRELOAD: shim,
      PCUT_PREFIX: data,
      PCUT_DIR: mirror,
      PCUT_KEEP: String(keep),
      PCUT_SEED: String(seed),
      PCUT_DELAY_US: String(delay),
      PCUT_FAIL: fail === null ? '' : `${fail.what}:${fail.nth}`,
      PCUT_FILE: fail?.file ?? '',
      PCUT_FROM: fail?.from === 'arm' ? armed : '',
      PCUT_FULL: full,
      PCUT_LOG: log,
      // The shim sees calls of the C library only.
      UV_USE_IO_URING: '0',
    }),
    arm: () => writeFile(armed, ''),
    async struck() {
      return (await exists(log)) ? (await readFile(log, 'utf8')).trim() : null
    },
    setFull: (isFull) => (isFull ? writeFile(full, '') : rm(full, { force: true })),
    async cut() {
      // Without it the process was killed before it could open anything.
      if (await exists(join(mirror, 'root'))) {
        await rm(data, { recursive: true })
        await cp(await realpath(join(mirror, 'root')), data, { recursive: true, dereference: true })
      }
      await reset()
    },
    settle: reset,
  }

  async function reset(): Promise<void> {
    await rm(mirror, { recursive: true })
    await mkdir(mirror)
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
