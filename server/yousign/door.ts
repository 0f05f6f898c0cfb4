// The way to Yousign: base address, key and the service's own manner of speaking (contracts/yousign.md 1).
import { err, type Result } from '../../shared/result.ts'
import type { Clock } from '../domain/clock.ts'
import type { CallFailure } from '../domain/failure.ts'
import type { Lane, Priority } from '../domain/lane.ts'
import { type Call, callRemote, type Dialect, type Remote, type Timeouts, usualTimeouts } from '../remote/call.ts'
import { partsOf, type Reader } from '../remote/reply.ts'
import { errorSchema } from './wire.ts'

export interface YousignOptions {
  /** With the version: `https://api.yousign.app/v3`. */
  baseUrl: string
  /** Read before every call, so that a new key counts at once. Null: nothing is called. */
  apiKey: () => string | null
  lane: Lane
  clock: Clock
  userAgent: string
  timeouts?: Timeouts
}

export interface YousignOrder<T> {
  method: Call<T>['method']
  /** Below the base address, made with `at`. */
  path: string
  query?: Record<string, string>
  body?: Call<T>['body']
  document?: boolean
  priority: Priority
  read: Reader<T>
}

export type Door = <T>(order: YousignOrder<T>) => Promise<Result<T, CallFailure>>

/** Without a usable key the lane counts as closed: nothing is called and no attempt is lost. */
export function createDoor(options: YousignOptions): Door {
  const { lane, clock, userAgent } = options
  const remote: Remote = { lane, clock, userAgent, dialect, timeouts: options.timeouts ?? usualTimeouts }
  const base = options.baseUrl.replace(/\/+$/, '')
  return async (order) => {
    const key = options.apiKey()
    // A key with blanks or line breaks could not even be put into a header.
    if (key === null || !/^[\x21-\x7e]+$/.test(key)) {
      return err({ kind: 'lane_closed', until: clock.now() + keylessMs, reason: 'key_refused' })
    }
    const query = order.query === undefined ? '' : `?${new URLSearchParams(order.query)}`
    return callRemote(remote, {
      method: order.method,
      url: `${base}${order.path}${query}`,
      priority: order.priority,
      authorization: `Bearer ${key}`,
      ...(order.body === undefined ? {} : { body: order.body }),
      ...(order.document === undefined ? {} : { document: order.document }),
      read: order.read,
    })
  }
}

/** Joins a path, each part encoded. */
export function at(...parts: string[]): string {
  return parts.map((part) => `/${encodeURIComponent(part)}`).join('')
}

const keylessMs = 60_000

const dialect: Dialect = {
  refusal(reply) {
    const body = partsOf(reply, errorSchema)
    return {
      type: body?.type ?? '',
      detail: body?.detail ?? body?.message ?? '',
      params: body?.invalid_params?.map(({ name, reason }) => ({ name, reason })) ?? [],
    }
  },
  patience: () => null,
  remaining(headers) {
    const minute = countOf(headers, 'x-ratelimit-remaining-minute')
    const hour = countOf(headers, 'x-ratelimit-remaining-hour')
    return minute === null && hour === null ? null : { minute, hour }
  },
  // A 403 belongs to the one feature that was asked for (protocols.md P5).
  closes: () => null,
}

function countOf(headers: Headers, name: string): number | null {
  const text = headers.get(name)
  return text !== null && /^\d+$/.test(text) ? Number(text) : null
}
