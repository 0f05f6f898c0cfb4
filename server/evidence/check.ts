// Checks a complete file without asking anybody: who signed it, whether everything is there and as it was, whether each signed PDF is
// covered by its signatures. Says what it does not check. One sentence a check, for people.
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { z } from 'zod'
import { sealNames } from './archive.ts'
import { fingerprintOf } from './key.ts'
import { pdfSignatures } from './pdf-signatures.ts'
import { type UnpackFailure, unpack } from './unpack.ts'

export interface Check {
  /** unchecked: neither right nor wrong, we cannot tell. note: to know, nothing was checked. */
  result: 'ok' | 'wrong' | 'unchecked' | 'note'
  sentence: string
}

/** `expectedKey`: fingerprint that the firm named; null: whoever reads must compare it. Lower-case hex. */
export function checkCompleteFile(zip: Uint8Array, expectedKey: string | null): Check[] {
  const unpacked = unpack(zip)
  if (!unpacked.ok) return [wrong(unpackSentence(unpacked.failure))]
  const files = unpacked.value
  const bytes = files.get(sealNames.manifest)
  const manifest = bytes === undefined ? null : manifestIn(bytes)
  if (bytes === undefined || manifest === null) return [wrong(`${sealNames.manifest} is missing or not readable`)]
  return [
    note(`${manifest.name} (${manifest.request.reference}), ${signedHow(manifest)}`),
    ...(manifest.environment === 'sandbox'
      ? [note('a TEST: signed in the sandbox of Yousign, without legal effect')]
      : []),
    ...checkSeal(files, bytes, manifest, expectedKey),
    ...checkFiles(files, manifest),
    ...checkPdfs(files, manifest),
    ...manifest.missing.map(({ path, reason }) => note(`missing, as the manifest says: ${path} (${reason})`)),
    ...notChecked.map(note),
  ]
}

/** Exit code and last line: anything wrong spoils it, anything unchecked is said. */
export function verdictOf(checks: readonly Check[]): { isGood: boolean; sentence: string } {
  const count = (result: Check['result']) => checks.filter((check) => check.result === result).length
  const [faults, unchecked] = [count('wrong'), count('unchecked')]
  if (faults > 0) return { isGood: false, sentence: `${faults} wrong: do not rely on this file` }
  const rest = unchecked > 0 ? `, ${unchecked} could not be checked` : ''
  return { isGood: true, sentence: `nothing wrong${rest}` }
}

const notChecked = [
  'not checked: the signature values in the PDFs, whose certificates they are, trust lists, revocation, time stamps;',
  'use a validator for that, such as the DSS demonstration of the European Commission',
]

const manifestShape = z.object({
  version: z.literal(1),
  request: z.object({ reference: z.string() }),
  name: z.string(),
  environment: z.enum(['sandbox', 'production']),
  signers: z.array(z.object({ name: z.string() })),
  signedOnPaper: z.object({ by: z.string(), at: z.string() }).optional(),
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
  missing: z.array(z.object({ path: z.string(), reason: z.string() })),
  key: z.string(),
})
type Manifest = z.infer<typeof manifestShape>
type Files = ReadonlyMap<string, Uint8Array>

function manifestIn(bytes: Uint8Array): Manifest | null {
  try {
    return manifestShape.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data ?? null
  } catch {
    return null
  }
}

function checkSeal(files: Files, signed: Uint8Array, manifest: Manifest, expectedKey: string | null): Check[] {
  const signature = files.get(sealNames.signature)
  const key = keyIn(files.get(sealNames.key))
  if (key === null) return [wrong(`${sealNames.key} is missing or no Ed25519 key`)]
  const fingerprint = fingerprintOf(key)
  const isSigned = signature !== undefined && verify(null, signed, key, signature)
  return [
    isSigned
      ? fine(`the manifest is signed with the key in ${sealNames.key}`)
      : wrong(`the manifest is not signed with the key in ${sealNames.key}`),
    manifest.key === fingerprint ? fine('the manifest names that key') : wrong('the manifest names another key'),
    expectedKey === null
      ? unchecked(`whose key it is: compare its fingerprint with the one that the firm names: ${fingerprint}`)
      : expectedKey === fingerprint
        ? fine(`the key is the one expected: ${fingerprint}`)
        : wrong(`the key is another one than expected: ${fingerprint}`),
  ]
}

function keyIn(pem: Uint8Array | undefined): KeyObject | null {
  try {
    const text = Buffer.from(pem ?? [])
    const key = createPublicKey(text)
    // Exactly the key: nothing is hidden before or behind it.
    const isPlain = Buffer.from(key.export({ type: 'spki', format: 'pem' })).equals(text)
    return key.asymmetricKeyType === 'ed25519' && isPlain ? key : null
  } catch {
    return null
  }
}

function checkFiles(files: Files, manifest: Manifest): Check[] {
  const named = new Set(manifest.files.map((file) => file.path))
  const sealed: readonly string[] = Object.values(sealNames)
  const strangers = [...files.keys()].filter((path) => !named.has(path) && !sealed.includes(path))
  return [
    ...manifest.files.map(({ path, bytes, sha256 }) => {
      const file = files.get(path)
      if (file === undefined) return wrong(`${path} is missing`)
      if (file.byteLength !== bytes) return wrong(`${path} has ${file.byteLength} bytes, not ${bytes}`)
      const isSame = createHash('sha256').update(file).digest('hex') === sha256
      return isSame
        ? fine(`${path}: ${bytes} bytes, SHA-256 as in the manifest`)
        : wrong(`${path} was changed: another SHA-256`)
    }),
    strangers.length === 0
      ? fine('nothing is there that the manifest does not name')
      : wrong(`not named in the manifest: ${strangers.join(', ')}`),
  ]
}

function signedHow({ signers, signedOnPaper: paper }: Manifest): string {
  const names = signers.map((one) => one.name).join(', ')
  if (paper === undefined) return `signed by ${names}`
  return `to be signed by ${names}; signed on paper, says ${paper.by} on ${paper.at}`
}

function checkPdfs(files: Files, manifest: Manifest): Check[] {
  if (manifest.signedOnPaper !== undefined) return checkScan(manifest)
  const paths = manifest.files.map((file) => file.path).filter((path) => path.startsWith('signed/'))
  if (paths.length === 0) return [wrong('the manifest names no signed document')]
  return paths.flatMap((path) => {
    const file = files.get(path)
    return file === undefined ? [] : checkPdf(path, file)
  })
}

/** Whose hand is on the paper is not to be seen from here. */
function checkScan({ files }: Manifest): Check[] {
  const scans = files.filter(({ path }) => path.startsWith('paper/'))
  const strangers = files.filter(({ path }) => path.startsWith('signed/'))
  if (scans.length === 0) return [wrong('the manifest names no scan of the paper')]
  if (strangers.length > 0) return [wrong('the manifest names a signed document beside the scan of the paper')]
  return scans.map(({ path }) => unchecked(`${path}: a scan of paper, which holds no signature that could be checked`))
}

function checkPdf(path: string, file: Uint8Array): Check[] {
  const signatures = pdfSignatures(file)
  const last = signatures.at(-1)
  if (last === undefined) return [wrong(`${path} has no signature`)]
  return [
    last.uncovered === 0
      ? fine(`${path}: the last signature covers the whole file except its own place`)
      : wrong(`${path}: ${last.uncovered} bytes stand behind the last signature, covered by none`),
    ...signatures.map(({ state }, index) => {
      const [result, words] = stateWords[state]
      return { result, sentence: `${path}: signature ${index + 1} of ${signatures.length}: ${words}` }
    }),
  ]
}

const stateWords = {
  matches: ['ok', 'digest matches the bytes that it covers'],
  differs: ['wrong', 'digest does not match: the bytes were changed after signing'],
  unreadable: ['unchecked', 'no readable CMS: not checked'],
  empty: ['wrong', 'no signature stands in its place'],
  broken: ['wrong', 'its /ByteRange does not fit the file'],
} as const satisfies Record<ReturnType<typeof pdfSignatures>[number]['state'], readonly [Check['result'], string]>

function unpackSentence(failure: UnpackFailure): string {
  if (failure.kind === 'twice') return `${failure.path} is in the archive twice`
  return failure.kind === 'too_large' ? 'it unpacks to more than 1 GB' : 'it is no readable ZIP archive'
}

const fine = (sentence: string): Check => ({ result: 'ok', sentence })
const wrong = (sentence: string): Check => ({ result: 'wrong', sentence })
const unchecked = (sentence: string): Check => ({ result: 'unchecked', sentence })
const note = (sentence: string): Check => ({ result: 'note', sentence })
