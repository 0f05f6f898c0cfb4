// Entry of the child process that opens documents: one question at a time, the bytes on standard input, the answer as
// a message. It knows no file, no address and no environment variable; its limits are its parent's business.
import { Worker } from 'node:worker_threads'
import { ok } from '../../shared/result.ts'
import { openDocument } from './inspect.ts'
import type { Answer, Question } from './messages.ts'
import { appendSignaturePage } from './signature-page.ts'
import { fillTemplate, readTemplate } from './template.ts'

// A document that keeps this thread busy for ever would keep it busy after the death of the parent too.
new Worker(
  `const parent = process.ppid
   setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL') }, 1000)`,
  { eval: true, execArgv: [] },
).unref()

// A terminal or a service manager stops the whole group. Dying now would look as if the document had done it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.on('disconnect', () => process.exit())
process.on('message', (question: Question) => {
  void answer(question).then(say)
})
say({ kind: 'ready' })

function say(message: Answer): void {
  process.send?.(message)
}

async function answer(question: Question): Promise<Answer> {
  const bytes = await receive(question.length)
  if (question.kind === 'tags') return { kind: 'tags', result: await readTemplate(bytes) }
  if (question.kind === 'fill') return { kind: 'filled', result: await fillTemplate(bytes, question.values) }
  const opened = await openDocument(bytes)
  if (question.kind === 'inspect') {
    return { kind: 'inspected', result: opened.ok ? ok(opened.value.inspected) : opened }
  }
  return {
    kind: 'appended',
    result: opened.ok ? await appendSignaturePage(opened.value, bytes, question.order) : opened,
  }
}

/** Exactly `length` bytes; the next question's are sent only after this answer. */
async function receive(length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  let filled = 0
  while (filled < length) {
    const chunk: Buffer | null = process.stdin.read()
    if (chunk === null) await new Promise((resolve) => process.stdin.once('readable', resolve))
    else {
      bytes.set(chunk, filled)
      filled += chunk.length
    }
  }
  return bytes
}
