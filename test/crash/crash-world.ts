// Simulated Yousign and Kommo in this process, our server in another one that can be killed at any point of a send.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Exchange } from '../simulators/exchange.ts'
import { createKommo } from '../simulators/kommo/simulator.ts'
import { createYousign } from '../simulators/yousign/simulator.ts'
import { recordExchanges } from '../world/exchanges.ts'
import { webhookSecret } from '../world/world.ts'
import { bundleServer } from './bundle.ts'
import { createFastClock } from './fast-clock.ts'
import type { CommitPoint } from './messages.ts'
import { armCall, commonPoints, type Point, pointsOf } from './points.ts'
import { orderFor } from './server-order.ts'
import { deliver, eventually, prepareStory, type Stage, type Story } from './story.ts'
import { superviseServer } from './supervisor.ts'
import { verdict } from './verdict.ts'
import type { Workflow } from './workflows.ts'

export interface Outcome {
  /** How often the server died. */
  kills: number
  /** What is wrong with the end. */
  problems: string[]
}

export interface CrashWorld extends Stage {
  /** So many stories, and as far as they go without danger. */
  prepare(count: number): Promise<Story[]>
  /** No story will be prepared any more, so the next processes need not be able to open documents. */
  closeReviews(): Promise<void>
  /** Points of an undisturbed story: what these have in common when they are told. */
  findPoints(stories: readonly Story[]): Promise<Point[]>
  /** Tells a story whose server dies at the point. */
  tell(story: Story, point: Point): Promise<Outcome>
  /** Tells a story that is disturbed by faults of the simulators, set by `arm`. */
  disturb(story: Story, arm: () => void): Promise<Outcome>
  kill(): Promise<void>
  /** Kills; from now on everybody but Yousign lives so many milliseconds later. */
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
/** Real milliseconds for the last things of a story to be written. */
const patience = 20_000

/** Real milliseconds without a commit after which a story has come to rest. */
const rest = 600

export async function createCrashWorld(workflow: Workflow, mutant: string | null = null): Promise<CrashWorld> {
  const pace = { epoch: Date.now(), factor, ahead: 0 }
  const endless = { perMinute: Number.POSITIVE_INFINITY, perHour: Number.POSITIVE_INFINITY }
  const yousign = await createYousign({ limits: endless, auditTrailDelay: 0 })
  // Kommo dates its tokens, and the server reads them by its own clock.
  const kommo = await createKommo({
    requestsPerSecond: Number.POSITIVE_INFINITY,
    clock: createFastClock(pace),
    partSize: 4096,
  })
  const dataDir = await mkdtemp(join(tmpdir(), 'kommo-yousign-crash-'))
  const bundle = await bundleServer({ mutant })
  const hook = yousign.subscribe({ endpoint: 'http://127.0.0.1:9/', secret_key: webhookSecret, sandbox: true })
  const usual = orderFor({ yousign, kommo, dataDir, documentChild: bundle.documentChild, pace: { ...pace } })
  const choices = { undoSeconds: workflow.undoSeconds ?? 0, copyToKommo: workflow.copyToKommo ?? false }
  const settings = { ...usual.settings, ...choices }
  const server = superviseServer({
    module: bundle.server,
    order: { ...usual, settings },
    onUp(url) {
      hook.endpoint = `${url}/hooks/yousign`
    },
  })
  const stage: Stage = { yousign, kommo, url: server.url, documents: join(dataDir, 'documents') }
  const told: Story[] = []
  const delivery = workflow.heldWebhooks ? held : {}

  async function outcome(story: Story, commit: CommitPoint | null, arm: () => void): Promise<Outcome> {
    const before = server.kills()
    yousign.setDelivery(delivery)
    await server.arm(commit)
    try {
      arm()
      await workflow.danger(stage, story)
      // Some points come after everything that the services can see.
      await eventually('the server was killed', async () => server.kills() > before)
      yousign.setDelivery({})
      await workflow.after?.(stage, story)
      told.push(story)
      return { kills: server.kills() - before, problems: await finalVerdict(story) }
    } finally {
      yousign.faults.clear()
      kommo.faults.clear()
    }
  }

  /** What is still being written when the last thing can be seen gets its time. */
  async function finalVerdict(story: Story): Promise<string[]> {
    try {
      await eventually('all as it must be', async () => (await judged(story)).length === 0, patience)
      return []
    } catch {
      return judged(story)
    }
  }

  function isOurs({ method, path }: Exchange): boolean {
    return workflow.foreign === undefined || !workflow.foreign.test(`${method} ${path}`)
  }

  function judged(story: Story): Promise<string[]> {
    return verdict(stage, story, workflow.expected(story))
  }

  async function trace(story: Story): Promise<Point[]> {
    yousign.setDelivery(delivery)
    await server.arm(null)
    const from = { yousign: yousign.ledger.length, kommo: kommo.ledger.length }
    await workflow.danger(stage, story)
    const commits = await atRest()
    const points = pointsOf({
      commits: commits.filter(isOfStore),
      yousign: yousign.ledger.slice(from.yousign).filter(isOurs),
      kommo: kommo.ledger.slice(from.kommo),
    })
    yousign.setDelivery({})
    await workflow.after?.(stage, story)
    const problems = await finalVerdict(story)
    if (problems.length > 0) throw new Error(`undisturbed, and yet: ${problems.join('; ')}`)
    told.push(story)
    return points
  }

  /** Commits since the last `arm`, once no more come. */
  async function atRest(): Promise<string[]> {
    for (let last = -1; ; ) {
      await new Promise((resolve) => setTimeout(resolve, rest))
      if (!workflow.heldWebhooks) await deliver(stage)
      const commits = await server.commits()
      if (commits.filter(isOfStore).length === last) return commits
      last = commits.filter(isOfStore).length
    }
  }

  return {
    ...stage,
    async prepare(count) {
      const stories: Story[] = []
      await server.arm(null)
      while (stories.length < count) {
        const story = await prepareStory(stage, workflow.source, workflow.form)
        await workflow.before?.(stage, story)
        stories.push(story)
      }
      await atRest()
      return stories
    },
    async closeReviews() {
      server.change({ documentChild: bundle.noDocuments })
      await server.kill()
    },
    async findPoints(stories) {
      const traces: Point[][] = []
      for (const story of stories) traces.push(await trace(story))
      return traces.reduce((all, one) => commonPoints(all, one))
    },
    tell: (story, point) =>
      point.on === 'commit'
        ? outcome(story, point, () => {})
        : outcome(story, null, () => armCall(point, stage, server.kill)),
    disturb: (story, arm) => outcome(story, null, arm),
    kill: server.kill,
    async jump(ms) {
      pace.ahead += ms
      server.change({ pace: { ...pace } })
      await server.kill()
    },
    async judgeAll() {
      const problems: string[] = []
      for (const story of told)
        problems.push(...(await judged(story)).map((problem) => `lead ${story.leadId}: ${problem}`))
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
