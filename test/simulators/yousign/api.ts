import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Exchange } from '../exchange.ts'
import { type Answer, refuse } from './answer.ts'
import { type ReceivedBody, readBody } from './body.ts'
import { type FaultKind, type FaultLayer, isCall } from './faults.ts'
import { authorise } from './keys.ts'
import { match, typeRefusal } from './router.ts'
import type { World } from './world.ts'

type RealFault = Exclude<FaultKind, { call: unknown }>

/** Serves `/v3`: every exchange passes the faults, then key, rate limit, route and body, and ends in the ledger. */
export function serveApi(app: FastifyInstance, world: World, faults: FaultLayer, ledger: Exchange[]): void {
  app.all('/v3/*', async (request, reply) => {
    const path = (request.raw.url ?? '').slice('/v3'.length)
    const exchange = begin(world, request, path)
    const received = await readBody(request)
    if (received.kind === 'aborted') return reply.hijack()
    exchange.requestBody = received.shown

    const early = await strike(world, faults, 'before', exchange)
    if (early !== undefined && !isHang(early)) return finishFaulty(world, reply, exchange, ledger, early, undefined)
    const answer = await answerTo(world, request, path, received)
    const late = early ?? (await strike(world, faults, 'after', exchange))
    if (late !== undefined) return finishFaulty(world, reply, exchange, ledger, late, answer)
    record(exchange, ledger, answer)
    return send(world, reply, answer)
  })
}

async function answerTo(world: World, request: FastifyRequest, path: string, received: ReceivedBody): Promise<Answer> {
  const [plain = '', search = ''] = path.split('?')
  const { method } = request
  const key = authorise(world, request.headers.authorization, method, plain)
  if (!key.ok) return key.answer
  const wait = world.limits.take()
  if (wait !== undefined) return refuse.tooMany(wait)
  const found = match(method, plain)
  if (!found.ok) return found.answer
  const { route, ids } = found.value
  const wrongType = typeRefusal(route, request.headers['content-type'], received.kind !== 'nothing')
  if (wrongType !== undefined) return wrongType
  if (received.kind === 'malformed' && route.takes !== 'none') {
    return refuse.because('about:blank', 'The request body is not valid JSON.')
  }
  return route.handler(world, {
    key: key.value,
    id: (name) => ids.get(name) ?? '',
    query: new URLSearchParams(search),
    body: received.kind === 'json' ? received.body : undefined,
    upload: received.kind === 'upload' ? received.upload : undefined,
  })
}

/** Lets tests act and time pass, then says which fault is left to strike here. */
async function strike(
  world: World,
  faults: FaultLayer,
  when: 'before' | 'after',
  exchange: Exchange,
): Promise<RealFault | undefined> {
  let left: RealFault | undefined
  for (const kind of faults.pick(when, exchange.method, exchange.path)) {
    if (isCall(kind)) await kind.call()
    else left = kind
  }
  if (left !== undefined && isHang(left)) {
    const { hang } = left
    await new Promise<void>((resolve) => world.clock.after(hang, resolve))
  }
  return left
}

function isHang(kind: RealFault): kind is { hang: number } {
  return typeof kind === 'object' && 'hang' in kind
}

function finishFaulty(
  world: World,
  reply: FastifyReply,
  exchange: Exchange,
  ledger: Exchange[],
  kind: RealFault,
  answer: Answer | undefined,
): FastifyReply {
  exchange.fault = true
  if (kind === 'reset') {
    ledger.push(exchange)
    reply.hijack()
    reply.raw.socket?.resetAndDestroy()
    return reply
  }
  if ('hang' in kind) {
    record(exchange, ledger, answer ?? { status: 0 })
    return send(world, reply, answer ?? { status: 500 })
  }
  if ('truncate' in kind) {
    const cut = answer ?? { status: 200, body: { id: 'truncated', status: 'truncated' } }
    exchange.status = cut.status
    ledger.push(exchange)
    return truncate(world, reply, cut)
  }
  const { status, html, headers } = kind
  const other: Answer = {
    status,
    ...(headers === undefined ? {} : { headers }),
    ...(html === undefined ? { body: kind.body } : { bytes: Buffer.from(html), type: 'text/html; charset=utf-8' }),
  }
  record(exchange, ledger, other)
  return send(world, reply, other)
}

function begin(world: World, request: FastifyRequest, path: string): Exchange {
  const headers = Object.entries(request.headers).map(([name, held]) => [name, String(held)])
  return {
    at: world.clock.now(),
    method: request.method,
    path,
    requestHeaders: Object.fromEntries(headers) as Record<string, string>,
    requestType: request.headers['content-type'],
    requestBody: undefined,
    status: 0,
    responseType: undefined,
    responseBody: undefined,
    fault: false,
  }
}

function record(exchange: Exchange, ledger: Exchange[], answer: Answer): void {
  exchange.status = answer.status
  exchange.responseType = typeOf(answer)
  if (answer.bytes === undefined) exchange.responseBody = answer.body
  ledger.push(exchange)
}

function typeOf(answer: Answer): string | undefined {
  if (answer.bytes !== undefined) return answer.type
  return answer.body === undefined ? undefined : 'application/json'
}

function send(world: World, reply: FastifyReply, answer: Answer): FastifyReply {
  const type = typeOf(answer)
  reply.code(answer.status).headers({ ...world.limits.headers(), ...answer.headers })
  if (type !== undefined) reply.type(type)
  return reply.send(payload(answer))
}

/** The whole head, half of the body, then nothing. */
function truncate(world: World, reply: FastifyReply, answer: Answer): FastifyReply {
  const whole = payload(answer) ?? Buffer.alloc(0)
  reply.hijack()
  reply.raw.writeHead(answer.status, {
    ...world.limits.headers(),
    'content-type': typeOf(answer) ?? 'application/json',
    'content-length': String(Math.max(2, whole.byteLength)),
  })
  reply.raw.write(whole.subarray(0, Math.floor(whole.byteLength / 2)), () => reply.raw.socket?.destroy())
  return reply
}

function payload(answer: Answer): Buffer | undefined {
  if (answer.bytes !== undefined) return Buffer.from(answer.bytes)
  return answer.body === undefined ? undefined : Buffer.from(JSON.stringify(answer.body))
}
