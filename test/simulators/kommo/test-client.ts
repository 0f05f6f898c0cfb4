// How tests talk to the simulator: a client with a token, and a server that catches its webhooks.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Reply {
  status: number
  type: string | null
  body: Record<string, unknown>
}
export type Caller = (method: string, path: string, body?: unknown) => Promise<Reply>

/** Calls with that token; `origin` is put before paths. */
export function caller(origin: string, token: string): Caller {
  return async (method, path, body) => {
    const bytes = body instanceof Uint8Array
    const response = await fetch(path.startsWith('http') ? path : origin + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': bytes ? 'application/pdf' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: bytes ? Buffer.from(body) : JSON.stringify(body) }),
    })
    const text = await response.text()
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      body: text === '' ? {} : JSON.parse(text),
    }
  }
}

/** What lies at that path inside an answer; undefined when anything on the way is missing. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((each, key) => (each as Record<string | number, unknown> | undefined)?.[key], value)
}

export interface Receiver {
  url: string
  /** `never`: the call is kept open without an answer. */
  status: number | 'never'
  requests: { url: string; headers: NodeJS.Dict<string | string[]>; body: string }[]
  close(): Promise<void>
}

/** Answers everything with `status` and keeps what came. */
export async function createReceiver(): Promise<Receiver> {
  const receiver: Receiver = { url: '', status: 204, requests: [], close: async () => {} }
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      receiver.requests.push({
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(parts).toString(),
      })
      if (receiver.status !== 'never') response.writeHead(receiver.status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  receiver.close = () => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(() => resolve()))
  }
  return receiver
}

export interface Ask {
  method?: string
  path: string
  body?: unknown
  as?: number
  token?: string
  type?: string
}

export interface Told {
  status: number
  type: string
  body: Record<string, unknown>
}

/** One call, told by everything that may be wrong with it; without `token` the one given first is used. */
export async function ask(origin: string, usual: string, asked: Ask): Promise<Told> {
  const { method = 'GET', path, body, as, token = usual, type = 'application/json' } = asked
  const response = await fetch(path.startsWith('http') ? path : origin + path, {
    method,
    headers: {
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...(as === undefined ? {} : { 'x-context-user-id': String(as) }),
      ...(body === undefined ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const json = /json/.test(response.headers.get('content-type') ?? '')
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: json && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : { text },
  }
}
