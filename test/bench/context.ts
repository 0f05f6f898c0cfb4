// What the metrics share within one run: the builds, the simulated services, the process that makes the load. Each is made when
// it is first asked for, and all go away together.
import { type Bundle, buildBundle } from './bundle.ts'
import { type Child, startChild } from './child.ts'
import type { Burst, BurstResult, FromLoad, Run, RunResult, ToLoad } from './load/messages.ts'
import type { Options } from './options.ts'
import { type BenchStage, createStage } from './stage.ts'

export interface Load {
  run(order: Omit<Run, 'kind'>): Promise<RunResult>
  burst(order: Omit<Burst, 'kind'>): Promise<BurstResult>
}

export interface Bench extends Pick<Options, 'only' | 'quick'> {
  /** Every comparison is made so often. */
  rounds: number
  /** For the person who waits. */
  say(line: string): void
  bundle(): Promise<Bundle>
  stage(): Promise<BenchStage>
  load(): Promise<Load>
  close(): Promise<void>
}

/** Requests made in advance: more than a fast machine is sent in one sample. */
const prepared = { full: 120_000, quick: 20_000 }

export function createBench({ only, quick }: Options, say: (line: string) => void): Bench {
  const closers: (() => Promise<void>)[] = []
  const once = <T>(make: () => Promise<T>, close: (made: T) => Promise<void>): (() => Promise<T>) => {
    let made: Promise<T> | null = null
    return () => {
      made ??= make().then((one) => {
        closers.push(() => close(one))
        return one
      })
      return made
    }
  }
  const bundle = once(buildBundle, (one) => one.remove())
  const stage = once(
    async () => createStage(await bundle()),
    (one) => one.close(),
  )
  const loadChild = once(
    async () => {
      const child = startChild({ module: (await bundle()).child('load') })
      const { bodies, placeholder, secret } = await stage()
      const count = quick ? prepared.quick : prepared.full
      await ask<{ kind: 'prepared' }>(child, 'prepared', {
        kind: 'prepare',
        body: bodies.known,
        placeholder,
        secret,
        count,
      })
      return child
    },
    (child) => child.kill(),
  )
  return {
    only,
    quick,
    rounds: quick ? 1 : 3,
    say,
    bundle,
    stage,
    async load() {
      const child = await loadChild()
      return {
        run: async (order) =>
          (await ask<Extract<FromLoad, { kind: 'ran' }>>(child, 'ran', { kind: 'run', ...order })).result,
        burst: async (order) =>
          (await ask<Extract<FromLoad, { kind: 'burst over' }>>(child, 'burst over', { kind: 'burst', ...order }))
            .result,
      }
    },
    async close() {
      for (const close of closers.reverse()) await close()
    },
  }
}

function ask<T extends FromLoad>(child: Child, kind: T['kind'], message: ToLoad): Promise<T> {
  const answer = child.heard<T>(kind)
  child.process.send?.(message)
  return answer
}
