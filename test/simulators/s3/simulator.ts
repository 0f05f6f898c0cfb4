// A service that speaks S3 on the loopback interface, everything in memory: signed calls, conditional writes, XML
// refusals. Buckets are addressed by path.
import { createHash } from 'node:crypto'
import { createFaults, type Faults } from '../bucket/faults.ts'
import { type BucketAnswer, type BucketCall, type BucketExchange, listen } from '../bucket/listener.ts'
import { type Clock, realClock } from '../clock.ts'
import { refusalOf } from './signature.ts'

export interface S3Options {
  clock?: Clock
  region?: string
  /** Default: one bucket "documents". */
  buckets?: string[]
}

export interface S3Simulator {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** By `bucket/key`. */
  readonly objects: Map<string, Uint8Array>
  readonly ledger: BucketExchange[]
  readonly faults: Faults
  /** Switched off, it takes every write, as services do that do not know the condition. */
  setConditions(known: boolean): void
  /** Takes away the right to list, after which a missing object is a refusal. */
  setListing(allowed: boolean): void
  close(): Promise<void>
}

interface State {
  objects: Map<string, Uint8Array>
  buckets: ReadonlySet<string>
  knowsConditions: boolean
  mayList: boolean
}

const accessKeyId = 'SIMULATEDKEYID000001'
const secretAccessKey = 'simulated/secret+access/key/000000000001'

export async function createS3(options: S3Options = {}): Promise<S3Simulator> {
  const clock = options.clock ?? realClock
  const region = options.region ?? 'eu-west-3'
  const state: State = {
    objects: new Map(),
    buckets: new Set(options.buckets ?? ['documents']),
    knowsConditions: true,
    mayList: true,
  }
  const faults = createFaults()
  const rules = { region, secretOf: (id: string) => (id === accessKeyId ? secretAccessKey : null) }
  const { url, ledger, close } = await listen(faults, (call) => {
    const refusal = refusalOf(call, { ...rules, now: clock.now() })
    return refusal === null ? act(state, call) : refuse(refusal.status, refusal.code)
  })
  return {
    url,
    region,
    accessKeyId,
    secretAccessKey,
    objects: state.objects,
    ledger,
    faults,
    setConditions(known) {
      state.knowsConditions = known
    },
    setListing(allowed) {
      state.mayList = allowed
    },
    close,
  }
}

function act(state: State, call: BucketCall): BucketAnswer {
  const [, bucket = '', key = ''] = /^\/([^/]+)\/(.+)$/.exec(decodeURIComponent(call.path)) ?? []
  if (call.query !== '' || key === '') return refuse(501, 'NotImplemented')
  if (!state.buckets.has(bucket)) return refuse(404, 'NoSuchBucket')
  return methods[call.method]?.(state, call, `${bucket}/${key}`) ?? refuse(405, 'MethodNotAllowed')
}

const methods: Record<string, (state: State, call: BucketCall, key: string) => BucketAnswer> = {
  PUT({ objects, knowsConditions }, { headers, kept }, key) {
    if (headers['content-length'] === undefined) return refuse(411, 'MissingContentLength')
    const condition = headers['if-none-match']
    if (condition !== undefined && condition !== '*') return refuse(501, 'NotImplemented')
    if (condition === '*' && knowsConditions && objects.has(key)) return refuse(412, 'PreconditionFailed')
    objects.set(key, Uint8Array.from(kept))
    return { status: 200, headers: { etag: etagOf(kept) } }
  },
  GET({ objects, mayList }, _call, key) {
    const body = objects.get(key)
    if (body === undefined) return mayList ? refuse(404, 'NoSuchKey') : refuse(403, 'AccessDenied')
    return { status: 200, headers: { etag: etagOf(body), 'content-type': 'application/octet-stream' }, body }
  },
  DELETE({ objects }, _call, key) {
    objects.delete(key)
    return { status: 204 }
  },
}

function refuse(status: number, code: string): BucketAnswer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>Simulated.</Message></Error>`
  return { status, headers: { 'content-type': 'application/xml' }, body }
}

function etagOf(bytes: Uint8Array): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`
}
