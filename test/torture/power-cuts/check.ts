// What a database that went through a power cut must still have. Looks at a copy, so that the server does its own recovery.
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { CampaignResult } from '../campaign.ts'

/** `where` begins every sentence. What is lost is taken out of `acknowledged`, so that nobody counts it again. */
export async function checkDatabase(where: string, data: string, acknowledged: Set<string>): Promise<CampaignResult> {
  const copy = await mkdtemp(join(tmpdir(), 'power-check-'))
  try {
    await cp(data, copy, { recursive: true })
    return judge(where, join(copy, 'kommo-yousign.sqlite'), acknowledged)
  } catch (error) {
    const lost = acknowledged.size
    acknowledged.clear()
    return { lost, duplicated: 0, problems: [`${where}: the database cannot be read: ${String(error)}`] }
  } finally {
    await rm(copy, { recursive: true })
  }
}

function judge(where: string, path: string, acknowledged: Set<string>): CampaignResult {
  const db = new Sqlite(path, { fileMustExist: acknowledged.size > 0 })
  try {
    const problems: string[] = []
    const integrity = db.pragma('integrity_check', { simple: true })
    if (integrity !== 'ok') problems.push(`${where}: integrity_check says ${String(integrity)}`)
    if (acknowledged.size === 0) return { lost: 0, duplicated: 0, problems }
    const keys = db.prepare("select delivery_key from deliveries where source = 'yousign'").pluck().all()
    const stored = new Set(keys)
    const all = acknowledged.size
    for (const id of acknowledged) if (!stored.has(id)) acknowledged.delete(id)
    const lost = all - acknowledged.size
    const idle = Number(db.prepare(withoutJob).pluck().get())
    if (lost > 0) problems.push(`${where}: ${lost} of ${all} acknowledged events are not there`)
    if (idle > 0) problems.push(`${where}: ${idle} stored events have no job that would apply them`)
    return { lost: lost + idle, duplicated: keys.length - stored.size, problems }
  } finally {
    db.close()
  }
}

const withoutJob = `
  select count(*) from deliveries where state = 'received' and not exists (
    select 1 from jobs where kind = 'apply_delivery' and key = cast(deliveries.id as text) and state in ('waiting', 'running'))`
