import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'

/** One key for the process: nothing is certified with it. */
let key: string | undefined

/**
 * A CMS SignedData (RFC 5652) in DER over detached content, with the right message digest and a real ECDSA signature by a throw-away
 * key, but without any certificate, so every reader calls the signer unknown.
 */
export function placeholderCms(content: Uint8Array[], at: number): Buffer {
  const digest = createHash('sha256')
  for (const part of content) digest.update(part)
  const attributes = Buffer.concat([
    sequence(oid('1.2.840.113549.1.9.3'), set(oid('1.2.840.113549.1.7.1'))),
    sequence(oid('1.2.840.113549.1.9.5'), set(utcTime(at))),
    sequence(oid('1.2.840.113549.1.9.4'), set(tag(0x04, digest.digest()))),
  ])
  key ??= generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
  const signature = sign('sha256', tag(0x31, attributes), createPrivateKey(key))
  const sha256 = sequence(oid('2.16.840.1.101.3.4.2.1'))
  const issuer = sequence(set(sequence(oid('2.5.4.3'), tag(0x0c, Buffer.from('Simulated, no certificate')))))
  const signer = sequence(
    integer(1),
    sequence(issuer, integer(1)),
    sha256,
    tag(0xa0, attributes),
    sequence(oid('1.2.840.10045.4.3.2')),
    tag(0x04, signature),
  )
  const data = sequence(integer(1), set(sha256), sequence(oid('1.2.840.113549.1.7.1')), set(signer))
  return sequence(oid('1.2.840.113549.1.7.2'), tag(0xa0, data))
}

function tag(number: number, content: Uint8Array): Buffer {
  const length = content.byteLength
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([number, ...size]), content])
}

const sequence = (...parts: Uint8Array[]) => tag(0x30, Buffer.concat(parts))
const set = (...parts: Uint8Array[]) => tag(0x31, Buffer.concat(parts))
const integer = (small: number) => tag(0x02, Buffer.from([small]))

function utcTime(at: number): Buffer {
  return tag(0x17, Buffer.from(`${new Date(at).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`))
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const arc of rest) {
    const groups = [arc & 0x7f]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift((left & 0x7f) | 0x80)
    bytes.push(...groups)
  }
  return tag(0x06, Buffer.from(bytes))
}
