// A call to a remote service through its lane: the one place where an outcome becomes a CallFailure (protocols.md P1, P5).
import { err, ok, type Result } from '../../shared/result.ts'
import type { Clock } from '../domain/clock.ts'
import type { CallFailure, LaneReason } from '../domain/failure.ts'
import type { Lane, Priority } from '../domain/lane.ts'
import { exchange, type HttpOrder, type Reply } from './exchange.ts'
import { exchangeFollowing } from './follow.ts'
import type { Reader } from './reply.ts'
import { retryAfter } from './retry-after.ts'

export interface Remote {
  lane: Lane
  clock: Clock
  userAgent: string
  dialect: Dialect
  timeouts: Timeouts
}

export interface Timeouts {
  /** A call that carries JSON both ways, in milliseconds. */
  json: number
  /** A call that carries a document, before its size is counted. */
  document: number
  /** One second more for so many bytes of a document. */
  bytesPerSecond: number
}

export const usualTimeouts: Timeouts = { json: 15_000, document: 60_000, bytesPerSecond: 100_000 }

/** What one service says differently from the other. */
export interface Dialect {
  /** How it words a refusal; empty texts where it does not. */
  refusal(reply: Reply): Refusal
  /** Seconds that the body of a 429 names. */
  patience(reply: Reply): number | null
  /** Calls left according to the headers; null when they say nothing. */
  remaining(headers: Headers): { minute: number | null; hour: number | null } | null
  /** A status that closes the whole account: why, and after how long to probe again. */
  closes(reply: Reply): { reason: LaneReason; probeAfterMs: number } | null
}

export interface Refusal {
  type: string
  detail: string
  params: { name: string; reason: string }[]
}

export interface Call<T> {
  method: HttpOrder['method']
  url: string
  priority: Priority
  /** Value of the Authorization header; null sends none. */
  authorization: string | null
  headers?: Record<string, string>
  body?: { json: unknown } | { form: FormData; bytes: number } | { raw: Uint8Array<ArrayBuffer>; mediaType: string }
  /** The answer is a document and not JSON. */
  document?: boolean
  read: Reader<T>
  /** For downloads: where a redirect may lead. Without it a redirect is an unknown outcome. */
  follow?: (target: URL) => boolean
  /** What a 401 does to the lane: `tell` leaves it open, because the caller has something left to try. */
  on401?: 'pause' | 'tell'
}

/** How long a refused key is left alone; a new key opens the lane at once. */
export const keyProbeMs = 15 * 60_000

/**
 * Takes a place in the lane, calls, and tells the outcome. Never throws for what a network or a service can do. A 2xx
 * that cannot be read is `unknown`, for a read as for a write: who reads may simply ask again.
 */
export async function callRemote<T>(remote: Remote, call: Call<T>): Promise<Result<T, CallFailure>> {
  const closed = await enter(remote, call.priority)
  if (closed !== null) return err(closed)
  const order = orderOf(remote, call)
  const sent = await (call.follow === undefined ? exchange(order) : exchangeFollowing(order, call.follow))
  if (!sent.ok) return sent
  const reply = sent.value
  const remaining = remote.dialect.remaining(reply.headers)
  if (remaining !== null) remote.lane.correct(remaining)
  if (reply.status < 200 || reply.status > 299) return err(failureOf(remote, reply, call.on401 ?? 'pause'))
  // The remote takes us again: whatever closed the lane is over.
  if (remote.lane.paused() !== null) remote.lane.resume()
  const value = call.read(reply)
  return value.ok ? ok(value.value) : err({ kind: 'unknown', cause: value.failure, status: reply.status })
}

/** How long a person who waits for an answer stands in line for the next place instead of being turned away. */
const patienceMs = 3_000

/** Takes a place in the lane. A click waits for one that comes soon; everything else is told when to come back. */
async function enter({ lane, clock }: Remote, priority: Priority): Promise<CallFailure | null> {
  const givesUp = clock.now() + patienceMs
  for (;;) {
    const place = lane.take(priority)
    if (place.ok) return null
    const soon = priority === 'click' && place.reason === 'window' && place.until <= givesUp
    if (!soon) return { kind: 'lane_closed', until: place.until, reason: place.reason }
    await new Promise<void>((resolve) => clock.after(Math.max(1, place.until - clock.now()), resolve))
  }
}

function orderOf<T>(remote: Remote, call: Call<T>): HttpOrder {
  const { timeouts } = remote
  const headers: Record<string, string> = {
    accept: call.document === true ? '*/*' : 'application/json',
    'user-agent': remote.userAgent,
    ...call.headers,
  }
  if (call.authorization !== null) headers['authorization'] = call.authorization
  const order = { method: call.method, url: call.url, headers, bytesPerSecond: null, maxBytes: 8_000_000 }
  if (call.document === true) {
    const { document: timeoutMs, bytesPerSecond } = timeouts
    return { ...order, body: null, timeoutMs, bytesPerSecond, maxBytes: 100_000_000 }
  }
  if (call.body === undefined) return { ...order, body: null, timeoutMs: timeouts.json }
  if ('form' in call.body) {
    const timeoutMs = timeouts.document + (call.body.bytes / timeouts.bytesPerSecond) * 1000
    return { ...order, body: call.body.form, timeoutMs }
  }
  if ('raw' in call.body) {
    const timeoutMs = timeouts.document + (call.body.raw.byteLength / timeouts.bytesPerSecond) * 1000
    return { ...order, headers: { ...headers, 'content-type': call.body.mediaType }, body: call.body.raw, timeoutMs }
  }
  headers['content-type'] = 'application/json'
  return { ...order, body: JSON.stringify(call.body.json), timeoutMs: timeouts.json }
}

function failureOf(remote: Remote, reply: Reply, on401: 'pause' | 'tell'): CallFailure {
  const now = remote.clock.now()
  const { status } = reply
  const closing = remote.dialect.closes(reply)
  if (closing !== null) {
    const until = now + closing.probeAfterMs
    remote.lane.pause(until, closing.reason)
    return { kind: 'lane_closed', until, reason: closing.reason }
  }
  if (status === 429) {
    const until = now + retryAfter(reply.headers.get('retry-after'), remote.dialect.patience(reply), now)
    remote.lane.pause(until, 'throttled')
    return { kind: 'throttled', until }
  }
  if (status === 401) {
    if (on401 === 'pause') remote.lane.pause(now + keyProbeMs, 'key_refused')
    return { kind: 'unauthorized' }
  }
  if (status === 404) return { kind: 'not_found' }
  // 408 is a timeout of somebody on the way: whether the service acted is open.
  if (status < 400 || status > 499 || status === 408) {
    return { kind: 'unknown', cause: status < 400 ? 'redirected' : 'server error', status }
  }
  const refusal = remote.dialect.refusal(reply)
  if (status === 403) return { kind: 'forbidden', type: refusal.type, detail: refusal.detail }
  return { kind: 'refused', status, ...refusal }
}
