// Power cuts under load: the server acknowledges webhooks, the power goes, and what was acknowledged must be on the disk
// (foundations.md B6, T3). Twice in a row on every database, so that what recovery leaves behind is cut too.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type CampaignOptions, type CampaignResult, nothing, together } from '../campaign.ts'
import { createRandom, type Random } from '../random.ts'
import { buildMain } from './build.ts'
import { checkDatabase } from './check.ts'
import { createDisk, type Disk } from './disk.ts'
import { documentCuts } from './document-cuts.ts'
import { postEvent, startLoad } from './load.ts'
import { startMain } from './main-process.ts'
import { compileShim } from './shim.ts'

export interface PowerCutOptions extends CampaignOptions {
  cuts: number
}

interface Plan {
  database: number
  random: Random
  cuts: number
}

const cutsPerDatabase = 2
const connections = 32
/** Databases at a time: while one server starts, another one works. */
const lanes = 2

/** Without the shim there is nothing to prove, and the result says so as a problem. */
export async function powerCuts({ cuts, seed, mutant, say }: PowerCutOptions): Promise<CampaignResult> {
  const directory = await mkdtemp(join(tmpdir(), 'power-cuts-'))
  try {
    const shim = await compileShim(directory)
    if (!shim.ok) return { ...nothing, problems: [shim.failure] }
    const built = await buildMain(mutant)
    try {
      const random = createRandom(seed)
      const plans = plan(cuts, random)
      const results: CampaignResult[] = []
      let acknowledged = 0
      const work = async (): Promise<void> => {
        for (let next = plans.shift(); next !== undefined; next = plans.shift()) {
          const disk = await createDisk(join(directory, String(next.database)), shim.value)
          const { result, events } = await tellDatabase(built.server, disk, next)
          acknowledged += events
          results.push(result)
          for (const problem of result.problems) say(problem)
        }
      }
      await Promise.all(Array.from({ length: lanes }, work))
      const result = together(results)
      say(`${cuts} power cuts: ${acknowledged} events acknowledged, ${result.lost} lost`)
      const documents = await documentCuts({
        cuts: Math.ceil(cuts / 5),
        writer: built.documentWriter,
        directory: join(directory, 'documents'),
        shim: shim.value,
        random: random.fork('documents'),
        say,
      })
      return together([result, documents])
    } finally {
      await built.remove()
    }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

function plan(cuts: number, random: Random): Plan[] {
  const databases = Math.ceil(cuts / cutsPerDatabase)
  return Array.from({ length: databases }, (_, database) => ({
    database,
    random: random.fork(`database ${database}`),
    cuts: Math.min(cutsPerDatabase, cuts - database * cutsPerDatabase),
  }))
}

/** All cuts of one database, then a last start that must take an event. */
async function tellDatabase(server: string, disk: Disk, { database, random, cuts }: Plan) {
  const acknowledged = new Set<string>()
  const results: CampaignResult[] = []
  let events = 0
  let knowsItself = true
  for (let cut = 1; cut <= cuts; cut += 1) {
    const where = `database ${database}, cut ${cut}`
    const { result, answered, wasUp, said } = await cutOnce(where, server, disk, random, acknowledged)
    results.push(result)
    events += answered
    if (knowsItself) results.push(judgeIdentity(where, said))
    // A start that was interrupted may have left the word behind that tells a restored backup.
    knowsItself = wasUp
  }
  const last = startMain(server, disk)
  const url = await last.up
  const status = url === null ? 0 : await postEvent(url, 'after-the-cuts')
  await last.kill()
  if (status !== 200) results.push(wrong(`database ${database}: the server did not come back`, last.said()))
  if (knowsItself) results.push(judgeIdentity(`database ${database}, at last`, last.said()))
  return { result: together(results), events }
}

/** Adds to `acknowledged` what is answered until the power goes. */
async function cutOnce(where: string, server: string, disk: Disk, random: Random, acknowledged: Set<string>) {
  const trouble = { keep: random.pick([0, 0, 30, 70]), seed: random.whole(1e9), delay: random.pick([0, 2000, 8000]) }
  // Sometimes while it starts: recovering, migrating, writing what a start writes.
  const startMs = random.chance(0.2) ? random.whole(600) : 60_000
  const lifeMs = random.whole(400)
  const process = startMain(server, disk, trouble)
  const url = await Promise.race([process.up, pause(startMs, 'early' as const, { ref: false })])
  if (url === null)
    return { result: wrong(`${where}: the server did not start`, process.said()), answered: 0, wasUp: false, said: [] }
  const name = where.replaceAll(/\W+/g, '-')
  const load = url === 'early' ? null : startLoad({ url, connections, random: random.fork(where), name })
  if (load !== null) {
    await load.begun
    await pause(lifeMs)
  }
  const { signal } = await process.kill()
  await load?.stop()
  const answered = load?.acknowledged.size ?? 0
  for (const id of load?.acknowledged ?? []) acknowledged.add(id)
  await disk.cut()
  const checked = await checkDatabase(where, disk.data, acknowledged)
  const odd = [...(load?.answers.keys() ?? [])].filter((status) => status !== 200 && status !== 0)
  const problems = [
    ...(signal === 'SIGKILL' ? [] : wrong(`${where}: the server ended by itself`, process.said()).problems),
    ...odd.map((status) => `${where}: a webhook was answered ${status}`),
  ]
  const result = together([checked, { lost: 0, duplicated: 0, problems }])
  return { result, answered, wasUp: url !== 'early', said: process.said() }
}

/** A cut must not look like a restored backup, after which nothing is sent before people have looked. */
function judgeIdentity(where: string, said: readonly string[]): CampaignResult {
  const isStranger = said.some((line) => line.includes('"reason":"restored"'))
  return isStranger ? wrong(`${where}: the server takes its own database for a restored one`, []) : nothing
}

function wrong(sentence: string, said: readonly string[]): CampaignResult {
  return { lost: 0, duplicated: 0, problems: [[sentence, ...said.slice(-10)].join('\n')] }
}
