// One HTTP exchange with a remote service, told as a value. The one file that knows the HTTP client.
//
// Traps (foundations.md A3): the client's own timeout ends with the headers, so a stalled body would hang for ever, and
// its retries repeat an upload after a reset. Hence no retries, no client timeout, and a deadline of our own around the
// whole exchange. Idle sockets are closed after 4 s (Node's default), which keeps resets on stale ones rare.
import ky from 'ky'
import { err, ok, type Result } from '../../shared/result.ts'
import type { CallFailure } from '../domain/failure.ts'

export interface HttpOrder {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  headers: Record<string, string>
  body: string | FormData | Uint8Array<ArrayBuffer> | null
  /** For the whole exchange, in milliseconds. */
  timeoutMs: number
  /** Grows the deadline once the answer's length is known: one second for so many bytes. Null: it never grows. */
  bytesPerSecond: number | null
  /** A longer answer is cut off and unreadable. */
  maxBytes: number
}

export interface Reply {
  status: number
  headers: Headers
  /** Lower-case media type without parameters; empty when none was given. */
  mediaType: string
  bytes: Uint8Array
}

export type NetworkFailure = Extract<CallFailure, { kind: 'not_sent' | 'unknown' }>

/**
 * Sends and reads the whole answer. Redirects are answers like any other and never followed, so the Authorization
 * header cannot reach another host. `not_sent` only where nothing can have left this machine; everything else that
 * keeps us from a whole answer is `unknown`. A 4xx counts even when its body broke off: the status decides.
 */
export async function exchange(order: HttpOrder): Promise<Result<Reply, NetworkFailure>> {
  const deadline = startDeadline(order.timeoutMs)
  let response: Response | null = null
  try {
    response = await deadline.race(
      ky(order.url, {
        method: order.method,
        headers: order.headers,
        body: order.body,
        redirect: 'manual',
        retry: 0,
        timeout: false,
        throwHttpErrors: false,
        signal: deadline.signal,
      }),
    )
    const length = Number(response.headers.get('content-length') ?? 0)
    if (order.bytesPerSecond !== null && length > 0) {
      deadline.extend((Math.min(length, order.maxBytes) / order.bytesPerSecond) * 1000)
    }
    const bytes = await deadline.race(readBody(response, order.maxBytes, deadline.signal))
    return ok(replyOf(response, bytes))
  } catch (error) {
    if (response !== null && response.status >= 400 && response.status < 500) {
      return ok(replyOf(response, new Uint8Array()))
    }
    return err(networkFailure(error, response?.status ?? null))
  } finally {
    deadline.stop()
  }
}

function replyOf(response: Response, bytes: Uint8Array): Reply {
  const mediaType = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  return { status: response.status, headers: response.headers, mediaType, bytes }
}

/** What an error of the HTTP client means for the call; the text holds codes only, never a host or an address. */
export function networkFailure(error: unknown, status: number | null): NetworkFailure {
  const codes = codesOf(error)
  const code = codes[0]
  if (status === null && codes.length > 0 && codes.every((each) => neverLeft(each))) {
    return { kind: 'not_sent', cause: code ?? 'connect' }
  }
  return { kind: 'unknown', cause: code ?? (error instanceof Error ? error.name : 'error'), status }
}

/** Codes of the innermost errors: one a tried address where several were. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const inner = error instanceof AggregateError ? error.errors : error.cause === undefined ? [] : [error.cause]
  const codes = inner.flatMap(codesOf)
  if (codes.length > 0) return codes
  const { code, syscall } = error as { code?: unknown; syscall?: unknown }
  if (typeof code !== 'string') return []
  return [code === 'ETIMEDOUT' && syscall === 'connect' ? 'ECONNTIMEDOUT' : code]
}

function neverLeft(code: string): boolean {
  return unreached.has(code) || code.startsWith('CERT_') || code.startsWith('ERR_TLS_CERT_')
}

/** Name not found, no connection, or a certificate refused before the first byte of the request. */
const unreached: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'ECONNTIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
])

interface Deadline {
  signal: AbortSignal
  race<T>(work: Promise<T>): Promise<T>
  extend(ms: number): void
  stop(): void
}

/**
 * A timer held by the caller. `AbortSignal.timeout` combined by the client with a signal of its own can be collected
 * before it fires on Node 20; racing the work as well ends the call even if nobody listens to the signal any more.
 */
function startDeadline(ms: number): Deadline {
  const controller = new AbortController()
  const reached = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true })
  })
  reached.catch(() => undefined)
  const expire = () => controller.abort(new DOMException('deadline reached', 'TimeoutError'))
  let end = performance.now() + ms
  let timer = setTimeout(expire, ms)
  return {
    signal: controller.signal,
    race: (work) => Promise.race([work, reached]),
    extend(more) {
      clearTimeout(timer)
      end += more
      timer = setTimeout(expire, Math.max(0, end - performance.now()))
    },
    stop: () => clearTimeout(timer),
  }
}

async function readBody(response: Response, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
  const reader = response.body?.getReader()
  if (reader === undefined) return new Uint8Array()
  const cancel = () => void reader.cancel().catch(() => undefined)
  signal.addEventListener('abort', cancel, { once: true })
  const parts: Uint8Array[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return Buffer.concat(parts)
      length += value.byteLength
      if (length > maxBytes) {
        cancel()
        throw new DOMException('answer longer than allowed', 'TooLongError')
      }
      parts.push(value)
    }
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}
