// Where documents are kept, read from STORAGE_URL and the keys beside it. Addresses in private networks are fine here,
// because only whoever runs the server can name them.
import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Env, EnvName } from './env.ts'
import { isLoopback } from './loopback.ts'
import { Secret } from './secret.ts'

interface Bucket {
  bucket: string
  /** Without slashes at its ends; may be empty. */
  prefix: string
  /** Origin of another service than Amazon's or Google's. */
  endpoint: string | null
}

export type StorageConfig =
  /** Absolute. */
  | { kind: 'file'; directory: string }
  | ({ kind: 's3'; region: string; accessKeyId: string; secretAccessKey: Secret } & Bucket)
  | ({ kind: 'gcs'; account: GoogleAccount } & Bucket)

export interface GoogleAccount {
  email: string
  privateKey: Secret
  keyId: string | null
  tokenUri: string
}

type Report = (name: EnvName, sentence: string) => void

/** The place that `env` names; what is wrong is reported, and the usual directory answered. */
export function storageOf(env: Env, cwd: string, dataDir: string, report: Report): StorageConfig {
  const usual: StorageConfig = { kind: 'file', directory: resolve(dataDir, 'documents') }
  const value = env.STORAGE_URL
  if (value === null) return usual
  if (/^s3:/i.test(value)) return s3Of(env, value, report) ?? usual
  if (/^gs:/i.test(value)) return gcsOf(env, cwd, value, report) ?? usual
  if (value.startsWith('file://')) {
    const url = URL.parse(value)
    if (url !== null && url.host === '' && url.pathname.length > 1)
      return { kind: 'file', directory: fileURLToPath(url) }
  } else if (/^file:./.test(value)) return { kind: 'file', directory: resolve(cwd, value.slice('file:'.length)) }
  report(
    'STORAGE_URL',
    'STORAGE_URL must be a directory such as file:./data/documents, or a bucket such as s3://bucket/prefix?region=eu-west-3 or gs://bucket/prefix.',
  )
  return usual
}

function s3Of(env: Env, value: string, report: Report): StorageConfig | null {
  const read = bucketOf(value, ['region', 'endpoint'], 's3://bucket/prefix?region=eu-west-3', report)
  const region = read?.query.get('region') ?? ''
  const hasRegion = /^[a-z0-9-]{1,63}$/.test(region)
  if (read !== null && !hasRegion)
    report('STORAGE_URL', 'STORAGE_URL needs the region of the bucket: s3://bucket/prefix?region=eu-west-3.')
  const accessKeyId = needed(env, 'S3_ACCESS_KEY_ID', 'the id of the access key for the bucket', report)
  const secret = needed(env, 'S3_SECRET_ACCESS_KEY', 'the secret of the access key for the bucket', report)
  if (read === null || !hasRegion || accessKeyId === null || secret === null) return null
  return { kind: 's3', region, accessKeyId, secretAccessKey: new Secret(secret), ...read.bucket }
}

function gcsOf(env: Env, cwd: string, value: string, report: Report): StorageConfig | null {
  const read = bucketOf(value, ['endpoint'], 'gs://bucket/prefix', report)
  const what = 'the key file (JSON) of a service account, or its content'
  const credentials = needed(env, 'GCS_CREDENTIALS', what, report)
  const account = credentials === null ? null : accountOf(credentials, cwd, report)
  return read === null || account === null ? null : { kind: 'gcs', account, ...read.bucket }
}

function needed(env: Env, name: EnvName, what: string, report: Report): string | null {
  if (env[name] === null) report(name, `${name} is missing: STORAGE_URL names a bucket, which needs ${what}.`)
  return env[name]
}

/** Never repeats the value: somebody may have put a key into it. */
function bucketOf(
  value: string,
  parameters: readonly string[],
  example: string,
  report: Report,
): { bucket: Bucket; query: URLSearchParams } | null {
  const no = (sentence: string) => {
    report('STORAGE_URL', `STORAGE_URL ${sentence}`)
    return null
  }
  const url = URL.parse(value)
  if (url === null || url.port !== '' || url.hash !== '') return no(`must look like ${example}.`)
  if (url.username !== '' || url.password !== '')
    return no('must not hold keys: they belong into variables of their own.')
  if (!/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/.test(url.hostname)) return no('does not name a bucket that can exist.')
  const unknown = [...url.searchParams.keys()].some(
    (name) => !parameters.includes(name) || url.searchParams.getAll(name).length > 1,
  )
  if (unknown) return no(`takes only these parameters, each once: ${parameters.join(', ')}.`)
  const prefix = url.pathname.replace(/^\/|\/$/g, '')
  const parts = prefix === '' ? [] : prefix.split('/')
  if (prefix.length > 200 || !parts.every((part) => /^[\w-]+(\.[\w-]+)*$/.test(part)))
    return no('may have letters, digits, - and _ in its prefix, and single slashes and dots between them.')
  const endpoint = url.searchParams.get('endpoint')
  const origin = endpoint === null ? null : originOf(endpoint)
  if (endpoint !== null && origin === null)
    return no('must name its endpoint as an origin with https, or with http on this machine.')
  return { bucket: { bucket: url.hostname, prefix, endpoint: origin }, query: url.searchParams }
}

function originOf(value: string): string | null {
  const url = URL.parse(value)
  if (url === null || url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') return null
  return isSafe(url) ? url.origin : null
}

/** Documents and keys pass here, so nothing leaves this machine unencrypted. */
function isSafe(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
}

const accountShape = z.object({
  type: z.literal('service_account'),
  client_email: z.string().min(3),
  private_key: z.string().min(1),
  private_key_id: z.string().min(1).optional(),
  token_uri: z.string().default('https://oauth2.googleapis.com/token'),
})

function accountOf(value: string, cwd: string, report: Report): GoogleAccount | null {
  const no = (sentence: string) => {
    report('GCS_CREDENTIALS', `GCS_CREDENTIALS ${sentence}`)
    return null
  }
  const text = value.startsWith('{') ? value : textOf(resolve(cwd, value))
  if (text === null) return no('names a file that cannot be read.')
  const parsed = accountShape.safeParse(jsonOf(text))
  if (!parsed.success) return no('must be the key file (JSON) of a service account.')
  const { client_email: email, private_key: privateKey, private_key_id: keyId, token_uri: tokenUri } = parsed.data
  if (!isRsaKey(privateKey)) return no('holds no private key that can be used.')
  const address = URL.parse(tokenUri)
  if (address === null || !isSafe(address)) return no('names a token_uri without https.')
  return { email, privateKey: new Secret(privateKey), keyId: keyId ?? null, tokenUri }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa'
  } catch {
    return false
  }
}
