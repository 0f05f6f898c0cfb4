// The whole world in this process on a clock that steps: the server with the real windows of its lanes, both services, and
// sends that wait in the database as a trigger leaves them there.
import { sendJob } from '../../../server/domain/consequences.ts'
import { stagesOf } from '../../../server/domain/send/order.ts'
import { sampleSnapshot } from '../../../server/domain/testing/sample-request.ts'
import type { FormSigner, SendForm } from '../../../shared/form.ts'
import { addTemplate, formOf, templateSource } from '../../crash/forms.ts'
import { people, pipelines, stages } from '../../simulators/kommo/seed-data.ts'
import type { TemplateRecord } from '../../simulators/yousign/model.ts'
import { createWorld, type World } from '../../world/world.ts'
import { createSteppingClock, type SteppingClock } from './stepping-clock.ts'

export interface Limits {
  minute: number
  hour: number
}

export interface BurstWorld {
  world: World
  clock: SteppingClock
  /** Leaves so many background sends in the database, all due now; answers their ids. */
  leave(sends: number): Promise<string[]>
  /** Somebody presses Send on a lead of its own. Resolves with how long it took from the press to the activation. */
  click(): Promise<number>
  /** Lets time pass, one step after the other, until that holds. `watch` looks on after every step. */
  pass(until: () => boolean, watch?: () => void): Promise<void>
  close(): Promise<void>
}

/** Kommo's own pace is kept too: 5 calls a second. */
const kommoPace = 5
/** Real milliseconds without anything happening and no call on its way: whoever is busy now waits for time to pass. */
const grace = { alone: 3, whilePressed: 150 }

export async function createBurstWorld({ minute, hour }: Limits): Promise<BurstWorld> {
  const clock = createSteppingClock()
  const world = await createWorld({
    clock,
    yousign: { sandbox: true, limits: { perMinute: minute, perHour: hour }, seedForeign: false },
    overrides: { yousignLimits: { minute, hour } },
    config: (config) => ({ ...config, kommo: { ...config.kommo, requestsPerSecond: kommoPace } }),
  })
  const { yousign, kommo, server } = world
  const template = addTemplate(yousign, 1)
  const calls = countCalls([yousign.url, kommo.url])
  let clicks = 0
  let pressed = 0

  /** Everything that needs no time has happened. */
  async function quiet(): Promise<void> {
    let last = ''
    let since = performance.now()
    for (;;) {
      await yousign.settled()
      await kommo.hooksSettled()
      await new Promise((resolve) => setImmediate(resolve))
      const sides = [yousign.ledger.length, kommo.ledger.length, yousign.deliveries.length]
      const seen = [calls.onTheirWay(), server.runner.running(), ...sides].join()
      if (seen !== last || calls.onTheirWay() > 0) since = performance.now()
      else if (performance.now() - since > (pressed === 0 ? grace.alone : grace.whilePressed)) return
      last = seen
    }
  }

  function newLead(): number {
    return kommo.addLead(
      { name: 'Dossier', pipelineId: pipelines.successions, statusId: stages.quote, responsibleUserId: people.marc },
      people.sophie,
    )
  }

  async function press(): Promise<number> {
    clicks += 1
    const leadId = newLead()
    await kommo.hooksSettled()
    const card = await world.session(leadId)
    const form = formOf(templateSource(template), [signerOf(template, `click${clicks}`)], 'one_by_one')
    const review = await card.call('review', {}, { form, replaces: null })
    if (review.status !== 200) throw new Error(`review: ${review.status} ${JSON.stringify(review.body)}`)
    const { reviewId } = review.body as { reviewId: string }
    const since = clock.now()
    const sent = await card.call('send', {}, { reviewId, intent: 'send', besides: null, replaces: null })
    if (sent.status !== 200) throw new Error(`send: ${sent.status} ${JSON.stringify(sent.body)}`)
    const { request } = sent.body as { request: { id: string } }
    for (;;) {
      const remote = [...yousign.state.requests.values()].find((one) => one.external_id?.endsWith(request.id))
      if (remote?.activated_at != null) return remote.activated_at - since
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }

  return {
    world,
    clock,
    async leave(sends) {
      const leads = Array.from({ length: sends }, newLead)
      await kommo.hooksSettled()
      return leads.map((leadId) => leaveOne(world, clock.now(), template, leadId))
    },
    async click() {
      pressed += 1
      try {
        return await press()
      } finally {
        pressed -= 1
      }
    },
    async pass(until, watch = () => {}) {
      for (;;) {
        await quiet()
        watch()
        if (until()) return
        if (!clock.step()) throw new Error('nothing will happen any more')
      }
    },
    async close() {
      await world[Symbol.asyncDispose]()
      calls.stop()
    },
  }
}

/** How many calls to the services have no answer yet. */
function countCalls(services: readonly string[]) {
  const plain = globalThis.fetch
  let onTheirWay = 0
  globalThis.fetch = async (target, options) => {
    const url = target instanceof Request ? target.url : String(target)
    if (!services.some((service) => url.startsWith(service))) return plain(target, options)
    onTheirWay += 1
    try {
      return await plain(target, options)
    } finally {
      onTheirWay -= 1
    }
  }
  return {
    onTheirWay: () => onTheirWay,
    stop() {
      globalThis.fetch = plain
    },
  }
}

function signerOf(template: TemplateRecord, name: string): FormSigner {
  return {
    origin: { kind: 'typed' },
    side: 'client',
    firstName: 'Hélène',
    lastName: 'Mercier',
    email: `${name}@example.fr`,
    phone: '+33639981234',
    locale: 'fr',
    capacity: { kind: 'own' },
    label: template.signers[0]?.label ?? null,
  }
}

/** As a trigger will do it: the intent with its job, in one transaction. */
function leaveOne({ server }: World, now: number, template: TemplateRecord, leadId: number): string {
  const id = `burst${leadId}`
  const signer = signerOf(template, id)
  const form: SendForm = formOf(templateSource(template), [signer], 'one_by_one')
  const { origin, side, firstName, lastName, email, phone, locale, capacity, label } = signer
  const values = { firstName, lastName, email, phone }
  const stage = stagesOf(form.order, form.signers)[0] ?? 0
  const made = server.store.intend(
    {
      id,
      leadId,
      documentKey: `template:${template.id}`,
      submissionKey: id,
      externalId: `ky-${server.store.deployment}-${leadId}-${id}`,
      state: 'preparing',
      snapshot: { ...sampleSnapshot, form, takenAt: now, environment: 'sandbox' },
      notBefore: now,
      replaces: null,
      replacedLedger: [],
      signers: [
        { id: `${id}s0`, position: 0, sent: { ...values, origin, side, locale, capacity, label, stage }, base: null },
      ],
      documents: [],
      ledger: [],
      jobs: [sendJob(id, now, 'trigger')],
      conversion: null,
    },
    now,
  )
  if (made.kind !== 'created') throw new Error(`intent: ${made.kind}`)
  return id
}
