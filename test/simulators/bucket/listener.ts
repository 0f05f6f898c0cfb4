// The HTTP side that both stores share: whole bodies in, faults around what the store does, every exchange in a ledger.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FaultLayer } from './faults.ts'

export interface BucketCall {
  method: string
  /** As sent: nothing is decoded. */
  path: string
  query: string
  headers: Record<string, string>
  body: Buffer
  /** What the store keeps of the body: all of it, unless a fault tore it. */
  kept: Buffer
}

export interface BucketAnswer {
  status: number
  headers?: Record<string, string>
  body?: string | Uint8Array
}

export interface BucketExchange {
  method: string
  /** With its query. */
  path: string
  headers: Record<string, string>
  /** 0 when nothing was answered. */
  status: number
}

export interface Listener {
  url: string
  ledger: BucketExchange[]
  close(): Promise<void>
}

/** Listens on a free port of 127.0.0.1 and asks `act` for every answer. */
export async function listen(
  faults: FaultLayer,
  act: (call: BucketCall) => BucketAnswer | Promise<BucketAnswer>,
): Promise<Listener> {
  const ledger: BucketExchange[] = []
  const server = createServer((request, response) => {
    handle(faults, act, ledger, request, response).catch(() => request.socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ledger,
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

async function handle(
  faults: FaultLayer,
  act: (call: BucketCall) => BucketAnswer | Promise<BucketAnswer>,
  ledger: BucketExchange[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const body = Buffer.concat(parts)
  const method = request.method ?? ''
  const target = request.url ?? ''
  const [path = '', query = ''] = target.split(/\?(.*)/s)
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  const exchange: BucketExchange = { method, path: target, headers, status: 0 }
  ledger.push(exchange)

  const before = faults.pick('before', method, target)
  if (before === 'reset') return void request.socket.destroy()
  if (before === 'hang') return
  if (before !== null && typeof before === 'object') return send(exchange, response, answerOf(before))
  const kept = before === 'torn upload' ? body.subarray(0, body.length >> 1) : body
  const answer = await act({ method, path, query, headers, body, kept })
  const after = faults.pick('after', method, target)
  if (after === 'reset') return void request.socket.destroy()
  if (after === 'hang') return
  if (after !== null && typeof after === 'object') return send(exchange, response, answerOf(after))
  const full = Buffer.from(answer.body ?? '')
  const half = full.subarray(0, full.length >> 1)
  if (after === 'short answer') return send(exchange, response, { ...answer, body: half })
  if (after !== 'torn answer') return send(exchange, response, answer)
  exchange.status = answer.status
  response.writeHead(answer.status, { ...answer.headers, 'content-length': full.length })
  response.write(half, () => request.socket.destroy())
}

function answerOf(kind: { status: number; body?: string; type?: string }): BucketAnswer {
  return { status: kind.status, headers: { 'content-type': kind.type ?? 'text/html' }, body: kind.body ?? '' }
}

function send(exchange: BucketExchange, response: ServerResponse, answer: BucketAnswer): void {
  exchange.status = answer.status
  const body = Buffer.from(answer.body ?? '')
  const length = answer.status === 204 ? {} : { 'content-length': body.length }
  response.writeHead(answer.status, { ...answer.headers, ...length })
  response.end(answer.status === 204 ? undefined : body)
}
