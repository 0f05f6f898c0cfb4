// An old backup in place of the database: requests that it does not know exist and are signed, those that it was about to
// send were sent. In the end every send that was pressed is there once, signed and filed (protocols.md P6).
import { join } from 'node:path'
import { backUp, restore } from '../../../server/db/backup.ts'
import type { CardAction } from '../../../shared/card.ts'
import {
  cardOf,
  eventually,
  hasNote,
  prepareStory,
  pressSend,
  requestsOf,
  type Stage,
  type Story,
  verdict,
} from '../../crash/story.ts'
import type { CampaignOptions, CampaignResult } from '../campaign.ts'
import { createRandom, type Random } from '../random.ts'
import { createRestoreWorld, type RestoreWorld } from './world.ts'

export interface RestoreOptions extends CampaignOptions {
  sends: number
}

/** How far a send gets before the backup is taken, and before the database is lost. */
interface Plan {
  story: Story
  /** Pressed before the backup is taken, or after it. */
  pressed: 'before' | 'after'
  /** Everybody signs before the backup, between backup and loss, or only after the restore. */
  signed: 'before' | 'between' | 'after'
  requestId: string
  /** Somebody takes it back while it is under way: the lost life honours that, and the next one must too. */
  stopped: boolean
}

export async function restoreCampaign({ sends, seed, mutant, say }: RestoreOptions): Promise<CampaignResult> {
  const random = createRandom(seed)
  const world = await createRestoreWorld(mutant)
  try {
    const plans = await prepare(world, random, sends)
    await world.closeReviews()
    say(`${plans.length} sends are reviewed`)
    await pressAll(world, plans, 'before')
    await signAll(world, plans, 'before')

    // Some are on their way while the backup is taken: their creates hang, so it knows them as not sent.
    const early = plans.filter((plan) => plan.pressed === 'after').slice(0, Math.ceil(sends / 10))
    world.stage.yousign.faults.add({
      match: { method: 'POST', path: /^\/signature_requests$/ },
      when: 'before',
      kind: { hang: 4_000 },
      times: early.length,
    })
    for (const plan of early.filter((_, index) => index % 2 === 1)) plan.stopped = true
    const underWay = pressAll(world, early, 'after')
    await eventually('all of them are taken', async () => early.every((plan) => plan.requestId !== ''))
    const backup = join(world.dataDir, 'old.backup')
    const taken = await backUp(world.dataDir, world.stage.documents, backup)
    if (!taken.ok) throw new Error(taken.failure.message)
    for (const plan of early.filter((one) => one.stopped)) await takeBack(world.stage, plan)
    await underWay
    say('the backup is taken in the middle of it')

    await pressAll(
      world,
      plans.filter((plan) => !early.includes(plan)),
      'after',
    )
    await signAll(world, plans, 'between')
    say('the rest is sent; the database is lost and the backup put in its place')
    // Nobody delivers to a server that is not there; what it acknowledged before never comes again.
    world.stage.yousign.setDelivery({ delayMs: 7 * 86_400_000 })
    const resume = await world.down()
    const restored = await restore(world.dataDir, world.stage.documents, backup, 'lost')
    if (!restored.ok) throw new Error(restored.failure.message)
    resume()
    world.stage.yousign.setDelivery({})
    await signAll(world, plans, 'after')
    say('everybody has signed; what was held is looked at by a person')
    return await settle(world, plans, say)
  } finally {
    await world.close()
  }
}

async function prepare(world: RestoreWorld, random: Random, sends: number): Promise<Plan[]> {
  const plans: Plan[] = []
  while (plans.length < sends) {
    const source = random.chance(0.15) ? 'documents' : 'template'
    const story = await prepareStory(world.stage, source)
    const pressed = random.chance(0.5) ? 'before' : 'after'
    const signed =
      pressed === 'before'
        ? random.pick(['before', 'between', 'after'] as const)
        : random.pick(['between', 'after'] as const)
    plans.push({ story, pressed, signed, requestId: '', stopped: false })
  }
  return plans
}

async function pressAll(world: RestoreWorld, plans: readonly Plan[], pressed: Plan['pressed']): Promise<void> {
  await inTwenties(
    plans.filter((plan) => plan.pressed === pressed && plan.requestId === ''),
    async (plan) => {
      const card = await cardOf(world.stage, plan.story.leadId)
      plan.requestId = await pressSend(world.stage, plan.story, card)
      if (plan.stopped) return
      await sent(world.stage, plan)
    },
  )
}

async function sent(stage: Stage, { story }: Plan): Promise<void> {
  await eventually(`lead ${story.leadId} is sent`, async () => hasNote(stage, story, /./))
}

/** Pressed in time; the card says so in the end. */
async function takeBack(stage: Stage, plan: Plan): Promise<void> {
  const { story } = plan
  const requestId = await eventually('the press is answered', async () => plan.requestId)
  const card = await cardOf(stage, story.leadId)
  const stopped = await card.call('undo', { request: requestId })
  // Too late: on a slow machine it was sent before the stop came. Then it is one like the others.
  if (stopped.status === 409) {
    plan.stopped = false
    return sent(stage, plan)
  }
  if (stopped.status >= 300) throw new Error(`the stop was answered ${stopped.status}`)
  await eventually(`lead ${story.leadId} is taken back`, async () => {
    const { requests } = (await cardOf(stage, story.leadId)).answer.card
    return requests.every((request) => request.state === 'canceled' || request.state === 'failed')
  })
}

/** Both sign; whether the server hears of it now or later is not waited for, but before the loss it must have filed it. */
async function signAll(world: RestoreWorld, plans: readonly Plan[], when: Plan['signed']): Promise<void> {
  const { yousign } = world.stage
  const chosen = plans.filter((plan) => plan.signed === when && plan.requestId !== '' && !plan.stopped)
  for (const { story } of chosen) {
    for (const request of requestsOf(world.stage, story).filter((one) => one.status === 'ongoing')) {
      for (const signer of request.signers) {
        yousign.openLink(signer.id)
        yousign.sign(signer.id)
      }
    }
  }
  if (when === 'after') return
  for (const { story } of chosen)
    await eventually(`lead ${story.leadId} is filed`, async () => hasNote(world.stage, story, /\/files\//))
}

async function settle(
  world: RestoreWorld,
  plans: readonly Plan[],
  say: (line: string) => void,
): Promise<CampaignResult> {
  const { stage } = world
  const held = new Set<Plan>()
  const wrong = new Map<Plan, string[]>()
  /** Holding makes a task, and only that. */
  const judge = async (plan: Plan) => {
    if (plan.stopped) return await judgeStopped(stage, plan)
    const problems = await verdict(stage, plan.story, plan.requestId)
    return problems.filter((problem) => !held.has(plan) || problem !== '1 tasks, not 0')
  }
  await inTwenties(plans, async (plan) => {
    try {
      await eventually(`lead ${plan.story.leadId} is filed`, async () => {
        await stage.url()
        await stage.yousign.flush()
        if (await decideIfHeld(stage, plan)) held.add(plan)
        // What was held is signed once it has been sent.
        for (const request of requestsOf(stage, plan.story).filter((one) => one.status === 'ongoing'))
          for (const signer of request.signers.filter((one) => one.status === 'notified')) stage.yousign.sign(signer.id)
        return (await judge(plan)).length === 0
      })
    } catch {
      wrong.set(plan, await judge(plan))
    }
  })
  say(`${held.size} were held and sent by a person`)
  const active = (plan: Plan) =>
    requestsOf(stage, plan.story).filter((request) => request.activated_at !== null || request.status !== 'draft')
      .length
  return {
    lost: [...wrong.keys()].filter((plan) => !plan.stopped && active(plan) === 0).length,
    duplicated: plans.filter((plan) => active(plan) > (plan.stopped ? 0 : 1)).length,
    problems: [...wrong].flatMap(([{ story, pressed, signed }, problems]) =>
      problems.map(
        (problem) => `lead ${story.leadId} (${story.source}, pressed ${pressed}, signed ${signed}): ${problem}`,
      ),
    ),
  }
}

/** A person looks at what waits for one, and sends or discards it. */
async function decideIfHeld(stage: Stage, { story, requestId, stopped }: Plan): Promise<boolean> {
  const card = await cardOf(stage, story.leadId)
  const held = card.answer.card.requests.find((request) => request.state === 'held')
  const wanted: CardAction = stopped ? 'discard' : 'send_prepared'
  if (!held?.actions.includes(wanted) || held.id !== requestId) return false
  const answer = await card.call(stopped ? 'undo' : 'sendPrepared', { request: held.id })
  return answer.status < 300
}

/** Nobody was ever asked to sign, and the card does not show it as under way. */
async function judgeStopped(stage: Stage, { story }: Plan): Promise<string[]> {
  const invited = stage.yousign.inbox.filter(({ to }) => story.signers.includes(to)).length
  const { requests } = (await cardOf(stage, story.leadId)).answer.card
  return [
    ...(invited > 0 ? [`${invited} people were asked to sign what was taken back`] : []),
    ...requests
      .filter(({ state }) => state !== 'canceled' && state !== 'failed')
      .map(({ state }) => `the card shows ${state}`),
  ]
}

async function inTwenties<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const left = [...items]
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await run(item)
  }
  await Promise.all(Array.from({ length: 20 }, worker))
}
