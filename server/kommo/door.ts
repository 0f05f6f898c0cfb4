// The way to one Kommo account: its address, its token and its manner of speaking (contracts/kommo-api.md 2).
import { err, ok, type Result } from '../../shared/result.ts'
import type { CallFailure } from '../domain/failure.ts'
import type { Priority } from '../domain/lane.ts'
import { type Call, callRemote, type Dialect, keyProbeMs, type Remote } from '../remote/call.ts'
import type { Reply } from '../remote/exchange.ts'
import { isJson, partsOf, type Reader } from '../remote/reply.ts'
import type { AccessTokens } from './tokens.ts'
import { problemSchema } from './wire.ts'

export interface KommoOrder<T> {
  method: Call<T>['method']
  /** Absolute, of the account's host unless said otherwise. */
  url: string
  body?: unknown
  /** Bytes as they are, in place of `body`. */
  part?: { raw: Uint8Array<ArrayBuffer>; mediaType: string }
  priority: Priority
  /** Runs with this user's rights (`X-Context-User-ID`, 1.1). */
  asUser?: number | undefined
  document?: boolean
  follow?: Call<T>['follow']
  /** The file host words refusals as plain text, so only a page in HTML is a block there. */
  onFileHost?: boolean
  read: Reader<T>
}

export type Door = <T>(order: KommoOrder<T>) => Promise<Result<T, CallFailure>>

/**
 * Calls with the current token. After a 401 the token is renewed once and the call repeated once; a second 401 closes
 * the lane, unless the call ran with somebody's rights: then that user is the one who was refused. Such a call never
 * closes the lane, so that one user's rights cannot stop everybody's work.
 */
export function createDoor(remote: Remote, tokens: AccessTokens): Door {
  return async (order) => {
    const token = await tokens.current(order.priority)
    if (!token.ok) return token
    const first = await callWith(remote, order, token.value)
    if (first.ok || first.failure.kind !== 'unauthorized') return first
    const renewed = await tokens.renew(token.value, order.priority)
    if (!renewed.ok) return renewed
    if (renewed.value === null) return order.asUser === undefined ? grantRefused(remote) : first
    if (renewed.value === token.value) return refusedFor(remote, order.asUser)
    const second = await callWith(remote, order, renewed.value)
    if (second.ok || second.failure.kind !== 'unauthorized') return second
    return refusedFor(remote, order.asUser)
  }
}

/** An answer that may be empty: 204 is told by the status alone, even when a body came along (section 2). */
export function readOrNone<T>(read: Reader<T>): Reader<T | null> {
  return (reply) => (reply.status === 204 ? ok(null) : read(reply))
}

/** How Kommo's account host speaks. 402: unpaid. A 403 that is not JSON: this address is blocked (protocols.md P5). */
export const kommoDialect: Dialect = {
  refusal(reply) {
    const body = partsOf(reply, problemSchema)
    const errors = body?.['validation-errors']?.flatMap((entry) => entry.errors) ?? []
    return {
      type: body?.title ?? '',
      detail: body?.detail ?? '',
      params: errors.map((error) => ({ name: error.path, reason: `${error.code} ${error.detail}`.trim() })),
    }
  },
  patience: (reply) => partsOf(reply, problemSchema)?.retry_after ?? null,
  remaining: () => null,
  closes: (reply) => unpaid(reply) ?? (reply.status === 403 && !isJson(reply) ? blocked : null),
}

const fileHostDialect: Dialect = {
  ...kommoDialect,
  closes: (reply) => unpaid(reply) ?? (reply.status === 403 && reply.mediaType === 'text/html' ? blocked : null),
}

const blocked = { reason: 'blocked', probeAfterMs: 5 * 60_000 } as const

function unpaid(reply: Reply): ReturnType<Dialect['closes']> {
  return reply.status === 402 ? { reason: 'unpaid', probeAfterMs: 60 * 60_000 } : null
}

function callWith<T>(remote: Remote, order: KommoOrder<T>, token: string): Promise<Result<T, CallFailure>> {
  return callRemote(order.onFileHost === true ? { ...remote, dialect: fileHostDialect } : remote, {
    method: order.method,
    url: order.url,
    priority: order.priority,
    authorization: `Bearer ${token}`,
    ...(order.asUser === undefined ? {} : { headers: { 'x-context-user-id': String(order.asUser) } }),
    ...(order.body === undefined ? {} : { body: { json: order.body } }),
    ...(order.part === undefined ? {} : { body: order.part }),
    ...(order.document === undefined ? {} : { document: order.document }),
    ...(order.follow === undefined ? {} : { follow: order.follow }),
    read: order.read,
    on401: 'tell',
  })
}

function refusedFor(remote: Remote, asUser: number | undefined): Result<never, CallFailure> {
  if (asUser !== undefined) return err({ kind: 'forbidden', type: 'user refused', detail: '' })
  return grantRefused(remote)
}

function grantRefused(remote: Remote): Result<never, CallFailure> {
  remote.lane.pause(remote.clock.now() + keyProbeMs, 'key_refused')
  return err({ kind: 'unauthorized' })
}
