// Reads from a CMS SignedData in DER (RFC 5652) over which digest it was made. Nothing else of it is judged: no certificate,
// no signature value. The bytes are a stranger's: every length is checked, nothing throws.

export type StatedDigest =
  | { kind: 'digest'; algorithm: 'sha256' | 'sha384' | 'sha512'; digest: Uint8Array }
  /** It is some structure, but not one that we can read, or of an algorithm that we do not know. */
  | { kind: 'unreadable' }
  /** No structure at all: a place that was kept for a signature and never filled, or rubbish. */
  | { kind: 'nothing' }

/** `blob`: the content of /Contents; what fills it up behind the structure is ignored. */
export function statedDigest(blob: Uint8Array): StatedDigest {
  const root = nodeAt(blob, 0)
  if (root === null || root.tag !== tags.sequence) return { kind: 'nothing' }
  return digestIn(root) ?? { kind: 'unreadable' }
}

const tags = { integer: 0x02, octets: 0x04, oid: 0x06, sequence: 0x30, set: 0x31, first: 0xa0 } as const

/** Object identifiers as their bytes in hex. */
const oids = {
  signedData: '2a864886f70d010702',
  messageDigest: '2a864886f70d010904',
  timeStamp: '2a864886f70d0109100104',
} as const
const algorithms: ReadonlyMap<string, 'sha256' | 'sha384' | 'sha512'> = new Map([
  ['608648016503040201', 'sha256'],
  ['608648016503040202', 'sha384'],
  ['608648016503040203', 'sha512'],
])

interface Node {
  tag: number
  content: Uint8Array
  /** Where the next one begins. */
  end: number
}

function digestIn(root: Node): StatedDigest | null {
  const [type, wrapped] = childrenOf(root)
  const data = wrapped?.tag === tags.first ? childrenOf(wrapped)[0] : undefined
  if (oidOf(type) !== oids.signedData || data === undefined) return null
  const [, , encapsulated, ...rest] = childrenOf(data)
  const signers = rest.at(-1)
  const [contentType, content] = encapsulated === undefined ? [] : childrenOf(encapsulated)
  if (signers?.tag !== tags.set) return null
  const [signer, another] = childrenOf(signers)
  // A PDF signature has exactly one signer (ETSI EN 319 142-1).
  if (signer === undefined || another !== undefined) return null
  return oidOf(contentType) === oids.timeStamp ? imprintIn(content) : attributeIn(signer)
}

/** SignerInfo: version, who, digest algorithm, signed attributes. */
function attributeIn(signer: Node): StatedDigest | null {
  const [, , algorithm, attributes] = childrenOf(signer)
  if (attributes?.tag !== tags.first) return null
  for (const attribute of childrenOf(attributes)) {
    const [type, values] = childrenOf(attribute)
    if (oidOf(type) !== oids.messageDigest || values === undefined) continue
    const [digest, another] = childrenOf(values)
    return another === undefined ? stated(algorithm, digest) : null
  }
  return null
}

/** A time stamp over a document (RFC 3161): version, policy, { algorithm, hash } within the content. */
function imprintIn(content: Node | undefined): StatedDigest | null {
  const octets = content === undefined ? undefined : childrenOf(content)[0]
  const info = octets?.tag === tags.octets ? nodeAt(octets.content, 0) : null
  const imprint = info === null ? undefined : childrenOf(info)[2]
  const [algorithm, digest] = imprint === undefined ? [] : childrenOf(imprint)
  return stated(algorithm, digest)
}

function stated(algorithm: Node | undefined, digest: Node | undefined): StatedDigest | null {
  const name = algorithm === undefined ? undefined : algorithms.get(oidOf(childrenOf(algorithm)[0]) ?? '')
  if (name === undefined || digest?.tag !== tags.octets) return null
  return { kind: 'digest', algorithm: name, digest: digest.content }
}

function oidOf(node: Node | undefined): string | null {
  return node?.tag === tags.oid ? Buffer.from(node.content).toString('hex') : null
}

/** Empty when anything in it is not as DER demands. */
function childrenOf({ content }: Node): Node[] {
  const nodes: Node[] = []
  for (let at = 0; at < content.byteLength; ) {
    const node = nodeAt(content, at)
    if (node === null) return []
    nodes.push(node)
    at = node.end
  }
  return nodes
}

/** Lengths of at most four bytes; the indefinite form of BER is not read. */
function nodeAt(bytes: Uint8Array, at: number): Node | null {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f || tag === 0) return null
  const size = first < 0x80 ? 0 : first & 0x7f
  if (first === 0x80 || size > 4) return null
  let length = size === 0 ? first : 0
  for (let index = 0; index < size; index += 1) length = length * 256 + (bytes[at + 2 + index] ?? 0)
  const start = at + 2 + size
  const end = start + length
  return end > bytes.byteLength ? null : { tag, content: bytes.subarray(start, end), end }
}
