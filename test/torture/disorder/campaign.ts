// Every event many times, in any order, many at once, some again days later: one row an event, one effect a cause, and in
// the end the state that Yousign has (protocols.md P2; foundations.md B6, T4).
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { cardOf, eventually, prepareStory, pressSend, requestsOf, type Story } from '../../crash/story.ts'
import type { CampaignOptions, CampaignResult } from '../campaign.ts'
import { createRandom, type Random } from '../random.ts'
import { createRestoreWorld, type RestoreWorld } from '../restore/world.ts'
import { deliver, eventsOf, fillUp, type SignedEvent } from './events.ts'

export interface DisorderOptions extends CampaignOptions {
  events: number
  deliveries: number
}

interface Plan {
  story: Story
  requestId: string
  ending: 'done' | 'declined' | 'canceled'
}

/** So many events a request: its own dozen, and openings of its links. */
const eventsEach = 50
const fourDays = 4 * 86_400_000

export async function disorder({ events, deliveries, seed, mutant, say }: DisorderOptions): Promise<CampaignResult> {
  const random = createRandom(seed)
  const world = await createRestoreWorld(mutant)
  try {
    // Yousign says everything, and nothing of it arrives by itself.
    world.stage.yousign.setDelivery({ lose: true })
    const plans = await sendAll(world, Math.max(3, Math.round(events / eventsEach)))
    say(`${plans.length} requests are sent`)
    for (const plan of plans) end(world, plan, random)
    const all = fillUp(eventsOf(world.stage.yousign.deliveries), events)
    const order = disordered(all, deliveries, random)
    say(`${all.length} events are delivered ${order.length} times`)
    await deliver(await world.stage.url(), order)
    await calm(world)
    say('and some again four days later')
    await world.later(fourDays)
    await deliver(
      await world.stage.url(),
      disordered(all, Math.ceil(all.length / 10), random).slice(0, Math.ceil(all.length / 10)),
    )
    await calm(world)
    return judge(world, plans, all)
  } finally {
    await world.close()
  }
}

async function sendAll(world: RestoreWorld, count: number): Promise<Plan[]> {
  const plans: Plan[] = []
  const work = async () => {
    while (plans.length < count) {
      const plan: Plan = {
        story: await prepareStory(world.stage, 'template'),
        requestId: '',
        ending: endings[plans.length % endings.length] ?? 'done',
      }
      plans.push(plan)
      plan.requestId = await pressSend(world.stage, plan.story, await cardOf(world.stage, plan.story.leadId))
      await eventually('sent', async () => requestsOf(world.stage, plan.story).find((one) => one.status === 'ongoing'))
    }
  }
  await Promise.all(Array.from({ length: 10 }, work))
  return plans
}

const endings = ['done', 'done', 'done', 'declined', 'canceled'] as const

/** At Yousign everything is over before the first event arrives. */
function end({ stage }: RestoreWorld, { story, ending }: Plan, random: Random): void {
  const { yousign } = stage
  const [request] = requestsOf(stage, story).filter((one) => one.status === 'ongoing')
  if (!request) throw new Error(`lead ${story.leadId} was not sent`)
  const [first, second] = request.signers
  if (!first || !second) throw new Error('two signers were expected')
  yousign.openLink(first.id)
  if (ending === 'canceled') yousign.cancelInApp(request.id)
  else if (ending === 'declined' && random.chance(0.5)) yousign.decline(first.id, 'Pas encore')
  else {
    yousign.sign(first.id)
    if (ending === 'declined') yousign.decline(second.id, 'Pas encore')
    else yousign.sign(second.id)
  }
}

/** Each at least once, some up to fifty times in a row, in random order. */
function disordered(events: readonly SignedEvent[], deliveries: number, random: Random): SignedEvent[] {
  const order = [...events]
  while (order.length < deliveries) {
    const event = random.pick(events)
    const times = random.chance(0.01) ? 50 : 1
    for (let n = 0; n < times && order.length < deliveries; n += 1) order.push(event)
  }
  for (let index = order.length - 1; index > 0; index -= 1) {
    const other = random.whole(index + 1)
    const [a, b] = [order[index], order[other]]
    if (a && b) [order[index], order[other]] = [b, a]
  }
  return order
}

/** Until no job is due any more. */
async function calm(world: RestoreWorld): Promise<void> {
  await eventually(
    'every job is done',
    async () =>
      read(world, (db) => {
        const waiting = db
          .prepare(
            "select count(*) from jobs where state = 'running' or (state = 'waiting' and kind not in ('sweep_drafts', 'reconcile', 'expire_prepared', 'compare_subscription', 'boot', 'learn', 'file_audit_trail'))",
          )
          .pluck()
          .get()
        return waiting === 0
      }),
    180_000,
  )
}

function judge(world: RestoreWorld, plans: readonly Plan[], events: readonly SignedEvent[]): CampaignResult {
  const result: CampaignResult = { lost: 0, duplicated: 0, problems: [] }
  const { stage } = world
  read(world, (db) => {
    const rows = db
      .prepare<[string], number>("select count(*) from deliveries where source = 'yousign' and delivery_key = ?")
      .pluck()
    for (const { id } of events) {
      const count = rows.get(id) ?? 0
      if (count === 0) result.lost += 1
      if (count > 1) result.duplicated += 1
      if (count !== 1) result.problems.push(`event ${id} has ${count} rows`)
    }
    const state = db.prepare<[string], string>('select state from signature_requests where id = ?').pluck()
    const statuses = db.prepare<[string], string>('select status from signers where yousign_id = ?').pluck()
    const openings = db
      .prepare<[string], number>("select count(*) from ledger where request_id = ? and event = 'opened'")
      .pluck()
    for (const { story, requestId, ending } of plans) {
      const found = state.get(requestId)
      if (found !== ending) result.problems.push(`lead ${story.leadId} is ${found ?? 'gone'}, not ${ending}`)
      if (found !== ending) result.lost += 1
      for (const signer of requestsOf(stage, story).flatMap((one) => one.signers)) {
        const status = statuses.get(signer.id)
        if (status !== signer.status)
          result.problems.push(`lead ${story.leadId}: a signer is ${status}, not ${signer.status}`)
      }
      const lines = openings.get(requestId) ?? 0
      const opened = requestsOf(stage, story)
        .flatMap((one) => one.signers)
        .filter((one) => one.link_opened_at !== null).length
      if (lines !== opened) result.problems.push(`lead ${story.leadId}: ${lines} openings are told, not ${opened}`)
      const notes = [...stage.kommo.state.notes.values()]
        .filter((note) => note.entityId === story.leadId)
        .map((note) => String(note.params['text'] ?? ''))
      for (const words of [/Sent for signature: /, endNotes[ending]]) {
        const count = notes.filter((text) => words.test(text)).length
        if (count === 0) result.lost += 1
        if (count > 1) result.duplicated += 1
        if (count !== 1) result.problems.push(`lead ${story.leadId}: ${count} notes ${String(words)}`)
      }
      if (notes.length !== 2)
        result.problems.push(`lead ${story.leadId} has ${notes.length} notes, not 2: ${notes.join(' | ')}`)
    }
    return true
  })
  return result
}

const endNotes = {
  done: /Signed by everyone on /,
  declined: /declined to sign/,
  canceled: /cancelled in Yousign/,
} as const

function read<T>(world: RestoreWorld, look: (db: Sqlite.Database) => T): T {
  const db = new Sqlite(join(world.dataDir, 'kommo-yousign.sqlite'), { readonly: true })
  try {
    return look(db)
  } finally {
    db.close()
  }
}
