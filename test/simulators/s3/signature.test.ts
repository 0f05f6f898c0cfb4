// The four examples of Amazon's documentation ("Signature Calculations for the Authorization Header", single chunk):
// key, requests and signatures are Amazon's, so the check of the simulator is not measured against ourselves.
import { describe, expect, it } from 'vitest'
import { refusalOf, type SignedCall } from './signature.ts'

const accessKeyId = 'AKIAIOSFODNN7EXAMPLE'
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const now = Date.UTC(2013, 4, 24)
const rules = { region: 'us-east-1', secretOf: (id: string) => (id === accessKeyId ? secret : null), now }
const nothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

interface Example {
  method: string
  path: string
  query?: string
  headers?: Record<string, string>
  body?: string
  payload?: string
  signed: string
  signature: string
}

const put: Example = {
  method: 'PUT',
  path: '/test%24file.text',
  headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
  body: 'Welcome to Amazon S3.',
  payload: '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
  signed: 'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
  signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
}

const examples: [string, Example][] = [
  [
    'GET Object',
    {
      method: 'GET',
      path: '/test.txt',
      headers: { range: 'bytes=0-9' },
      signed: 'host;range;x-amz-content-sha256;x-amz-date',
      signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    },
  ],
  ['PUT Object', put],
  [
    'GET Bucket Lifecycle',
    {
      method: 'GET',
      path: '/',
      query: 'lifecycle',
      signed: 'host;x-amz-content-sha256;x-amz-date',
      signature: 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    },
  ],
  [
    'GET Bucket (List Objects)',
    {
      method: 'GET',
      path: '/',
      query: 'max-keys=2&prefix=J',
      signed: 'host;x-amz-content-sha256;x-amz-date',
      signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    },
  ],
]

function callOf(example: Example): SignedCall {
  return {
    method: example.method,
    path: example.path,
    query: example.query ?? '',
    headers: {
      host: 'examplebucket.s3.amazonaws.com',
      'x-amz-date': '20130524T000000Z',
      'x-amz-content-sha256': example.payload ?? nothing,
      ...example.headers,
      authorization: [
        `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20130524/us-east-1/s3/aws4_request`,
        `SignedHeaders=${example.signed}`,
        `Signature=${example.signature}`,
      ].join(','),
    },
    body: Buffer.from(example.body ?? ''),
  }
}

describe('the check of signatures', () => {
  it.each(examples)('takes Amazon’s example %s, and not with another signature', (_name, example) => {
    expect(refusalOf(callOf(example), rules)).toBeNull()
    const signature = example.signature.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))
    expect(refusalOf(callOf({ ...example, signature }), rules)).toMatchObject({ code: 'SignatureDoesNotMatch' })
  })

  const call = callOf(put)
  const withHeader = (name: string, value: string): SignedCall => ({
    ...call,
    headers: { ...call.headers, [name]: value },
  })
  const authorization = call.headers['authorization'] ?? ''
  const { authorization: _, ...unsigned } = call.headers

  it.each<[string, SignedCall, string]>([
    ['another method', { ...call, method: 'DELETE' }, 'SignatureDoesNotMatch'],
    ['another path', { ...call, path: '/test%24file.texts' }, 'SignatureDoesNotMatch'],
    ['another query', { ...call, query: 'acl' }, 'SignatureDoesNotMatch'],
    ['another host', withHeader('host', 'other.s3.amazonaws.com'), 'SignatureDoesNotMatch'],
    ['another signed header', withHeader('x-amz-storage-class', 'STANDARD'), 'SignatureDoesNotMatch'],
    ['another body', { ...call, body: Buffer.from('Welcome to Amazon S4.') }, 'XAmzContentSHA256Mismatch'],
    ['another digest', withHeader('x-amz-content-sha256', nothing), 'SignatureDoesNotMatch'],
    ['a header that is not signed', withHeader('x-amz-acl', 'public-read'), 'AccessDenied'],
    ['no signature', { ...call, headers: unsigned }, 'AccessDenied'],
    ['an unknown key', withHeader('authorization', authorization.replace('AKIA', 'AKIB')), 'InvalidAccessKeyId'],
    [
      'another region',
      withHeader('authorization', authorization.replace('us-east-1', 'eu-west-3')),
      'AuthorizationHeaderMalformed',
    ],
    [
      'another day',
      withHeader('authorization', authorization.replace('/20130524', '/20130525')),
      'AuthorizationHeaderMalformed',
    ],
  ])('refuses %s', (_name, changed, code) => {
    expect(refusalOf(changed, rules)).toMatchObject({ code })
  })

  it.each([
    [15 * 60_000, null],
    [15 * 60_000 + 1000, { code: 'RequestTimeTooSkewed' }],
    [-15 * 60_000 - 1000, { code: 'RequestTimeTooSkewed' }],
  ])('lets clocks differ by a quarter of an hour: %i ms', (ahead, expected) => {
    const refusal = refusalOf(call, { ...rules, now: now + ahead })
    if (expected === null) expect(refusal).toBeNull()
    else expect(refusal).toMatchObject(expected)
  })
})
