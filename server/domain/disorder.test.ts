// Lives that once ended differently when they were not told in order, each found by the property test beside this file.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEvidenceWorld, type Ending, type EvidenceWorld } from './testing/evidence-world.ts'
import { type Happening, live, type Plan } from './testing/lifecycle.ts'
import { now as start } from './testing/sample-request.ts'

const second = 1_000
const minute = 60 * second

let world: EvidenceWorld
beforeAll(() => {
  world = createEvidenceWorld()
})
afterAll(() => world.close())

/** One signer unless said otherwise; every step comes so long after the one before. */
function life(steps: [Happening, number][], more: Partial<Plan> = {}) {
  const plan = { people: 1, approval: false, oneByOne: false, ...more }
  return live({ ...plan, steps: steps.map(([what, wait]) => ({ what, who: 0, wait })) }, 'yousign', start)
}

/** `late`: how much later than it happened an event comes, by its name; `lags` as in a telling. */
function tell(told: ReturnType<typeof life>, late: Record<string, number> = {}, lags = [0]): Promise<Ending> {
  const deliveries = told.events.map(({ event, happened }, index) => {
    const name = event.name.split('.')[1] ?? ''
    return { event: index, at: happened + (late[name] ?? 0) }
  })
  return world.tell(told, told.events[0]?.event.signers.length ?? 1, { deliveries, reads: [], lags })
}

const started = (list: string[], word: string) => list.filter((one) => one.startsWith(`request:${word}`))

describe('a request that was', () => {
  test('activated and waits for an approver is read and left alone', async () => {
    const ending = await tell(life([], { approval: true }))
    expect(ending).toMatchObject({ state: 'approval', effects: [] })
  })

  test('approved and cancelled before we heard of either was sent all the same', async () => {
    const told = life(
      [
        ['approve', second],
        ['cancel', second],
      ],
      { approval: true },
    )
    const ending = await tell(told, { approved: minute, notified: minute })
    expect(ending).toEqual(await tell(told))
    expect(started(ending.effects, 'note').map((note) => note.split(' ')[0])).toEqual([
      'request:note:canceled',
      'request:note:sent',
    ])
    expect(ending.lines).toContain('approved')
  })

  test('extended before we heard that it had expired tells both', async () => {
    const told = life([
      ['expire', 0],
      ['reactivate', minute],
    ])
    const ending = await tell(told, { expired: 5 * minute, reactivated: 5 * minute })
    expect(ending).toEqual(await tell(told))
    expect(ending).toMatchObject({ state: 'ongoing', ending: null })
    expect(started(ending.effects, 'task')).toHaveLength(1)
  })

  test('extended without a word of it goes on once no replica can lag that far', async () => {
    const told = life([
      ['expire', 0],
      ['reactivate', 5 * second],
    ])
    const heard = told.events.flatMap(({ event, happened }, index) =>
      event.name.endsWith('reactivated') ? [] : [{ event: index, at: happened + 10 * second }],
    )
    expect(await world.tell(told, 1, { deliveries: heard, reads: [], lags: [0] })).toMatchObject({
      state: 'ongoing',
      ending: null,
    })
  })

  test('extended and then paused before we looked has no end any more', async () => {
    const told = life([
      ['expire', 0],
      ['reactivate', 20 * minute],
      ['pause', second],
    ])
    expect(await tell(told, { reactivated: minute, paused: minute })).toMatchObject({ state: 'paused', ending: null })
  })

  test.each<[Happening, string]>([
    ['cancel', 'canceled'],
    ['decline', 'declined'],
    ['sign', 'done'],
    ['expire', 'expired'],
  ])(
    'deleted after something else had ended it (%s) keeps that end, in whatever order we hear of it',
    async (what, state) => {
      for (const how of ['delete', 'delete_for_good'] as const) {
        const told = life([
          [what, second],
          [how, second],
        ])
        const ending = await tell(told, { [state]: minute })
        expect(ending).toEqual(await tell(told))
        expect(ending).toMatchObject({ state, isDeleted: true })
        expect([...started(ending.effects, 'note:deleted'), ...started(ending.effects, 'task:deleted')]).toEqual([])
      }
    },
  )

  test('deleted while it was paused is told once nothing else can have ended it', async () => {
    const ending = await tell(
      life([
        ['pause', second],
        ['delete', second],
      ]),
    )
    expect(ending).toMatchObject({ state: 'paused', isDeleted: true })
    expect(started(ending.effects, 'note:deleted')).toHaveLength(1)
  })
})

describe('a replica that lags', () => {
  test('does not take back what an event has told of a signer', async () => {
    const told = life([['error', minute]], { people: 2 })
    const ending = await tell(told, {}, [8 * second])
    expect(ending.signers[0]).toMatchObject({ status: 'error' })
  })

  test('is waited for anew after every change, whatever was waited before', async () => {
    const told = life([
      ['pause', 20 * second],
      ['resume', 5 * minute],
    ])
    expect(await tell(told, {}, [4 * minute])).toMatchObject({ state: 'ongoing' })
  })

  test('that does not know the request yet has not lost it', async () => {
    const told = life([['bounce', second]])
    let reads = 0
    const seenAt = (moment: number) => {
      reads += 1
      return reads < 3 ? null : told.seenAt(moment)
    }
    expect(await tell({ ...told, seenAt })).toMatchObject({ state: 'ongoing', isDeleted: false })
  })
})
