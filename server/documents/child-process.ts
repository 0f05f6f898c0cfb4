// One child process with walls: asked one thing at a time, watched while it works, killed at a limit.
import { type ChildProcess, execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { promisify } from 'node:util'
import type { Answer, Question } from './messages.ts'

export interface ChildOptions {
  /** The module that the child runs. */
  childPath: string
  /** Milliseconds for one question. */
  timeout: number
  /** Resident bytes. */
  memory: number
}

export type Outcome =
  | { kind: 'answered'; answer: Answer; resident: number }
  | { kind: 'killed'; why: 'time' | 'memory' }
  /** It ended by itself; `said` is the end of its standard error. */
  | { kind: 'crashed'; said: string }

export interface WalledChild {
  /** Rejects when the child cannot be started at all; everything a document can cause is an outcome. */
  ask(question: Question, bytes: Uint8Array): Promise<Outcome>
  isAlive(): boolean
  kill(): void
}

/** Starts a child with an empty environment and the flags of this process (a TypeScript loader, say). */
export function startChild({ childPath, timeout, memory }: ChildOptions): WalledChild {
  const megabytes = Math.max(64, Math.floor((memory / 1024 / 1024) * 0.75))
  const child = fork(childPath, {
    env: {},
    execArgv: [
      ...process.execArgv.filter((flag) => !flag.startsWith('--inspect')),
      `--max-old-space-size=${megabytes}`,
      '--disallow-code-generation-from-strings',
    ],
    serialization: 'advanced',
    stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
  })
  const ended = watchEnd(child)
  const said = collectComplaints(child)
  // Writing to a child that is being killed fails; its end is told by `exit`.
  child.stdin?.on('error', () => undefined)

  const started = settle({ child, ended, said }, startTime, null, () => undefined).then((outcome) => {
    if (outcome.kind === 'answered' && outcome.answer.kind === 'ready') return lowerPriority(child.pid)
    throw new Error(`the process for documents did not start (${outcome.kind}): ${said()}`)
  })
  started.catch(() => undefined)

  return {
    async ask(question, bytes) {
      await started
      return settle({ child, ended, said }, timeout, memory, () => {
        child.send(question, () => undefined)
        child.stdin?.write(bytes)
      })
    },
    isAlive: () => child.exitCode === null && child.signalCode === null && child.connected,
    kill: () => void child.kill('SIGKILL'),
  }
}

/** A machine that needs longer is out of order; no document is to blame. Milliseconds. */
const startTime = 60_000

type End = { signal: NodeJS.Signals | null; code: number | null }

/** Runs `begin` and waits for the next message, the end of the child, or a limit, whichever comes first. */
async function settle(
  { child, ended, said }: { child: ChildProcess; ended: Promise<End>; said: () => string },
  timeout: number,
  memory: number | null,
  begin: () => void,
): Promise<Outcome> {
  let why: 'time' | 'memory' | null = null
  const kill = (reason: 'time' | 'memory') => {
    why ??= reason
    child.kill('SIGKILL')
  }
  const timer = setTimeout(kill, timeout, 'time')
  const watch = watchMemory(child, memory ?? Number.POSITIVE_INFINITY, () => kill('memory'))
  const stop = new AbortController()
  try {
    const answer = once(child, 'message', { signal: stop.signal }).then(([message]) => message as Answer)
    answer.catch(() => undefined)
    begin()
    const first = await Promise.race([answer, ended])
    if ('kind' in first) return { kind: 'answered', answer: first, resident: watch.highest() }
    if (why !== null) return { kind: 'killed', why }
    return ranOutOfMemory(first) ? { kind: 'killed', why: 'memory' } : { kind: 'crashed', said: said() }
  } finally {
    stop.abort()
    clearTimeout(timer)
    watch.stop()
  }
}

function watchEnd(child: ChildProcess): Promise<End> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
    // The process could not be created; there will be no `exit`.
    child.on('error', () => resolve({ code: null, signal: null }))
  })
}

/** V8 aborts when its heap is full (a shell would say 134); a system without memory kills. We did not. */
function ranOutOfMemory({ signal, code }: End): boolean {
  return signal === 'SIGABRT' || code === 134 || signal === 'SIGKILL'
}

/** The last of what it wrote to standard error: read on, because a full pipe would stop the child. */
function collectComplaints(child: ChildProcess): () => string {
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    text = (text + piece).slice(-2000)
  })
  return () => text.trim() || 'it said nothing'
}

/**
 * Lets everything else go first, and yet leaves it a share: its 20 s are wall clock, and at the lowest priority a busy
 * machine alone would make bombs of good documents.
 */
const low = 5

/** From its first document on; loading our own code should not take longer than it must. */
function lowerPriority(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, low)
  } catch {
    // Already gone, or not allowed here; the limits hold all the same.
  }
}

/** Looks every 50 ms: a process needs longer to fill half a gigabyte of memory with more than a little. */
function watchMemory(child: ChildProcess, limit: number, over: () => void): { highest(): number; stop(): void } {
  let highest = 0
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const look = async () => {
    highest = Math.max(highest, await residentBytes(child.pid))
    if (stopped) return
    if (highest > limit) over()
    else timer = setTimeout(look, 50)
  }
  void look()
  return {
    highest: () => highest,
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

/** Zero when the process is gone or the system does not tell. */
async function residentBytes(pid: number | undefined): Promise<number> {
  if (pid === undefined) return 0
  try {
    if (process.platform !== 'linux') {
      const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)])
      return Number(stdout) * 1024
    }
    // `status` counts in kB; `statm` in pages, whose size differs between machines.
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}
