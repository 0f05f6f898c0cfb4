// Jobs of the lane `direct`: done inside the transaction that takes them and records their outcome.
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commitsInLog } from '../../test/bench/wal.ts'
import { createGate, createRunnerWorld, done, type RunnerWorld } from '../../test/fixtures/runner-world.ts'
import type { Handler, Handlers, Outcome } from '../domain/work.ts'
import type { Runner } from './runner.ts'
import { rushMs } from './rush.ts'

let world: RunnerWorld
beforeEach(() => {
  world = createRunnerWorld()
})
afterEach(() => world.close())

/** A runner whose deliveries are applied by writing their id down and then doing what `then` says. */
function runnerOf(then: (deliveryId: number) => Outcome, send: Handler<'send'> = async () => done): Runner {
  const write = world.db.prepare('insert into meta (key, value) values (?, ?)')
  const handlers: Pick<Handlers, 'send' | 'apply_delivery'> = {
    send,
    apply_delivery({ deliveryId }) {
      write.run(`applied ${deliveryId}`, 'yes')
      return then(deliveryId)
    },
  }
  // No other kind comes.
  return world.runner(send, { handlers: handlers as Handlers })
}

function deliver(...ids: number[]): void {
  const rest = { mode: 'once', subject: null, lane: 'direct', priority: 'started', runAt: world.clock.now() } as const
  for (const deliveryId of ids)
    world.queue.enqueue(
      { work: { kind: 'apply_delivery', deliveryId }, key: String(deliveryId), ...rest },
      world.clock.now(),
    )
}

function applied(): number[] {
  const rows = world.db
    .prepare<[], { key: string }>("select key from meta where key like 'applied %' order by rowid")
    .all()
  return rows.map(({ key }) => Number(key.slice('applied '.length)))
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

describe('a direct job', () => {
  test('is taken, done and recorded with others in one commit, without ever being held', async () => {
    const runner = runnerOf(() => done)
    deliver(1, 2, 3)
    const commits = () => commitsInLog(`${world.db.name}-wal`).commits
    const before = commits()
    runner.start()
    await turn()
    expect(applied()).toEqual([1, 2, 3])
    expect(world.queue.counts()).toEqual({ waiting: 0, running: 0, done: 3, stuck: 0 })
    expect(runner.running()).toBe(0)
    expect(commits() - before).toBe(1)
  })

  test('that throws leaves nothing behind, keeps no other from being done, and is repeated', async () => {
    let broken = true
    const runner = runnerOf((id) => {
      if (broken && id === 2) throw new TypeError('oops')
      return done
    })
    deliver(1, 2, 3)
    runner.start()
    await world.clock.advance(0)
    expect(applied()).toEqual([1, 3])
    expect(world.queue.counts()).toMatchObject({ waiting: 1, done: 2 })
    expect(world.logged).toEqual(['error: job handler threw'])
    broken = false
    await world.clock.advance(2000)
    expect(applied()).toEqual([1, 3, 2])
    expect(world.queue.counts()).toMatchObject({ waiting: 0, done: 3 })
  })

  test('on a full disk is not lost and not half done', async () => {
    const fill = world.db.prepare("insert into meta (key, value) values ('fill', hex(zeroblob(200000)))")
    const runner = runnerOf(() => {
      fill.run()
      return done
    })
    const pages = Number(world.db.pragma('page_count', { simple: true }))
    deliver(1)
    world.db.pragma(`max_page_count = ${pages + 2}`)
    runner.start()
    await world.clock.advance(0)
    expect(applied()).toEqual([])
    expect(world.queue.counts()).toMatchObject({ waiting: 1, running: 0, done: 0 })
    world.db.pragma('max_page_count = 1000000')
    await world.clock.advance(5000)
    expect(applied()).toEqual([1])
    expect(world.queue.counts()).toMatchObject({ done: 1 })
  })

  test('waits for no slot: sends that take long do not hold it up', async () => {
    const { handler, open } = createGate()
    const runner = runnerOf(() => done, handler)
    for (const key of numbers(9)) world.add(String(key), { lane: 'local', priority: 'click' })
    runner.start()
    await world.clock.advance(0)
    deliver(1)
    runner.arrived()
    await world.clock.advance(0)
    expect(applied()).toEqual([1])
    expect(runner.running()).toBe(8)
    while (world.queue.counts().done < 10) {
      open()
      await world.clock.advance(0)
    }
  })

  test('is drained with the rest', async () => {
    deliver(...numbers(70))
    world.add('a')
    await runnerOf(() => done).drain()
    expect(applied()).toEqual(numbers(70))
    expect(world.queue.counts().done).toBe(71)
  })
})

describe('webhook calls', () => {
  test('that come one by one are applied at once', async () => {
    const runner = runnerOf(() => done)
    runner.start()
    await world.clock.advance(1000)
    for (const id of numbers(3)) {
      deliver(id)
      runner.arrived()
      await world.clock.advance(0)
      expect(applied()).toEqual(numbers(id))
      await world.clock.advance(20)
    }
  })

  test('that come in a rush are applied a few at a time, and the rest as soon as it is over', async () => {
    const runner = runnerOf(() => done)
    runner.start()
    await world.clock.advance(1000)
    let id = 0
    const rush = async () => {
      for (let call = 0; call < 40; call += 1) {
        id += 1
        deliver(id)
        runner.arrived()
      }
      await world.clock.advance(10)
    }
    for (let ms = 0; ms < 200; ms += 10) await rush()
    const during = applied().length
    expect(during).toBeGreaterThan(3 * 16)
    expect(during).toBeLessThan(7 * 16)
    await world.clock.advance(2 * rushMs)
    for (let turns = 0; turns < 100 && applied().length < id; turns += 1) await turn()
    expect(applied()).toEqual(numbers(id))
  })
})
