// Keeps one server process alive as a service manager would: whenever it is killed it is started again, on the same data.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import {
  type CommitAim,
  type CommitPoint,
  type FromServer,
  type ServerOrder,
  struckIn,
  type ToServer,
} from './messages.ts'

export interface Supervisor {
  /** Address of the process that is up; waits while there is none. Rejects when one ended by itself, with what it said. */
  url(): Promise<string>
  /** How many processes were killed by SIGKILL so far. */
  kills(): number
  /** Counts commits from now on; the process dies at the point, if one is given. */
  arm(point: CommitPoint | null): Promise<void>
  /** The process that is up dies at whichever comes first; `struck` says at which. */
  aim(aims: readonly CommitAim[]): void
  /** What was committed since `arm`. */
  commits(): Promise<string[]>
  /** SIGKILL; resolves when the process is gone. The next one is then already being started. */
  kill(): Promise<void>
  /** SIGKILL, and no next process before the answer is called. */
  down(): Promise<() => void>
  /** Resolves at the next death by SIGKILL: with the aim that it died at, null when it was killed from outside. */
  death(): Promise<CommitAim | null>
  /** What is ordered differently of the next processes. */
  change(order: Partial<ServerOrder>): void
  /** Lines that were logged as errors, by all processes. */
  errors(): string[]
  close(): Promise<void>
}

export interface SupervisorOptions {
  module: string
  order: ServerOrder
  /** Told before anybody else that a process is up. */
  onUp(url: string): void
}

/** A process that has loaded everything and waits for its order, so that a killed one is back in a tenth of a second. */
interface Spare {
  child: ChildProcess
  said: () => string[]
}

interface Life extends Spare {
  up: Promise<string>
  gone: Promise<void>
}

export function superviseServer({ module, order: first, onUp }: SupervisorOptions): Supervisor {
  let order = first
  let kills = 0
  let closing = false
  let isDown = false
  let mourners: ((struck: CommitAim | null) => void)[] = []
  const errors: string[] = []
  let spare: Spare | null = null
  let life = start()

  function start(): Life {
    const { child, said } = spare ?? spawn(module)
    spare = null
    tell(child, { kind: 'go', order })
    const gone = once(child, 'close').then(([code, signal]: unknown[]) => {
      errors.push(...errorsOf(said()))
      if (closing) return
      if (signal === 'SIGKILL') {
        kills += 1
        if (!isDown) life = start()
        const told = mourners
        mourners = []
        for (const mourn of told) mourn(struckIn(said()))
        return
      }
      const error = new Error(`the server ended with ${String(code ?? signal)}:\n${said().slice(-40).join('\n')}`)
      life = { ...life, up: heard(Promise.reject(error)) }
    })
    const told = answer(child, 'up').then(({ url }) => {
      onUp(url)
      if (!closing) spare ??= spawn(module)
      return url
    })
    return { child, said, up: heard(Promise.race([told, gone.then(() => life.up)])), gone }
  }

  async function kill(): Promise<void> {
    const { child, gone } = life
    child.kill('SIGKILL')
    await gone
  }

  return {
    url: () => life.up,
    kills: () => kills,
    async arm(point) {
      await life.up
      const armed = answer(life.child, 'armed')
      tell(life.child, { kind: 'arm', point })
      await armed
    },
    aim: (aims) => tell(life.child, { kind: 'aim', aims: [...aims] }),
    async commits() {
      await life.up
      const told = answer(life.child, 'commits')
      tell(life.child, { kind: 'tell' })
      return (await told).labels
    },
    kill,
    async down() {
      isDown = true
      await kill()
      return () => {
        isDown = false
        life = start()
      }
    },
    death: () => new Promise((resolve) => mourners.push(resolve)),
    change(different) {
      order = { ...order, ...different }
    },
    errors: () => [...errors, ...errorsOf(life.said())],
    async close() {
      closing = true
      spare?.child.kill('SIGKILL')
      await kill()
    },
  }
}

function spawn(module: string): Spare {
  // Of the order the environment is read and nothing else; this one is for Node.
  const env = { PATH: process.env['PATH'] ?? '', TZ: 'UTC' }
  const stdio: ('ignore' | 'pipe' | 'ipc')[] = ['ignore', 'pipe', 'pipe', 'ipc']
  const child = fork(module, { env, stdio, execArgv: [] })
  // A process may be killed while it is told something.
  child.on('error', () => undefined)
  return { child, said: collect(child) }
}

function tell(child: ChildProcess, message: ToServer): void {
  if (child.connected) child.send(message, () => undefined)
}

/** The next message of that kind; never settles when the process dies before. */
function answer<K extends FromServer['kind']>(child: ChildProcess, kind: K): Promise<Extract<FromServer, { kind: K }>> {
  return new Promise((resolve) => {
    const listen = (message: FromServer) => {
      if (message.kind !== kind) return
      child.off('message', listen)
      resolve(message as Extract<FromServer, { kind: K }>)
    }
    child.on('message', listen)
  })
}

/** Whoever asks is told of a failure; without anybody asking it is no unhandled rejection. */
function heard<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined)
  return promise
}

function errorsOf(lines: readonly string[]): string[] {
  return lines.filter((line) => /"level":[56]0/.test(line))
}

/** The last lines that it wrote, in whole lines. */
function collect(child: ChildProcess): () => string[] {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (piece: string) => {
      text = (text + piece).slice(-200_000)
    })
  }
  return () => text.split('\n').filter(Boolean)
}
