// Simulated Yousign and Kommo in this process, our server in another one that can be killed at any point of a send.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKommo } from '../simulators/kommo/simulator.ts'
import { createYousign } from '../simulators/yousign/simulator.ts'
import { recordExchanges } from '../world/exchanges.ts'
import { webhookSecret } from '../world/world.ts'
import { bundleServer } from './bundle.ts'
import { createFastClock } from './fast-clock.ts'
import type { CommitPoint } from './messages.ts'
import { armCall, commonPoints, type Point, pointsOf, withoutPoints } from './points.ts'
import { orderFor } from './server-order.ts'
import {
  cardOf,
  eventually,
  hasNote,
  prepareStory,
  pressSend,
  type Source,
  type Stage,
  type Story,
  signAndWait,
  verdict,
  waitForFiling,
} from './story.ts'
import { superviseServer } from './supervisor.ts'

/** Up to the note "sent", or from there to the end. The kill strikes in that part; every story is told whole. */
export type Part = 'sending' | 'following'

export interface Outcome {
  /** How often the server died. */
  kills: number
  /** What is wrong with the end. */
  problems: string[]
}

export interface CrashWorld extends Stage {
  prepare(source: Source, count: number): Promise<Story[]>
  /** No story will be prepared any more, so the next processes need not be able to open documents. */
  closeReviews(): Promise<void>
  /** Points of an undisturbed story, found by telling two of them. */
  findPoints(source: Source, part: Part): Promise<Point[]>
  /** Tells a story whose server dies at the point. */
  tell(story: Story, point: Point): Promise<Outcome>
  /** Tells a story that is disturbed by faults of the simulators, set by `arm`. */
  disturb(story: Story, arm: () => void): Promise<Outcome>
  kill(): Promise<void>
  /** Kills; from now on the server lives so many milliseconds later. */
  jump(ms: number): Promise<void>
  /** Once more, for every story told so far: what is wrong by now, by the records and by what the card shows. */
  judgeAll(): Promise<string[]>
  /** Lines that the server logged as errors. */
  errors(): string[]
  close(): Promise<void>
}

/** A minute of the server passes in two seconds; its calls to the simulators take as long as they take. */
const factor = 30
/** Webhooks stay with their sender until the story lets them go, so that the way there is the same in every run. */
const held = { delayMs: 7 * 86_400_000 }

export async function createCrashWorld(): Promise<CrashWorld> {
  const pace = { epoch: Date.now(), factor, ahead: 0 }
  const endless = { perMinute: Number.POSITIVE_INFINITY, perHour: Number.POSITIVE_INFINITY }
  const yousign = await createYousign({ limits: endless, auditTrailDelay: 0 })
  // Kommo dates its tokens, and the server reads them by its own clock.
  const kommo = await createKommo({ requestsPerSecond: Number.POSITIVE_INFINITY, clock: createFastClock(pace) })
  const dataDir = await mkdtemp(join(tmpdir(), 'kommo-yousign-crash-'))
  const bundle = await bundleServer()
  const hook = yousign.subscribe({ endpoint: 'http://127.0.0.1:9/', secret_key: webhookSecret, sandbox: true })
  const order = orderFor({ yousign, kommo, dataDir, documentChild: bundle.documentChild, pace })
  const server = superviseServer({
    module: bundle.server,
    order,
    onUp(url) {
      hook.endpoint = `${url}/hooks/yousign`
    },
  })
  const stage: Stage = { yousign, kommo, url: server.url, documents: join(dataDir, 'documents') }
  const told: { story: Story; requestId: string }[] = []

  async function play(
    story: Story,
    commit: CommitPoint | null,
    arm: () => void,
    sent = async () => {},
  ): Promise<string> {
    yousign.setDelivery(held)
    const card = await cardOf(stage, story.leadId)
    const kills = server.kills()
    await server.arm(commit)
    arm()
    const requestId = await pressSend(stage, story, card)
    await eventually('sent, or killed', async () => hasNote(stage, story, /./) || server.kills() > kills)
    await sent()
    yousign.setDelivery({})
    await signAndWait(stage, story, requestId)
    told.push({ story, requestId })
    return requestId
  }

  async function outcome(story: Story, commit: CommitPoint | null, arm: () => void): Promise<Outcome> {
    const before = server.kills()
    try {
      const requestId = await play(story, commit, arm)
      // Some points come after everything that the services can see.
      await eventually('the server was killed', async () => server.kills() > before)
      await waitForFiling(stage, story)
      return { kills: server.kills() - before, problems: await verdict(stage, story, requestId) }
    } finally {
      yousign.faults.clear()
      kommo.faults.clear()
    }
  }

  async function trace(story: Story): Promise<Record<Part, Point[]>> {
    const from = { yousign: 0, kommo: 0 }
    const begin = () => {
      from.yousign = yousign.ledger.length
      from.kommo = kommo.ledger.length
    }
    const committed = async (labels: RegExp[]): Promise<Point[]> => {
      const commits = await eventually(`commits ${labels.join(', ')}`, async () => {
        const told = await server.commits()
        return labels.every((label) => told.some((one) => label.test(one))) && told
      })
      return pointsOf({
        commits: commits.filter(isOfStore),
        yousign: yousign.ledger.slice(from.yousign),
        kommo: kommo.ledger.slice(from.kommo),
      })
    }
    let sending: Point[] = []
    await play(story, null, begin, async () => {
      sending = await committed([/^recordEffect note:sent state=done/])
    })
    const whole = await committed(last)
    return { sending, following: withoutPoints(whole, sending) }
  }

  async function prepare(source: Source, count: number): Promise<Story[]> {
    const stories: Story[] = []
    while (stories.length < count) stories.push(await prepareStory(stage, source))
    return stories
  }

  return {
    ...stage,
    prepare,
    async closeReviews() {
      server.change({ documentChild: bundle.noDocuments })
      await server.kill()
    },
    async findPoints(source, part) {
      const [first, second] = await prepare(source, 2)
      if (!first || !second) throw new Error('two stories were wanted')
      const [a, b] = [await trace(first), await trace(second)]
      return commonPoints(a[part], b[part])
    },
    tell: (story, point) =>
      point.on === 'commit'
        ? outcome(story, point, () => {})
        : outcome(story, null, () => armCall(point, stage, server.kill)),
    disturb: (story, arm) => outcome(story, null, arm),
    kill: server.kill,
    async jump(ms) {
      server.change({ pace: { ...pace, ahead: ms } })
      await server.kill()
    },
    async judgeAll() {
      const problems: string[] = []
      for (const { story, requestId } of told) {
        const wrong = await verdict(stage, story, requestId)
        problems.push(...wrong.map((problem) => `lead ${story.leadId}: ${problem}`))
      }
      return problems
    },
    errors: server.errors,
    async close() {
      await server.close()
      await recordExchanges(yousign)
      await yousign.close()
      await kommo.close()
      await bundle.remove()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** The others (claims and outcomes of jobs, lanes, the inbox) come in another order in every run. */
function isOfStore(label: string): boolean {
  return !label.startsWith('sql ')
}

/** Commits after which nothing of a story is left, in any order. */
const last = [
  /^recordEffect note:done state=done/,
  /^recordEffect stage state=done/,
  /file\(audit_trail 0\)/,
  /file\(audit_trail 1\)/,
]
