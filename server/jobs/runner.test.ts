import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createGate, createRunnerWorld, done, type RunnerWorld } from '../../test/fixtures/runner-world.ts'

let world: RunnerWorld
beforeEach(() => {
  world = createRunnerWorld()
})
afterEach(() => world.close())

describe('draining', () => {
  test('runs what is due and what that makes due, and leaves the future alone', async () => {
    const runner = world.runner(async ({ requestId }) => {
      if (requestId === 'a') world.add('c')
      return done
    })
    world.add('a')
    world.add('b', { runAt: world.clock.now() + 1 })
    await runner.drain()
    expect(world.ran).toEqual(['a', 'c'])
    expect(world.queue.counts()).toEqual({ waiting: 1, running: 0, done: 2, stuck: 0 })
    await world.clock.advance(1)
    await runner.drain()
    expect(world.ran).toEqual(['a', 'c', 'b'])
  })

  test('never runs two jobs of one subject at once', async () => {
    let busy = 0
    let most = 0
    const runner = world.runner(async () => {
      busy += 1
      most = Math.max(most, busy)
      await turn()
      busy -= 1
      return done
    })
    for (const key of ['a', 'b', 'c', 'd', 'e']) world.add(key, { subject: 'r', lane: key < 'c' ? 'local' : 'kommo' })
    await runner.drain()
    expect(world.queue.counts().done).toBe(5)
    expect(most).toBe(1)
  })
})

describe('a started runner', () => {
  test('runs a job when it is woken and a later one at its time, without being asked again', async () => {
    const runner = world.runner(async () => done)
    runner.start()
    world.add('now')
    world.add('later', { runAt: world.clock.now() + 5000 })
    runner.wake()
    await world.clock.advance(0)
    expect(world.ran).toEqual(['now'])
    await world.clock.advance(4999)
    expect(world.ran).toEqual(['now'])
    await world.clock.advance(1)
    expect(world.ran).toEqual(['now', 'later'])
  })

  test('finds a job that nobody told it about within five minutes', async () => {
    world.runner(async () => done).start()
    await world.clock.advance(0)
    world.add('quiet')
    await world.clock.advance(299_999)
    expect(world.ran).toEqual([])
    await world.clock.advance(1)
    expect(world.ran).toEqual(['quiet'])
  })

  test('sets one timer while nothing is due, and none for leases', async () => {
    const runner = world.runner(async () => done)
    runner.start()
    world.add('a')
    runner.wake()
    await world.clock.advance(60_000)
    expect(runner.running()).toBe(0)
    expect(world.clock.pending).toBe(1)
  })

  test('takes back the work of a process that died', async () => {
    world.add('a')
    world.claimElsewhere()
    world.runner(async () => done).start()
    await world.clock.advance(0)
    expect(world.ran).toEqual(['a'])
    expect(world.logged).toEqual(['info: jobs of the previous process run again'])
  })

  test('reports what it does not know and leaves it waiting', async () => {
    world.db.exec(`insert into jobs (kind, key, lane, priority, payload, state, run_at, created_at)
      values ('fax', '1', 'local', 0, '{}', 'waiting', 0, 0)`)
    world.runner(async () => done).start()
    await world.clock.advance(60_000)
    expect(world.logged).toEqual(['warn: jobs that this version does not know stay waiting'])
    expect(world.queue.counts().waiting).toBe(1)
  })

  test('keeps the lease of a job that takes long', async () => {
    const { handler, open } = createGate()
    const runner = world.runner(handler)
    runner.start()
    world.add('slow')
    runner.wake()
    await world.clock.advance(10 * 60_000)
    expect(world.ran).toEqual(['slow'])
    expect(runner.running()).toBe(1)
    open()
    await world.clock.advance(0)
    expect(world.queue.counts().done).toBe(1)
    expect(world.logged).toEqual([])
  })

  test('stops claiming and waits for what runs', async () => {
    const { handler, open } = createGate()
    const runner = world.runner(handler)
    runner.start()
    world.add('a')
    runner.wake()
    await world.clock.advance(0)
    let stopped = false
    const stop = runner.stop().then(() => {
      stopped = true
    })
    world.add('b')
    runner.wake()
    await world.clock.advance(60_000)
    expect(stopped).toBe(false)
    open()
    await stop
    expect(world.ran).toEqual(['a'])
    expect(world.queue.counts()).toEqual({ waiting: 1, running: 0, done: 1, stuck: 0 })
    expect(world.clock.pending).toBe(0)
  })
})

describe('slots', () => {
  test('one lane full of slow jobs holds up neither another lane nor a click', async () => {
    const { handler, open } = createGate()
    const runner = world.runner(handler)
    runner.start()
    for (const key of ['1', '2', '3', '4', '5']) world.add(key, { lane: 'yousign', priority: 'trigger' })
    runner.wake()
    await world.clock.advance(0)
    expect(runner.running()).toBe(4)
    world.add('click', { lane: 'yousign', priority: 'click' })
    world.add('local')
    runner.wake()
    await world.clock.advance(0)
    expect(world.ran.slice(4).sort()).toEqual(['click', 'local'])
    open()
    await world.clock.advance(0)
    expect(world.ran).toHaveLength(7)
    open()
    await world.clock.advance(0)
  })
})
