// What the stores in a cloud have in common: one call with a deadline, what its answer means, and the rule of `put`.
import { err, ok, type Result } from '../../shared/result.ts'
import type { FileFailure } from '../domain/files.ts'
import { exchange, type HttpOrder, type Reply } from '../remote/exchange.ts'
import { digestOf } from './key.ts'

export interface CloudTimeouts {
  /** A whole call in milliseconds, before its bytes are counted. */
  base: number
  /** One second more for so many bytes, sent or received. */
  bytesPerSecond: number
}

export const usualCloudTimeouts: CloudTimeouts = { base: 30_000, bytesPerSecond: 100_000 }

/** What a driver gets from the server around it. */
export interface CloudMeans {
  timeouts: CloudTimeouts
  /** Epoch milliseconds; signatures and tokens carry it. */
  now(): number
}

export interface CloudOrder {
  method: HttpOrder['method']
  url: string
  headers: Record<string, string>
  body: string | Uint8Array<ArrayBuffer> | null
}

/** A longer answer is no document of ours. */
const mostBytes = 200_000_000

/** One call without repeats and redirects; the answer whatever its status, `unavailable` when there is no whole one. */
export async function callCloud(order: CloudOrder, timeouts: CloudTimeouts): Promise<Result<Reply, FileFailure>> {
  const { base, bytesPerSecond } = timeouts
  const timeoutMs = base + ((order.body?.length ?? 0) / bytesPerSecond) * 1000
  const sent = await exchange({ ...order, timeoutMs, bytesPerSecond, maxBytes: mostBytes })
  return sent.ok ? sent : err({ kind: 'unavailable', detail: sent.failure.cause })
}

/**
 * What a status that is no success means. `code` is the store's own word for it, empty where it gave none; it is the
 * only part of an answer that is passed on, because error pages of stores repeat keys and signatures.
 */
export function failureOf(status: number, code: string): FileFailure {
  const word = /^[\w.-]{1,60}$/.test(code) ? code : `HTTP ${status}`
  if (status === 507 || fullCodes.has(code)) return { kind: 'full' }
  if (status >= 500 || busyStatuses.has(status) || busyCodes.has(code)) return { kind: 'unavailable', detail: word }
  return { kind: 'refused', detail: word }
}

/** Amazon, Ceph, MinIO, SeaweedFS and Google each have a word. */
const fullCodes: ReadonlySet<string> = new Set([
  'QuotaExceeded',
  'InsufficientStorage',
  'StorageFull',
  'XMinioStorageFull',
  'XMinioAdminBucketQuotaExceeded',
  'quotaExceeded',
])

/** Two writers at the same moment are a 409 at Amazon, a bucket that is still being made a 307. */
const busyStatuses: ReadonlySet<number> = new Set([307, 408, 409, 425, 429])

/** Said with a 4xx although it passes. */
const busyCodes: ReadonlySet<string> = new Set([
  'RequestTimeout',
  'SlowDown',
  'TooManyRequests',
  'rateLimitExceeded',
  'userRateLimitExceeded',
])

/** Of another service than the usual one; null for the usual one. */
export function hostOf(endpoint: string | null): string | null {
  return endpoint === null ? null : new URL(endpoint).host
}

export interface CloudWrite {
  /** Writes where nothing is. Fine too when something was there: the read that follows tells what. */
  create(body: Uint8Array<ArrayBuffer>, sha256: string): Promise<Result<null, FileFailure>>
  read(): Promise<Result<Uint8Array | null, FileFailure>>
}

/**
 * `Files.put` by a conditional write and a read of every byte. An answer that was lost is `unavailable`; the same put
 * again then finds its own bytes. Nothing is ever removed here, so bytes that arrived torn stay a `conflict` for a
 * person to look at.
 */
export async function putOnce(
  bytes: Uint8Array,
  { create, read }: CloudWrite,
): Promise<Result<{ sha256: string; bytes: number }, FileFailure>> {
  // A copy of our own: what is hashed is what is sent, whatever the caller does meanwhile.
  const body = new Uint8Array(bytes)
  const sha256 = digestOf(body)
  const created = await create(body, sha256)
  if (!created.ok) return created
  const kept = await read()
  if (!kept.ok) return kept
  if (kept.value === null) return err({ kind: 'unavailable', detail: 'not there after writing' })
  if (kept.value.byteLength !== body.byteLength || digestOf(kept.value) !== sha256) return err({ kind: 'conflict' })
  return ok({ sha256, bytes: body.byteLength })
}
