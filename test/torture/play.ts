// One send from the press on Send to its end, played by everybody around our server: the manager, who presses again when
// nothing answers, and the signers.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { RequestReply, SendBody } from '../../shared/api.ts'
import type { CardRequest } from '../../shared/card.ts'
import { kindOf } from '../crash/note-kinds.ts'
import { stages } from '../simulators/kommo/seed-data.ts'
import type { RequestRecord } from '../simulators/yousign/model.ts'
import { openCard, type Reply, type TortureCard } from './client.ts'
import { expectedNotes, expectedTasks, referenceOf } from './expect.ts'
import type { Random } from './random.ts'
import type { Send } from './sends.ts'
import type { Views } from './views.ts'
import type { TortureWorld } from './world.ts'

export interface Scene {
  world: TortureWorld
  views: Views
  random: Random
  say(line: string): void
}

/** Real milliseconds for one step of a send, while the server dies every second of them. */
const stepTime = 240_000
/** So long nothing has moved before somebody looks at the card. */
const lookAfter = 2_500
/** So long before it is told to whoever watches the campaign. */
const strangeAfter = 30_000

/** Rejects with what was waited for in vain, and what the card says about it. */
export async function play(scene: Scene, send: Send): Promise<void> {
  const card = openCard(scene.world, send.leadId)
  await pressSend(send, card)
  const part = { ...scene, send, card, requestId: send.acknowledged[0] ?? '' }
  await ends[send.ending](part)
  await filed(part)
}

interface Part extends Scene {
  send: Send
  card: TortureCard
  requestId: string
}

async function pressSend(send: Send, card: TortureCard): Promise<void> {
  const presses = Array.from({ length: send.presses }, () => card.press('send', {}, pressOf(send)))
  for (const { status, body: answer } of await Promise.all(presses)) {
    if (status >= 300) throw new Error(`send was answered ${status} ${JSON.stringify(answer)}`)
    send.acknowledged.push((answer as RequestReply).request.id)
  }
}

function pressOf(send: Send): SendBody {
  const besides = send.besides?.acknowledged[0] ?? null
  return { reviewId: send.reviewId, intent: 'send', besides, replaces: null }
}

const ends: Record<Send['ending'], (part: Part) => Promise<void>> = {
  signed: async (part) => signAll(part, await active(part)),
  async declined(part) {
    const { world, random } = part
    const request = await active(part)
    await pause(random, 150)
    const first = request.signers[0]
    if (first !== undefined) world.yousign.decline(first.id, 'The price is not what we agreed on.')
  },
  async canceled(part) {
    await active(part)
    await pause(part.random, 150)
    await cancel(part)
  },
  async stopped(part) {
    await pause(part.random, 60)
    const { status, body } = await part.card.press('undo', { request: part.requestId })
    if (status < 300) part.send.stopAcknowledged = true
    else if ((body as { state?: string }).state !== 'canceled') await cancel(part)
  },
  async extended(part) {
    const { world, views, send, requestId } = part
    const request = await active(part)
    await pause(part.random, 150)
    world.yousign.expire(request.id)
    await until(part, 'the note about the deadline', () => has(part, 'expired'))
    await until(part, 'the extension', async () => {
      if (views.requests(requestId).some((one) => one.id === request.id && one.status === 'ongoing')) return true
      await part.card.press('extend', { request: requestId }, { days: 20 })
      return false
    })
    send.extensions += 1
    await signAll(part, request)
  },
}

async function active(part: Part): Promise<RequestRecord> {
  const { views, requestId } = part
  return until(part, 'an active request', () => views.requests(requestId).find((one) => one.status === 'ongoing'))
}

/** Everybody as soon as it is his turn, with a little time in between. */
async function signAll({ world, random }: Part, request: RequestRecord): Promise<void> {
  for (const { id } of request.signers) {
    await pause(random, 120)
    world.yousign.openLink(id)
    await pause(random, 60)
    world.yousign.sign(id)
  }
}

/** Presses Cancel until the server has taken it. */
async function cancel(part: Part): Promise<void> {
  const body = { reason: 'contractualization_aborted', note: null }
  await until(part, 'the cancellation', async () => {
    const { status, body: answer }: Reply = await part.card.press('cancel', { request: part.requestId }, body)
    return status < 300 || (answer as { state?: string }).state === 'canceled'
  })
}

/** Waits until everything that follows is there for people to see. */
async function filed(part: Part): Promise<void> {
  const { world, views, send, requestId } = part
  const { ending, leadId } = send
  if (ending === 'stopped' || ending === 'canceled')
    await until(part, 'nothing to be open', () =>
      views.requests(requestId).every((one) => one.status === 'canceled' || one.status === 'draft'),
    )
  const reached = views.requests(requestId).some((one) => one.activated_at !== null)
  for (const kind of expectedNotes(ending, reached)) await until(part, `the note "${kind}"`, () => has(part, kind))
  const mine = () => views.tasks(leadId).filter((task) => task.text.includes(referenceOf(requestId)))
  for (const { open, sure } of expectedTasks(ending, reached))
    await until(part, 'the task', () => {
      const tasks = mine()
      return tasks.every((task) => task.isCompleted !== open) && (tasks.length > 0 || !sure)
    })
  if (ending !== 'signed' && ending !== 'extended') return
  const lead = world.kommo.state.leads.get(leadId)
  await until(part, 'the lead to be moved', () => lead?.statusId === stages.signed)
  // Each audit trail comes as PDF and as JSON.
  const files = Math.max(1, send.documents) + 2 * send.signers.length
  await until(part, 'the files', async () => (await storedFiles(world, requestId)).length >= files)
}

function has({ views, send, requestId }: Part, kind: ReturnType<typeof kindOf>): boolean {
  return views.notes(send.leadId).some((note) => note.includes(referenceOf(requestId)) && kindOf(note) === kind)
}

/** Names of the whole files in our storage; one that was being written when the server died has a name of its own. */
export async function storedFiles(world: TortureWorld, requestId: string): Promise<string[]> {
  try {
    const names = await readdir(join(world.dataDir, 'documents', 'requests', requestId))
    return names.filter((name) => !name.startsWith('.'))
  } catch {
    return []
  }
}

async function until<T>(
  part: Part,
  what: string,
  check: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const end = Date.now() + stepTime
  let look = Date.now() + lookAfter
  let strange = Date.now() + strangeAfter
  for (;;) {
    const found = await check()
    if (found) return found
    const now = Date.now()
    if (now > end) throw new Error(`waited in vain for ${what}; the card shows ${await shown(part)}`)
    if (now > look) {
      await help(part)
      look = Date.now() + lookAfter
    }
    if (now > strange) {
      part.say(`lead ${part.send.leadId} waits for ${what}; the card shows ${await shown(part)}`)
      strange = Number.POSITIVE_INFINITY
    }
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** What a manager does who finds on the card that something has stopped: presses the button that is offered for it. */
async function help(part: Part): Promise<void> {
  const { actions } = await requestOf(part)
  if (actions.includes('retry')) await part.card.press('retry', { request: part.requestId })
  else if (actions.includes('retry_effects')) await part.card.press('retryEffects', { request: part.requestId })
}

/** Whoever presses Send once more sees where it stands, at less cost than by opening the card. */
async function requestOf({ card, send }: Part): Promise<CardRequest> {
  const { status, body } = await card.press('send', {}, pressOf(send))
  if (status >= 300) throw new Error(`a later press on Send was answered ${status} ${JSON.stringify(body)}`)
  const { request } = body as RequestReply
  send.acknowledged.push(request.id)
  return request
}

async function shown(part: Part): Promise<string> {
  const { id, state, trouble, progress, filing, actions } = await requestOf(part)
  return JSON.stringify({ id, state, trouble, progress, filing, actions })
}

async function pause(random: Random, most: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, random.whole(most)))
}
