// A process that is measured: how it is started, read, and ended.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'

export interface Child {
  pid: number
  process: ChildProcess
  /** The next message of that kind; rejects when the process ends before. */
  heard<T extends { kind: string }>(kind: string): Promise<T>
  /** The first line of its output that `read` makes something of; rejects when the process ends before. */
  line<T>(read: (line: string) => T | null): Promise<T>
  /** SIGTERM, and SIGKILL if that does not help; resolves when it is gone. */
  stop(): Promise<void>
  kill(): Promise<void>
}

export interface ChildOrder {
  module: string
  args?: readonly string[]
  env?: Record<string, string>
  cwd?: string
}

const patience = 20_000
/** Those that live. However this process ends, they end with it: the server itself would go on. */
const living = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL')
})

export function startChild({ module, args = [], env = {}, cwd }: ChildOrder): Child {
  const child = spawn(process.execPath, [module, ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { PATH: process.env['PATH'] ?? '', TZ: 'UTC', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  living.add(child)
  const gone = once(child, 'close').finally(() => living.delete(child))
  const lines: string[] = []
  const readers = new Set<(line: string) => void>()
  for (const stream of [child.stdout, child.stderr]) {
    let rest = ''
    stream?.setEncoding('utf8').on('data', (piece: string) => {
      const complete = (rest + piece).split('\n')
      rest = complete.pop() ?? ''
      for (const line of complete) {
        lines.push(line)
        for (const reader of readers) reader(line)
      }
      lines.splice(0, lines.length - 40)
    })
  }
  const ended = gone.then(([code, signal]: unknown[]): never => {
    throw new Error(`${module} ended with ${String(code ?? signal)}:\n${lines.join('\n')}`)
  })
  ended.catch(() => undefined)

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    child.kill(signal)
    const forced = setTimeout(() => child.kill('SIGKILL'), patience)
    await gone
    clearTimeout(forced)
  }

  return {
    pid: child.pid ?? 0,
    process: child,
    heard<T extends { kind: string }>(kind: string) {
      return Promise.race([
        ended,
        new Promise<T>((resolve, reject) => {
          const listen = (message: { kind: string; message?: string }) => {
            if (message.kind !== kind && message.kind !== 'failed') return
            child.off('message', listen)
            if (message.kind === kind) resolve(message as T)
            else reject(new Error(`${module}: ${message.message ?? 'failed'}`))
          }
          child.on('message', listen)
        }),
      ])
    },
    line<T>(read: (line: string) => T | null) {
      return Promise.race([
        ended,
        new Promise<T>((resolve) => {
          const reader = (line: string) => {
            const found = read(line)
            if (found === null) return
            readers.delete(reader)
            resolve(found)
          }
          readers.add(reader)
          for (const line of [...lines]) reader(line)
        }),
      ])
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

/** Resident memory in bytes; null where the system does not tell it. */
export function residentBytes(pid: number): number | null {
  try {
    const text =
      process.platform === 'linux'
        ? (/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '')
        : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    return text === '' ? null : Number(text) * 1024
  } catch {
    return null
  }
}

/** Processor time of all threads so far, milliseconds; null where the system does not tell it (Linux does). */
export function cpuMs(pid: number): number | null {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`)
    const spent = tasks.map((task) => Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]))
    return spent.reduce((sum, ns) => sum + ns, 0) / 1e6
  } catch {
    return null
  }
}
