// Power cuts while documents are filed: every file whose `put` was answered must be there, complete (server/storage/local.ts).
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { CampaignResult } from '../campaign.ts'
import type { Random } from '../random.ts'
import { createDisk, type Disk } from './disk.ts'

export interface DocumentCutOptions {
  cuts: number
  /** Bundle of document-writer.ts. */
  writer: string
  /** Not there yet. */
  directory: string
  shim: string
  random: Random
  say(line: string): void
}

/** All on one disk, which is cut again and again. */
export async function documentCuts(options: DocumentCutOptions): Promise<CampaignResult> {
  const { cuts, writer, directory, shim, random, say } = options
  const disk = await createDisk(directory, shim)
  const accepted = new Map<string, string>()
  const problems: string[] = []
  let lost = 0
  for (let cut = 1; cut <= cuts; cut += 1) {
    const said = await writeUntilCut(writer, disk, cut, random)
    for (const [key, sha256] of said.accepted) accepted.set(key, sha256)
    if (said.trouble !== '') problems.push(`documents, cut ${cut}: ${said.trouble}`)
    for (const [key, sha256] of accepted) {
      const found = await digestOf(join(disk.data, 'documents', key))
      if (found === sha256) continue
      lost += 1
      // Once is enough: it will be missing after every later cut too.
      accepted.delete(key)
      problems.push(`documents, cut ${cut}: ${key} is ${found === null ? 'not there' : 'not complete'}`)
    }
  }
  say(`${cuts} power cuts: ${accepted.size + lost} documents accepted, ${lost} lost`)
  return { lost, duplicated: 0, problems }
}

async function writeUntilCut(writer: string, disk: Disk, cut: number, random: Random) {
  const trouble = { keep: random.pick([0, 50]), seed: random.whole(1e9), delay: random.pick([0, 20_000]) }
  const child = spawn(process.execPath, [writer, join(disk.data, 'documents'), String(cut)], {
    env: disk.environment(trouble),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    said += piece
  })
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    errors += piece
  })
  const gone = once(child, 'close')
  await Promise.race([once(child.stdout, 'data'), gone])
  await pause(random.pick([0, random.whole(20), random.whole(600)]))
  child.kill('SIGKILL')
  await gone
  await disk.cut()
  const lines = [...said.matchAll(/^(\S+) ([0-9a-f]{64})$/gm)]
  return { accepted: lines.map(([, key = '', sha256 = '']) => [key, sha256] as const), trouble: errors.slice(0, 1000) }
}

/** Null: there is no such file. */
async function digestOf(path: string): Promise<string | null> {
  try {
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
  } catch {
    return null
  }
}
