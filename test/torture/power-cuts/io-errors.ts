// Disks that refuse (foundations.md B4 and B6, T9): one sync or write fails with EIO, at every place from the start on, and a
// disk that is full for a while. After EIO the server must acknowledge nothing more, end by itself and come back from the
// disk; a full disk it must outlive.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type CampaignOptions, type CampaignResult, nothing, together } from '../campaign.ts'
import { createRandom, type Random } from '../random.ts'
import { buildMain } from './build.ts'
import { checkDatabase } from './check.ts'
import { createDisk, type Disk, type Failure } from './disk.ts'
import { fullDisk } from './full-disk.ts'
import { postEvent, startLoad } from './load.ts'
import { type End, type MainProcess, startMain } from './main-process.ts'
import { compileShim } from './shim.ts'

export interface IoErrorOptions extends CampaignOptions {
  /**
   * So many syncs and so many writes fail, one a server: the first ones of its start, the first ones of its work, and one
   * each while the log is written back into the file.
   */
  points: number
}

const connections = 8
const lanes = 2
/** Until the place is reached, and from there to the end of the process; it allows a second to what is under way. */
const patienceMs = { reached: 60_000, ended: 10_000 }
const mainFile = 'kommo-yousign.sqlite'

/** Without the shim there is nothing to prove, and the result says so as a problem. */
export async function ioErrors({ points, seed, mutant, say }: IoErrorOptions): Promise<CampaignResult> {
  const directory = await mkdtemp(join(tmpdir(), 'io-errors-'))
  try {
    const shim = await compileShim(directory)
    if (!shim.ok) return { ...nothing, problems: [shim.failure] }
    const { server, remove } = await buildMain(mutant)
    try {
      const random = createRandom(seed)
      const queue = pointsUpTo(points)
      const results: CampaignResult[] = []
      const work = async (): Promise<void> => {
        for (let point = queue.shift(); point !== undefined; point = queue.shift()) {
          const name = [point.from, point.what, point.nth, point.file].join('-')
          const disk = await createDisk(join(directory, name), shim.value)
          const result = await failAt(point, server, disk, random.fork(name))
          results.push(result)
          for (const problem of result.problems) say(problem)
        }
      }
      await Promise.all(Array.from({ length: lanes }, work))
      const full = await fullDisk(server, await createDisk(join(directory, 'full'), shim.value))
      for (const problem of full.problems) say(problem)
      const result = together([...results, full])
      say(`${results.length} I/O errors and a full disk: ${result.lost} lost, ${result.problems.length} problems`)
      return result
    } finally {
      await remove()
    }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

function pointsUpTo(points: number): Failure[] {
  const numbers = Array.from({ length: points }, (_, index) => index + 1)
  const whats = ['sync', 'write'] as const
  return [
    ...(['start', 'arm'] as const).flatMap((from) =>
      numbers.flatMap((nth) => whats.map((what) => ({ what, nth, from }))),
    ),
    ...whats.map((what) => ({ what, nth: 1, from: 'arm' as const, file: mainFile })),
  ]
}

async function failAt(point: Failure, server: string, disk: Disk, random: Random): Promise<CampaignResult> {
  const where = `${point.what} ${point.nth} ${point.from === 'start' ? 'of the start' : 'of the work'} fails`
  const process = startMain(server, disk, { fail: point })
  const url = await process.up
  const load = url === null ? null : startLoad({ url, connections, random, name: 'event' })
  await disk.arm()
  const end = await endOf(process, disk)
  await load?.stop()
  const struck = await disk.struck()
  const problems = judge(end, struck, [...(load?.answers.keys() ?? [])])
  const acknowledged = new Set(load?.acknowledged)
  // What the failed sync should have written is gone or it is not: both are left to the next start.
  if (random.chance(0.5)) await disk.cut()
  else await disk.settle()
  const checked = await checkDatabase(where, disk.data, acknowledged)
  const next = startMain(server, disk)
  const address = await next.up
  const status = address === null ? 0 : await postEvent(address, 'afterwards')
  await next.kill()
  if (status !== 200) problems.push(`the next server did not come back: ${next.said().slice(-10).join('\n')}`)
  if (problems.length > 0) problems.push(`it said: ${process.said().slice(-5).join('\n')}`)
  const sentences = problems.map((problem) => `${where} (${struck ?? 'never'}): ${problem}`)
  return together([checked, { lost: 0, duplicated: 0, problems: sentences }])
}

/** Null: it went on for too long after the failure, or was never struck; it is killed then. */
async function endOf(process: MainProcess, disk: Disk): Promise<End | null> {
  let until = Date.now() + patienceMs.reached
  let isStruck = false
  while (Date.now() < until) {
    const end = await Promise.race([process.ended, pause(50, null)])
    if (end !== null) return end
    const struck = await disk.struck()
    if (struck === null || isStruck) continue
    isStruck = true
    // What comes after it must last too.
    until = Date.now() + (isSurvivable(struck) ? 1000 : patienceMs.ended)
  }
  await process.kill()
  return null
}

function judge(end: End | null, struck: string | null, statuses: readonly number[]): string[] {
  const odd = statuses.filter((status) => ![0, 200, 503].includes(status))
  const problems = odd.map((status) => `a webhook was answered ${status}`)
  if (struck === null) problems.push('the place was never reached')
  else if (!isSurvivable(struck)) {
    if (end === null) problems.push('the server went on')
    else if (end.code === 0 || end.signal !== null) problems.push(`it ended with ${end.code ?? end.signal}`)
  }
  return problems
}

/**
 * SQLite tells nobody when writing back the log into the file fails, and need not: the log stays until it succeeds.
 */
function isSurvivable(struck: string | null): boolean {
  return struck === `sync ${mainFile}` || struck === `write ${mainFile}`
}
