// Documents in a bucket of Google Cloud Storage, through its JSON API: an object is only ever made where no generation
// of it is, and read back whole.
import { z } from 'zod'
import { err, ok, type Result } from '../../shared/result.ts'
import type { FileFailure, Files } from '../domain/files.ts'
import type { Reply } from '../remote/exchange.ts'
import { partsOf } from '../remote/reply.ts'
import { type CloudMeans, type CloudOrder, callCloud, failureOf, hostOf, putOnce } from './cloud.ts'
import { createTokens, type ServiceAccount } from './gcs-token.ts'
import { isAllowedKey, refusedKey } from './key.ts'

export interface GcsPlace {
  bucket: string
  /** Without slashes at its ends; empty: keys begin at the top of the bucket. */
  prefix: string
  /** Another origin than Google's. */
  endpoint: string | null
  account: ServiceAccount
}

/** The account needs the role Storage Object User on the bucket; its location is told only to readers of the bucket. */
export function createGcsFiles(where: GcsPlace, means: CloudMeans): Files {
  const tokens = createTokens(where.account, means)
  const origin = where.endpoint ?? 'https://storage.googleapis.com'
  const bucket = `/storage/v1/b/${encodeURIComponent(where.bucket)}`
  const nameOf = (key: string) => (where.prefix === '' ? key : `${where.prefix}/${key}`)
  const objectOf = (key: string) => `${bucket}/o/${encodeURIComponent(nameOf(key))}`
  let location: string | null = null
  let located: Promise<boolean> | null = null

  async function send(
    method: CloudOrder['method'],
    path: string,
    body: CloudOrder['body'] = null,
  ): Promise<Result<Reply, FileFailure>> {
    const first = await sendOnce(method, path, body)
    // A token may end before its time. Nothing was done for a refused one, so the call may be made again.
    return first.ok && first.value.status === 401 ? sendOnce(method, path, body) : first
  }

  async function sendOnce(
    method: CloudOrder['method'],
    path: string,
    body: CloudOrder['body'],
    timeouts = means.timeouts,
  ) {
    const token = await tokens.token()
    if (!token.ok) return token
    const headers = {
      authorization: `Bearer ${token.value}`,
      ...(body === null ? {} : { 'content-type': 'application/octet-stream' }),
    }
    const sent = await callCloud({ method, url: `${origin}${path}`, headers, body }, timeouts)
    if (sent.ok && sent.value.status === 401) tokens.forget(token.value)
    return sent
  }

  /** Asked until there is an answer, whatever it is; somebody waits for it, so not for long. */
  async function locate(): Promise<void> {
    located ??= askLocation()
    if (!(await located)) located = null
  }

  async function askLocation(): Promise<boolean> {
    const { base, bytesPerSecond } = means.timeouts
    const timeouts = { base: Math.min(base, mostToLocate), bytesPerSecond }
    const sent = await sendOnce('GET', `${bucket}?fields=location`, null, timeouts)
    if (!sent.ok || sent.value.status >= 500) return false
    if (sent.value.status === 200) location = partsOf(sent.value, bucketShape)?.location.toLowerCase() ?? null
    return true
  }

  async function read(key: string): Promise<Result<Uint8Array | null, FileFailure>> {
    const sent = await send('GET', `${objectOf(key)}?alt=media`)
    if (!sent.ok) return sent
    if (sent.value.status === 200) return ok(sent.value.bytes)
    return sent.value.status === 404 ? confirmMissing(key) : err(refusalOf(sent.value))
  }

  /** A missing bucket answers like a missing object; its list of objects tells the two apart. */
  async function confirmMissing(key: string): Promise<Result<null, FileFailure>> {
    const query = new URLSearchParams({ prefix: nameOf(key), maxResults: '1', fields: 'items(name)' })
    const sent = await send('GET', `${bucket}/o?${query}`)
    if (!sent.ok) return sent
    if (sent.value.status !== 200) return err(refusalOf(sent.value))
    const listed = partsOf(sent.value, listShape)
    if (listed === null) return err({ kind: 'unavailable', detail: 'the list of objects cannot be read' })
    const isThere = listed.items.some((item) => item.name === nameOf(key))
    return isThere ? err({ kind: 'unavailable', detail: 'listed but not found' }) : ok(null)
  }

  async function create(key: string, body: Uint8Array<ArrayBuffer>): Promise<Result<null, FileFailure>> {
    const query = new URLSearchParams({ uploadType: 'media', name: nameOf(key), ifGenerationMatch: '0' })
    const sent = await send('POST', `/upload${bucket}/o?${query}`, body)
    if (!sent.ok) return sent
    const { status } = sent.value
    return status === 200 || status === 412 ? ok(null) : err(refusalOf(sent.value))
  }

  return {
    async where() {
      await locate()
      return { kind: 'gcs', bucket: where.bucket, host: hostOf(where.endpoint), region: location }
    },

    async put(key, bytes) {
      if (!isAllowedKey(key)) return err(refusedKey)
      return putOnce(bytes, { create: (body) => create(key, body), read: () => read(key) })
    },

    async get(key) {
      return isAllowedKey(key) ? read(key) : err(refusedKey)
    },

    async remove(key) {
      if (!isAllowedKey(key)) return err(refusedKey)
      const sent = await send('DELETE', objectOf(key))
      if (!sent.ok) return sent
      const { status } = sent.value
      if (status === 204 || status === 200) return ok(null)
      return status === 404 ? confirmMissing(key) : err(refusalOf(sent.value))
    },
  }
}

const mostToLocate = 5_000
const bucketShape = z.object({ location: z.string().min(1).max(60) })
const listShape = z.object({ items: z.array(z.object({ name: z.string() })).default([]) })
const errorShape = z.object({ error: z.object({ errors: z.array(z.object({ reason: z.string() })).min(1) }) })

function refusalOf(reply: Reply): FileFailure {
  return failureOf(reply.status, partsOf(reply, errorShape)?.error.errors[0]?.reason ?? '')
}
