// Signature Version 4 as the receiving side checks it, built from Amazon's documentation alone ("Signature Calculations
// for the Authorization Header: Transferring Payload in a Single Chunk"). Shares no code with whoever signs.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

export interface SignedCall {
  method: string
  /** Percent-encoded as it came. */
  path: string
  query: string
  /** Lower-case names. */
  headers: Record<string, string>
  body: Uint8Array
}

export interface SignatureRules {
  region: string
  /** Null for an id that nobody has. */
  secretOf(accessKeyId: string): string | null
  /** Epoch milliseconds. */
  now: number
}

export interface Refusal {
  status: number
  code: string
}

const skewMs = 15 * 60_000
const authorization = /^AWS4-HMAC-SHA256 +Credential=([^,\s]+), *SignedHeaders=([^,\s]+), *Signature=([0-9a-f]{64})$/

/** Null when the call is signed by a known key over exactly what arrived; else the refusal that S3 gives. */
export function refusalOf(call: SignedCall, rules: SignatureRules): Refusal | null {
  const { headers } = call
  if (headers['authorization'] === undefined) return { status: 403, code: 'AccessDenied' }
  const parts = authorization.exec(headers['authorization'])
  const [accessKeyId = '', day = '', region, service, ending, ...rest] = parts?.[1]?.split('/') ?? []
  if (parts === null || rest.length > 0 || service !== 's3' || ending !== 'aws4_request' || region !== rules.region)
    return { status: 400, code: 'AuthorizationHeaderMalformed' }
  const secret = rules.secretOf(accessKeyId)
  if (secret === null) return { status: 403, code: 'InvalidAccessKeyId' }

  const at = timeOf(headers['x-amz-date'] ?? '')
  if (at === null) return { status: 403, code: 'AccessDenied' }
  if (!headers['x-amz-date']?.startsWith(day)) return { status: 400, code: 'AuthorizationHeaderMalformed' }
  if (Math.abs(at - rules.now) > skewMs) return { status: 403, code: 'RequestTimeTooSkewed' }

  const signed = (parts[2] ?? '').split(';')
  const mustSign = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))]
  const isOrdered = signed.join() === [...new Set(signed)].sort().join()
  if (!isOrdered || mustSign.some((name) => !signed.includes(name))) return { status: 403, code: 'AccessDenied' }

  const announced = headers['x-amz-content-sha256']
  if (announced === undefined) return { status: 400, code: 'InvalidRequest' }
  const wanted = signatureOf(canonicalRequest(call, signed, announced), headers['x-amz-date'] ?? '', {
    secret,
    day,
    region,
  })
  if (!timingSafeEqual(Buffer.from(wanted), Buffer.from(parts[3] ?? '')))
    return { status: 403, code: 'SignatureDoesNotMatch' }
  // Amazon takes unsigned payloads over https; documents must not depend on it.
  if (announced !== sha256(call.body)) return { status: 400, code: 'XAmzContentSHA256Mismatch' }
  return null
}

function canonicalRequest({ method, path, query, headers }: SignedCall, signed: string[], payload: string): string {
  const lines = signed.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`)
  return [method, canonicalPath(path), canonicalQuery(query), lines.join(''), signed.join(';'), payload].join('\n')
}

/** Encoded once, whatever the caller had encoded. */
function canonicalPath(path: string): string {
  return path
    .split('/')
    .map((part) => encode(decodeURIComponent(part)))
    .join('/')
}

function canonicalQuery(query: string): string {
  if (query === '') return ''
  const pairs = query.split('&').map((pair) => {
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    return [encode(decodeURIComponent(name)), encode(decodeURIComponent(value))] as const
  })
  return pairs
    .map(([name, value]) => `${name}=${value}`)
    .sort((one, other) => (one < other ? -1 : one > other ? 1 : 0))
    .join('&')
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

function signatureOf(canonical: string, date: string, scope: { secret: string; day: string; region: string }): string {
  const { secret, day, region } = scope
  const signingKey = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    `AWS4${secret}`,
  )
  const text = ['AWS4-HMAC-SHA256', date, `${day}/${region}/s3/aws4_request`, sha256(Buffer.from(canonical))].join('\n')
  return createHmac('sha256', signingKey).update(text).digest('hex')
}

function timeOf(date: string): number | null {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date)?.slice(1).map(Number)
  if (parts === undefined) return null
  const [year = 0, month = 1, day = 1, hour, minute, second] = parts
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
