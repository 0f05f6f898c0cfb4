import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createGate, createRunnerWorld, done, type RunnerWorld } from '../../test/fixtures/runner-world.ts'
import type { Handler, Job } from '../domain/work.ts'
import type { Queue } from './queue.ts'

let world: RunnerWorld
beforeEach(() => {
  world = createRunnerWorld()
})
afterEach(() => world.close())

describe('lanes', () => {
  const call =
    (priority: 'trigger' | 'click'): Handler<'send'> =>
    async () => {
      const place = world.lanes.yousign.take(priority)
      return place.ok ? done : { kind: 'again', at: place.until, reason: place.reason, counts: false }
    }

  test('a job of a paused lane is not claimed, others are, and it runs when the pause is over', async () => {
    const runner = world.runner(async () => done)
    world.lanes.yousign.pause(world.clock.now() + 90_000, 'throttled')
    runner.start()
    world.add('yousign', { lane: 'yousign', priority: 'click' })
    world.add('kommo', { lane: 'kommo' })
    runner.wake()
    await world.clock.advance(89_999)
    expect(world.ran).toEqual(['kommo'])
    await world.clock.advance(1)
    expect(world.ran).toEqual(['kommo', 'yousign'])
  })

  test('when the probe of a refused key is due one job is let through, not all of them', async () => {
    const runner = world.runner(call('trigger'))
    world.lanes.yousign.pause(world.clock.now() + 90_000, 'key_refused')
    runner.start()
    for (const key of ['a', 'b', 'c']) world.add(key, { lane: 'yousign', priority: 'trigger' })
    runner.wake()
    await world.clock.advance(90_000)
    expect(world.ran).toHaveLength(1)
    world.lanes.yousign.resume()
    runner.wake()
    await world.clock.advance(1000)
    expect(world.ran).toHaveLength(3)
  })

  test('a long line of background jobs uses its share in every window and is hardly ever woken in vain', async () => {
    const runner = world.runner(call('trigger'))
    runner.start()
    const order = Array.from({ length: 200 }, (_, number) => String(number))
    world.db.transaction(() => {
      for (const key of order) world.add(key, { lane: 'yousign', priority: 'trigger' })
    })()
    runner.wake()
    await world.clock.advance(3_600_000)
    expect(world.queue.counts().done).toBeGreaterThanOrEqual(0.9 * 160)
    expect(world.ran.length - world.queue.counts().done).toBeLessThan(20)
    world.add('click', { lane: 'yousign', priority: 'click' })
    runner.wake()
    await world.clock.advance(0)
    expect(world.ran.at(-1)).toBe('click')
    await world.clock.advance(3_600_000)
    expect(world.queue.counts()).toEqual({ waiting: 0, running: 0, done: 201, stuck: 0 })
  })
})

describe('failures', () => {
  test('a handler that throws is logged and repeated with back-off', async () => {
    const jobs: Job[] = []
    const runner = world.runner(async (_, job) => {
      jobs.push(job)
      if (jobs.length < 4) throw new TypeError('oops')
      return done
    })
    runner.start()
    world.add('a')
    const since = world.clock.now()
    runner.wake()
    await world.clock.advance(2000 + 4000 + 8000)
    expect(jobs.map(({ attempts }) => attempts)).toEqual([0, 1, 2, 3])
    expect(jobs.map(({ firstAttemptAt }) => firstAttemptAt)).toEqual([null, since, since, since])
    expect(world.logged).toEqual(Array(3).fill('error: job handler threw'))
    expect(world.queue.counts().done).toBe(1)
  })

  test('after a day of attempts a job is stuck, listed, and runs again when somebody asks', async () => {
    const told: string[] = []
    const runner = world.runner(
      async () => ({ kind: 'again', at: world.clock.now() + 3_600_000, reason: 'no answer', counts: true }),
      { onStuck: (job, reason) => told.push(`${job.id} ${reason}`) },
    )
    runner.start()
    world.add('a')
    runner.wake()
    await world.clock.advance(24 * 3_600_000 - 1)
    expect(world.queue.counts().stuck).toBe(0)
    await world.clock.advance(1)
    expect(world.queue.stuck(9)).toMatchObject([{ id: 1, reason: 'no answer' }])
    expect(told).toEqual(['1 no answer'])
    expect(world.ran).toHaveLength(25)
    world.queue.retryStuck({}, world.clock.now())
    runner.wake()
    await world.clock.advance(0)
    expect(world.ran).toHaveLength(26)
  })

  test('a day of waiting for a lane ends nothing', async () => {
    const runner = world.runner(async () => ({
      kind: 'again',
      at: world.clock.now() + 60_000,
      reason: 'no answer',
      counts: true,
    }))
    runner.start()
    world.add('a', { lane: 'kommo' })
    runner.wake()
    await world.clock.advance(120_000)
    world.lanes.kommo.pause(world.clock.now() + 48 * 3_600_000, 'unpaid')
    await world.clock.advance(48 * 3_600_000 + 60_000)
    expect(world.queue.counts().stuck).toBe(0)
    expect(world.ran.length).toBeGreaterThan(3)
  })

  test('a run whose lease was taken away changes nothing', async () => {
    const { handler, open } = createGate()
    const runner = world.runner(handler)
    world.add('a')
    const drained = runner.drain()
    await turn()
    world.queue.reclaim(world.clock.now())
    world.claimElsewhere()
    open()
    await drained
    expect(world.queue.counts()).toEqual({ waiting: 0, running: 1, done: 0, stuck: 0 })
    expect(world.logged).toEqual(['warn: lease was lost'])
  })

  test('an outcome that cannot be stored is not lost: the job runs again when its lease has run out', async () => {
    let full = true
    const broken: Queue = {
      ...world.queue,
      finish: (...args) => {
        if (full) throw new Error('disk full')
        return world.queue.finish(...args)
      },
    }
    const runner = world.runner(async () => done, { queue: broken })
    runner.start()
    world.add('a')
    runner.wake()
    await world.clock.advance(0)
    expect(world.logged).toEqual(['error: outcome of a job could not be stored'])
    full = false
    await world.clock.advance(60_000)
    expect(world.ran).toEqual(['a', 'a'])
    expect(world.queue.counts().done).toBe(1)
  })
})
