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
} from '../../crash/story.ts'
import { signedByBoth, verdict } from '../../crash/verdict.ts'
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
  /** Was held after the restore until somebody decided. */
  isHeld: boolean
  /**
   * What the lost life does with one that the backup knows as not sent: it sends it, it honours that somebody takes it back,
   * or it is lost before its undo time ends. The last two are held after the restore, and a person decides.
   */
  fate: 'sent' | 'taken_back' | 'waiting'
}

const fates = ['sent', 'taken_back', 'waiting'] as const
/** Undo time of those that are not sent, in seconds of the server: more than the campaign takes. */
const longUndo = 86_400

export async function restoreCampaign({ sends, seed, mutant, say }: RestoreOptions): Promise<CampaignResult> {
  const random = createRandom(seed)
  const world = await createRestoreWorld(mutant)
  try {
    const plans = await prepare(world, random, sends)
    await world.closeReviews()
    say(`${plans.length} sends are reviewed`)
    await pressAll(world, plans, 'before')
    await signAll(world, plans, 'before')

    // The backup knows some as not sent: they are in their undo time, or their creates hang.
    const early = plans.filter((plan) => plan.pressed === 'after').slice(0, Math.ceil(sends / 5))
    for (const [index, plan] of early.entries()) plan.fate = fates[index % fates.length] ?? 'sent'
    const unsent = early.filter((plan) => plan.fate !== 'sent')
    await world.undoTime(longUndo)
    await pressAll(world, unsent, 'after')
    await world.undoTime(0)
    world.stage.yousign.faults.add({
      match: { method: 'POST', path: /^\/signature_requests$/ },
      when: 'before',
      kind: { hang: 4_000 },
      times: early.length - unsent.length,
    })
    const underWay = pressAll(world, early, 'after')
    await eventually('all of them are taken', async () => early.every(({ story }) => story.requestId !== ''))
    const backup = join(world.dataDir, 'old.backup')
    const taken = await backUp(world.dataDir, world.stage.documents, backup)
    if (!taken.ok) throw new Error(taken.failure.message)
    for (const plan of early.filter((one) => one.fate === 'taken_back')) await takeBack(world.stage, plan)
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
    const result = await settle(world, plans)
    const held = plans.filter((plan) => plan.isHeld).length
    say(`${held} were held and decided by a person`)
    if (held === unsent.length) return result
    return { ...result, problems: [...result.problems, `${held} were held, not ${unsent.length}`] }
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
    plans.push({ story, pressed, signed, fate: 'sent', isHeld: false })
  }
  return plans
}

async function pressAll(world: RestoreWorld, plans: readonly Plan[], pressed: Plan['pressed']): Promise<void> {
  await inTwenties(
    plans.filter((plan) => plan.pressed === pressed && plan.story.requestId === ''),
    async (plan) => {
      const card = await cardOf(world.stage, plan.story.leadId)
      await pressSend(world.stage, plan.story, card)
      if (plan.fate === 'sent') await sent(world.stage, plan)
    },
  )
}

async function sent(stage: Stage, { story }: Plan): Promise<void> {
  await eventually(`lead ${story.leadId} is sent`, async () => hasNote(stage, story, /./))
}

/** Pressed in time; the card says so in the end. */
async function takeBack(stage: Stage, { story }: Plan): Promise<void> {
  const card = await cardOf(stage, story.leadId)
  const stopped = await card.call('undo', { request: story.requestId })
  if (stopped.status >= 300) throw new Error(`the stop was answered ${stopped.status}`)
  await eventually(`lead ${story.leadId} is taken back`, async () => {
    const { requests } = (await cardOf(stage, story.leadId)).answer.card
    return requests.every((request) => request.state === 'canceled' || request.state === 'failed')
  })
}

/** Both sign; whether the server hears of it now or later is not waited for, but before the loss it must have filed it. */
async function signAll(world: RestoreWorld, plans: readonly Plan[], when: Plan['signed']): Promise<void> {
  const { yousign } = world.stage
  const chosen = plans.filter((plan) => plan.signed === when && plan.story.requestId !== '' && plan.fate === 'sent')
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

async function settle(world: RestoreWorld, plans: readonly Plan[]): Promise<CampaignResult> {
  const { stage } = world
  const wrong = new Map<Plan, string[]>()
  /** Holding makes a task, and only that. */
  const judge = async (plan: Plan) => {
    if (plan.fate === 'taken_back') return await judgeStopped(stage, plan)
    const expected = signedByBoth(plan.story)
    return await verdict(stage, plan.story, plan.isHeld ? { ...expected, tasks: [{ open: false }] } : expected)
  }
  await inTwenties(plans, async (plan) => {
    try {
      await eventually(`lead ${plan.story.leadId} is filed`, async () => {
        await stage.url()
        await stage.yousign.flush()
        if (await decideIfHeld(stage, plan)) plan.isHeld = true
        // What was held is signed once it has been sent.
        for (const request of requestsOf(stage, plan.story).filter((one) => one.status === 'ongoing'))
          for (const signer of request.signers.filter((one) => one.status === 'notified')) stage.yousign.sign(signer.id)
        return (await judge(plan)).length === 0
      })
    } catch {
      wrong.set(plan, await judge(plan))
    }
  })
  const active = (plan: Plan) =>
    requestsOf(stage, plan.story).filter((request) => request.activated_at !== null || request.status !== 'draft')
      .length
  return {
    lost: [...wrong.keys()].filter((plan) => plan.fate !== 'taken_back' && active(plan) === 0).length,
    duplicated: plans.filter((plan) => active(plan) > (plan.fate === 'taken_back' ? 0 : 1)).length,
    problems: [...wrong].flatMap(([{ story, pressed, signed }, problems]) =>
      problems.map(
        (problem) => `lead ${story.leadId} (${story.source}, pressed ${pressed}, signed ${signed}): ${problem}`,
      ),
    ),
  }
}

/** A person looks at what waits for one, and sends or discards it. */
async function decideIfHeld(stage: Stage, { story, fate }: Plan): Promise<boolean> {
  const card = await cardOf(stage, story.leadId)
  const held = card.answer.card.requests.find((request) => request.state === 'held')
  const isDiscarded = fate === 'taken_back'
  const wanted: CardAction = isDiscarded ? 'discard' : 'send_prepared'
  if (!held?.actions.includes(wanted) || held.id !== story.requestId) return false
  const answer = await card.call(isDiscarded ? 'undo' : 'sendPrepared', { request: held.id })
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
