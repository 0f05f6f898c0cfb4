import { fork } from 'node:child_process'
import { once } from 'node:events'
import { getPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { createDocuments, type DocumentsOptions } from './opener.ts'
import { everyKind } from './testing/form-samples.ts'
import { onePage, textDocument, textPdf } from './testing/samples.ts'
import { wordFile } from './testing/word-samples.ts'

const childPath = fileURLToPath(new URL('child.ts', import.meta.url))
const unruly = fileURLToPath(new URL('testing/unruly-child.ts', import.meta.url))
const open: { close(): void }[] = []

function documents(options: Partial<DocumentsOptions> = {}) {
  const created = createDocuments({ childPath, ...options })
  open.push(created)
  return created
}

afterEach(() => {
  for (const each of open.splice(0)) each.close()
})

const order = (text: string) => new Uint8Array(Buffer.from(text))

/** The unruly child reports its process id where the size would be. */
async function pidOf(subject: ReturnType<typeof documents>): Promise<number> {
  const answer = await subject.inspect(order('who are you'))
  if (!answer.ok) throw new Error(answer.failure.kind)
  return answer.value.bytes
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return false
  } catch {
    return true
  }
}

describe('the process that opens documents', { timeout: 60_000 }, () => {
  const subject = createDocuments({ childPath })
  afterAll(() => subject.close())

  it('inspects three documents that come at once, one after the other, each with its own answer', async () => {
    const locked = await textPdf(['secret'])
    locked.encrypt({ userPassword: 'a', ownerPassword: 'b' })
    const answers = await Promise.all([
      subject.inspect(await textDocument(['a', 'b {{s1|signature|85|37}}'])),
      subject.inspect(await locked.save()),
      subject.inspect(onePage({ catalog: '/OpenAction<</S/JavaScript/JS(x)>>' })),
    ])
    expect(answers).toMatchObject([
      { ok: true, value: { pages: { length: 2 }, anchors: [{ signer: 1, page: 2 }] } },
      { ok: false, failure: { kind: 'encrypted' } },
      { ok: false, failure: { kind: 'active_content', what: 'javascript' } },
    ])
  })

  it('appends a signature page and gives the whole file back', async () => {
    const original = await textDocument(['Contract'])
    const signers = [{ name: 'Łukasz', capacity: 'for ACME, director' }]
    const answer = await subject.appendSignaturePage(original, {
      documentName: 'Contract',
      language: 'en',
      signers,
    })
    if (!answer.ok) throw new Error(answer.failure.kind)
    expect(Buffer.from(answer.value.bytes.subarray(0, original.length)).equals(original)).toBe(true)
    expect(answer.value.boxes).toEqual([{ page: 2, x: 64, y: expect.any(Number), width: 219, height: 72 }])
    expect(await subject.inspect(answer.value.bytes)).toMatchObject({
      ok: true,
      value: { sha256: answer.value.sha256, pages: { length: answer.value.pages } },
    })
  })

  it('refuses the same documents when it is asked to append to them', async () => {
    const answer = await subject.appendSignaturePage(order('no PDF'), {
      documentName: '',
      language: 'en',
      signers: [],
    })
    expect(answer).toEqual({ ok: false, failure: { kind: 'not_pdf' } })
  })

  it('reads and fills own templates, and refuses a hostile one', async () => {
    const template = wordFile({ body: ['[[firm.name]] {{s1|signature|180|60}}'] })
    expect(await subject.readTemplate(template)).toMatchObject({
      ok: true,
      value: { format: 'docx', tags: [{ text: 'firm.name' }], anchors: [{ signer: 1 }] },
    })
    const filled = await subject.fillTemplate(template, { 'firm.name': 'Aubry & Vasseur' })
    expect(filled).toMatchObject({
      ok: true,
      value: { format: 'docx', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
    expect(await subject.fillTemplate(template, {})).toMatchObject({ ok: false, failure: { what: 'no_value' } })
    const macros = wordFile({ parts: { 'word/vbaProject.bin': 'x' } })
    const failure = { kind: 'word_content', what: 'macros' }
    expect(await subject.readTemplate(macros)).toEqual({ ok: false, failure })
    expect(await subject.readTemplate(await everyKind())).toMatchObject({ ok: true, value: { format: 'pdf' } })
  })

  it('carries a document of many megabytes through', async () => {
    const picture = Buffer.alloc(30_000_000, 'no zlib here. ')
    const head = Buffer.from(`<</Length ${picture.length}>>\nstream\n`)
    const bytes = onePage({ more: [Buffer.concat([head, picture, Buffer.from('\nendstream')])] })
    expect(await subject.inspect(bytes)).toMatchObject({ ok: true, value: { bytes: bytes.length } })
  })

  it('refuses more than 50 MB without starting anything', async () => {
    const nowhere = documents({ childPath: '/nowhere/child.ts' })
    const failure = { kind: 'too_large', bytes: 50_000_001, limit: 50_000_000 }
    expect(await nowhere.inspect(new Uint8Array(50_000_001))).toEqual({ ok: false, failure })
  })

  it('survives the signals that stop a whole group, and ends with its parent', async () => {
    const child = fork(childPath, { serialization: 'advanced', stdio: ['pipe', 'ignore', 'ignore', 'ipc'] })
    await once(child, 'message')
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) child.kill(signal)
    child.send({ kind: 'inspect', length: 6 })
    child.stdin?.write('no PDF')
    const [answer] = await once(child, 'message')
    expect(answer).toMatchObject({ result: { failure: { kind: 'not_pdf' } } })
    child.disconnect()
    expect(await once(child, 'exit')).toEqual([0, null])
  })
})

describe('the walls around it', { timeout: 60_000 }, () => {
  it('runs with an empty environment and below normal priority', async () => {
    const answer = await documents({ childPath: unruly }).inspect(order('report'))
    if (!answer.ok) throw new Error(answer.failure.kind)
    expect(answer.value.sha256).toBe('')
    expect(getPriority(answer.value.bytes)).toBeGreaterThan(getPriority())
  })

  it('kills a child that does not answer in time and serves the next document with a new one', async () => {
    const warned: object[] = []
    const log = { warn: (facts: object) => void warned.push(facts) }
    const subject = documents({ childPath: unruly, timeout: 4_000, log })
    const first = await pidOf(subject)
    expect(await pidOf(subject)).toBe(first)
    expect(await subject.inspect(order('silent'))).toEqual({ ok: false, failure: { kind: 'bomb', what: 'time' } })
    expect(isGone(first)).toBe(true)
    expect(warned).toEqual([{ kind: 'killed', why: 'time', bytes: 6, asked: 'inspect' }])
    expect(await pidOf(subject)).not.toBe(first)
  })

  it.each(['hungry', 'heap'])('names memory when the %s child takes too much', async (how) => {
    const subject = documents({ childPath: unruly, memory: 300 * 1024 * 1024 })
    expect(await subject.inspect(order(how))).toEqual({ ok: false, failure: { kind: 'bomb', what: 'memory' } })
    expect(await pidOf(subject)).toBeGreaterThan(0)
  })

  it.each(['crash', 'exit'])('calls the document damaged when the child ends by itself (%s)', async (how) => {
    const subject = documents({ childPath: unruly })
    const [one, other] = await Promise.all([subject.inspect(order(how)), subject.inspect(order('next'))])
    expect(one).toEqual({ ok: false, failure: { kind: 'damaged' } })
    expect(other.ok).toBe(true)
  })

  it('blames no document when the child cannot be started, and says what it said', async () => {
    const subject = documents({ childPath: '/nowhere/child.ts' })
    await expect(subject.inspect(order('%PDF'))).rejects.toThrow(/did not start.*nowhere/s)
    await expect(subject.inspect(order('%PDF'))).rejects.toThrow(/did not start/)
  })

  it('leaves no process behind when closed, not even in the middle of a document', async () => {
    const subject = documents({ childPath: unruly })
    const pid = await pidOf(subject)
    const pending = [subject.inspect(order('spin')), subject.inspect(order('waiting'))]
    const results = Promise.allSettled(pending)
    subject.close()
    expect(await results).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }])
    await expect.poll(() => isGone(pid)).toBe(true)
  })
})
