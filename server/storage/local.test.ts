import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLocalFiles, fileFailure } from './local.ts'

let directory: string
const bytes = new TextEncoder().encode('%PDF-1.7 signed')
const sha256 = createHash('sha256').update(bytes).digest('hex')

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ky-files-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

describe('documents on disk', () => {
  it('are written, read and removed', async () => {
    const files = createLocalFiles(join(directory, 'documents'))
    expect(await files.get('requests/r1/signed-0.pdf')).toEqual({ ok: true, value: null })
    expect(await files.put('requests/r1/signed-0.pdf', bytes)).toEqual({
      ok: true,
      value: { sha256, bytes: bytes.byteLength },
    })
    const read = await files.get('requests/r1/signed-0.pdf')
    expect(read.ok && read.value !== null && new Uint8Array(read.value)).toEqual(bytes)
    expect(await files.remove('requests/r1/signed-0.pdf')).toEqual({ ok: true, value: null })
    expect(await files.get('requests/r1/signed-0.pdf')).toEqual({ ok: true, value: null })
    expect(await files.remove('requests/r1/signed-0.pdf')).toEqual({ ok: true, value: null })
    expect(await files.remove('never/was')).toEqual({ ok: true, value: null })
  })

  it('may be put again with the same bytes and never with others', async () => {
    const files = createLocalFiles(directory)
    await files.put('a/b', bytes)
    expect((await files.put('a/b', bytes)).ok).toBe(true)
    expect(await files.put('a/b', new Uint8Array([1]))).toEqual({ ok: false, failure: { kind: 'conflict' } })
    expect(readFileSync(join(directory, 'a/b'))).toEqual(Buffer.from(bytes))
  })

  it('put twenty times at once are there once, with nothing left over', async () => {
    const files = createLocalFiles(directory)
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => files.put('a/b', index % 2 === 0 ? bytes : new Uint8Array([index]))),
    )
    expect(results.filter((result) => result.ok).length).toBeGreaterThan(0)
    expect(results.filter((result) => !result.ok && result.failure.kind !== 'conflict')).toEqual([])
    expect(readdirSync(join(directory, 'a'))).toEqual(['b'])
  })

  it('are for the server’s user only', async () => {
    const files = createLocalFiles(join(directory, 'documents'))
    await files.put('a/b', bytes)
    expect(statSync(join(directory, 'documents', 'a', 'b')).mode & 0o077).toBe(0)
    expect(statSync(join(directory, 'documents', 'a')).mode & 0o077).toBe(0)
  })

  it.each([
    '../x',
    'a/../../x',
    '/etc/x',
    'a//b',
    '',
    '.',
    'a/.',
    '.hidden',
    'A/b',
    'a\\b',
    'a\0b',
    'é',
    'a/',
    'x'.repeat(201),
  ])('are not reached by the key %j', async (key) => {
    const files = createLocalFiles(directory)
    const refused = { ok: false, failure: { kind: 'refused', detail: 'the key is not allowed' } }
    expect(await files.put(key, bytes)).toEqual(refused)
    expect(await files.get(key)).toEqual(refused)
    expect(await files.remove(key)).toEqual(refused)
    expect(readdirSync(directory)).toEqual([])
  })

  it('that were damaged on disk are a conflict, not the same again', async () => {
    const files = createLocalFiles(directory)
    await files.put('a/b', bytes)
    chmodSync(join(directory, 'a/b'), 0o600)
    writeFileSync(join(directory, 'a/b'), '%PDF-1.7 damage')
    expect(await files.put('a/b', bytes)).toEqual({ ok: false, failure: { kind: 'conflict' } })
  })

  it('do not fit where a file stands in the way', async () => {
    const files = createLocalFiles(directory)
    await files.put('a', bytes)
    expect(await files.put('a/b', bytes)).toMatchObject({ ok: false, failure: { kind: 'unavailable' } })
    expect(await files.get('a/b')).toMatchObject({ ok: false, failure: { kind: 'unavailable' } })
    expect(existsSync(join(directory, 'a'))).toBe(true)
  })

  it.each([
    ['ENOSPC', { kind: 'full' }],
    ['EDQUOT', { kind: 'full' }],
    ['EACCES', { kind: 'refused', detail: 'EACCES' }],
    ['EROFS', { kind: 'refused', detail: 'EROFS' }],
    ['EIO', { kind: 'unavailable', detail: 'EIO' }],
  ])('tell %s in words of ours', (code, failure) => {
    expect(fileFailure(Object.assign(new Error('disk'), { code }))).toEqual(failure)
  })
})
