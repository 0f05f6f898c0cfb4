// The HTTP side: every call passes limit, faults, token and payment in this order, and ends in the ledger.
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  type Answer,
  badRequest,
  forbidden,
  ipBlocked,
  methodNotAllowed,
  notFound,
  paymentRequired,
  tooMany,
  unauthorized,
} from './answers.ts'
import { parseQuery, type Route } from './api/route.ts'
import type { createFaults, FaultKind } from './faults.ts'
import type { RateLimit } from './rate-limit.ts'
import type { KommoExchange } from './simulator.ts'
import type { Caller, World } from './world.ts'

export interface Serving {
  world: World
  host: 'api' | 'drive'
  routes: Route[]
  limit: RateLimit
  faults: ReturnType<typeof createFaults>
  ledger: KommoExchange[]
}

type Verdict = { kind: 'go on' } | { kind: 'answer'; answer: Answer } | { kind: 'gone' }

const bodyLimit = 8 * 1024 * 1024

/** Registers the routes; under `prefixes` everything unknown is answered by Kommo's 404 or 405. */
export function serveRoutes(app: FastifyInstance, serving: Serving, prefixes: string[]): void {
  const parsers = (scope: FastifyInstance) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body))
  }
  app.register(async (scope) => {
    parsers(scope)
    for (const route of serving.routes) {
      scope.route({
        method: route.method,
        url: route.path.replace(/:(id|note)\b/g, ':$1(^\\d+$)'),
        exposeHeadRoute: false,
        handler: (request, reply) => handle(serving, route, request, reply),
      })
    }
  })
  for (const prefix of prefixes) {
    app.register(
      async (scope) => {
        parsers(scope)
        scope.setNotFoundHandler((request, reply) => handle(serving, undefined, request, reply))
      },
      { prefix },
    )
  }
}

async function handle(serving: Serving, route: Route | undefined, request: FastifyRequest, reply: FastifyReply) {
  const { world, host, ledger } = serving
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const type = request.headers['content-type']
  const body = readBody(bytes, route)
  const exchange: KommoExchange = {
    at: world.clock.now(),
    method: request.method,
    path: request.url,
    requestHeaders: plainHeaders(request),
    requestType: type,
    requestBody: route?.raw === true ? { bytes: bytes.length } : body.value,
    status: 0,
    responseType: undefined,
    responseBody: undefined,
    fault: false,
    host,
    userId: null,
  }
  const send = (answer: Answer) => {
    exchange.status = answer.status
    exchange.responseType = answer.type
    exchange.responseBody =
      typeof answer.body === 'string' || answer.body instanceof Uint8Array ? undefined : answer.body
    ledger.push(exchange)
    return write(reply, answer)
  }

  const entry = serving.limit.enter(request.ip)
  if (entry.kind === 'blocked') return send(ipBlocked())
  if (entry.kind === 'wait') return send(tooMany(entry.seconds))

  const before = await strike(serving, 'before', exchange, reply)
  if (before.kind === 'gone') return reply
  if (before.kind === 'answer') return send(before.answer)

  const answer = await act(serving, route, request, { exchange, body, bytes })

  const after = await strike(serving, 'after', exchange, reply)
  if (after.kind === 'gone') return reply
  return send(after.kind === 'answer' ? after.answer : answer)
}

async function act(
  { world, host, routes }: Serving,
  route: Route | undefined,
  request: FastifyRequest,
  read: { exchange: KommoExchange; body: ReturnType<typeof readBody>; bytes: Buffer },
): Promise<Answer> {
  const caller = route?.open === true ? { userId: 0, admin: false } : identify(world, request)
  if ('status' in caller) return host === 'drive' ? plain(caller) : caller
  if (route?.open !== true) read.exchange.userId = caller.userId
  if (!world.state.account.paid && route?.open !== true) return paymentRequired()
  if (route === undefined) {
    const path = request.url.split('?')[0] ?? ''
    return routes.some((each) => pattern(each).test(path)) ? methodNotAllowed() : notFound()
  }
  if (!world.scopes.has(route.scope ?? 'crm')) return host === 'drive' ? plain(forbidden()) : forbidden()
  if (!read.body.ok) return badRequest('Request body is not valid JSON')
  const isJson = /^application\/(hal\+)?json\b/.test(read.exchange.requestType ?? '')
  if (route.raw !== true && read.bytes.length > 0 && !isJson) return badRequest('Request body must be application/json')
  return route.run({
    caller,
    params: request.params as Record<string, string>,
    query: parseQuery(request.url.split('?')[1] ?? ''),
    path: request.url,
    body: route.raw === true ? read.bytes : read.body.value,
    headers: read.exchange.requestHeaders,
  })
}

/** Whose rights the call runs with, or the refusal. A grant of a non-administrator ends with that user. */
function identify(world: World, request: FastifyRequest): Caller | Answer {
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
  const grant = token === undefined ? undefined : world.tokens.check(token)
  if (grant === undefined) return unauthorized()
  if (!grant.admin && world.state.users.get(grant.userId)?.isActive !== true) return unauthorized()
  const asked = request.headers['x-context-user-id']
  if (asked === undefined) return { userId: grant.userId, admin: grant.admin }
  if (!grant.admin) return forbidden('The context user needs a grant of an administrator')
  const user = world.state.users.get(Number(asked))
  if (user === undefined || user.isFree || !user.isActive) return forbidden('The context user is unknown or not active')
  return { userId: user.id, admin: user.isAdmin }
}

async function strike(
  { faults, host, ledger, world }: Serving,
  when: 'before' | 'after',
  exchange: KommoExchange,
  reply: FastifyReply,
): Promise<Verdict> {
  const kinds = faults.draw({ method: exchange.method, path: exchange.path, host }, when)
  if (kinds.length > 0) exchange.fault = true
  for (const kind of kinds) {
    if (kind !== 'reset' && 'call' in kind) await kind.call()
    else if (kind !== 'reset' && 'status' in kind) return { kind: 'answer', answer: faultAnswer(kind) }
    else {
      if (kind !== 'reset') await new Promise<void>((resolve) => world.clock.after(kind.hang, resolve))
      ledger.push(exchange)
      reply.hijack()
      reply.raw.destroy()
      return { kind: 'gone' }
    }
  }
  return { kind: 'go on' }
}

function faultAnswer(kind: Extract<FaultKind, { status: number }>): Answer {
  const type =
    kind.html !== undefined ? 'text/html' : kind.status < 400 ? 'application/hal+json' : 'application/problem+json'
  return {
    status: kind.status,
    ...(kind.headers === undefined ? {} : { headers: kind.headers }),
    ...(kind.html === undefined && kind.body === undefined ? {} : { type, body: kind.html ?? kind.body }),
  }
}

function write(reply: FastifyReply, answer: Answer): FastifyReply {
  void reply.code(answer.status).headers({ 'x-request-id': randomUUID(), ...answer.headers })
  if (answer.body === undefined) return reply.send()
  if (answer.type !== undefined) void reply.header('content-type', answer.type)
  if (answer.body instanceof Uint8Array) return reply.send(Buffer.from(answer.body))
  const isText = typeof answer.body === 'string'
  return reply.serializer((text) => String(text)).send(isText ? answer.body : JSON.stringify(answer.body))
}

/** The drive refuses in plain text. */
function plain(answer: Answer): Answer {
  return { status: answer.status, type: 'text/plain', body: answer.status === 401 ? 'Unauthorized' : 'Forbidden' }
}

function readBody(bytes: Buffer, route: Route | undefined): { ok: boolean; value: unknown } {
  if (bytes.length === 0 || route?.raw === true) return { ok: true, value: undefined }
  try {
    return { ok: true, value: JSON.parse(bytes.toString('utf8')) as unknown }
  } catch {
    return { ok: false, value: bytes.toString('utf8') }
  }
}

function plainHeaders(request: FastifyRequest): Record<string, string> {
  return Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
}

function pattern(route: Route): RegExp {
  return new RegExp(`^${route.path.replace(/:(id|note)\b/g, '\\d+').replace(/:\w+/g, '[^/]+')}$`)
}
