// Nobody dies here: answers are lost, late or wrong while the server goes on (protocols.md P1 steps 2, 3 and 5).
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { patience } from '../../crash/every-point.ts'
import { createFastClock } from '../../crash/fast-clock.ts'
import { expression } from '../../crash/points.ts'
import {
  cardOf,
  eventually,
  prepareStory,
  pressSend,
  type Source,
  type Stage,
  signAndWait,
  waitForFiling,
} from '../../crash/story.ts'
import { verdict } from '../../crash/verdict.ts'
import { pipelines, stages } from '../../simulators/kommo/seed-data.ts'
import type { Fault } from '../../simulators/yousign/faults.ts'
import { createWorld, type World } from '../../world/world.ts'

/** Longer than the call's timeout, so that the server has given up when the answer comes. */
const hang = 1_600
const timeouts = { json: 1_000, document: 1_000, bytesPerSecond: 100_000 }

type Loss = Pick<Fault, 'when' | 'kind'>
const losses: Record<string, Loss> = {
  'is cut off before Yousign acts': { when: 'before', kind: 'reset' },
  'is cut off after Yousign has acted': { when: 'after', kind: 'reset' },
  'breaks off in its answer': { when: 'after', kind: { truncate: true } },
  'is answered 500 after Yousign has acted': { when: 'after', kind: { status: 500 } },
  'is answered too late, Yousign having acted at once': { when: 'after', kind: { hang } },
  'reaches Yousign only when nobody waits for it any more': { when: 'before', kind: { hang } },
}

const calls: { source: Source; call: string; nth: number }[] = [
  { source: 'documents', call: 'POST /signature_requests', nth: 1 },
  { source: 'documents', call: 'POST /signature_requests/:id/documents', nth: 1 },
  { source: 'documents', call: 'POST /signature_requests/:id/signers', nth: 1 },
  { source: 'documents', call: 'POST /signature_requests/:id/signers', nth: 2 },
  { source: 'documents', call: 'POST /signature_requests/:id/activate', nth: 1 },
  { source: 'template', call: 'POST /signature_requests', nth: 1 },
  { source: 'template', call: 'GET /signature_requests/:id/signers', nth: 1 },
  { source: 'template', call: 'POST /signature_requests/:id/activate', nth: 1 },
]

let world: World
let stage: Stage
beforeAll(async () => {
  // The server's 42 seconds of looking for a draft pass in little more than one.
  const clock = createFastClock({ epoch: Date.now(), factor: 30, ahead: 0 })
  world = await createWorld({ yousign: { auditTrailDelay: 0 }, kommo: { clock }, overrides: { clock, timeouts } })
  const stageAfterDone = { pipelineId: pipelines.successions, statusId: stages.signed }
  world.server.store.changeSettings({ stageAfterDone, language: 'en' })
  const { yousign, kommo } = world
  stage = { yousign, kommo, url: async () => world.url, documents: join(world.config.dataDir, 'documents') }
}, patience.timeout)
afterAll(() => world[Symbol.asyncDispose]())

/** Tells a story in which `disturb` has set faults just before Send is pressed; answers what is wrong with the end. */
async function tell(source: Source, disturb: () => void): Promise<string[]> {
  const story = await prepareStory(stage, source)
  const card = await cardOf(stage, story.leadId)
  const struck = countStruck()
  disturb()
  try {
    await pressSend(stage, story, card)
    await signAndWait(stage, story)
    await waitForFiling(stage, story)
    // A call that hangs may land after everything else; it counts once it has.
    await eventually('the fault has struck', async () => countStruck() > struck)
    return await verdict(stage, story)
  } finally {
    world.yousign.faults.clear()
    world.kommo.faults.clear()
  }
}

function countStruck(): number {
  return [...world.yousign.ledger, ...world.kommo.ledger].filter((exchange) => exchange.fault).length
}

/** Half of all, so that every call meets three kinds and every kind four calls; the weather of the campaigns has the rest. */
const everyOther = (call: number) => Object.keys(losses).filter((_, loss) => (call + loss) % 2 === 0)

for (const [index, { source, call, nth }] of calls.entries()) {
  const [method = '', path = ''] = call.split(' ')
  describe(`${source}: ${call}${nth === 1 ? '' : `, call ${nth}`}`, () => {
    it.each(everyOther(index))('ends with one activated request when it %s', patience, async (loss) => {
      const problems = await tell(source, () => {
        const fault = losses[loss]
        if (fault) world.yousign.faults.add({ ...fault, match: { method, path: expression(path), nth } })
      })
      expect(problems).toEqual([])
    })
  })
}

describe.each([1, 2])('note %i on the lead', (nth) => {
  const match = { method: 'POST', path: /^\/api\/v4\/leads\/notes/, nth }

  it('is written once when its answer is cut off', patience, async () => {
    expect(await tell('template', () => world.kommo.faults.add({ match, when: 'after', kind: 'reset' }))).toEqual([])
  })

  it('is written once when it is answered 500 after it was written', patience, async () => {
    const kind = { status: 500 }
    expect(await tell('template', () => world.kommo.faults.add({ match, when: 'after', kind }))).toEqual([])
  })

  it.each([
    ['put off', { status: 429, headers: { 'retry-after': '1' } }],
    ['lost too', 'reset' as const],
  ])('is written once when its answer is cut off and the look for it is %s', patience, async (_how, kind) => {
    const look = { method: 'GET', path: /^\/api\/v4\/leads\/\d+\/notes/ }
    const problems = await tell('template', () => {
      world.kommo.faults.add({ match, when: 'after', kind: 'reset' })
      world.kommo.faults.add({ match: look, when: 'before', kind })
    })
    expect(problems).toEqual([])
  })

  it('is written all the same when the call never arrived', patience, async () => {
    expect(await tell('template', () => world.kommo.faults.add({ match, when: 'before', kind: 'reset' }))).toEqual([])
  })
})
