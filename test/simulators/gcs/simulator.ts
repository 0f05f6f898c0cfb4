// A Google Cloud Storage on the loopback interface, everything in memory: token endpoint and the JSON API of objects,
// with generations as preconditions.
import { createHash, generateKeyPairSync } from 'node:crypto'
import { createFaults, type Faults } from '../bucket/faults.ts'
import { type BucketAnswer, type BucketCall, type BucketExchange, listen } from '../bucket/listener.ts'
import { type Clock, realClock } from '../clock.ts'
import { createTokens, json } from './tokens.ts'

export interface GcsOptions {
  clock?: Clock
  /** Default: one bucket "documents". */
  buckets?: string[]
}

export interface GcsSimulator {
  /** `http://127.0.0.1:PORT`; the token endpoint is `/token` below it. */
  readonly url: string
  /** What the console hands out for the service account. */
  readonly keyFile: {
    type: 'service_account'
    client_email: string
    private_key: string
    private_key_id: string
    token_uri: string
  }
  /** By `bucket/name`. */
  readonly objects: Map<string, Uint8Array>
  readonly ledger: BucketExchange[]
  readonly faults: Faults
  revokeTokens(): void
  /** Whether the account may read the bucket itself; its role for objects does not say so. Default false. */
  setBucketReader(allowed: boolean): void
  close(): Promise<void>
}

interface State {
  objects: Map<string, Uint8Array>
  generations: Map<string, number>
  buckets: ReadonlySet<string>
  readsBucket: boolean
  generation: number
}

let key: string | undefined
/** Made once a process: it takes a while. */
function privateKey(): string {
  key ??= generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
  return key
}

export async function createGcs(options: GcsOptions = {}): Promise<GcsSimulator> {
  const clock = options.clock ?? realClock
  const state: State = {
    objects: new Map(),
    generations: new Map(),
    buckets: new Set(options.buckets ?? ['documents']),
    readsBucket: false,
    generation: clock.now() * 1000,
  }
  const account = {
    email: 'documents@simulated.iam.gserviceaccount.example',
    privateKey: privateKey(),
    keyId: '0123456789abcdef0123456789abcdef01234567',
  }
  const faults = createFaults()
  const tokens = createTokens(clock, account, () => `${url}/token`)
  const { url, ledger, close } = await listen(faults, (call) => {
    if (call.path === '/token') return tokens.answer(call)
    return tokens.accepts(call.headers['authorization']) ? act(state, call) : refuse(401, 'authError')
  })
  return {
    url,
    keyFile: {
      type: 'service_account',
      client_email: account.email,
      private_key: account.privateKey,
      private_key_id: account.keyId,
      token_uri: `${url}/token`,
    },
    objects: state.objects,
    ledger,
    faults,
    revokeTokens: tokens.revoke,
    setBucketReader(allowed) {
      state.readsBucket = allowed
    },
    close,
  }
}

type Act = (state: State, call: BucketCall, where: { bucket: string; name: string }) => BucketAnswer

function act(state: State, call: BucketCall): BucketAnswer {
  for (const [method, path, run] of routes) {
    const found = path.exec(call.path)
    if (method !== call.method || found === null) continue
    const bucket = decodeURIComponent(found[1] ?? '')
    if (!state.buckets.has(bucket)) return refuse(404, 'notFound')
    return run(state, call, { bucket, name: decodeURIComponent(found[2] ?? '') })
  }
  return refuse(404, 'notFound')
}

const routes: [string, RegExp, Act][] = [
  ['POST', /^\/upload\/storage\/v1\/b\/([^/]+)\/o$/, upload],
  ['GET', /^\/storage\/v1\/b\/([^/]+)$/, readBucket],
  ['GET', /^\/storage\/v1\/b\/([^/]+)\/o$/, list],
  ['GET', /^\/storage\/v1\/b\/([^/]+)\/o\/([^/]+)$/, read],
  ['DELETE', /^\/storage\/v1\/b\/([^/]+)\/o\/([^/]+)$/, remove],
]

function upload(state: State, { query, headers, kept }: BucketCall, { bucket }: { bucket: string }): BucketAnswer {
  const asked = new URLSearchParams(query)
  const name = asked.get('name') ?? ''
  if (asked.get('uploadType') !== 'media' || name === '' || name.length > 1024) return refuse(400, 'required')
  if (headers['content-length'] === undefined) return refuse(411, 'uploadLengthRequired')
  const at = `${bucket}/${name}`
  const wanted = asked.get('ifGenerationMatch')
  if (wanted !== null && !/^\d+$/.test(wanted)) return refuse(400, 'invalidParameter')
  if (wanted !== null && Number(wanted) !== (state.generations.get(at) ?? 0)) return refuse(412, 'conditionNotMet')
  state.generation += 1
  state.objects.set(at, Uint8Array.from(kept))
  state.generations.set(at, state.generation)
  return json(200, resource(state, bucket, name))
}

function read(state: State, { query }: BucketCall, { bucket, name }: { bucket: string; name: string }): BucketAnswer {
  const body = state.objects.get(`${bucket}/${name}`)
  const isMedia = new URLSearchParams(query).get('alt') === 'media'
  // With `alt=media` refusals are plain text.
  if (body === undefined && isMedia)
    return { status: 404, headers: { 'content-type': 'text/html' }, body: `No such object: ${bucket}/${name}` }
  if (body === undefined) return refuse(404, 'notFound')
  if (!isMedia) return json(200, resource(state, bucket, name))
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body }
}

function remove(state: State, _call: BucketCall, { bucket, name }: { bucket: string; name: string }): BucketAnswer {
  state.generations.delete(`${bucket}/${name}`)
  return state.objects.delete(`${bucket}/${name}`) ? { status: 204 } : refuse(404, 'notFound')
}

function list(state: State, { query }: BucketCall, { bucket }: { bucket: string }): BucketAnswer {
  const asked = new URLSearchParams(query)
  const names = [...state.objects.keys()].filter((at) => at.startsWith(`${bucket}/${asked.get('prefix') ?? ''}`)).sort()
  const items = names
    .slice(0, Number(asked.get('maxResults') ?? 1000))
    .map((at) => ({ name: at.slice(bucket.length + 1) }))
  return json(200, items.length === 0 ? {} : { items })
}

function readBucket(state: State): BucketAnswer {
  return state.readsBucket ? json(200, { location: 'EUROPE-WEST9' }) : refuse(403, 'forbidden')
}

function resource(state: State, bucket: string, name: string) {
  const body = state.objects.get(`${bucket}/${name}`) ?? new Uint8Array()
  const generation = String(state.generations.get(`${bucket}/${name}`))
  const md5Hash = createHash('md5').update(body).digest('base64')
  return { kind: 'storage#object', bucket, name, generation, size: String(body.length), md5Hash }
}

function refuse(status: number, reason: string): BucketAnswer {
  return json(status, { error: { code: status, message: 'Simulated.', errors: [{ domain: 'global', reason }] } })
}
