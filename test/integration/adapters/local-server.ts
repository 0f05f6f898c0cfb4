// A small HTTP server whose answers a test writes by hand, and a lane that only takes notes: what the adapters are
// tried against. It follows no contract; the simulators do that.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../../../server/domain/clock.ts'
import type { LaneReason } from '../../../server/domain/failure.ts'
import type { Lane, Priority } from '../../../server/domain/lane.ts'

export interface Heard {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: Buffer
}

export type Behaviour = (response: ServerResponse, heard: Heard) => void

export interface LocalServer extends AsyncDisposable {
  url: string
  /** Everything that arrived, in order. */
  heard: Heard[]
  /** How the next calls are answered, one each; afterwards the last one again. */
  answer(...behaviours: Behaviour[]): void
}

export async function createLocalServer(...behaviours: Behaviour[]): Promise<LocalServer> {
  const heard: Heard[] = []
  let queue = behaviours
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('error', () => undefined)
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      const one = { method, path, headers, body: Buffer.concat(parts) }
      heard.push(one)
      const behaviour = queue.length > 1 ? queue.shift() : queue[0]
      behaviour?.(response, one)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    answer(...next) {
      queue = next
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Behaviour {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }
}

export function text(
  status: number,
  body: string,
  contentType: string,
  headers: Record<string, string> = {},
): Behaviour {
  return (response) => {
    response.writeHead(status, { 'content-type': contentType, ...headers })
    response.end(body)
  }
}

export function empty(status: number, headers: Record<string, string> = {}): Behaviour {
  return (response) => {
    response.writeHead(status, headers)
    response.end()
  }
}

/** The connection ends without a word, as when the other side died. */
export const reset: Behaviour = (response) => {
  response.socket?.resetAndDestroy()
}

/** Headers and half a body, then the end. */
export function truncated(status: number, contentType = 'application/json'): Behaviour {
  return (response) => {
    response.writeHead(status, { 'content-type': contentType, 'content-length': '1000' })
    response.write('{"id":', () => response.socket?.destroy())
  }
}

/** Headers and half a body, then silence. */
export function stalled(status: number, contentType = 'application/json'): Behaviour {
  return (response) => {
    response.writeHead(status, { 'content-type': contentType, 'content-length': '1000' })
    response.write('{"id":')
  }
}

/** Not even headers. */
export const silent: Behaviour = () => undefined

export interface NotingLane extends Lane {
  taken: Priority[]
  pauses: { until: number; reason: LaneReason }[]
  corrections: { minute: number | null; hour: number | null }[]
  closed: { until: number; reason: LaneReason } | null
}

export function createNotingLane(name: Lane['name']): NotingLane {
  const lane: NotingLane = {
    name,
    taken: [],
    pauses: [],
    corrections: [],
    closed: null,
    take(priority) {
      if (lane.closed !== null) return { ok: false, ...lane.closed }
      lane.taken.push(priority)
      return { ok: true }
    },
    correct: (remaining) => void lane.corrections.push(remaining),
    pause: (until, reason) => void lane.pauses.push({ until, reason }),
    resume: () => undefined,
    paused: () => lane.pauses.at(-1) ?? null,
  }
  return lane
}

export const noon = Date.UTC(2026, 10, 24, 12, 0, 0)
export const stillClock: Clock = { now: () => noon, after: () => () => undefined }
