// Documents in a bucket of Amazon S3 or of a service that speaks its language. Requests are signed in their headers
// (Signature Version 4) over the real bytes; an object is only ever made where none is.
import { AwsV4Signer } from 'aws4fetch'
import { err, ok, type Result } from '../../shared/result.ts'
import type { FileFailure, Files } from '../domain/files.ts'
import type { Reply } from '../remote/exchange.ts'
import { type CloudMeans, callCloud, failureOf, hostOf, putOnce } from './cloud.ts'
import { digestOf, isAllowedKey, refusedKey } from './key.ts'

export interface S3Place {
  bucket: string
  /** Without slashes at its ends; empty: keys begin at the top of the bucket. */
  prefix: string
  region: string
  /** Origin of another service than Amazon's; its buckets are addressed by path. */
  endpoint: string | null
  accessKeyId: string
  secretAccessKey: { reveal(): string }
}

/** The key pair needs GetObject, PutObject, DeleteObject, and ListBucket: without it a missing object is a refusal. */
export function createS3Files(where: S3Place, means: CloudMeans): Files {
  const base = s3Address(where)

  async function send(method: 'GET' | 'PUT' | 'DELETE', key: string, write?: { body: Uint8Array<ArrayBuffer> }) {
    const body = write?.body ?? null
    const signer = new AwsV4Signer({
      method,
      url: `${base}/${key}`,
      // Few headers: what is signed must arrive as it was, through every proxy of every service.
      headers: {
        'x-amz-content-sha256': digestOf(body ?? new Uint8Array()),
        ...(body === null ? {} : { 'content-type': 'application/octet-stream', 'if-none-match': '*' }),
      },
      accessKeyId: where.accessKeyId,
      secretAccessKey: where.secretAccessKey.reveal(),
      service: 's3',
      region: where.region,
      datetime: new Date(means.now()).toISOString().replace(/[:-]|\.\d{3}/g, ''),
    })
    const { url, headers } = await signer.sign()
    return callCloud({ method, url: url.href, headers: Object.fromEntries(headers), body }, means.timeouts)
  }

  async function read(key: string): Promise<Result<Uint8Array | null, FileFailure>> {
    const sent = await send('GET', key)
    if (!sent.ok) return sent
    const { status, bytes } = sent.value
    if (status === 200) return ok(bytes)
    const code = codeOf(sent.value)
    // A 404 of somebody on the way, or of a bucket that is not there, says nothing about the document.
    return status === 404 && code === 'NoSuchKey' ? ok(null) : err(failureOf(status, code))
  }

  async function create(key: string, body: Uint8Array<ArrayBuffer>): Promise<Result<null, FileFailure>> {
    const sent = await send('PUT', key, { body })
    if (!sent.ok) return sent
    const { status } = sent.value
    return status === 200 || status === 412 ? ok(null) : err(failureOf(status, codeOf(sent.value)))
  }

  return {
    where: async () => ({ kind: 's3', bucket: where.bucket, host: hostOf(where.endpoint), region: where.region }),

    async put(key, bytes) {
      if (!isAllowedKey(key)) return err(refusedKey)
      return putOnce(bytes, { create: (body) => create(key, body), read: () => read(key) })
    },

    async get(key) {
      return isAllowedKey(key) ? read(key) : err(refusedKey)
    },

    async remove(key) {
      if (!isAllowedKey(key)) return err(refusedKey)
      const sent = await send('DELETE', key)
      if (!sent.ok) return sent
      const { status } = sent.value
      const code = codeOf(sent.value)
      const isGone = status === 204 || status === 200 || (status === 404 && code === 'NoSuchKey')
      return isGone ? ok(null) : err(failureOf(status, code))
    },
  }
}

/** Address below which the keys are, without a slash at the end. */
export function s3Address({ bucket, prefix, region, endpoint }: Omit<S3Place, 'accessKeyId' | 'secretAccessKey'>) {
  const amazon = `s3.${region}.${partitions.find(([name]) => region.startsWith(name))?.[1] ?? 'amazonaws.com'}`
  // Certificates cover one label before the host, so a bucket with dots in its name is addressed by path.
  const byName = endpoint === null && !bucket.includes('.')
  const root = byName ? `https://${bucket}.${amazon}` : `${endpoint ?? `https://${amazon}`}/${bucket}`
  return prefix === '' ? root : `${root}/${prefix}`
}

/** Amazon's separate clouds have domains of their own. */
const partitions = [
  ['eusc-', 'amazonaws.eu'],
  ['cn-', 'amazonaws.com.cn'],
] as const

/** The `Code` of an error document; empty where there is none. */
function codeOf(reply: Reply): string {
  if (reply.bytes.byteLength > 100_000) return ''
  return /<Code>([\w.]+)<\/Code>/.exec(new TextDecoder().decode(reply.bytes))?.[1] ?? ''
}
