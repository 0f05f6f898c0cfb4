// The main campaign: many sends at once, faults all around, and a server that is killed again and again. In the end each send
// must have happened exactly once, as if nothing had been wrong.
import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { CampaignOptions, CampaignResult } from './campaign.ts'
import { createCoverage, kindsOfCalls, repeated } from './coverage.ts'
import { collectEvidence, draftsOf, readDatabase } from './evidence.ts'
import { type Finding, judge } from './judge.ts'
import { createKiller, kindsOfCommits } from './killer.ts'
import { play, type Scene } from './play.ts'
import { createRandom } from './random.ts'
import { prepareSends, type Send } from './sends.ts'
import { createViews } from './views.ts'
import { startWeather } from './weather.ts'
import { createTortureWorld, type TortureWorld } from './world.ts'

export interface KillOptions extends CampaignOptions {
  kills: number
  sends: number
}

/** So many sends are prepared at once; between two such rounds three days pass. */
const roundSize = 250
const inFlight = 20
/** Sends that are told before the storm, so that every kind of commit and call is known. */
const calmSends = 24
const betweenRounds = 3 * 24 * 3_600_000
/** Milliseconds: the 99th of a hundred timers of a machine that has nothing else to do stays below. */
const mostLate = 500

export async function kills(options: KillOptions): Promise<CampaignResult> {
  const { seed, say } = options
  const world = await createTortureWorld(options)
  const views = createViews(world)
  const random = createRandom(seed)
  const scene: Scene = { world, views, random: random.fork('people'), say }
  const coverage = createCoverage()
  const all: Send[] = []
  const problems: string[] = []
  const tally = { kills: 0, started: 0, ended: 0, faults: 0 }
  const delay = monitorEventLoopDelay()
  delay.enable()
  const progress = setInterval(() => say(`${line()}, ${tally.started - tally.ended} in flight`), 5_000)

  function line(): string {
    const needed = coverage.needed()
    const points = `points reached ${needed.reached} of ${needed.all}`
    const { missing } = needed
    const few = missing.length > 0 && missing.length <= 8 ? ` (not: ${missing.join('; ')})` : ''
    return `kills ${tally.kills} of ${options.kills}, sends ${tally.ended} of ${options.sends}, faults ${tally.faults}, ${points}${few}`
  }

  async function told(send: Send): Promise<void> {
    tally.started += 1
    try {
      await play(scene, send)
    } catch (error) {
      const problem = `lead ${send.leadId}, ${send.ending}: ${error instanceof Error ? error.message : String(error)}`
      say(problem)
      problems.push(problem)
    }
    tally.ended += 1
  }

  /** The storm: so many kills while these sends are told. They keep step with each other. */
  async function storm(sends: readonly Send[], wanted: number): Promise<void> {
    const weather = startWeather(world, random.fork(`weather ${all.length}`))
    const killer = createKiller(world, coverage, random.fork(`kills ${all.length}`), () => tally.started > tally.ended)
    const before = tally.faults
    let killed = 0
    let ended = 0
    const pool = tellAll(sends, told, {
      mayStart: (index) => killed >= wanted || (index - inFlight) / sends.length <= killed / wanted,
      ended: () => {
        ended += 1
      },
    })
    while (killed < wanted && ended < sends.length) {
      await killer.strike()
      killed += 1
      tally.kills += 1
      tally.faults = before + weather.faults
    }
    weather.stop()
    await pool
    // Those that are left strike an idle server.
    for (; killed < wanted; killed += 1) {
      await killer.strike()
      tally.kills += 1
    }
  }

  try {
    for (let left = options.sends, first = true; left > 0; first = false) {
      const sends = await prepareRound(world, Math.min(left, roundSize), all.length, random.fork(`sends ${all.length}`))
      all.push(...sends)
      left -= sends.length
      const calm = first ? Math.min(calmSends, Math.ceil(sends.length / 2)) : 0
      if (first) coverage.learn(await seenIn(world, () => tellAll(sends.slice(0, calm), told)), true)
      const share = Math.round((options.kills * (all.length - calm)) / Math.max(1, options.sends - calm))
      await storm(sends.slice(calm), left === 0 ? options.kills - tally.kills : share - tally.kills)
      await sweep(world)
    }
    const evidence = await collectEvidence(
      world,
      views,
      all.filter((send) => send.acknowledged.length > 0),
    )
    await world.server.close()
    const findings = judge(readDatabase(evidence, world.dataDir))
    const { all: points, reached, missing } = coverage.needed()
    const others = coverage.others()
    say(`${line()}; and ${others.reached} of ${others.all} points that only faults lead to`)
    const late = Math.round(delay.percentile(99) / 1e6)
    // The stories have patience in real seconds while the server's clock runs ahead.
    if (late > mostLate) say(`this machine was too busy for a verdict (timers ${late} ms late): run it again alone`)
    if (options.kills >= 2 * points && reached < points) problems.push(`points never reached: ${missing.join('; ')}`)
    problems.push(
      ...world.server
        .errors()
        .filter((error) => !expected.test(error))
        .map((error) => `logged: ${error}`),
    )
    if (findings.length + problems.length > 0) say(`the database is kept in ${await keepDatabase(world)}`)
    return {
      lost: findings.filter(({ kind }) => kind === 'lost').length,
      duplicated: findings.filter(({ kind }) => kind === 'duplicated').length,
      problems: [...worstFirst(findings).map(({ kind, sentence }) => `${kind}: ${sentence}`), ...problems],
    }
  } finally {
    clearInterval(progress)
    delay.disable()
    views.close()
    await world.close()
  }
}

/** For whoever wants to know how it came to that. */
async function keepDatabase({ dataDir }: TortureWorld): Promise<string> {
  const place = await mkdtemp(join(tmpdir(), 'torture-kept-'))
  await cp(dataDir, place, { recursive: true, filter: (path) => !path.endsWith('documents') })
  return place
}

/** Errors that the server may log although it behaves. */
const expected = /^$/

/** What is there twice is worse than what is missing. */
function worstFirst(findings: readonly Finding[]): Finding[] {
  const order: readonly Finding['kind'][] = ['duplicated', 'lost', 'wrong']
  return [...findings].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
}

async function prepareRound(
  world: TortureWorld,
  count: number,
  offset: number,
  random: ReturnType<typeof createRandom>,
) {
  await world.openDocuments(true)
  const sends = await prepareSends(world, count, offset, random)
  await world.openDocuments(false)
  return sends
}

/** Kinds of commits and calls that show more than once while `run` runs and nothing disturbs it. */
async function seenIn(world: TortureWorld, run: () => Promise<void>) {
  const from = { yousign: world.yousign.ledger.length, kommo: world.kommo.ledger.length }
  await world.server.arm(null)
  await run()
  return [
    ...repeated(kindsOfCommits(await world.server.commits())),
    ...repeated(kindsOfCalls('yousign', world.yousign.ledger.slice(from.yousign))),
    ...repeated(kindsOfCalls('kommo', world.kommo.ledger.slice(from.kommo))),
  ]
}

/** A few at once, in order; a second one of the same document after the first. */
async function tellAll(
  sends: readonly Send[],
  tell: (send: Send) => Promise<void>,
  { mayStart, ended }: { mayStart(index: number): boolean; ended(): void } = { mayStart: () => true, ended() {} },
): Promise<void> {
  const over = new Set<Send>()
  const isSent = (send: Send | null) => send === null || send.acknowledged.length > 0 || over.has(send)
  let next = 0
  const work = async () => {
    for (let index = next++; index < sends.length; index = next++) {
      const send = sends[index]
      if (send === undefined) return
      while (!mayStart(index) || !isSent(send.besides)) await new Promise((resolve) => setTimeout(resolve, 20))
      await tell(send)
      over.add(send)
      ended()
    }
  }
  await Promise.all(Array.from({ length: inFlight }, work))
}

/** Three days later every draft that reached nobody is gone. */
async function sweep(world: TortureWorld): Promise<void> {
  await world.jump(betweenRounds)
  await world.server.url()
  const end = Date.now() + 30_000
  while (draftsOf(world).length > 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 50))
}
