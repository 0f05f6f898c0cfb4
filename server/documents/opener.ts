// The domain's `Documents` and `Templates`: nothing here opens a document. Each is given to a child process, one at a time.
import { err, ok, type Result } from '../../shared/result.ts'
import type { DocumentProblem, Documents, Templates } from '../domain/documents.ts'
import { type ChildOptions, startChild, type WalledChild } from './child-process.ts'
import { limits } from './limits.ts'
import type { Answer, Question } from './messages.ts'
import { looksSigned } from './signed.ts'

export interface DocumentsOptions {
  /** Where the child's module lies: `child.ts` beside this file, or its bundle. */
  childPath: string
  /** Milliseconds for one document (20 s). */
  timeout?: number
  /** Resident bytes of the child (512 MB). */
  memory?: number
  /** Told when a document cost a child its life. */
  log?: { warn(facts: object, message: string): void }
}

/**
 * Opens documents in a child process that is started at the first one, killed at a limit, and replaced after a kill,
 * after many or large documents, and when nothing has come for a while. What a document does to the child comes back
 * as its problem; promises reject only when the child cannot be started or after `close`.
 */
export function createDocuments(options: DocumentsOptions): Documents & Templates & { close(): void } {
  const walls: ChildOptions = {
    childPath: options.childPath,
    timeout: options.timeout ?? limits.time,
    memory: options.memory ?? limits.memory,
  }
  let child: WalledChild | null = null
  let served = 0
  let closed = false
  let idle: NodeJS.Timeout | undefined
  let last: Promise<unknown> = Promise.resolve()

  function retire(): void {
    child?.kill()
    child = null
  }

  /** One after the other: a second document waits for the first. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work)
    last = mine.catch(() => undefined)
    return mine
  }

  function ready(): WalledChild {
    if (child === null || !child.isAlive()) {
      child = startChild(walls)
      served = 0
    }
    return child
  }

  async function ask(question: Question, bytes: Uint8Array): Promise<Result<Answer, DocumentProblem>> {
    if (closed) throw new Error('documents are closed')
    clearTimeout(idle)
    const asked = ready()
    const outcome = await asked.ask(question, bytes).catch((error: unknown) => {
      retire()
      throw error
    })
    if (closed) throw new Error('documents are closed')
    served += 1
    if (outcome.kind !== 'answered') {
      retire()
      options.log?.warn({ ...outcome, bytes: bytes.length, asked: question.kind }, 'a document ended its process')
      return err(outcome.kind === 'killed' ? { kind: 'bomb', what: outcome.why } : { kind: 'damaged' })
    }
    // What is left of a large document must not count against the next.
    if (served >= documentsPerChild || outcome.resident > walls.memory / 2) retire()
    else idle = setTimeout(retire, idleTime).unref()
    return ok(outcome.answer)
  }

  return {
    warm() {
      if (closed || child?.isAlive()) return
      ready()
      clearTimeout(idle)
      idle = setTimeout(retire, idleTime).unref()
    },
    async inspect(bytes) {
      if (bytes.length > limits.bytes) return err(tooLarge(bytes))
      const asked = await inTurn(() => ask({ kind: 'inspect', length: bytes.length }, bytes))
      if (!asked.ok) return asked
      return asked.value.kind === 'inspected' ? asked.value.result : outOfTurn(asked.value)
    },
    async appendSignaturePage(bytes, order) {
      if (bytes.length > limits.bytes) return err(tooLarge(bytes))
      const asked = await inTurn(() => ask({ kind: 'append', length: bytes.length, order }, bytes))
      if (!asked.ok) return asked
      if (asked.value.kind !== 'appended') return outOfTurn(asked.value)
      if (!asked.value.result.ok) return asked.value.result
      const { kept, tail, ...rest } = asked.value.result.value
      return ok({ ...rest, bytes: Uint8Array.from(Buffer.concat([bytes.subarray(0, kept), tail])) })
    },
    async readTemplate(bytes) {
      if (bytes.length > limits.bytes) return err(tooLarge(bytes))
      const asked = await inTurn(() => ask({ kind: 'tags', length: bytes.length }, bytes))
      if (!asked.ok) return asked
      return asked.value.kind === 'tags' ? asked.value.result : outOfTurn(asked.value)
    },
    async fillTemplate(bytes, values) {
      if (bytes.length > limits.bytes) return err(tooLarge(bytes))
      const asked = await inTurn(() => ask({ kind: 'fill', length: bytes.length, values }, bytes))
      if (!asked.ok) return asked
      return asked.value.kind === 'filled' ? asked.value.result : outOfTurn(asked.value)
    },
    looksSigned,
    close() {
      closed = true
      clearTimeout(idle)
      retire()
    },
  }
}

const documentsPerChild = 50
const idleTime = 5 * 60_000

function tooLarge(bytes: Uint8Array): DocumentProblem {
  return { kind: 'too_large', bytes: bytes.length, limit: limits.bytes }
}

function outOfTurn(answer: Answer): never {
  throw new Error(`the process for documents answered ${answer.kind} out of turn`)
}
