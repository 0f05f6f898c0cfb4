// A disk that is full for a while: nothing is acknowledged, nothing breaks, and all goes on when there is space again.
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import type { CampaignResult } from '../campaign.ts'
import { checkDatabase } from './check.ts'
import type { Disk } from './disk.ts'
import { postEvent } from './load.ts'
import { startMain } from './main-process.ts'

const patienceMs = 30_000

export async function fullDisk(server: string, disk: Disk): Promise<CampaignResult> {
  const acknowledged = new Set<string>()
  const problems: string[] = []
  const process = startMain(server, disk)
  const url = await process.up
  if (url === null) return { lost: 0, duplicated: 0, problems: ['full disk: the server did not start'] }

  async function post(ids: readonly string[], wanted: number): Promise<void> {
    const statuses = await Promise.all(ids.map((id) => postEvent(url ?? '', id, { padding: 2000 })))
    for (const [index, status] of statuses.entries()) if (status === 200) acknowledged.add(ids[index] ?? '')
    const wrong = statuses.filter((status) => status !== wanted)
    if (wrong.length > 0) problems.push(`full disk: ${wrong.length} events were answered ${wrong[0]}, not ${wanted}`)
  }

  await post(names('before'), 200)
  await disk.setFull(true)
  await post(names('while'), 503)
  // They are on the disk already.
  await post(names('before'), 200)
  if ((await fetch(`${url}/healthz`)).status !== 200) problems.push('full disk: /healthz is not 200')
  await disk.setFull(false)
  await post([...names('while'), ...names('after')], 200)
  // The jobs too were refused, and begin again by themselves.
  if (!(await comesTrue(() => countUnapplied(disk) === 0))) problems.push('full disk: events stay unapplied afterwards')
  const { signal } = await process.kill()
  if (signal !== 'SIGKILL') problems.push(`full disk: the server ended: ${process.said().slice(-10).join('\n')}`)
  await disk.cut()
  const checked = await checkDatabase('full disk', disk.data, acknowledged)
  return { ...checked, problems: [...checked.problems, ...problems] }
}

function names(when: string): string[] {
  return Array.from({ length: 20 }, (_, number) => `${when}-${number}`)
}

function countUnapplied(disk: Disk): number {
  const db = new Sqlite(join(disk.data, 'kommo-yousign.sqlite'), { readonly: true })
  try {
    return Number(db.prepare("select count(*) from deliveries where state = 'received'").pluck().get())
  } finally {
    db.close()
  }
}

async function comesTrue(check: () => boolean): Promise<boolean> {
  for (const end = Date.now() + patienceMs; Date.now() < end; await pause(50)) if (check()) return true
  return false
}
