// One run of the production server, from its start to its end, on a disk that may fail. Nobody starts it again.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Disk, DiskTrouble } from './disk.ts'

export const webhookSecret = 'w'.repeat(40)

export interface End {
  code: number | null
  signal: NodeJS.Signals | null
}

export interface MainProcess {
  /** Its address once it listens; null when it ended before. */
  readonly up: Promise<string | null>
  readonly ended: Promise<End>
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<End>
  /** The last lines of its error output and of its log, from warnings on. */
  said(): string[]
}

/** Neither Yousign nor Kommo can be reached from it. It dies with this process, however that ends. */
export function startMain(server: string, disk: Disk, trouble: DiskTrouble = {}): MainProcess {
  const child = spawn(process.execPath, [server], {
    cwd: disk.data,
    env: { ...settings(disk.data), ...disk.environment(trouble) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close').then(([code, signal]): End => ({ code, signal }))
  const { said, listening } = listen(child)
  return {
    up: Promise.race([listening, ended.then(() => null)]),
    ended,
    said,
    kill() {
      child.kill('SIGKILL')
      return ended
    },
  }
}

/** Nobody listens on port 9 of this machine. */
function settings(dataDir: string): Record<string, string> {
  return {
    PUBLIC_URL: 'https://sign.example.test',
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: dataDir,
    SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    KOMMO_BASE_URL: 'http://127.0.0.1:9',
    KOMMO_SUBDOMAIN: 'example',
    KOMMO_CLIENT_ID: 'client',
    KOMMO_CLIENT_SECRET: 'c'.repeat(64),
    KOMMO_ACCESS_TOKEN: 'token',
    YOUSIGN_BASE_URL: 'http://127.0.0.1:9/v3',
    YOUSIGN_API_KEY: 'key',
    YOUSIGN_WEBHOOK_SECRET: webhookSecret,
    LOG_LEVEL: 'info',
    TZ: 'UTC',
  }
}

function listen(child: ChildProcess): { said: () => string[]; listening: Promise<string> } {
  let text = ''
  const listening = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (piece: string) => {
        text = (text + piece).slice(-20_000)
        const address = /"address":"(http:[^"]+)"/.exec(text)?.[1]
        if (address !== undefined) resolve(address)
      })
    }
  })
  return { said: () => text.split('\n').filter((line) => line !== '' && !/^\{"level":[123]0/.test(line)), listening }
}
